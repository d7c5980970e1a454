package dev.sotto.ledger.verifier;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of UTF-8 that end with a line feed and are not too long. For one thread. */
final class LineInput {
  static final int MAX_LINE_BYTES = 2 << 20;

  private final InputStream in;
  private long number;

  LineInput(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Returns the next line without its end, or nothing at the end of the file. */
  Optional<String> next() throws IOException, InvalidLedgerException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    number++;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.size() == 0) {
          return Optional.empty();
        }
        throw malformed("has no end; the file is cut off there");
      }
      if (line.size() == MAX_LINE_BYTES) {
        throw malformed("is longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(c);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw malformed("holds control characters");
      }
      return Optional.of(text);
    } catch (CharacterCodingException e) {
      InvalidLedgerException malformed = malformed("is not UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
  }

  String require(String what) throws IOException, InvalidLedgerException {
    Optional<String> line = next();
    if (line.isEmpty()) {
      throw malformed("is missing; " + what + " was expected there");
    }
    return line.get();
  }

  InvalidLedgerException malformed(String finding) {
    return InvalidLedgerException.malformed("line " + number + " " + finding);
  }
}
