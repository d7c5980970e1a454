package dev.sotto.tools.mail;

import dev.sotto.tools.TextDecoding;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes text of mail by what its sender declared, and where that is missing, unknown or plainly
 * wrong by what the bytes look like. Labels are read as the supersets that senders mean by them
 * (WHATWG Encoding Standard, section 4.2): {@code gb2312} as GB18030, {@code iso-8859-1} as
 * windows-1252. Never fails.
 */
final class MailCharset {
  private static final Map<String, String> SUPERSETS =
      Map.ofEntries(
          Map.entry("utf8", "UTF-8"),
          Map.entry("unicode-1-1-utf-8", "UTF-8"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gb_2312-80", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("x-gbk", "GB18030"),
          Map.entry("cp936", "GB18030"),
          Map.entry("windows-936", "GB18030"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("iso-8859-8-i", "ISO-8859-8"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("tis-620", "x-windows-874"));
  private static final Set<String> LATIN =
      Set.of(
          "us-ascii",
          "ascii",
          "ansi_x3.4-1968",
          "iso-8859-1",
          "latin1",
          "iso_8859-1",
          "windows-1252",
          "cp1252");
  private static final int MIN_HANZI = 2;

  private MailCharset() {}

  /**
   * Returns the text of these bytes.
   *
   * @param declared the charset label of the part or encoded word, empty if there is none
   */
  static String decode(byte[] bytes, String declared) {
    String label = declared.strip().toLowerCase(Locale.ROOT);
    if (label.isEmpty() || LATIN.contains(label)) {
      return isAscii(bytes)
          ? asciiText(bytes)
          : guess(bytes, label.isEmpty() || label.contains("ascii"));
    }
    Optional<Charset> charset = named(SUPERSETS.getOrDefault(label, label));
    if (charset.isEmpty()) {
      return guess(bytes, true);
    }
    Charset known = charset.get();
    return TextDecoding.strictly(bytes, known)
        .or(() -> TextDecoding.strictly(bytes, StandardCharsets.UTF_8))
        .orElseGet(() ->
            known.equals(StandardCharsets.UTF_8) ? damagedUtf8(bytes) : new String(bytes, known));
  }

  /** Returns the text of bytes whose charset nobody declared. */
  static String decodeUnlabelled(byte[] bytes) {
    return decode(bytes, "");
  }

  private static String asciiText(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.contains("\u001b$B") || text.contains("\u001b$@")) {
      return named("ISO-2022-JP")
          .flatMap(charset -> TextDecoding.strictly(bytes, charset))
          .orElse(text);
    }
    return text;
  }

  private static String guess(byte[] bytes, boolean anyScript) {
    Optional<String> utf8 = TextDecoding.strictly(bytes, StandardCharsets.UTF_8);
    if (utf8.isPresent()) {
      return utf8.get();
    }
    if (anyScript) {
      Optional<String> chinese =
          named("GB18030")
              .flatMap(charset -> TextDecoding.strictly(bytes, charset))
              .filter(MailCharset::readsAsChinese);
      if (chinese.isPresent()) {
        return chinese.get();
      }
    }
    return TextDecoding.windows1252(bytes);
  }

  private static boolean readsAsChinese(String text) {
    int common = 0;
    int rare = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      boolean hanzi = c >= 0x4E00 && c <= 0x9FA5;
      boolean mark =
          (c >= 0x3000 && c <= 0x303F)
              || (c >= 0xFF00 && c <= 0xFF60)
              || (c >= 0x2010 && c <= 0x2026);
      if (hanzi || mark) {
        common++;
      } else {
        rare++;
      }
    }
    return common >= MIN_HANZI && rare * 10 <= common;
  }

  private static String damagedUtf8(byte[] bytes) {
    String damaged = new String(bytes, StandardCharsets.UTF_8);
    long replaced = damaged.chars().filter(c -> c == '\uFFFD').count();
    long decoded = damaged.chars().filter(c -> c > 0x7F && c != '\uFFFD').count();
    return decoded > replaced ? damaged : guess(bytes, true);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Charset> named(String label) {
    try {
      return Optional.of(Charset.forName(label));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
