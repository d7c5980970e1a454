package dev.sotto.application.courier;

import dev.sotto.application.process.PipedProcess;
import dev.sotto.consent.process.CourierConnection;
import dev.sotto.consent.process.CourierProcesses;
import dev.sotto.consent.process.CourierProtocol;
import dev.sotto.consent.process.FromCourier;
import dev.sotto.consent.process.ToCourier;
import dev.sotto.process.MessageChannel;
import java.io.IOException;

/** Reaches couriers through two named pipes each. */
public final class PipedCouriers implements CourierProcesses {
  private final PipedProcess.Start start;
  private final PipedProcess.Opener opener;

  /**
   * Creates the port.
   *
   * @param start starts the processes
   * @param opener makes their pipes
   */
  public PipedCouriers(PipedProcess.Start start, PipedProcess.Opener opener) {
    this.start = start;
    this.opener = opener;
  }

  @Override
  public CourierConnection start() throws IOException {
    return new Connection(
        opener.open(CourierProtocol.VAULT, start, "The process that sends requests"));
  }

  private record Connection(PipedProcess<ToCourier, FromCourier> piped)
      implements CourierConnection {
    @Override
    public MessageChannel<ToCourier, FromCourier> channel() {
      return piped.channel();
    }

    @Override
    public void close() {
      piped.close();
    }
  }

  @Override
  public String toString() {
    return "PipedCouriers[" + opener + "]";
  }
}
