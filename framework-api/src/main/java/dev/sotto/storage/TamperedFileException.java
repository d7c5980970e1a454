package dev.sotto.storage;

import java.io.IOException;

/**
 * A file of the store is not what Sotto wrote: bytes changed, cut off, or taken from another file
 * or store. Nothing of it was handed out.
 */
public final class TamperedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;

  /**
   * @param file the file's name, without folders
   * @param finding what does not fit, without content
   */
  public TamperedFileException(String file, String finding) {
    super(
        "The file "
            + file
            + " of the store is damaged or was changed: "
            + finding
            + ". Nothing was read from it. Restore it from a backup, or import the sources again.");
    this.file = file;
  }

  /** Returns the file's name. */
  public String file() {
    return file;
  }
}
