package dev.sotto.importing.process;

import dev.sotto.importing.Importer;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import java.util.List;
import java.util.Map;

/** What an importer's process tells the vault. Nothing in it can be trusted. */
public sealed interface FromImporter {
  /**
   * Answers {@link ToImporter.Introduce}.
   *
   * @param names the names of all importers
   */
  record Importers(List<String> names) implements FromImporter {
    public Importers {
      names = List.copyOf(names);
    }

    @Override
    public String toString() {
      return "Importers[" + names.size() + "]";
    }
  }

  /**
   * Answers {@link ToImporter.Match}.
   *
   * @param matches how sure each importer is, by its name
   */
  record Matched(Map<String, Importer.Match> matches) implements FromImporter {
    public Matched {
      matches = Map.copyOf(matches);
    }

    @Override
    public String toString() {
      return "Matched[" + matches.size() + "]";
    }
  }

  /**
   * Answers {@link ToImporter.Survey}.
   *
   * @param claiming the names of the importers that have files there or take the folder as a whole
   * @param unread the files that none of them reads
   */
  record Surveyed(List<String> claiming, UnreadFiles unread) implements FromImporter {
    public Surveyed {
      claiming = List.copyOf(claiming);
    }

    @Override
    public String toString() {
      return "Surveyed[" + claiming.size() + ", " + unread + "]";
    }
  }

  /**
   * Tells that an item is there which is not stored in this state. If it can be read, its {@link
   * Item} is the next message about it.
   *
   * @param key the item
   * @param fingerprint its state
   */
  record Offered(ItemKey key, Fingerprint fingerprint) implements FromImporter {}

  /**
   * What was read of the item that was offered last.
   *
   * @param content what was read
   */
  record Item(RecordContent content) implements FromImporter {}

  /**
   * Tells that items are there in the state in which they are stored.
   *
   * @param known their places in the order in which {@link ToImporter.Known} named them
   */
  record Unchanged(List<Integer> known) implements FromImporter {
    public Unchanged {
      known = List.copyOf(known);
    }

    @Override
    public String toString() {
      return "Unchanged[" + known.size() + "]";
    }
  }

  /**
   * Tells that an item can't be read, or not all of it.
   *
   * @param key the item
   * @param reason what is wrong, in the importer's words
   */
  record Problem(ItemKey key, String reason) implements FromImporter {
    @Override
    public String toString() {
      return "Problem[" + key + "]";
    }
  }

  /**
   * Tells how far the scan is.
   *
   * @param done how much was read
   * @param total how much there is in the same unit; 0 when unknown
   */
  record Progress(long done, long total) implements FromImporter {}

  /**
   * Tells of files within an item that no importer reads.
   *
   * @param files how many there are
   */
  record LeftOut(UnreadFiles files) implements FromImporter {}

  /** The scan has reached its end. */
  record Done() implements FromImporter {}

  /**
   * What was asked for could not be done; the last message.
   *
   * @param kind why
   */
  record Failed(Failure kind) implements FromImporter {}

  /** Why something could not be done. No words of the process come with it: they could be false. */
  enum Failure {
    /** There is nothing at the path. */
    NOTHING_THERE,
    /** The path may not be read. */
    ACCESS_DENIED,
    /** The path can't be read as a whole for another reason. */
    UNREADABLE,
    /** There is no importer of this name. */
    NO_SUCH_IMPORTER,
    /** The vault asked to stop. */
    CANCELLED,
    /** The importer has a mistake. */
    DEFECT
  }
}
