package dev.sotto.application.evaluation;

/** A file of questions can't be read. */
public final class QuestionFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  QuestionFileException(int line, String finding) {
    super("Line " + line + " of the questions " + finding);
    this.line = line;
  }

  /** Returns the number of the line, from 1. */
  public int line() {
    return line;
  }
}
