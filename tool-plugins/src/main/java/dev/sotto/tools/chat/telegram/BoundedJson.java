package dev.sotto.tools.chat.telegram;

import java.io.IOException;
import java.io.Reader;

/**
 * The characters of a JSON text with everything cut that a parser would have to hold in memory or
 * on its stack: strings and other tokens that are too long lose their end, values nested too deep
 * become {@code null}. So one hostile value costs neither memory nor what follows it. Also mends
 * the escape {@code \xHH}, which Telegram Desktop writes for control characters and JSON does not
 * know. Not for several threads.
 */
final class BoundedJson extends Reader {
  /** How much of a string is kept, in characters as they are written. */
  static final int MAX_STRING = 200_000;

  /** How deep values may nest. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_TOKEN = 500;
  private static final int BUFFER_CHARACTERS = 1 << 15;

  private final Reader in;
  private final char[] buffer = new char[BUFFER_CHARACTERS];
  private int position;
  private int limit;
  private char[] out = new char[64];
  private int outLength;
  private int outNext;
  private boolean first = true;
  private boolean inString;
  private int length;
  private boolean cut;
  private int depth;
  private long cutStrings;
  private long cutValues;
  private boolean damaged;

  /** Creates the bounded form of a text. */
  BoundedJson(Reader in) {
    this.in = in;
  }

  /** Returns how many strings lost their end so far. */
  long cutStrings() {
    return cutStrings;
  }

  /** Returns how many values were nested too deep so far. */
  long cutValues() {
    return cutValues;
  }

  /** Tells whether some bytes read so far were no text. */
  boolean wasDamaged() {
    return damaged;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    int given = 0;
    while (given < count) {
      if (outNext == outLength) {
        outNext = 0;
        outLength = 0;
        int run = copyRun(target, offset + given, count - given);
        if (run > 0) {
          given += run;
          continue;
        }
        int c = next();
        if (c < 0) {
          break;
        }
        take((char) c);
      }
      int length = Math.min(count - given, outLength - outNext);
      System.arraycopy(out, outNext, target, offset + given, length);
      outNext += length;
      given += length;
    }
    return given == 0 && count > 0 ? -1 : given;
  }

  /** Copies what needs no look at its meaning: blanks between tokens, characters of a string. */
  private int copyRun(char[] target, int offset, int room) {
    int start = position;
    int end = Math.min(limit, start + room);
    if (first || (inString && length >= MAX_STRING)) {
      return 0;
    }
    if (inString) {
      end = Math.min(end, start + MAX_STRING - length);
    }
    int at = start;
    while (at < end && (inString ? isPlain(buffer[at]) : buffer[at] == ' ')) {
      at++;
    }
    System.arraycopy(buffer, start, target, offset, at - start);
    length = inString ? length + at - start : at > start ? 0 : length;
    position = at;
    return at - start;
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && c != '\ufffd';
  }

  private void take(char c) throws IOException {
    damaged |= c == '\ufffd';
    if (inString) {
      inString(c);
      return;
    }
    switch (c) {
      case '"' -> {
        inString = true;
        length = 0;
        cut = false;
        put(c);
      }
      case '{', '[' -> {
        length = 0;
        if (depth < MAX_DEPTH) {
          depth++;
          put(c);
        } else {
          skipNested();
          cutValues++;
          for (char n : new char[] {'n', 'u', 'l', 'l'}) {
            put(n);
          }
        }
      }
      case '}', ']' -> {
        length = 0;
        depth = Math.max(0, depth - 1);
        put(c);
      }
      case ',', ':', ' ', '\t', '\n', '\r' -> {
        length = 0;
        put(c);
      }
      default -> {
        if (length++ < MAX_TOKEN) {
          put(c);
        }
      }
    }
  }

  private void inString(char c) throws IOException {
    if (c == '"') {
      inString = false;
      length = 0;
      put(c);
      return;
    }
    if (length >= MAX_STRING) {
      cutStrings += cut ? 0 : 1;
      cut = true;
      if (c == '\\') {
        next();
      }
      while (position < limit && isPlain(buffer[position])) {
        position++;
      }
      return;
    }
    length++;
    put(c);
    if (c == '\\') {
      escape();
    }
  }

  private void escape() throws IOException {
    int kind = next();
    if (kind == 'x') {
      put('u');
      put('0');
      put('0');
      copy(2);
    } else if (kind >= 0) {
      put((char) kind);
      if (kind == 'u') {
        copy(4);
      }
    }
  }

  private void copy(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int digit = peek();
      if (digit < 0 || digit == '"') {
        return;
      }
      put((char) next());
      length++;
    }
  }

  private void skipNested() throws IOException {
    long nested = 1;
    boolean string = false;
    for (int c = next(); c >= 0; c = next()) {
      if (string) {
        if (c == '\\') {
          next();
        } else if (c == '"') {
          string = false;
        }
      } else if (c == '"') {
        string = true;
      } else if (c == '{' || c == '[') {
        nested++;
      } else if ((c == '}' || c == ']') && --nested == 0) {
        return;
      }
    }
  }

  private void put(char c) {
    out[outLength++] = c;
  }

  private int peek() throws IOException {
    if (position == limit) {
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      position = 0;
      if (limit == 0) {
        return -1;
      }
    }
    return buffer[position];
  }

  private int next() throws IOException {
    int c = peek();
    if (c >= 0) {
      position++;
    }
    if (first) {
      first = false;
      return c == '\ufeff' ? next() : c;
    }
    return c;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
