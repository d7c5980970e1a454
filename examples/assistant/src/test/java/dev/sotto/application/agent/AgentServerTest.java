package dev.sotto.application.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.application.agent.ServedAgent.Ran;
import dev.sotto.application.terminal.AttendedTerminal;
import dev.sotto.application.terminal.Cards;
import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.terminal.TerminalKeys;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.ledger.Method;
import dev.sotto.process.Frames;
import dev.sotto.process.MessageChannel;
import dev.sotto.record.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does for its clients, and what clients can't do to it and to each other. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
final class AgentServerTest {
  private static final int MUTATIONS = 300;
  private static final int LARGE = 1 << 20;
  private static final int CANCELLED = 130;

  @TempDir private Path folder;

  private static int echo(
      Surroundings surroundings, Interruption interruption, List<String> arguments) {
    surroundings.out().println(String.join(" ", arguments));
    return 0;
  }

  @Test
  void aCommandHasItsArgumentsItsStreamsAndItsStatus() throws Exception {
    CommandRunner runner =
        (surroundings, interruption, arguments) -> {
          try {
            surroundings.out().println(arguments + " 蜂蜜 " + surroundings.in().readLine());
            surroundings.err().print(surroundings.in().readLine());
            surroundings.err().print(surroundings.in().readLine());
            return 42;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (ServedAgent agent = ServedAgent.in(folder, runner)) {
      Ran ran = agent.run("first\nzweite Zeile 二\n", "ask", "whose is it?");

      assertThat(ran.status()).hasValue(42);
      assertThat(ran.out()).isEqualTo("[ask, whose is it?] 蜂蜜 first\n");
      assertThat(ran.err()).isEqualTo("zweite Zeile 二null");
    }
  }

  @Test
  void aCommandKnowsThatNobodyIsThereWhoCouldConsent() throws Exception {
    BlockingQueue<Surroundings> seen = new LinkedBlockingQueue<>();
    try (ServedAgent agent =
        ServedAgent.in(
            folder,
            (surroundings, interruption, arguments) -> {
              seen.add(surroundings);
              return 0;
            })) {
      agent.run("", "ask");

      Surroundings surroundings = seen.take();
      assertThat(surroundings.personPresent()).isFalse();
      assertThat(surroundings.isTerminal()).as("a control").isTrue();
      assertThat(surroundings.folder()).isEqualTo(Path.of("/home/mara/letters"));
      assertThat(surroundings.variables())
          .isEqualTo(Map.of("LANG", "zh_CN.UTF-8", "NO_COLOR", "1"));
    }
  }

  private static ConsentDecision decided(ConsentPrompt prompt) {
    return prompt.ask(Cards.card(Cards.request("steak"), true)).decision();
  }

  /** A prompt as it must not be: it believes what the client sends. */
  private static ConsentPrompt believing(Surroundings client) {
    return card -> {
      try {
        return new ConsentPrompt.Asked(
            "y".equals(client.in().readLine())
                ? new ConsentDecision.Yes(
                    card.number(), card.request().hash(), new ConsentDecision.Scope.Once())
                : new ConsentDecision.No(),
            Method.KEY_PRESS,
            Fingerprint.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Test
  void aClientThatAnswersItsOwnCardGetsNothing() throws Exception {
    BlockingQueue<ConsentDecision> decisions = new LinkedBlockingQueue<>();
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    try (PipedOutputStream keyboard = new PipedOutputStream();
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keyboard), new ByteArrayOutputStream())
                .build()) {
      AttendedTerminal attended =
          new AttendedTerminal(
              person(screen),
              Messages.forLanguage("en"),
              cancellation -> new TerminalKeys(terminal, cancellation));
      try (ServedAgent agent =
          ServedAgent.in(
              folder,
              (surroundings, interruption, arguments) -> {
                decisions.add(
                    decided(
                        arguments.contains("believing")
                            ? believing(surroundings)
                            : card -> attended.ask(card, ZoneOffset.UTC, interruption)));
                return 0;
              })) {
        agent.run("y\n", "believing");
        assertThat(decisions.take()).as("a control").isInstanceOf(ConsentDecision.Yes.class);

        try (AgentSocket socket = agent.socket();
            MessageChannel<ToAgent, FromAgent> channel =
                MessageChannel.openToKnownPeer(
                    socket.in(),
                    socket.out(),
                    AgentProtocol.CLIENT,
                    AgentProtocol.LIMITS,
                    Thread.ofPlatform().daemon().factory())) {
          channel.send(new ToAgent.Run(List.of("ask"), Map.of(), "/", true));
          channel.send(new ToAgent.Line("y"));
          while (!screen.toString(StandardCharsets.UTF_8).contains("? why")) {
            Thread.sleep(10);
          }
          assertThat(decisions.poll(500, TimeUnit.MILLISECONDS)).isNull();
          channel.send(new ToAgent.Line("y"));

          assertThat(decisions.take()).isEqualTo(new ConsentDecision.No());
        }
      }
    }
  }

  private static Surroundings person(ByteArrayOutputStream screen) {
    return new Surroundings(
        Map.of(),
        Path.of("/"),
        Path.of("/"),
        Surroundings.reader(InputStream.nullInputStream()),
        Surroundings.utf8(screen),
        Surroundings.utf8(screen),
        Surroundings.Terminal.PRESENT,
        Clock.systemUTC(),
        SecureRandom::new);
  }

  @Test
  void ctrlCStopsTheCommandOfItsClientOnly() throws Exception {
    BlockingQueue<Runnable> ctrlC = new LinkedBlockingQueue<>();
    CountDownLatch bothRun = new CountDownLatch(2);
    CountDownLatch finish = new CountDownLatch(1);
    CommandRunner runner =
        (surroundings, interruption, arguments) -> {
          bothRun.countDown();
          if (arguments.contains("stopped")) {
            ServedAgent.awaitRequest(interruption);
            return CANCELLED;
          }
          awaitUninterruptibly(finish);
          return interruption.requested() ? CANCELLED : 0;
        };
    try (ServedAgent agent = ServedAgent.in(folder, runner)) {
      FutureTask<Ran> stopped = agent.begin(ctrlC::add, "stopped");
      FutureTask<Ran> other = agent.begin(_ -> {}, "other");
      bothRun.await();

      ctrlC.take().run();

      assertThat(stopped.get().status()).hasValue(CANCELLED);
      finish.countDown();
      assertThat(other.get().status()).hasValue(0);
    }
  }

  @Test
  void aCommandWhoseClientHasGoneIsStopped() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    CommandRunner runner =
        (surroundings, interruption, arguments) -> {
          runs.countDown();
          ServedAgent.awaitRequest(interruption);
          stopped.countDown();
          return 0;
        };
    try (ServedAgent agent = ServedAgent.in(folder, runner);
        AgentSocket socket = agent.socket()) {
      socket.out().write(hello());
      socket.out().write(frame(run("ask")));
      runs.await();

      socket.close();

      assertThat(stopped.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void aClientThatReadsNothingIsGivenUpAndOthersAreServedMeanwhile() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CommandRunner runner =
        (surroundings, interruption, arguments) -> {
          if (arguments.contains("small")) {
            return 0;
          }
          runs.countDown();
          while (!interruption.requested()) {
            surroundings.out().print("x".repeat(LARGE));
          }
          ended.countDown();
          return 1;
        };
    try (ServedAgent agent = ServedAgent.in(folder, runner);
        AgentSocket stalled = agent.socket()) {
      stalled.out().write(hello());
      stalled.out().write(frame(run("endless")));
      runs.await();

      assertThat(agent.run("", "small").status()).hasValue(0);
      assertThat(ended.await(1, TimeUnit.MINUTES)).as("the command has ended").isTrue();
    }
  }

  @Test
  void clientsThatSayNothingDoNotKeepOthersOutForLong() throws Exception {
    try (ServedAgent agent = ServedAgent.in(folder, AgentServerTest::echo)) {
      List<AgentSocket> silent = new ArrayList<>();
      for (int i = 0; i < AgentServer.MOST_CLIENTS; i++) {
        silent.add(agent.socket());
      }
      assertThatThrownBy(agent::client)
          .as("one too many is turned away, and does not take the agent for absent")
          .hasMessageContaining("takes no more connections");

      assertThat(eventually(agent)).as("served once the silent ones are given up").isTrue();
      for (AgentSocket socket : silent) {
        socket.close();
      }
    }
  }

  private static boolean eventually(ServedAgent agent) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (System.nanoTime() < end) {
      try (AgentClient client = agent.client().orElseThrow()) {
        return client.status().commands() == 0;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    return false;
  }

  @Test
  void bytesThatAreNoMessagesEndTheirConnectionAndNothingElse() throws Exception {
    BlockingQueue<List<String>> ran = new LinkedBlockingQueue<>();
    SplittableRandom random = new SplittableRandom(20_261_127);
    List<byte[]> messages =
        List.of(
            frame(run("ask", "where is the 蜂蜜?")),
            frame(new ToAgent.Line("a line")),
            frame(new ToAgent.NoMoreLines()),
            frame(new ToAgent.Cancel()),
            frame(new ToAgent.AskStatus()));
    try (ServedAgent agent =
        ServedAgent.in(
            folder,
            (surroundings, interruption, arguments) -> {
              ran.add(arguments);
              return 0;
            })) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] first = i % 3 == 0 ? new byte[random.nextInt(200)] : hello();
        byte[] second = messages.get(random.nextInt(messages.size())).clone();
        if (i % 3 == 0) {
          random.nextBytes(first);
        }
        second[random.nextInt(second.length)] ^= (byte) (1 + random.nextInt(255));
        byte[] cut = Arrays.copyOf(second, random.nextInt(second.length) + 1);
        send(agent, first, i % 2 == 0 ? second : cut);
      }
      send(agent, hello(), claimingToBe(Integer.MAX_VALUE));
      send(agent, hello(), claimingToBe(-1));

      assertThat(eventually(agent)).isTrue();
      ran.clear();
      assertThat(agent.run("", "list").status()).as("a control").hasValue(0);
      assertThat(ran.take()).containsExactly("list");
    }
  }

  private static void send(ServedAgent agent, byte[]... pieces) throws IOException {
    try (AgentSocket socket = agent.socket()) {
      OutputStream out = socket.out();
      for (byte[] piece : pieces) {
        out.write(piece);
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).as("it was given up").containsAnyOf("pipe", "reset");
    }
  }

  private static byte[] claimingToBe(int length) {
    return ByteBuffer.allocate(9).putInt(length).put((byte) 1).putInt(7).array();
  }

  @Test
  void variablesThatAreNotPassedOnAreRefused() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    try (ServedAgent agent =
            ServedAgent.in(
                folder,
                (surroundings, interruption, arguments) -> {
                  ran.countDown();
                  return 0;
                });
        AgentSocket socket = agent.socket()) {
      socket.out().write(hello());
      socket
          .out()
          .write(frame(new ToAgent.Run(List.of("ask"), Map.of("XDG_DATA_HOME", "/"), "/", false)));

      assertThat(socket.in().readNBytes(hello().length)).isEqualTo(helloOfTheAgent());
      assertThat(socket.in().read()).as("the end").isNegative();
      assertThat(ran.getCount()).isOne();
    }
  }

  @Test
  void processesOfAnotherUserAreNotServed() throws Exception {
    AgentPlace place = ServedAgent.placeIn(folder);
    UserPrincipal other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
    try (ServedAgent agent = ServedAgent.in(place, other, AgentServerTest::echo)) {
      assertThatThrownBy(agent::client).hasMessageContaining("takes no more connections");
    }
    try (ServedAgent agent = ServedAgent.in(place, place.owner(), AgentServerTest::echo)) {
      assertThat(agent.run("", "ask").out()).as("a control").isEqualTo("ask\n");
      assertThatThrownBy(() -> AgentSocket.connect(place.socket(), other))
          .isInstanceOf(ForeignPeerException.class);
    }
  }

  @Test
  void itTellsHowItIsAndLocksWhenAsked() throws Exception {
    try (ServedAgent agent = ServedAgent.in(folder, AgentServerTest::echo)) {
      try (AgentClient client = agent.client().orElseThrow()) {
        assertThat(client.status().untilLock()).hasMinutes(3);
      }
      try (AgentSocket socket = agent.socket()) {
        socket.out().write(hello());
        socket.out().write(frame(new ToAgent.Lock()));

        agent.locked().await();
      }
    }
  }

  @Test
  void aSocketThatNobodyListensOnIsNoAgent() throws Exception {
    AgentPlace place;
    try (ServedAgent agent = ServedAgent.in(folder, AgentServerTest::echo)) {
      place = agent.place();
      assertThat(agent.run("", "ask").status()).as("a control").hasValue(0);
    }
    assertThat(AgentClient.find(place)).isEmpty();
    AgentListener left = AgentListener.open(place, place.draft(1));
    left.publish();
    Path kept = place.folder().resolve("kept");
    Files.move(place.socket(), kept);
    left.close();
    Files.move(kept, place.socket());

    assertThat(place.socket()).exists();
    assertThat(AgentClient.find(place)).isEmpty();
    try (ServedAgent next = ServedAgent.in(folder, AgentServerTest::echo)) {
      assertThat(next.run("", "ask").status()).hasValue(0);
    }
  }

  private static ToAgent.Run run(String... arguments) {
    return new ToAgent.Run(List.of(arguments), Map.of("LANG", "en"), "/", true);
  }

  private static byte[] frame(ToAgent message) {
    return Frames.encode(AgentProtocol.CLIENT.sent(), message);
  }

  private static byte[] hello() {
    return hello(1);
  }

  private static byte[] helloOfTheAgent() {
    return hello(2);
  }

  private static byte[] hello(int role) {
    return ByteBuffer.allocate(28)
        .put("SOTTOMSG".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 3)
        .putShort((short) 1)
        .put((byte) role)
        .array();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
