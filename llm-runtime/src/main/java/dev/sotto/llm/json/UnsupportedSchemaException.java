package dev.sotto.llm.json;

/** A JSON schema that can't be followed; the message names the keyword and where it stands. */
public final class UnsupportedSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedSchemaException(String message) {
    super(message);
  }

  UnsupportedSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
