package dev.sotto.record;

/**
 * The name of one source, chosen when it is added: lower-case letters, digits, {@code .}, {@code _}
 * and {@code -}, at most 64 characters, starting with a letter or digit. It is shown to the person
 * and used on the command line.
 *
 * @param value the name
 */
public record SourceId(String value) implements Comparable<SourceId> {
  private static final String PATTERN = "[\\p{Ll}\\p{Lo}\\p{N}][\\p{Ll}\\p{Lo}\\p{N}._-]{0,63}";

  public SourceId {
    if (!value.matches(PATTERN)) {
      throw new IllegalArgumentException(
          "A source name has 1 to 64 lower-case letters, digits, '.', '_' or '-' and starts with a"
              + " letter or digit");
    }
  }

  @Override
  public int compareTo(SourceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
