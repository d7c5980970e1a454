package dev.sotto.application.terminal;

import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Keys of a real terminal, in raw mode while one is awaited. Owns nothing. */
public final class TerminalKeys implements ConsentKeys {
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final Duration QUIET = Duration.ofMillis(150);

  private static final long LOOK_MILLIS = 200;

  private final Terminal terminal;
  private final Cancellation cancellation;

  /** Reads from a terminal, which stays the caller's. */
  public TerminalKeys(Terminal terminal) {
    this(terminal, Cancellation.NEVER);
  }

  /**
   * Reads from a terminal, which stays the caller's.
   *
   * @param cancellation ends the waiting for a key
   */
  public TerminalKeys(Terminal terminal, Cancellation cancellation) {
    this.terminal = terminal;
    this.cancellation = cancellation;
  }

  @Override
  public void forgetTyped() {
    inRawMode(() -> {
      NonBlockingReader reader = terminal.reader();
      int dropped = 0;
      while (dropped++ < 100_000 && reader.read(QUIET.toMillis()) >= 0) {
        // whatever it was, it was typed before the question was there
      }
      return Optional.<Integer>empty();
    });
  }

  @Override
  public Optional<Integer> next(Duration atMost) {
    return inRawMode(() -> {
      int key = NonBlockingReader.READ_EXPIRED;
      long end = System.nanoTime() + atMost.toNanos();
      long left = atMost.toMillis();
      while (key == NonBlockingReader.READ_EXPIRED && left > 0 && !cancellation.requested()) {
        key = terminal.reader().read(Math.min(left, LOOK_MILLIS));
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
      return key < 0 || key == CTRL_C || key == CTRL_D ? Optional.empty() : Optional.of(key);
    });
  }

  @Override
  public Optional<String> line(String prompt) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (EndOfFileException | UserInterruptException e) {
      return Optional.empty();
    }
  }

  private interface Reading {
    Optional<Integer> read() throws IOException;
  }

  private Optional<Integer> inRawMode(Reading reading) {
    Attributes before = terminal.enterRawMode();
    Attributes raw = new Attributes(terminal.getAttributes());
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException("A key could not be read from the terminal", e);
    } finally {
      terminal.setAttributes(before);
    }
  }
}
