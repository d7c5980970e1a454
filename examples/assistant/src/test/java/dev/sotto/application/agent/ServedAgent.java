package dev.sotto.application.agent;

import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.Locations;
import dev.sotto.process.ChannelLimits;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** An agent that serves made-up commands in this process, and clients of it. */
final class ServedAgent implements AutoCloseable {
  private static final ChannelLimits LIMITS = new ChannelLimits(1 << 16, Duration.ofSeconds(2));

  private final AgentPlace place;
  private final AgentServer server;
  private final CountDownLatch locked = new CountDownLatch(1);

  private ServedAgent(AgentPlace place, AgentListener listener, CommandRunner runner) {
    this.place = place;
    this.server =
        new AgentServer(
            listener,
            surroundings("", new ByteArrayOutputStream(), new ByteArrayOutputStream()),
            runner,
            LineWaiting.LineRead::read,
            () -> new AgentStatus(Duration.ofMinutes(2), Duration.ofMinutes(3), 0),
            locked::countDown,
            LIMITS);
    server.start();
  }

  /** Returns the place of an agent below a folder, made if need be. */
  static AgentPlace placeIn(Path folder) throws IOException {
    Path runtime = Files.createDirectories(folder.resolve("runtime"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    return AgentPlace.make(locations(folder), variables(folder));
  }

  static Map<String, String> variables(Path folder) {
    return Map.of("XDG_RUNTIME_DIR", folder.resolve("runtime").toString());
  }

  static Locations locations(Path folder) {
    return new Locations(folder.resolve("home"), folder.resolve("cache"), folder.resolve("state"));
  }

  /** Serves below a folder. */
  static ServedAgent in(Path folder, CommandRunner runner) throws IOException {
    AgentPlace place = placeIn(folder);
    return in(place, place.owner(), runner);
  }

  /** Serves the processes of a user. */
  static ServedAgent in(AgentPlace place, UserPrincipal served, CommandRunner runner)
      throws IOException {
    AgentListener listener =
        AgentListener.open(
            new AgentPlace(place.folder(), served), place.draft(ProcessHandle.current().pid()));
    listener.publish();
    return new ServedAgent(place, listener, runner);
  }

  AgentPlace place() {
    return place;
  }

  /** Completes when a client has asked to lock. */
  CountDownLatch locked() {
    return locked;
  }

  Optional<AgentClient> client() throws IOException {
    return AgentClient.find(place);
  }

  /** Connects without greeting. */
  AgentSocket socket() throws IOException {
    return AgentSocket.connect(place.socket(), place.owner()).orElseThrow();
  }

  /** A command that a client has had run. */
  record Ran(OptionalInt status, String out, String err) {
    @Override
    public String toString() {
      return "Ran[" + status + "]";
    }
  }

  /** Has a command run, with these lines to read. */
  Ran run(String input, String... arguments) throws IOException {
    try (AgentClient client = client().orElseThrow()) {
      return run(client, input, _ -> {}, arguments);
    }
  }

  static Ran run(
      AgentClient client, String input, AgentClient.SignalRegistration signals, String... arguments)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OptionalInt status = client.run(List.of(arguments), surroundings(input, out, err), signals);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Has a command run on a thread of its own. */
  FutureTask<Ran> begin(AgentClient.SignalRegistration signals, String... arguments)
      throws IOException {
    AgentClient client = client().orElseThrow();
    FutureTask<Ran> running =
        new FutureTask<>(() -> {
          try (client) {
            return run(client, "", signals, arguments);
          }
        });
    Thread.ofPlatform().daemon().start(running);
    return running;
  }

  private static Surroundings surroundings(
      String input, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Surroundings(
        Map.of("LANG", "zh_CN.UTF-8", "SECRET", "not for the agent", "NO_COLOR", "1"),
        Path.of("/home/mara"),
        Path.of("/home/mara/letters"),
        new BufferedReader(new StringReader(input)),
        Surroundings.utf8(out),
        Surroundings.utf8(err),
        Surroundings.Terminal.PRESENT,
        Clock.systemUTC(),
        SecureRandom::new);
  }

  /** Waits until a command is to stop. */
  static void awaitRequest(Interruption interruption) {
    while (!interruption.requested()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  @Override
  public String toString() {
    return "ServedAgent[]";
  }
}
