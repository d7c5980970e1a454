package dev.sotto.tools;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the item keys of one scan: within the length that a key may have, and unique. A name that
 * comes again gets an ordinal, so the same items in the same order get the same keys. For one
 * thread; one instance a scan.
 */
public final class ItemKeys {
  private static final int MAX_NAME = 1_900;
  private static final int KEPT_OF_LONG_NAME = 1_800;

  private final Map<String, Integer> occurrences = new HashMap<>();

  /** Returns the key for a name, different from all keys returned before. */
  public ItemKey next(String name) {
    String bounded = bounded(name);
    int occurrence = occurrences.merge(bounded, 1, Integer::sum);
    if (occurrence == 1) {
      return new ItemKey(bounded);
    }
    return next(bounded + "#" + occurrence);
  }

  /** Returns the key that the first item of this name has, without taking it. */
  public static ItemKey of(String name) {
    return new ItemKey(bounded(name));
  }

  private static String bounded(String name) {
    if (name.isEmpty()) {
      return ".";
    }
    if (name.length() <= MAX_NAME) {
      return name;
    }
    return name.substring(0, KEPT_OF_LONG_NAME)
        + "~"
        + Fingerprint.of(name.getBytes(StandardCharsets.UTF_8)).value();
  }
}
