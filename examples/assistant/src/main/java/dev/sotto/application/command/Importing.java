package dev.sotto.application.command;

import dev.sotto.application.terminal.ImportProgressDisplay;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.vault.Vault;
import dev.sotto.importing.ImportProblem;
import dev.sotto.importing.ImportReport;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.record.SourceId;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings sources up to date one after the other, and tells of each what was done. */
final class Importing {
  private static final int PROBLEMS_SHOWN = 20;
  private static final int EXTENSIONS_SHOWN = 12;

  private final SottoCommand sotto;
  private final Messages messages;
  private final ObjectNode document = ResultJson.object();
  private final ArrayNode reports = document.putArray("sources");

  Importing(SottoCommand sotto) {
    this.sotto = sotto;
    this.messages = sotto.messages();
  }

  /** Tells how many files of a folder or source are read by nobody. */
  void leaveOut(String where, UnreadFiles unread) {
    if (unread.files() > 0) {
      ObjectNode counts = document.withObject("/unread");
      unread
          .byExtension()
          .forEach(
              (extension, count) -> counts.put(extension, counts.path(extension).asLong() + count));
      sotto.say(
          messages.of("import.unread", unread.files(), SafeText.line(where), extensions(unread)));
    }
    if (unread.links() > 0) {
      sotto.say(messages.of("import.links", unread.links()));
    }
  }

  private String extensions(UnreadFiles unread) {
    List<String> counts = new ArrayList<>();
    long rest = unread.files();
    for (Map.Entry<String, Long> entry : unread.byExtension().entrySet()) {
      if (counts.size() == EXTENSIONS_SHOWN) {
        counts.add(messages.of("import.unreadOthers", rest));
        break;
      }
      String extension =
          entry.getKey().isEmpty()
              ? messages.of("import.noExtension")
              : "." + SafeText.line(entry.getKey());
      counts.add(extension + " (" + entry.getValue() + ")");
      rest -= entry.getValue();
    }
    return String.join(", ", counts);
  }

  /**
   * Syncs sources; one that fails does not keep the others from it. First all are read, so that
   * they are found by words, then they are understood. Returns the exit status.
   */
  int sync(Vault vault, List<Importer> importers, List<SourceId> sources) throws IOException {
    Ingestion ingestion = vault.ingestion(importers);
    int status = ExitStatus.OK;
    for (SourceId source : sources) {
      try {
        ImportReport report = read(ingestion, source);
        tell(report);
        if (report.outcome() == ImportReport.Outcome.CANCELLED) {
          sotto.warn(messages.of("import.stopped"));
          status = ExitStatus.INTERRUPTED;
          break;
        }
        if (report.problemCount() > 0 && status == ExitStatus.OK) {
          status = ExitStatus.FAILED;
        }
      } catch (NoSuchFileException e) {
        status = new FailureReport(sotto.surroundings(), messages).report(e);
      }
    }
    vault.forgetTurnsOfLostRecords();
    if (status != ExitStatus.INTERRUPTED) {
      status = understand(ingestion, status);
    }
    if (sotto.wantsJson()) {
      ResultJson.print(document, sotto.surroundings().out());
    }
    return status;
  }

  /** Reads sources so that they can be found by words, without a word; returns false if stopped. */
  boolean look(Vault vault, List<Importer> importers, List<SourceId> sources) throws IOException {
    Ingestion ingestion = vault.ingestion(importers);
    for (SourceId source : sources) {
      if (read(ingestion, source).outcome() == ImportReport.Outcome.CANCELLED) {
        return false;
      }
    }
    return true;
  }

  /** Does the same without a word about each source but what could not be read. */
  int quietly(Vault vault, List<Importer> importers, List<SourceId> sources) throws IOException {
    Ingestion ingestion = vault.ingestion(importers);
    for (SourceId source : sources) {
      ImportReport report = read(ingestion, source);
      if (report.outcome() == ImportReport.Outcome.CANCELLED) {
        return ExitStatus.INTERRUPTED;
      }
      tellProblems(report);
    }
    return understand(ingestion, ExitStatus.OK);
  }

  private ImportReport read(Ingestion ingestion, SourceId source) throws IOException {
    try (ImportProgressDisplay display =
        new ImportProgressDisplay(sotto.surroundings(), messages, source.value())) {
      return ingestion.read(source, display, sotto.interruption());
    }
  }

  private int understand(Ingestion ingestion, int status) throws IOException {
    long left;
    try (ImportProgressDisplay display =
        new ImportProgressDisplay(
            sotto.surroundings(), messages, messages.of("import.understanding"))) {
      left = ingestion.understand(display, sotto.interruption());
    }
    document.put("passages_without_meaning", left);
    if (left == 0) {
      return status;
    }
    sotto.warn(messages.of("import.notUnderstood", left));
    return ExitStatus.INTERRUPTED;
  }

  private void tell(ImportReport report) {
    reports.add(ResultJson.report(report));
    sotto.say(
        messages.of(
            "import.report",
            report.source(),
            report.added(),
            report.updated(),
            report.removed(),
            report.unchanged()));
    tellProblems(report);
  }

  private void tellProblems(ImportReport report) {
    leaveOut(report.source().value(), report.unread());
    if (report.problemCount() > 0) {
      sotto.warn(messages.of("import.problems", report.problemCount()));
      for (ImportProblem problem :
          report.problems().subList(0, Math.min(PROBLEMS_SHOWN, report.problems().size()))) {
        sotto.warn(
            "  " + SafeText.line(problem.key().value()) + ": " + SafeText.line(problem.reason()));
      }
      if (report.problemCount() > PROBLEMS_SHOWN) {
        sotto.warn("  " + messages.of("import.more", report.problemCount() - PROBLEMS_SHOWN));
      }
    }
  }
}
