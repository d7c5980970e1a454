package dev.sotto.process;

import java.io.IOException;
import java.time.Duration;

/** The process at the other end has not taken what is sent to it for too long. */
public final class StalledPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledPeerException(Duration patience) {
    super(
        "The process at the other end has taken nothing for "
            + patience.toMillis()
            + " ms, the longest time it is waited for. End it and start it again.");
  }
}
