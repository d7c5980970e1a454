package dev.sotto.llm;

/** Whether a model computes tokens ahead that it guesses from the prompt. The text is the same. */
public enum Speculation {
  /** One token after the other. */
  OFF,

  /** What follows in the prompt is guessed where an answer copies from it. */
  PROMPT_LOOKUP
}
