package dev.sotto.llm;

import dev.sotto.model.TokenChoice;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Token filters for tests. */
final class Filters {
  private Filters() {}

  /** Allows everything and notes what came. */
  static TokenFilter recording(List<Integer> tokens) {
    return new TokenFilter() {
      @Override
      public TokenChoice next() {
        return TokenChoice.ANY;
      }

      @Override
      public void accept(int token) {
        tokens.add(token);
      }
    };
  }

  /** Allows exactly these tokens, then the end of the turn. */
  static TokenFilter forcing(int[] tokens, int endOfTurn) {
    return new TokenFilter() {
      private int taken;

      @Override
      public TokenChoice next() {
        return new TokenChoice.Only(new int[] {taken < tokens.length ? tokens[taken] : endOfTurn});
      }

      @Override
      public void accept(int token) {
        taken++;
      }
    };
  }

  /**
   * Allows a part of a passage between quotation marks and then the end of the turn; the passage
   * has no quotation mark.
   */
  static TokenFilter quoting(String passage, TokenVocabulary vocabulary) {
    return new TokenFilter() {
      private String written = "";

      @Override
      public TokenChoice next() {
        if (written.length() > 1 && written.endsWith("\"")) {
          return new TokenChoice.Only(
              IntStream.range(0, vocabulary.size()).filter(vocabulary::endsTurn).toArray());
        }
        return new TokenChoice.Only(
            IntStream.range(0, vocabulary.size()).filter(this::continues).toArray());
      }

      private boolean continues(int token) {
        String piece = text(token);
        String whole = written + piece;
        if (piece.isEmpty() || !whole.startsWith("\"")) {
          return false;
        }
        String quoted = whole.substring(1);
        return quoted.endsWith("\"")
            ? quoted.length() > 1 && passage.contains(quoted.substring(0, quoted.length() - 1))
            : passage.contains(quoted);
      }

      private String text(int token) {
        return new String(vocabulary.bytes(token), StandardCharsets.ISO_8859_1);
      }

      @Override
      public void accept(int token) {
        written += text(token);
      }
    };
  }
}
