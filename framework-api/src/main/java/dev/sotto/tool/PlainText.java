package dev.sotto.tool;

/** Text in which every character is seen, on one line. Stateless. */
final class PlainText {
  private static final int IDEOGRAPHIC_SPACE = 0x3000;

  private PlainText() {}

  /**
   * Returns whether a text is plain and of a bounded length: no control, format, private or
   * unassigned characters, no half of a pair, no space but the ordinary and the ideographic one,
   * and none of the characters that Unicode lets a display leave out.
   */
  static boolean is(String text, int maxCharacters) {
    return !text.isBlank()
        && text.length() <= maxCharacters
        && text.codePoints().allMatch(PlainText::isSeen);
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ' || c == IDEOGRAPHIC_SPACE;
      default -> !isLeftOut(c);
    };
  }

  /**
   * Default_Ignorable_Code_Point of Unicode 16 outside of the general category Cf; the blank of
   * Braille.
   */
  private static boolean isLeftOut(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
