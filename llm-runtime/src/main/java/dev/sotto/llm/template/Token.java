package dev.sotto.llm.template;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text its text; of a string its content
 * @param line where it stands, from 1
 * @param column where it stands, from 1
 */
record Token(Kind kind, String text, int line, int column) {
  enum Kind {
    TEXT,
    OPEN_OUTPUT,
    CLOSE_OUTPUT,
    OPEN_STATEMENT,
    CLOSE_STATEMENT,
    NAME,
    STRING,
    NUMBER,
    OPERATOR,
    END
  }

  boolean is(String operatorOrName) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrName);
  }

  TemplateException refused(String found) {
    return new TemplateException(
        "The chat template " + found + " at line " + line + ", column " + column + ".");
  }

  @Override
  public String toString() {
    return kind + " at " + line + ":" + column;
  }
}
