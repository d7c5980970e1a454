package dev.sotto.tool;

/** A tool can't serve a call: the message says what was found and what can be asked instead. */
public final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient LocalizedText explanation;

  /** Creates the exception; the explanation is shown to the person as it is. */
  public ToolException(LocalizedText explanation) {
    super("a tool could not serve a call");
    this.explanation = explanation;
  }

  /** Returns what the person is told. It may repeat words of arguments and responses. */
  public LocalizedText explanation() {
    return explanation;
  }
}
