package dev.sotto.storage;

import dev.sotto.record.ItemKey;
import dev.sotto.record.SourceId;

/**
 * Items that a person asked to forget, so that reading their source again does not bring them back.
 * Safe for all threads.
 */
@FunctionalInterface
public interface ForgottenItems {
  /** Nothing was forgotten. */
  ForgottenItems NONE = (source, item) -> false;

  /**
   * Returns whether an item is to stay out.
   *
   * @throws java.io.UncheckedIOException if what is remembered can't be read
   */
  boolean contains(SourceId source, ItemKey item);
}
