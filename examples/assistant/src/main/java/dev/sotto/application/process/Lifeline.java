package dev.sotto.application.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What ties a started process to its starter: its standard input. Stateless. */
public final class Lifeline {
  private Lifeline() {}

  /** Ends this process, whatever it is doing, when its standard input ends. Does not return. */
  public static void endWithStandardInput() {
    try (InputStream lifeline = new FileInputStream(FileDescriptor.in)) {
      endWith(lifeline, 0);
    } catch (IOException e) {
      throw new IllegalStateException("The process has ended before its input is closed", e);
    }
  }

  /** Ends this process with a status when a stream that nothing is said on ends. */
  static void endWith(InputStream lifeline, int status) {
    try {
      while (lifeline.read() >= 0) {
        // Nothing is said here.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(status);
  }
}
