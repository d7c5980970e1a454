package dev.sotto.process;

import java.io.IOException;
import java.time.Duration;

/** The process at the other end is there, and has not greeted in time. */
public final class SilentPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  SilentPeerException(Duration patience) {
    super("The process at the other end has not greeted within " + patience.toMillis() + " ms.");
  }
}
