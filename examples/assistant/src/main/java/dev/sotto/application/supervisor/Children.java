package dev.sotto.application.supervisor;

import dev.sotto.application.importer.ImporterJvm;
import dev.sotto.application.importer.PipeFolders;
import dev.sotto.application.importer.WatchProcess;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that the supervisor has started for the vault. The vault says what a process may
 * read; it can't have one started with more than the confinement of an importer.
 */
final class Children implements AutoCloseable {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);
  private static final int MOST_AT_ONCE = 8;
  private static final int KILLED = 128;

  private final ConfinedLauncher launcher;
  private final VaultLaunch launch;
  private final Map<Integer, ConfinedProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, Path> madePipes = new HashMap<>();

  Children(ConfinedLauncher launcher, VaultLaunch launch) {
    this.launcher = launcher;
    this.launch = launch;
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

  private void answer(ToSupervisor message, MessageChannel<FromSupervisor, ToSupervisor> channel)
      throws IOException {
    switch (message) {
      case ToSupervisor.MakePipes make when madePipes.size() >= MOST_AT_ONCE ->
          send(
              channel,
              new FromSupervisor.Refused(
                  MOST_AT_ONCE + " pairs of pipes have been made and are not used"));
      case ToSupervisor.MakePipes make -> {
        Path folder = PipeFolders.in(launch.runtimeFolder()).make();
        madePipes.put(folder.toString(), folder);
        send(channel, new FromSupervisor.PipesMade(folder.toString()));
      }
      case ToSupervisor.Start start -> send(channel, started(start, channel));
      case ToSupervisor.End(int id) -> {
        ConfinedProcess process = processes.get(id);
        if (process != null) {
          process.kill();
        }
      }
    }
  }

  private FromSupervisor started(
      ToSupervisor.Start start, MessageChannel<FromSupervisor, ToSupervisor> channel) {
    Path folder = madePipes.get(start.pipes());
    if (folder == null
        || madePipes.remove(start.pipes()) == null
        || processes.size() >= MOST_AT_ONCE) {
      return new FromSupervisor.Refused(
          "A process was asked for with pipes that were not made for it, or beside "
              + MOST_AT_ONCE
              + " others");
    }
    try {
      Path temporary =
          Files.createDirectory(launch.temporaryFolder().resolve("import-" + start.id()));
      ConfinedProcess process =
          launcher.start(
              command(start, folder, temporary),
              launch.importerConfinement(
                  start.readable().stream().map(Path::of).toList(),
                  List.of(
                      folder.resolve(PipeFolders.TO_PROCESS),
                      folder.resolve(PipeFolders.FROM_PROCESS)),
                  temporary));
      processes.put(start.id(), process);
      OutputStream lifeline = process.standardInput();
      lifeline.write((start.token() + "\n").getBytes(StandardCharsets.US_ASCII));
      lifeline.flush();
      var _ =
          process
              .end()
              .thenAccept(end -> {
                processes.remove(start.id());
                process.close();
                remove(temporary);
                send(channel, new FromSupervisor.Ended(start.id(), status(end)));
              });
      return new FromSupervisor.Started(start.id(), process.pid());
    } catch (IOException | InvalidPathException | ConfinementUnavailableException e) {
      return new FromSupervisor.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ConfinedCommand command(ToSupervisor.Start start, Path pipes, Path temporary) {
    List<String> command = new ArrayList<>();
    Path home = VaultLaunch.userHome();
    ImporterJvm machine =
        new ImporterJvm(
            Path.of(System.getProperty("java.home")),
            VaultLaunch.classPath(),
            List.of(
                "-Djava.io.tmpdir=" + temporary, "-Duser.home=" + temporary, "-Dsotto.sealed=true"),
            Map.of());
    command.addAll(
        switch (start.task()) {
          case READ -> machine.command();
          case PROBE -> machine.command(ProbeProcess.class);
          case WATCH -> machine.command(WatchProcess.class);
        });
    command.add(pipes.resolve(PipeFolders.TO_PROCESS).toString());
    command.add(pipes.resolve(PipeFolders.FROM_PROCESS).toString());
    if (start.task() == ToSupervisor.Task.PROBE) {
      command.add(home.toString());
      command.add(System.getProperty("java.io.tmpdir"));
    } else if (start.task() == ToSupervisor.Task.WATCH) {
      command.addAll(start.readable());
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

  @Override
  public void close() {
    processes.values().forEach(ConfinedProcess::close);
  }

  @Override
  public String toString() {
    return "Children[" + processes.size() + "]";
  }
}
