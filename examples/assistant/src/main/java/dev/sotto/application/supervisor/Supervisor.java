package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentPlace;
import dev.sotto.application.agent.CommandWords;
import dev.sotto.application.process.PipeFolders;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.securestore.confinement.ConfinedLauncher;
import dev.sotto.securestore.confinement.ConfinedProcess;
import dev.sotto.securestore.confinement.ConfinementSupport;
import dev.sotto.securestore.confinement.ConfinementUnavailableException;
import dev.sotto.securestore.confinement.ProcessEnd;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command line of a person: starts the vault, confined before its first instruction, and at
 * the vault's request processes that read files; passes on the terminal's signals; and ends when
 * the vault has. It opens no file of the person and, but for the command line, sees nothing of what
 * is asked or answered.
 *
 * <p>Where the kernel can't confine, the vault runs all the same, in a process of its own without
 * confinement, and says so wherever it is asked: {@code sotto doctor}.
 */
public final class Supervisor {
  /** The command that stays. */
  public static final String UNLOCK = "unlock";

  static final int KILLED = 128;

  private final Map<String, String> variables;
  private final Class<?> vaultProgram;
  private final Class<?> unconfinedProgram;
  private final Class<?> courierProgram;
  private final Launcher starter;
  private final ThreadFactory threads;

  /**
   * @param variables environment variables
   * @param vault the program of the vault
   * @param unconfined the program that does everything in one process
   * @param courier the program that carries requests
   * @param starter the process that waits for this one to go on in the background, if any
   */
  public Supervisor(
      Map<String, String> variables,
      Class<?> vault,
      Class<?> unconfined,
      Class<?> courier,
      Launcher starter) {
    this.starter = starter;
    this.variables = variables;
    this.vaultProgram = vault;
    this.unconfinedProgram = unconfined;
    this.courierProgram = courier;
    this.threads = Thread.ofPlatform().daemon().name("sotto-supervisor-", 0).factory();
  }

  /**
   * Has Java's network library loaded by a thread that can make no socket. Java loads it with its
   * file channels, and it makes a socket of each kind then to see which there are. Called before
   * anything that reads a file; where the kernel can't confine, nothing is done.
   */
  public static void prepare() {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    if (support.linux() && support.filters()) {
      ProcessHardening.withoutSockets(Supervisor::loadFileChannels);
    }
  }

  private static void loadFileChannels() {
    try (FileChannel nothing = FileChannel.open(Path.of("/dev/null"), StandardOpenOption.READ)) {
      nothing.position();
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing is not there: /dev/null can't be opened", e);
    }
  }

  /**
   * Runs one command line.
   *
   * @return its exit status
   * @throws ConfinementUnavailableException if the kernel refuses what it said it could do
   */
  public int run(List<String> arguments) throws IOException {
    CommandWords words = new CommandWords(arguments);
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    if (!support.linux() || !support.filters()) {
      return unconfined(arguments);
    }
    AgentPlace agent =
        words.command().equals(UNLOCK)
            ? AgentPlace.make(VaultLaunch.locations(words, variables), variables)
            : null;
    ProcessHardening.apply();
    try (RunFolders folders = RunFolders.make(variables)) {
      return confined(
          new VaultLaunch(
              arguments,
              variables,
              vaultProgram.getName(),
              folders.pipes(),
              folders.temporary(),
              support,
              agent,
              natives(words)));
    }
  }

  private int confined(VaultLaunch launch) throws IOException {
    ConfinedLauncher launcher = new ConfinedLauncher();
    Path pipes = PipeFolders.in(launch.runtimeFolder()).make();
    Path toVault = pipes.resolve(PipeFolders.TO_PROCESS);
    Path fromVault = pipes.resolve(PipeFolders.FROM_PROCESS);
    SecureRandom random = new SecureRandom();
    ChannelToken token = ChannelToken.random(random);
    try (FileChannel holdsTo = bothEnds(toVault);
        FileChannel holdsFrom = bothEnds(fromVault);
        FileChannel in = FileChannel.open(fromVault, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(toVault, StandardOpenOption.WRITE);
        ConfinedProcess vault =
            launcher.start(
                launch.command(toVault, fromVault, token.hexadecimal()), launch.confinement());
        Children children = new Children(launcher, launch, this::leaveTerminal, courierProgram)) {
      passSignalsOn(vault);
      if (launch.agent() != null) {
        Signals.register("HUP", vault::interrupt);
      }
      var _ = vault.end().thenRun(() -> close(holdsTo, holdsFrom));
      threads
          .newThread(() -> {
            try (MessageChannel<FromSupervisor, ToSupervisor> channel =
                MessageChannel.open(
                    Channels.newInputStream(in),
                    Channels.newOutputStream(out),
                    SupervisorProtocol.SUPERVISOR,
                    token,
                    random,
                    ChannelLimits.DEFAULT,
                    threads)) {
              close(holdsTo, holdsFrom);
              children.serve(channel);
            } catch (IOException | RuntimeException e) {
              // The vault has gone, or speaks otherwise than it should: nothing is done for it.
              vault.kill();
            }
          })
          .start();
      return status(vault.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return KILLED;
    }
  }

  private @Nullable Path natives(CommandWords words) throws IOException {
    Path folder = VaultLaunch.locations(words, variables).natives();
    return NativeLibrary.unpackIn(folder).orElse(null);
  }

  private void leaveTerminal() {
    starter.leave();
    ProcessHardening.leaveTerminal();
  }

  static int status(ProcessEnd end) {
    return switch (end) {
      case ProcessEnd.Exited(int status) -> status;
      case ProcessEnd.Killed(int signal) -> KILLED + signal;
    };
  }

  private static void passSignalsOn(ConfinedProcess vault) {
    Signals.register("INT", vault::interrupt);
    Signals.register("TERM", vault::interrupt);
    Signals.register("WINCH", vault::terminalResized);
    Signals.register("TSTP", () -> {});
  }

  private int unconfined(List<String> arguments) throws IOException {
    Signals.register("INT", () -> {});
    ProcessBuilder vault =
        new ProcessBuilder(VaultLaunch.unconfinedCommand(unconfinedProgram.getName(), arguments))
            .inheritIO();
    Process process = vault.start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return KILLED;
    }
  }

  private static FileChannel bothEnds(Path pipe) throws IOException {
    return FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void close(FileChannel... channels) {
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written to it.
      }
    }
  }
}
