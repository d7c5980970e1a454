package dev.sotto.time;

import java.text.Normalizer;

/**
 * A text in comparable characters, one for one, so that offsets stay: lower case, without accents,
 * full-width digits and marks as their plain forms, traditional Han characters of times as the
 * simplified ones.
 */
final class FoldedText {
  private static final String TRADITIONAL = "週禮後號個點鐘這來兩過開結與間從當節聖誕國慶勞動婦歲萬內離現時陽";
  private static final String SIMPLIFIED = "周礼后号个点钟这来两过开结与间从当节圣诞国庆劳动妇岁万内离现时阳";

  private FoldedText() {}

  static String fold(String text) {
    return fold(text, Integer.MAX_VALUE);
  }

  static String fold(String text, int limit) {
    int length = Math.min(text.length(), limit);
    StringBuilder folded = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }

  static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    if (c >= 0xC0 && c < 0x250) {
      String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
      return Character.toLowerCase(parts.charAt(0));
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return fold((char) (c - 0xFEE0));
    }
    if (c >= 0x4E00 && c <= 0x9FFF) {
      int traditional = TRADITIONAL.indexOf(c);
      return traditional < 0 ? c : SIMPLIFIED.charAt(traditional);
    }
    return switch (c) {
      case '’', '‘', 'ʼ' -> '\'';
      case '–', '—', '‒', '−', '‐', '‑' -> '-';
      case '～', '〜' -> '~';
      case '\u00A0', '\u202F', '\u2009', '\u3000' -> ' ';
      default -> c;
    };
  }
}
