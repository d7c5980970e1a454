package dev.sotto.application.agent;

import dev.sotto.application.terminal.Interruption;
import dev.sotto.application.terminal.Surroundings;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Received;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Serves the commands of other processes of the same user. Each has threads of its own, so that one
 * that says nothing, reads nothing or says what is no message harms itself alone; at most {@value
 * #MOST_CLIENTS} are connected at once, and more are turned away.
 *
 * <p>Nobody who connects is a person who can be asked: a command that runs here is told so by
 * {@link Surroundings#personPresent}.
 */
public final class AgentServer implements AutoCloseable {
  static final int MOST_CLIENTS = 8;

  /** How long a client may take for the output that waits once its command has ended. */
  private static final Duration PATIENCE_AT_THE_END = Duration.ofMinutes(10);

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  private final AgentListener listener;
  private final Surroundings own;
  private final CommandRunner runner;
  private final LineWaiting waiting;
  private final Supplier<AgentStatus> status;
  private final Runnable lock;
  private final ChannelLimits limits;
  private final ThreadFactory threads;
  private final Semaphore places = new Semaphore(MOST_CLIENTS);
  private final Set<Interruption> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param listener closed with this
   * @param own the agent's own surroundings, of which commands have clock, randomness and home
   * @param runner runs commands
   * @param waiting what is done while a command waits for a line
   * @param status says how things are; the number of commands is filled in here
   * @param lock has the agent end
   */
  public AgentServer(
      AgentListener listener,
      Surroundings own,
      CommandRunner runner,
      LineWaiting waiting,
      Supplier<AgentStatus> status,
      Runnable lock) {
    this(listener, own, runner, waiting, status, lock, AgentProtocol.LIMITS);
  }

  AgentServer(
      AgentListener listener,
      Surroundings own,
      CommandRunner runner,
      LineWaiting waiting,
      Supplier<AgentStatus> status,
      Runnable lock,
      ChannelLimits limits) {
    this.listener = listener;
    this.own = own;
    this.runner = runner;
    this.waiting = waiting;
    this.status = status;
    this.lock = lock;
    this.limits = limits;
    this.threads = Thread.ofPlatform().daemon().name("sotto-agent-", 0).factory();
  }

  /** Begins to serve. */
  public void start() {
    threads.newThread(this::accept).start();
  }

  private void accept() {
    while (!closed) {
      try {
        AgentSocket socket = listener.accept();
        if (places.tryAcquire()) {
          threads.newThread(() -> serve(socket)).start();
        } else {
          socket.close();
        }
      } catch (IOException e) {
        pause(); // Whoever connected has gone or is another user's; or this is closed.
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(A_MOMENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(AgentSocket socket) {
    try (socket;
        MessageChannel<FromAgent, ToAgent> channel =
            MessageChannel.openToKnownPeer(
                socket.in(), socket.out(), AgentProtocol.AGENT, limits, threads)) {
      if (channel.receive(limits.patience()) instanceof Received.Message<ToAgent>(ToAgent first)) {
        answer(first, channel);
      }
    } catch (IOException e) {
      // It has gone, or does not speak as a client does: there is nobody to be told.
    } finally {
      places.release();
    }
  }

  private void answer(ToAgent first, MessageChannel<FromAgent, ToAgent> channel)
      throws IOException {
    switch (first) {
      case ToAgent.Run run -> run(run, channel);
      case ToAgent.AskStatus ask -> {
        AgentStatus now = status.get();
        channel.send(
            new FromAgent.Status(
                new AgentStatus(now.sinceUnlocked(), now.untilLock(), running.size())));
        channel.finish(limits.patience());
      }
      case ToAgent.Lock asked -> {
        channel.send(new FromAgent.Ended(0));
        lock.run();
        stayUntilTheEnd(channel);
      }
      case ToAgent.Line line -> {}
      case ToAgent.NoMoreLines none -> {}
      case ToAgent.Cancel cancel -> {}
    }
  }

  /** Keeps the connection, so that its end tells the client that this process has ended. */
  private static void stayUntilTheEnd(MessageChannel<FromAgent, ToAgent> channel)
      throws IOException {
    while (!(channel.receive(PATIENCE_AT_THE_END) instanceof Received.Ended<ToAgent>)) {
      // Whatever it says now.
    }
  }

  private void run(ToAgent.Run run, MessageChannel<FromAgent, ToAgent> channel) {
    Interruption interruption = Interruption.ofCommand();
    CommandConnection connection = new CommandConnection(channel, interruption, waiting);
    running.add(interruption);
    try {
      threads.newThread(connection::listen).start();
      Surroundings surroundings = surroundings(run, connection);
      int ended = runner.run(surroundings, interruption, run.arguments());
      surroundings.out().flush();
      surroundings.err().flush();
      connection.send(new FromAgent.Ended(ended));
    } catch (InvalidPathException e) {
      connection.send(new FromAgent.Ended(1));
    } finally {
      running.remove(interruption);
    }
    if (!connection.isGone()) {
      channel.finish(PATIENCE_AT_THE_END);
    }
  }

  private Surroundings surroundings(ToAgent.Run run, CommandConnection connection) {
    PrintStream out = Surroundings.utf8(connection.output(FromAgent.Output::new));
    PrintStream err = Surroundings.utf8(connection.output(FromAgent.ErrorOutput::new));
    return own.ofClient(
        run.variables(),
        Path.of(run.folder()),
        new BufferedReader(connection.lines()),
        out,
        err,
        run.terminal() ? Surroundings.Terminal.OF_A_CLIENT : Surroundings.Terminal.ABSENT);
  }

  /** Takes no more connections and asks commands to stop; does not wait for them. */
  @Override
  public void close() throws IOException {
    closed = true;
    running.forEach(Interruption::raise);
    listener.close();
  }

  @Override
  public String toString() {
    return "AgentServer[" + running.size() + " commands]";
  }
}
