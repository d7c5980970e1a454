package dev.sotto.application.agent;

import dev.sotto.application.terminal.Surroundings;
import dev.sotto.application.vault.Locations;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Received;
import dev.sotto.process.SilentPeerException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * A connection to the agent of a store, for one command. It shows what the agent writes, gives it
 * the lines that the command asks for, and knows nothing of what they mean.
 *
 * <p>What comes is believed as far as it goes: bytes for the screen. Who can put a process of their
 * own in the agent's place runs as the same user and could put it in the place of {@code sotto}.
 */
public final class AgentClient implements AutoCloseable {
  /** The commands that run in the agent where there is one. */
  private static final Set<String> COMMANDS =
      Set.of(
          "add",
          "ask",
          "audit",
          "backup",
          "chat",
          "consent",
          "doctor",
          "forget",
          "history",
          "home",
          "label",
          "list",
          "people",
          "rotate-keys",
          "search",
          "show",
          "sync",
          "tools");

  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  private final AgentSocket socket;
  private final MessageChannel<ToAgent, FromAgent> channel;
  private final ThreadFactory threads;

  private AgentClient(
      AgentSocket socket, MessageChannel<ToAgent, FromAgent> channel, ThreadFactory threads) {
    this.socket = socket;
    this.channel = channel;
    this.threads = threads;
  }

  /** Returns whether a command runs in the agent where there is one. */
  public static boolean serves(String command) {
    return COMMANDS.contains(command);
  }

  /**
   * Connects with the agent of a store, if there is one.
   *
   * @throws ForeignPeerException if another user listens there
   * @throws IOException if its folder is not the person's alone, or it says nothing
   */
  public static Optional<AgentClient> find(Locations locations, Map<String, String> variables)
      throws IOException {
    Optional<AgentPlace> place = AgentPlace.find(locations, variables);
    return place.isPresent() ? find(place.get()) : Optional.empty();
  }

  /**
   * Connects with an agent, if there is one.
   *
   * @throws IOException if there is one and it can't be spoken with
   */
  public static Optional<AgentClient> find(AgentPlace place) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<AgentSocket> socket = AgentSocket.connect(place.socket(), place.owner());
      if (socket.isEmpty()) {
        return Optional.empty();
      }
      Optional<AgentClient> client = greet(socket.get());
      if (client.isPresent()) {
        return client;
      }
      pause();
    }
    throw new IOException(
        "The process that keeps the store open takes no more connections. Wait until others have"
            + " ended; or look for it: ps -ef | grep sotto.agent.socket");
  }

  /** Returns nothing if the connection ends: the agent ends, or serves as many as it can. */
  private static Optional<AgentClient> greet(AgentSocket socket) throws IOException {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sotto-client-", 0).factory();
    try {
      return Optional.of(
          new AgentClient(
              socket,
              MessageChannel.openToKnownPeer(
                  socket.in(), socket.out(), AgentProtocol.CLIENT, AgentProtocol.LIMITS, threads),
              threads));
    } catch (ProtocolException | SilentPeerException e) {
      throw new IOException(
          "The process that keeps the store open does not answer as it should. "
              + e.getMessage()
              + " Look for it: ps -ef | grep sotto.agent.socket",
          e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs a command and returns its exit status; empty if the agent ended before the command had.
   *
   * @param signals told what to do on Ctrl-C, once the command is on its way
   */
  public OptionalInt run(
      List<String> arguments, Surroundings surroundings, SignalRegistration signals)
      throws IOException {
    Map<String, String> variables = new HashMap<>(surroundings.variables());
    variables.keySet().retainAll(AgentProtocol.VARIABLES);
    channel.send(
        new ToAgent.Run(
            arguments, variables, surroundings.folder().toString(), surroundings.isTerminal()));
    signals.register(this::cancel);
    while (true) {
      switch (channel.receive(AS_LONG_AS_IT_TAKES)) {
        case Received.Message<FromAgent>(FromAgent message) -> {
          if (message instanceof FromAgent.Ended(int status)) {
            return OptionalInt.of(status);
          }
          take(message, surroundings);
        }
        case Received.Silence<FromAgent> silence -> {}
        case Received.Ended<FromAgent> ended -> {
          return OptionalInt.empty();
        }
      }
    }
  }

  private void take(FromAgent message, Surroundings surroundings) throws IOException {
    switch (message) {
      case FromAgent.Output(byte[] bytes) -> {
        surroundings.out().write(bytes);
        surroundings.out().flush();
        if (surroundings.out().checkError()) {
          throw new IOException("The output can't be written.");
        }
      }
      case FromAgent.ErrorOutput(byte[] bytes) -> {
        surroundings.err().write(bytes);
        surroundings.err().flush();
      }
      case FromAgent.WantsLine wants -> threads.newThread(() -> sendLine(surroundings)).start();
      case FromAgent.Ended ended -> {}
      case FromAgent.Status status -> throw new ProtocolException("A status was not asked for.");
    }
  }

  private void sendLine(Surroundings surroundings) {
    try {
      String line = surroundings.in().readLine();
      send(
          line == null || line.length() > AgentProtocol.MAX_LINE
              ? new ToAgent.NoMoreLines()
              : new ToAgent.Line(line));
    } catch (IOException e) {
      // The agent has gone; whoever waits for its messages is told.
    }
  }

  private void send(ToAgent message) throws IOException {
    synchronized (channel) {
      channel.send(message);
    }
  }

  private void cancel() {
    try {
      send(new ToAgent.Cancel());
    } catch (IOException e) {
      // It has gone, and the command with it.
    }
  }

  /** Returns how the agent is. */
  public AgentStatus status() throws IOException {
    send(new ToAgent.AskStatus());
    return switch (channel.receive(PATIENCE)) {
      case Received.Message<FromAgent>(FromAgent.Status(AgentStatus status)) -> status;
      case Received.Message<FromAgent> other -> throw unexpected();
      case Received.Silence<FromAgent> silence -> throw unexpected();
      case Received.Ended<FromAgent> ended -> throw unexpected();
    };
  }

  private static IOException unexpected() {
    return new IOException("The agent was asked and has not answered.");
  }

  /** Locks the agent, and waits until its process has ended. Returns whether it has in time. */
  public boolean lock() throws IOException {
    send(new ToAgent.Lock());
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        if (channel.receive(PATIENCE) instanceof Received.Ended<FromAgent>) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // The connection broke with the process.
    }
  }

  /** Has something done on Ctrl-C. */
  @FunctionalInterface
  public interface SignalRegistration {
    /** From now on, Ctrl-C does this. */
    void register(Runnable cancel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    socket.close();
  }

  @Override
  public String toString() {
    return "AgentClient[]";
  }
}
