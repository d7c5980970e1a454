package dev.sotto.record;

/**
 * What identifies an item within its source, as its importer names it: a relative path, or a path
 * and a message id. The same item has the same key in every scan. It may hold personal text (file
 * names), so its {@code toString} does not show it.
 *
 * @param value 1 to 2,048 characters
 */
public record ItemKey(String value) {
  private static final int MAX_CHARACTERS = 2_048;

  public ItemKey {
    if (value.isEmpty() || value.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "An item key has 1 to " + MAX_CHARACTERS + " characters; found " + value.length());
    }
  }

  @Override
  public String toString() {
    return "ItemKey[" + value.length() + " characters]";
  }
}
