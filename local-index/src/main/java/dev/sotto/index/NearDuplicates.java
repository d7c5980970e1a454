package dev.sotto.index;

import dev.sotto.search.Passage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Passages of one search that say the same: a mail and its forward, a note in two folders, a chat
 * exported twice. Two passages count as the same if they share nine tenths of their pairs of
 * neighbouring words (Jaccard) and hold the same numbers, so that two invoices or two occurrences
 * of an event stay apart. Broder, On the resemblance and containment of documents, 1997. For one
 * search, by one thread.
 */
final class NearDuplicates {
  private static final double SAME = 0.9;
  private static final int FEWEST_PAIRS = 8;

  private final List<Content> seen = new ArrayList<>();

  private record Content(Set<String> pairs, Set<String> numbers) {
    @Override
    public String toString() {
      return "Content[" + pairs.size() + " pairs]";
    }
  }

  /** Returns whether nothing like this passage came before it, and remembers it. */
  boolean isNew(Passage passage) {
    Content content = content(passage.text());
    if (content.pairs().size() >= FEWEST_PAIRS
        && seen.stream().anyMatch(other -> isSame(content, other))) {
      return false;
    }
    seen.add(content);
    return true;
  }

  private static Content content(String text) {
    Set<String> pairs = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    String before = "";
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        pairs.add(before + " " + word);
        before = word;
        if (Character.isDigit(word.charAt(0))) {
          numbers.add(word);
        }
      }
    }
    return new Content(pairs, numbers);
  }

  private static boolean isSame(Content one, Content other) {
    if (!one.numbers().equals(other.numbers())) {
      return false;
    }
    long shared = one.pairs().stream().filter(other.pairs()::contains).count();
    return shared >= SAME * (one.pairs().size() + other.pairs().size() - shared);
  }
}
