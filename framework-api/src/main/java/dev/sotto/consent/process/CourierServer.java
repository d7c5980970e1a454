package dev.sotto.consent.process;

import dev.sotto.consent.Delivery;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The courier's side: carries one request after the other, until the vault has gone or has wanted
 * nothing for some time. For one use.
 */
public final class CourierServer {
  private final Carrier carrier;
  private final Duration idle;
  private final ThreadFactory threads;
  private final AtomicReference<@Nullable Carriage> current = new AtomicReference<>();

  /**
   * Creates a server.
   *
   * @param carrier does the work
   * @param idle how long the vault may want nothing
   * @param threads makes the daemon threads that carry
   */
  public CourierServer(Carrier carrier, Duration idle, ThreadFactory threads) {
    this.carrier = carrier;
    this.idle = idle;
    this.threads = threads;
  }

  /** A request that is under way. */
  private static final class Carriage {
    private final int number;
    private volatile boolean cancelled;

    Carriage(int number) {
      this.number = number;
    }
  }

  /**
   * Serves the vault; the channel stays the caller's.
   *
   * @throws ProtocolException if the vault does not keep to the protocol
   */
  public void serve(MessageChannel<FromCourier, ToCourier> channel) throws IOException {
    while (true) {
      switch (channel.receive(idle)) {
        case Received.Message<ToCourier>(ToCourier.Deliver(int number, OutboundRequest request)) ->
            begin(new Carriage(number), request, channel);
        case Received.Message<ToCourier>(ToCourier.Cancel(int number)) -> {
          Carriage carriage = current.get();
          if (carriage != null && carriage.number == number) {
            carriage.cancelled = true;
          }
        }
        case Received.Silence<ToCourier> silence -> {
          if (current.get() == null) {
            return;
          }
        }
        case Received.Ended<ToCourier> ended -> {
          return;
        }
      }
    }
  }

  private void begin(
      Carriage carriage, OutboundRequest request, MessageChannel<FromCourier, ToCourier> channel)
      throws ProtocolException {
    if (!current.compareAndSet(null, carriage)) {
      throw new ProtocolException("The vault wants two requests carried at once.");
    }
    threads
        .newThread(() -> {
          try {
            Delivery delivery = carrier.carry(request, () -> carriage.cancelled);
            current.set(null);
            channel.send(new FromCourier(carriage.number, delivery));
          } catch (IOException | RuntimeException e) {
            channel.close();
          }
        })
        .start();
  }

  @Override
  public String toString() {
    return "CourierServer[" + carrier + "]";
  }
}
