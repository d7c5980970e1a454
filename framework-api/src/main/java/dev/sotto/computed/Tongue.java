package dev.sotto.computed;

/** The languages in which questions are read and answers are worded. */
enum Tongue {
  ENGLISH,
  CHINESE,
  PORTUGUESE;

  /** Returns the form for this language. */
  String choose(String english, String chinese, String portuguese) {
    return switch (this) {
      case ENGLISH -> english;
      case CHINESE -> chinese;
      case PORTUGUESE -> portuguese;
    };
  }
}
