package dev.sotto.time;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was read at the places visited last, so that alternatives that start with the same
 * words read them once. Fixed size; a place that shares a slot with another takes it over.
 */
final class Memo<T> {
  private static final int SLOTS = 256;
  private static final int DEPTHS = 8;

  private final int[] keys = new int[SLOTS];
  private final @Nullable Object[] values = new @Nullable Object[SLOTS];

  Memo() {
    Arrays.fill(keys, -1);
  }

  /** Returns what stands at a place, read at this depth, reading it if it isn't known. */
  @SuppressWarnings("unchecked") // only what a reader of T returned is put in
  @Nullable T at(int place, int depth, Supplier<@Nullable T> reader) {
    int key = place * DEPTHS + depth;
    int slot = key & (SLOTS - 1);
    if (keys[slot] == key) {
      return (T) values[slot];
    }
    T value = reader.get();
    keys[slot] = key;
    values[slot] = value;
    return value;
  }
}
