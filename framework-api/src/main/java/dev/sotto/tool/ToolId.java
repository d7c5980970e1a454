package dev.sotto.tool;

/**
 * The name of a tool, as a person types it behind a slash.
 *
 * @param value 2 to 32 lower-case letters, digits and underscores, beginning with a letter
 */
public record ToolId(String value) implements Comparable<ToolId> {
  public ToolId {
    if (!value.matches("[a-z][a-z0-9_]{1,31}")) {
      throw new IllegalArgumentException(
          "A tool's id has 2 to 32 lower-case letters, digits and underscores and begins with a"
              + " letter; found "
              + value.length()
              + " characters that don't fit");
    }
  }

  @Override
  public int compareTo(ToolId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
