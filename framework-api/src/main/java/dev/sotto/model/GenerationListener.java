package dev.sotto.model;

/** Receives generated text as it comes, on the generating thread. */
@FunctionalInterface
public interface GenerationListener {
  /** Ignores everything. */
  GenerationListener SILENT = piece -> {};

  /** Takes the next piece of text: whole characters, never empty. */
  void text(String piece);
}
