package dev.sotto.computed;

/** The languages in which questions are read and answers are worded. */
enum Tongue {
  ENGLISH,
  CHINESE,
  PORTUGUESE,
  GERMAN;

  /** Returns the form for this language. */
  String choose(String english, String chinese, String portuguese, String german) {
    return switch (this) {
      case ENGLISH -> english;
      case CHINESE -> chinese;
      case PORTUGUESE -> portuguese;
      case GERMAN -> german;
    };
  }
}
