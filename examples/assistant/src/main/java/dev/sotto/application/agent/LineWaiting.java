package dev.sotto.application.agent;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is done around waiting for a person's line, such as letting others use the vault. */
@FunctionalInterface
public interface LineWaiting {
  /** Waits for a line and returns it; null if there are no more. */
  @Nullable String during(LineRead read) throws IOException;

  /** The waiting itself. */
  @FunctionalInterface
  interface LineRead {
    /** Returns the line; null if there are no more. */
    @Nullable String read() throws IOException;
  }
}
