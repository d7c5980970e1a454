package dev.sotto.search;

import java.util.List;

/**
 * A question to the index.
 *
 * @param text the person's words
 * @param limit at most this many hits, at least 1
 * @param filter which passages may be found
 * @param expansions other words and phrases for what the text names, such as a person's other
 *     names: they may match too, each for less than a word of the text
 */
public record SearchQuery(String text, int limit, SearchFilter filter, List<String> expansions) {
  public SearchQuery {
    expansions = List.copyOf(expansions);
    if (limit < 1) {
      throw new IllegalArgumentException("A search returns at least 1 hit; found limit " + limit);
    }
  }

  /** Creates a question without expansions. */
  public SearchQuery(String text, int limit, SearchFilter filter) {
    this(text, limit, filter, List.of());
  }

  @Override
  public String toString() {
    return "SearchQuery["
        + text.length()
        + " characters, limit "
        + limit
        + ", "
        + filter
        + ", "
        + expansions.size()
        + " expansions]";
  }
}
