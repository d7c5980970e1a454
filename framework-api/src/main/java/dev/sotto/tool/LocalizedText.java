package dev.sotto.tool;

import dev.sotto.text.TextLanguage;

/**
 * The same words in the languages of the interfaces.
 *
 * @param english in English
 * @param chinese in Chinese, simplified characters
 */
public record LocalizedText(String english, String chinese) {
  /** Returns the text in a language; English where it isn't written. */
  public String in(TextLanguage language) {
    return language == TextLanguage.CHINESE ? chinese : english;
  }

  /** Returns whether both are on one line, of a bounded length, with no character that hides. */
  boolean isPlain(int maxCharacters) {
    return PlainText.is(english, maxCharacters) && PlainText.is(chinese, maxCharacters);
  }

  @Override
  public String toString() {
    return "LocalizedText[" + english.length() + " characters]";
  }
}
