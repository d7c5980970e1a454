package dev.sotto.application.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.model.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys of a terminal that a test types at. */
@Timeout(60)
final class TerminalKeysTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final PipedInputStream typed = new PipedInputStream();
  private Terminal terminal;

  @BeforeEach
  void open() throws IOException {
    keyboard.connect(typed);
    terminal =
        TerminalBuilder.builder().system(false).streams(typed, new ByteArrayOutputStream()).build();
  }

  @AfterEach
  void close() throws IOException {
    keyboard.close();
    terminal.close();
  }

  private void type(String keys) throws Exception {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    while (typed.available() > 0) {
      Thread.sleep(5);
    }
  }

  @Test
  void whatWasTypedBeforeIsDroppedAndTheNextKeyCounts() throws Exception {
    TerminalKeys keys = new TerminalKeys(terminal);
    type("yyyy\ny");

    keys.forgetTyped();
    type("n");

    assertThat(keys.next(LONG)).hasValue((int) 'n');
  }

  /** A control: a prompt that drops nothing takes a key that was typed before. */
  @Test
  void whereNothingIsDroppedAnEarlierKeyCounts() throws Exception {
    type("y");

    assertThat(new TerminalKeys(terminal).next(LONG)).hasValue((int) 'y');
  }

  @Test
  void silenceIsNoKey() {
    assertThat(new TerminalKeys(terminal, Cancellation.NEVER).next(Duration.ofMillis(300)))
        .isEmpty();
  }

  @Test
  void theWaitingEndsWithTheCommandThatAsked() {
    AtomicInteger looks = new AtomicInteger();

    assertThat(new TerminalKeys(terminal, () -> looks.incrementAndGet() > 2).next(LONG)).isEmpty();
  }
}
