package dev.sotto.application.supervisor;

import dev.sotto.application.process.PipeFolders;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.securestore.confinement.ConfinedLauncher;
import dev.sotto.securestore.confinement.ConfinementSupport;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * A vault's view of a run whose supervisor is in this process too: what it starts is started and
 * confined as ever, with a courier of the test's choice.
 */
record SupervisedCourier(SeparateProcesses vault, Children children) implements AutoCloseable {
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  static SupervisedCourier start(SupervisedHome home, Class<?> courierProgram) throws IOException {
    Children children = children(home, courierProgram);
    SecureRandom random = new SecureRandom();
    ChannelToken token = ChannelToken.random(random);
    Path pipes = PipeFolders.in(home.runtime()).make();
    Path toVault = pipes.resolve(PipeFolders.TO_PROCESS);
    Path fromVault = pipes.resolve(PipeFolders.FROM_PROCESS);
    FileChannel holdsTo = bothEnds(toVault);
    FileChannel holdsFrom = bothEnds(fromVault);
    FileChannel in = FileChannel.open(fromVault, StandardOpenOption.READ);
    FileChannel out = FileChannel.open(toVault, StandardOpenOption.WRITE);
    THREADS
        .newThread(() -> {
          try (MessageChannel<FromSupervisor, ToSupervisor> channel =
              MessageChannel.open(
                  Channels.newInputStream(in),
                  Channels.newOutputStream(out),
                  SupervisorProtocol.SUPERVISOR,
                  token,
                  random,
                  ChannelLimits.DEFAULT,
                  THREADS)) {
            holdsTo.close();
            holdsFrom.close();
            children.serve(channel);
          } catch (IOException e) {
            // The test has ended.
          }
        })
        .start();
    SeparateProcesses vault =
        SeparateProcesses.connect(
            toVault,
            fromVault,
            Map.of(VaultLaunch.TOKEN_VARIABLE, token.hexadecimal()),
            home.home(),
            random,
            SeparateProcesses.phasesUntilNow(),
            Optional.empty());
    return new SupervisedCourier(vault, children);
  }

  /** Returns what starts and confines processes for a vault, over the folders of a test. */
  static Children children(SupervisedHome home, Class<?> courierProgram) {
    return new Children(
        new ConfinedLauncher(),
        new VaultLaunch(
            List.of(),
            Map.of(),
            "dev.sotto.application.VaultProcess",
            home.runtime(),
            home.temporary(),
            ConfinementSupport.ofThisSystem(),
            null,
            null),
        () -> {},
        courierProgram);
  }

  private static FileChannel bothEnds(Path pipe) throws IOException {
    return FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public void close() {
    vault.close();
    children.close();
  }
}
