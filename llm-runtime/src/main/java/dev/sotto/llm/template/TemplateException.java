package dev.sotto.llm.template;

/** A chat template that can't be read or carried out; the message says where and why. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
