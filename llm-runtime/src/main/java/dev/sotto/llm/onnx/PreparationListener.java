package dev.sotto.llm.onnx;

/**
 * Told while a model is prepared for this computer, which happens once a model. Called on the
 * preparing thread, often; never called when the prepared model is there already.
 */
@FunctionalInterface
public interface PreparationListener {
  /** Ignores everything. */
  PreparationListener SILENT = (doneBytes, totalBytes) -> {};

  /**
   * Takes how far the preparation is.
   *
   * @param doneBytes bytes worked on so far
   * @param totalBytes bytes to work on, about
   */
  void preparing(long doneBytes, long totalBytes);
}
