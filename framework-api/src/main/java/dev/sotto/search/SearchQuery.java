package dev.sotto.search;

/**
 * A question to the index.
 *
 * @param text the person's words
 * @param limit at most this many hits, at least 1
 * @param filter which passages may be found
 */
public record SearchQuery(String text, int limit, SearchFilter filter) {
  public SearchQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("A search returns at least 1 hit; found limit " + limit);
    }
  }

  @Override
  public String toString() {
    return "SearchQuery[" + text.length() + " characters, limit " + limit + ", " + filter + "]";
  }
}
