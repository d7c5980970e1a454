package dev.sotto.consent.process;

import java.io.IOException;

/**
 * Starts processes that have a network and, where the system enforces that, nothing else: no keys,
 * no file of the person, no other way to the vault than their channel.
 */
@FunctionalInterface
public interface CourierProcesses {
  /**
   * Starts a process and waits until it has greeted.
   *
   * @throws IOException if it could not be started or did not greet
   */
  CourierConnection start() throws IOException;
}
