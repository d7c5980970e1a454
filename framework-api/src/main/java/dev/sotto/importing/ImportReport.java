package dev.sotto.importing;

import dev.sotto.record.SourceId;
import java.util.List;

/**
 * What a sync did.
 *
 * @param source the source
 * @param outcome whether it read the source to its end
 * @param added new records
 * @param updated records whose item had changed
 * @param removed records whose item had vanished
 * @param unchanged items that were skipped
 * @param problems items that could not be read, the first {@link #MAX_PROBLEMS}
 * @param problemCount how many items could not be read
 * @param unread the files within items, such as archives, that no importer reads
 */
public record ImportReport(
    SourceId source,
    Outcome outcome,
    long added,
    long updated,
    long removed,
    long unchanged,
    List<ImportProblem> problems,
    long problemCount,
    UnreadFiles unread) {
  /** How many problems a report names one by one. */
  public static final int MAX_PROBLEMS = 1_000;

  /** How a sync ended. */
  public enum Outcome {
    COMPLETE,
    CANCELLED,
    /**
     * Reading broke off, as the last of the problems says. What was read is stored, nothing was
     * removed, and the next sync reads the rest.
     */
    INCOMPLETE
  }

  public ImportReport {
    problems = List.copyOf(problems);
  }
}
