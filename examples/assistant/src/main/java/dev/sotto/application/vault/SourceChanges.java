package dev.sotto.application.vault;

import dev.sotto.record.SourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Tells in which sources files change. For one thread. */
public interface SourceChanges extends AutoCloseable {
  /**
   * Waits for changes and then until nothing changed for a while.
   *
   * @param most how long to wait for the first change
   * @param quiet how long nothing may change before the sources are returned
   * @return the sources in which something changed; empty if nothing did
   * @throws IOException if nothing can be told any more
   */
  Set<SourceId> changes(Duration most, Duration quiet) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
