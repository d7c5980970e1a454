package dev.sotto.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;

/** Two pipes of the operating system, one in each direction. */
public final class PipePair {
  private final Pipe toStarted;
  private final Pipe toStarter;

  public PipePair() {
    try {
      toStarted = Pipe.open();
      toStarter = Pipe.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InputStream starterIn() {
    return Channels.newInputStream(toStarter.source());
  }

  public OutputStream starterOut() {
    return Channels.newOutputStream(toStarted.sink());
  }

  public InputStream startedIn() {
    return Channels.newInputStream(toStarted.source());
  }

  public OutputStream startedOut() {
    return Channels.newOutputStream(toStarter.sink());
  }
}
