package dev.sotto.llm;

/**
 * Whether a model computes tokens ahead that it guesses from the prompt. Each is compared with what
 * the model itself would choose there, so a wrong guess costs time and nothing else. Several tokens
 * at once are rounded otherwise than one after the other: where two tokens are nearly as likely,
 * the text may go another way than without. The same prompt, seed and setting always give the same
 * text on the same machine.
 */
public enum Speculation {
  /** One token after the other. */
  OFF,

  /** What follows in the prompt is guessed where an answer copies from it. */
  PROMPT_LOOKUP
}
