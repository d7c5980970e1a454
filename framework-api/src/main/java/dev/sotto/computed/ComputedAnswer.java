package dev.sotto.computed;

import dev.sotto.search.Passage;
import java.util.List;

/**
 * An answer that code has computed from records. It is as certain as they are.
 *
 * @param wish what was asked for
 * @param text one or two sentences in the question's language; {@code [n]} cites {@code
 *     sources.get(n - 1)}
 * @param sources the records behind it, in the order of their citation numbers
 */
public record ComputedAnswer(Wish wish, String text, List<Source> sources) {
  /** What can be asked for. */
  public enum Wish {
    AGENDA,
    FIRST_OR_LAST,
    FREE_TIME,
    COUNTDOWN,
    OCCURRENCE,
    COUNT,
    DURATION,
    DIFFERENCE,
    WEEKDAY,
    BIRTHDAY,
    SERIES,
    SUM,
    CONTACT
  }

  /**
   * A place in a record.
   *
   * @param passage the piece of the record
   * @param start offset in the record's text of the words that count most
   * @param quotation those words, exactly as they stand there; may be empty
   */
  public record Source(Passage passage, int start, String quotation) {
    @Override
    public String toString() {
      return "Source[" + passage + ", " + quotation.length() + " characters]";
    }
  }

  public ComputedAnswer {
    sources = List.copyOf(sources);
  }

  @Override
  public String toString() {
    return "ComputedAnswer["
        + wish
        + ", "
        + text.length()
        + " characters, "
        + sources.size()
        + " sources]";
  }
}
