package dev.sotto.importing;

/**
 * The person asked to stop an import. What was committed stays; the rest is read by the next sync.
 */
public final class ImportCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ImportCancelledException() {
    super("The import was stopped. What is stored stays; run sync to go on.");
  }
}
