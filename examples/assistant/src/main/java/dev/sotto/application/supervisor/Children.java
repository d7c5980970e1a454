package dev.sotto.application.supervisor;

import dev.sotto.application.importer.ImporterJvm;
import dev.sotto.application.importer.WatchProcess;
import dev.sotto.application.process.PipeFolders;
import dev.sotto.application.vault.TemporaryFolder;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Received;
import dev.sotto.securestore.confinement.ConfinedCommand;
import dev.sotto.securestore.confinement.ConfinedLauncher;
import dev.sotto.securestore.confinement.ConfinedProcess;
import dev.sotto.securestore.confinement.ConfinementUnavailableException;
import dev.sotto.securestore.confinement.ProcessEnd;
import dev.sotto.securestore.confinement.StandardStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes that the supervisor has started for the vault. The vault says what a process may
 * read; it can't have one started with more than the confinement of an importer, or, for one that
 * reads nothing, of a courier.
 */
final class Children implements AutoCloseable {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);
  private static final int MOST_AT_ONCE = 8;
  private static final int KILLED = 128;
  private static final String COURIER_HEAP = "-Xmx64m";
  private static final long A_MOMENT_SECONDS = 5;

  private final ConfinedLauncher launcher;
  private final VaultLaunch launch;
  private final Runnable leaveTerminal;
  private final Class<?> courierProgram;
  private final AotCaches caches = AotCaches.ofThisProgram();
  private final Map<Integer, Child> children = new ConcurrentHashMap<>();
  private final Set<Path> madePipes = new HashSet<>();
  private boolean closed;

  /**
   * @param leaveTerminal has this process go on without its terminal
   * @param courierProgram the program that carries requests
   */
  Children(
      ConfinedLauncher launcher,
      VaultLaunch launch,
      Runnable leaveTerminal,
      Class<?> courierProgram) {
    this.leaveTerminal = leaveTerminal;
    this.launcher = launcher;
    this.launch = launch;
    this.courierProgram = courierProgram;
  }

  /** Does what the vault asks for until it has gone. */
  void serve(MessageChannel<FromSupervisor, ToSupervisor> channel) throws IOException {
    while (true) {
      switch (channel.receive(AS_LONG_AS_IT_TAKES)) {
        case Received.Message<ToSupervisor>(ToSupervisor message) -> answer(message, channel);
        case Received.Silence<ToSupervisor> silence -> {}
        case Received.Ended<ToSupervisor> ended -> {
          return;
        }
      }
    }
  }

  private void answer(ToSupervisor message, MessageChannel<FromSupervisor, ToSupervisor> channel) {
    switch (message) {
      case ToSupervisor.MakePipes make -> send(channel, pipesMade());
      case ToSupervisor.Start start -> send(channel, started(start, channel));
      case ToSupervisor.LeaveTerminal leave -> {
        leaveTerminal.run();
        send(channel, new FromSupervisor.TerminalLeft());
      }
      case ToSupervisor.End(int id) -> {
        Child child = children.get(id);
        if (child != null && !caches.isRecorded(AotCaches.Program.IMPORTER)) {
          child.process().kill();
        }
      }
    }
  }

  private synchronized FromSupervisor pipesMade() {
    if (closed || madePipes.size() >= MOST_AT_ONCE) {
      return new FromSupervisor.Refused(
          "Pipes were asked for beside " + madePipes.size() + " that nothing was started with");
    }
    try {
      Path folder = PipeFolders.in(launch.runtimeFolder()).make();
      madePipes.add(folder);
      return new FromSupervisor.PipesMade(folder.toString());
    } catch (IOException e) {
      return new FromSupervisor.Refused(String.valueOf(e.getMessage()));
    }
  }

  private synchronized FromSupervisor started(
      ToSupervisor.Start start, MessageChannel<FromSupervisor, ToSupervisor> channel) {
    try {
      Path folder = Path.of(start.pipes());
      if (start.task().hasNetwork() && !start.readable().isEmpty()) {
        return new FromSupervisor.Refused(
            "A process with a network was asked for that could read files");
      }
      if (closed || !madePipes.remove(folder) || children.size() >= MOST_AT_ONCE) {
        return new FromSupervisor.Refused(
            "A process was asked for with pipes that were not made for it, or beside "
                + MOST_AT_ONCE
                + " others");
      }
      Path temporary =
          Files.createDirectory(launch.temporaryFolder().resolve("import-" + start.id()));
      ConfinedProcess process = started(start, folder, temporary);
      Child child = new Child(process, new CompletableFuture<>());
      children.put(start.id(), child);
      var _ =
          process
              .end()
              .thenAccept(end -> {
                process.close();
                remove(temporary);
                children.remove(start.id(), child);
                child.cleared().complete(null);
                send(channel, new FromSupervisor.Ended(start.id(), status(end)));
              });
      OutputStream lifeline = process.standardInput();
      lifeline.write((start.token() + "\n").getBytes(StandardCharsets.US_ASCII));
      lifeline.flush();
      return new FromSupervisor.Started(start.id(), process.pid());
    } catch (IOException | ConfinementUnavailableException e) {
      return new FromSupervisor.Refused(String.valueOf(e.getMessage()));
    } catch (InvalidPathException e) {
      return new FromSupervisor.Refused("A process was asked for with something that is no path");
    }
  }

  private ConfinedProcess started(ToSupervisor.Start start, Path pipes, Path temporary)
      throws IOException {
    List<Path> both =
        List.of(pipes.resolve(PipeFolders.TO_PROCESS), pipes.resolve(PipeFolders.FROM_PROCESS));
    return launcher.start(
        command(start, pipes, temporary),
        start.task().hasNetwork()
            ? launch.courierConfinement(both)
            : launch.importerConfinement(
                start.readable().stream().map(Path::of).toList(), both, temporary));
  }

  private ConfinedCommand command(ToSupervisor.Start start, Path pipes, Path temporary) {
    List<String> command = new ArrayList<>();
    Path home = VaultLaunch.userHome();
    List<String> options = new ArrayList<>();
    if (!start.task().hasNetwork()) {
      options.addAll(caches.options(AotCaches.Program.IMPORTER, start.id()));
    }
    options.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temporary, "-Duser.home=" + temporary, "-Dsotto.sealed=true"));
    ImporterJvm machine =
        new ImporterJvm(
            Path.of(System.getProperty("java.home")), VaultLaunch.classPath(), options, Map.of());
    command.addAll(
        switch (start.task()) {
          case READ -> machine.command();
          case PROBE, PROBE_CARRYING -> machine.command(ProbeProcess.class);
          case CARRY -> machine.with(COURIER_HEAP).command(courierProgram);
          case WATCH -> machine.command(WatchProcess.class);
        });
    command.add(pipes.resolve(PipeFolders.TO_PROCESS).toString());
    command.add(pipes.resolve(PipeFolders.FROM_PROCESS).toString());
    switch (start.task()) {
      case PROBE, PROBE_CARRYING -> {
        command.add(home.toString());
        command.add(System.getProperty("java.io.tmpdir"));
        command.add(start.task().name());
      }
      case WATCH -> command.addAll(start.readable());
      case READ, CARRY -> {}
    }
    Map<String, String> language = launch.passedOn();
    language.keySet().retainAll(Set.of("LANG", "LC_ALL", "LC_CTYPE"));
    return new ConfinedCommand(
        command,
        language,
        temporary,
        StandardStream.PIPED,
        StandardStream.EMPTY,
        StandardStream.EMPTY);
  }

  private static void send(
      MessageChannel<FromSupervisor, ToSupervisor> channel, FromSupervisor message) {
    synchronized (channel) {
      try {
        channel.send(message);
      } catch (IOException e) {
        // The vault has gone; so will everything else.
      }
    }
  }

  private static int status(ProcessEnd end) {
    return switch (end) {
      case ProcessEnd.Exited(int status) -> status;
      case ProcessEnd.Killed(int signal) -> KILLED + signal;
    };
  }

  private static void remove(Path folder) {
    try {
      TemporaryFolder.remove(folder);
    } catch (IOException e) {
      // The supervisor removes the folder that this one stands in.
    }
  }

  /** Kills those that are left, and waits until they have gone with their temporary files. */
  @Override
  public synchronized void close() {
    closed = true;
    List<Child> left = List.copyOf(children.values());
    left.forEach(child -> child.process().kill());
    for (Child child : left) {
      try {
        child.cleared().get(A_MOMENT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // It dies with this process, whose folders are removed at the next start.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "Children[" + children.size() + "]";
  }

  /**
   * A process that runs.
   *
   * @param cleared completes when it has ended and nothing is left of it
   */
  private record Child(ConfinedProcess process, CompletableFuture<Void> cleared) {}
}
