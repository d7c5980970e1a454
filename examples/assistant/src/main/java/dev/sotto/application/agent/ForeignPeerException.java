package dev.sotto.application.agent;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;

/** The process at the other end of a socket is another user's. */
public final class ForeignPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  ForeignPeerException(UserPrincipal peer) {
    super("The process at the other end is of the user " + peer.getName() + "; nothing is said.");
  }
}
