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

  @Override
  public String toString() {
    return "LocalizedText[" + english.length() + " characters]";
  }
}
