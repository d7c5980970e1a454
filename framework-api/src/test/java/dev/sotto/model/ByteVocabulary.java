package dev.sotto.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A vocabulary for tests: all single bytes, some longer pieces, and one token that ends the turn.
 */
public final class ByteVocabulary implements TokenVocabulary {
  private final List<String> pieces;

  public ByteVocabulary(String... pieces) {
    this.pieces = List.of(pieces);
  }

  /** Returns the number of the token that ends the turn. */
  public int endOfTurn() {
    return 256 + pieces.size();
  }

  /** Returns the number of a longer piece. */
  public int piece(String text) {
    return 256 + pieces.indexOf(text);
  }

  @Override
  public int size() {
    return 257 + pieces.size();
  }

  @Override
  public byte[] bytes(int token) {
    if (token < 256) {
      return new byte[] {(byte) token};
    }
    return token == endOfTurn()
        ? new byte[0]
        : pieces.get(token - 256).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean endsTurn(int token) {
    return token == endOfTurn();
  }
}
