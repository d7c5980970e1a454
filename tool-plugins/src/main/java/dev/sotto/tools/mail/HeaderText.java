package dev.sotto.tools.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes header fields: folding (RFC 5322, section 2.2.3), encoded words (RFC 2047) and unlabelled
 * 8-bit text. More is accepted than the standards allow: words with spaces, without padding, next
 * to text, and characters that were cut in two between words. What is no encoded word stays as it
 * is.
 */
final class HeaderText {
  private static final int MAX_CHARSET = 60;

  private HeaderText() {}

  /** Returns the text of a field's body without its folding, encoded words left as they are. */
  static String unfolded(byte[] body) {
    return MailCharset.decodeUnlabelled(body)
        .replace("\r", "")
        .replaceAll("\n(?=[ \t])", "")
        .replace('\n', ' ')
        .strip();
  }

  /** Returns the text of a field's body, on one line. */
  static String decoded(byte[] body) {
    return decoded(unfolded(body));
  }

  /** Returns the text with its encoded words decoded, on one line. */
  static String decoded(String text) {
    int first = text.indexOf("=?");
    if (first < 0) {
      return oneLine(text);
    }
    StringBuilder out = new StringBuilder(text.length());
    Pending pending = new Pending(out);
    int at = 0;
    int lastEnd = text.lastIndexOf("?=");
    for (int start = first; start >= 0 && start < lastEnd; ) {
      EncodedWord word = EncodedWord.at(text, start);
      if (word == null) {
        start = text.indexOf("=?", start + 2);
        continue;
      }
      String between = text.substring(at, start);
      if (!between.isBlank() || pending.isEmpty()) {
        pending.flush();
        out.append(between);
      }
      pending.add(word);
      at = word.end;
      start = text.indexOf("=?", at);
    }
    pending.flush();
    return oneLine(out.append(text, at, text.length()).toString());
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static final class EncodedWord {
    private final String charset;
    private final byte[] bytes;
    private final int end;

    private EncodedWord(String charset, byte[] bytes, int end) {
      this.charset = charset;
      this.bytes = bytes;
      this.end = end;
    }

    static @Nullable EncodedWord at(String text, int start) {
      int charsetEnd = text.indexOf('?', start + 2);
      if (charsetEnd < 0
          || charsetEnd == start + 2
          || charsetEnd - start > MAX_CHARSET
          || charsetEnd + 2 >= text.length()
          || text.charAt(charsetEnd + 2) != '?') {
        return null;
      }
      char encoding = Character.toLowerCase(text.charAt(charsetEnd + 1));
      if (encoding != 'b' && encoding != 'q') {
        return null;
      }
      int textStart = charsetEnd + 3;
      int textEnd = text.indexOf("?=", textStart);
      if (textEnd < 0) {
        return null;
      }
      String label = text.substring(start + 2, charsetEnd);
      int language = label.indexOf('*');
      String encoded = text.substring(textStart, textEnd);
      return new EncodedWord(
          (language < 0 ? label : label.substring(0, language)).toLowerCase(Locale.ROOT),
          encoding == 'b' ? base64(encoded) : quoted(encoded),
          textEnd + 2);
    }

    private static byte[] base64(String encoded) {
      StringBuilder digits = new StringBuilder(encoded.length());
      for (int i = 0; i < encoded.length(); i++) {
        char c = encoded.charAt(i);
        if ((c < 0x80 && Character.isLetterOrDigit(c)) || c == '+' || c == '/') {
          digits.append(c);
        }
      }
      if (digits.length() % 4 == 1) {
        digits.setLength(digits.length() - 1);
      }
      return Base64.getDecoder().decode(digits.toString());
    }

    private static byte[] quoted(String encoded) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
      for (int i = 0; i < encoded.length(); i++) {
        char c = encoded.charAt(i);
        int value = c == '=' && i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
        if (value >= 0) {
          bytes.write(value);
          i += 2;
        } else if (c == '_') {
          bytes.write(' ');
        } else {
          bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
      }
      return bytes.toByteArray();
    }

    private static int hex(String text, int at) {
      int high = Character.digit(text.charAt(at), 16);
      int low = Character.digit(text.charAt(at + 1), 16);
      return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
  }

  private static final class Pending {
    private final StringBuilder out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String charset = "";
    private boolean empty = true;

    Pending(StringBuilder out) {
      this.out = out;
    }

    boolean isEmpty() {
      return empty;
    }

    void add(EncodedWord word) {
      if (!empty && !charset.equals(word.charset)) {
        flush();
      }
      charset = word.charset;
      bytes.writeBytes(word.bytes);
      empty = false;
    }

    void flush() {
      if (!empty) {
        out.append(MailCharset.decode(bytes.toByteArray(), charset));
        bytes.reset();
        empty = true;
      }
    }
  }
}
