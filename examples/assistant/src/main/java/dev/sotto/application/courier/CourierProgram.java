package dev.sotto.application.courier;

import dev.sotto.application.process.StartedProcess;
import dev.sotto.consent.process.Carrier;
import dev.sotto.consent.process.CourierInProcess;
import dev.sotto.consent.process.CourierProtocol;
import dev.sotto.consent.process.CourierServer;
import dev.sotto.consent.process.FromCourier;
import dev.sotto.consent.process.ToCourier;
import dev.sotto.process.MessageChannel;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * What a courier's process does: it gets ready to use the network, gives up everything else, and
 * carries what the vault hands it. Stateless.
 */
public final class CourierProgram {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private CourierProgram() {}

  /** Makes what carries requests, with all that it needs of files loaded. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Returns the carrier.
     *
     * @param threads makes daemon threads
     */
    Carrier prepare(ThreadFactory threads) throws IOException;
  }

  /**
   * Runs until the vault has gone or has wanted nothing for some time.
   *
   * @param arguments the pipe to read from and the pipe to write to
   * @return the exit status
   */
  public static int run(String[] arguments, Preparation preparation) {
    ProcessHardening.apply();
    StartedProcess.fallSilent();
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sotto-courier-", 0).factory();
    try {
      Carrier carrier = preparation.prepare(threads);
      StartedProcess.seal(Set.of(Allowance.CONNECT_TO_HOSTS));
      MessageChannel<FromCourier, ToCourier> channel =
          StartedProcess.openChannel(arguments, CourierProtocol.COURIER, threads);
      new CourierServer(carrier, CourierInProcess.IDLE, threads).serve(channel);
      channel.finish(LAST_WORDS);
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      return StartedProcess.FAILED;
    }
  }
}
