package dev.sotto.text;

/**
 * The language family that decides analysis, embedding model and whether the language model may
 * write an answer. Told from the characters alone: Han characters without kana mean Chinese; other
 * text in Latin script counts as English only when enough common English words stand in it.
 */
public enum TextLanguage {
  ENGLISH,
  CHINESE,
  OTHER;
}
