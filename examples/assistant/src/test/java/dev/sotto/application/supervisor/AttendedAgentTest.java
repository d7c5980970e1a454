package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that is kept open in a terminal, and a command in another one: real processes, sockets
 * and terminals. Nobody says yes, so that nothing is sent. Needs script(1) of util-linux, and some
 * ten seconds of processor time.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "sotto.terminals", matches = "true")
final class AttendedAgentTest {
  private static final long LONG_SECONDS = 180;
  private static final long A_WHILE_MILLIS = 1500;

  @TempDir private Path folder;
  private SupervisedHome home;
  private Path attended;
  private Path asking;

  @BeforeEach
  void begin() throws Exception {
    home = SupervisedHome.withStoreIn(folder);
    attended = folder.resolve("attended");
    asking = folder.resolve("asking");
  }

  @AfterEach
  void lock() throws Exception {
    home.runs("lock").assertThatNoProcessStays();
  }

  private static void type(Process terminal, String keys) throws IOException {
    OutputStream keyboard = terminal.getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private static void await(Path screen, String text) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_SECONDS);
    while (!Files.readString(screen).contains(text)) {
      assertThat(System.nanoTime() - end).as(Files.readString(screen)).isNegative();
      Thread.sleep(20);
    }
  }

  private Process keptOpen() throws Exception {
    Process keeper = home.startsAtATerminal(attended, "unlock", "--foreground");
    await(attended, "Ctrl-C locks");
    return keeper;
  }

  private String end(Process command) throws Exception {
    assertThat(command.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readString(asking);
  }

  @Test
  void onlyAKeyPressedAtItsTerminalAfterTheCardAnswers() throws Exception {
    Process keeper = keptOpen();
    type(keeper, "yyyy\nyy");
    Process asks = home.startsAtATerminal(asking, "ask", "/weather", "Porto");
    type(asks, "y\ny\n");
    await(attended, "? why");
    await(asking, "Waiting for your answer");

    Thread.sleep(A_WHILE_MILLIS);
    assertThat(asks.isAlive()).as("neither its own keys nor earlier ones answer").isTrue();
    home.runs("list").succeeded();
    type(keeper, "n");

    assertThat(end(asks)).contains("Not sent");
    assertThat(Files.readString(attended)).contains("api.open-meteo.com", "asked by a command");
    String ledger = home.runs("audit", "list", "--json").succeeded().out();
    assertThat(ledger).contains("denied", "key-press").doesNotContain("\"intent\"");
  }

  @Test
  void theCardGoesWithTheCommandThatAsked() throws Exception {
    Process keeper = keptOpen();
    Process asks = home.startsAtATerminal(asking, "ask", "/weather", "Porto");
    await(attended, "? why");
    Thread.sleep(A_WHILE_MILLIS);

    type(asks, "\u0003");

    await(attended, "has ended");
    end(asks);
    type(keeper, "y");
    assertThat(home.runs("audit", "list", "--json").succeeded().out()).doesNotContain("\"intent\"");
  }
}
