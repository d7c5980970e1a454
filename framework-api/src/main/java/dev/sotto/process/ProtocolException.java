package dev.sotto.process;

import java.io.IOException;

/**
 * The process at the other end sent what the protocol does not allow, or is not the one that was
 * expected. Nothing that comes after it can be trusted: the channel must be closed. The message
 * holds numbers and names of fields, never content.
 */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
