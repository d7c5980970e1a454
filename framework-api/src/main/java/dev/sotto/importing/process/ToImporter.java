package dev.sotto.importing.process;

import dev.sotto.importing.ImportContext;
import java.util.List;

/**
 * What the vault tells an importer's process. The first message says what it is to do: {@link
 * Introduce}, {@link Match}, {@link Survey} or {@link Scan}; it does this one thing and ends.
 */
public sealed interface ToImporter {
  /** Asks which importers there are. */
  record Introduce() implements ToImporter {}

  /**
   * Asks all importers how sure they are of a path.
   *
   * @param path the path
   */
  record Match(String path) implements ToImporter {
    @Override
    public String toString() {
      return "Match[]";
    }
  }

  /**
   * Asks which importers have files in a folder.
   *
   * @param folder the folder
   */
  record Survey(String folder) implements ToImporter {
    @Override
    public String toString() {
      return "Survey[]";
    }
  }

  /**
   * Asks for everything at a path. {@link Known} messages follow until they name {@code known}
   * items.
   *
   * @param importer the importer's name
   * @param path the path
   * @param context what importers may know about the person
   * @param salt what the digests of items are made with
   * @param known how many items are stored already
   * @param skipped the items, by key alone, that are not to be read, since reading them ended an
   *     earlier process
   */
  record Scan(
      String importer,
      String path,
      ImportContext context,
      byte[] salt,
      int known,
      List<ItemDigest> skipped)
      implements ToImporter {
    public Scan {
      salt = salt.clone();
      skipped = List.copyOf(skipped);
    }

    @Override
    public byte[] salt() {
      return salt.clone();
    }

    @Override
    public String toString() {
      return "Scan[" + known + " known, " + skipped.size() + " skipped]";
    }
  }

  /**
   * Names items that are stored already; they count from 0 over all such messages of a scan.
   *
   * @param items their digests
   */
  record Known(List<ItemDigest> items) implements ToImporter {
    public Known {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return "Known[" + items.size() + "]";
    }
  }

  /** Asks the process to stop and end. */
  record Cancel() implements ToImporter {}
}
