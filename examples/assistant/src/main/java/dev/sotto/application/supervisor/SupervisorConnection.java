package dev.sotto.application.supervisor;

import dev.sotto.application.importer.ImporterStart;
import dev.sotto.application.process.PipeFolders;
import dev.sotto.application.process.RunningProcess;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Received;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The vault's way to have processes started. Requests may come from several threads; each waits for
 * its answer.
 */
final class SupervisorConnection implements PipeFolders, ImporterStart, AutoCloseable {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);
  private static final long PATIENCE_SECONDS = 30;
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private final MessageChannel<ToSupervisor, FromSupervisor> channel;
  private final BlockingQueue<FromSupervisor> answers = new ArrayBlockingQueue<>(1);
  private final Map<Integer, CompletableFuture<Integer>> ends = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  private SupervisorConnection(MessageChannel<ToSupervisor, FromSupervisor> channel) {
    this.channel = channel;
  }

  static SupervisorConnection open(
      Path toVault, Path fromVault, ChannelToken token, SecureRandom random) throws IOException {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sotto-channel-", 0).factory();
    SupervisorConnection connection =
        new SupervisorConnection(
            MessageChannel.open(
                Channels.newInputStream(FileChannel.open(toVault, StandardOpenOption.READ)),
                Channels.newOutputStream(FileChannel.open(fromVault, StandardOpenOption.WRITE)),
                SupervisorProtocol.VAULT,
                token,
                random,
                ChannelLimits.DEFAULT,
                threads));
    threads.newThread(connection::listen).start();
    return connection;
  }

  private void listen() {
    try {
      while (true) {
        switch (channel.receive(AS_LONG_AS_IT_TAKES)) {
          case Received.Message<FromSupervisor>(FromSupervisor message) -> {
            if (message instanceof FromSupervisor.Ended(int id, int status)) {
              end(id).complete(status);
            } else {
              answers.put(message);
            }
          }
          case Received.Silence<FromSupervisor> silence -> {}
          case Received.Ended<FromSupervisor> ended -> {
            return;
          }
        }
      }
    } catch (IOException e) {
      // Whoever waits for an answer is told that none came.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Integer> end(int id) {
    return ends.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  private synchronized FromSupervisor ask(ToSupervisor request) throws IOException {
    channel.send(request);
    try {
      FromSupervisor answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException(
            "A process was to be started and the supervisor has not answered for "
                + PATIENCE_SECONDS
                + " s. Run the command again.");
      }
      if (answer instanceof FromSupervisor.Refused(String reason)) {
        throw new IOException("A process could not be started: " + reason);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Waiting for the supervisor was interrupted", e);
    }
  }

  @Override
  public Path make() throws IOException {
    if (ask(new ToSupervisor.MakePipes()) instanceof FromSupervisor.PipesMade(String folder)) {
      return Path.of(folder);
    }
    throw unexpected();
  }

  @Override
  public RunningProcess start(List<Path> readable, Path pipes, List<String> arguments, String token)
      throws IOException {
    return start(readable, pipes, token, ToSupervisor.Task.READ);
  }

  Running start(List<Path> readable, Path pipes, String token, ToSupervisor.Task task)
      throws IOException {
    int id = ids.incrementAndGet();
    ToSupervisor.Start request =
        new ToSupervisor.Start(
            id, readable.stream().map(Path::toString).toList(), pipes.toString(), token, task);
    if (ask(request) instanceof FromSupervisor.Started(int _, long pid)) {
      return new Running(id, pid);
    }
    throw unexpected();
  }

  /** Has the supervisor let go of the terminal, and waits until it has. */
  void leaveTerminal() throws IOException {
    if (!(ask(new ToSupervisor.LeaveTerminal()) instanceof FromSupervisor.TerminalLeft)) {
      throw unexpected();
    }
  }

  /** Starts a process that carries requests. */
  RunningProcess startCourier(Path pipes, List<String> arguments, String token) throws IOException {
    return start(List.of(), pipes, token, ToSupervisor.Task.CARRY);
  }

  private static IOException unexpected() {
    return new IOException("The supervisor gave an answer to something else than was asked");
  }

  /** A process that was started. */
  final class Running implements RunningProcess {
    private final int id;
    private final long pid;

    private Running(int id, long pid) {
      this.id = id;
      this.pid = pid;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public void end() {
      try {
        synchronized (SupervisorConnection.this) {
          channel.send(new ToSupervisor.End(id));
        }
      } catch (IOException e) {
        return; // The supervisor has gone, and all processes with it.
      }
      var _ = exitStatus();
    }

    @Override
    public OptionalInt exitStatus() {
      return exitStatus(A_MOMENT);
    }

    /** Returns the exit status if the process ends within this time. */
    OptionalInt exitStatus(Duration patience) {
      try {
        return OptionalInt.of(
            SupervisorConnection.this.end(id).get(patience.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException | ExecutionException e) {
        return OptionalInt.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return OptionalInt.empty();
      }
    }

    @Override
    public void whenEnded(Runnable task) {
      var _ = SupervisorConnection.this.end(id).thenRun(task);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return "SupervisorConnection[" + ids.get() + " started]";
  }
}
