package dev.sotto.consent.process;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.Courier;
import dev.sotto.consent.Delivery;
import dev.sotto.model.Cancellation;
import dev.sotto.process.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A courier in a process of its own, which is started when it is first needed, serves several
 * requests, and ends with {@link #close} or after some time without work. What it says is checked
 * as a stranger's words are, here and by the gate. One request at a time; others wait.
 */
public final class CourierInProcess implements Courier, AutoCloseable {
  /** How long a courier's process lives without work. */
  public static final Duration IDLE = Duration.ofMinutes(1);

  private static final Duration A_LOOK = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final CourierProcesses processes;
  private final LongSupplier nanoTime;
  private @Nullable CourierConnection connection;
  private long lastUse;
  private int requests;

  /**
   * Creates the courier; nothing is started.
   *
   * @param processes starts the processes
   * @param nanoTime a clock of nanoseconds, such as {@link System#nanoTime}
   */
  public CourierInProcess(CourierProcesses processes, LongSupplier nanoTime) {
    this.processes = processes;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Delivery deliver(CanonicalRequest request, Cancellation cancellation) {
    try {
      OutboundRequest outbound = OutboundRequest.of(request);
      CourierConnection courier = connected();
      int number = ++requests;
      courier.channel().send(new ToCourier.Deliver(number, outbound));
      Delivery delivery = answer(courier, number, outbound.deadline(), cancellation);
      lastUse = nanoTime.getAsLong();
      return delivery;
    } catch (IOException e) {
      close();
      return new Delivery.Failed(Delivery.Failure.COURIER_ENDED, Optional.empty());
    }
  }

  /**
   * Returns a connection to a process that does not end by itself soon, so that no request is
   * handed to one that is just going.
   */
  private CourierConnection connected() throws IOException {
    CourierConnection open = connection;
    if (open != null
        && (nanoTime.getAsLong() - lastUse > IDLE.toNanos() / 2
            || !(open.channel().receive(Duration.ZERO) instanceof Received.Silence<FromCourier>))) {
      close();
      open = null;
    }
    if (open == null) {
      open = processes.start();
      connection = open;
    }
    return open;
  }

  private Delivery answer(
      CourierConnection courier, int number, Duration deadline, Cancellation cancellation)
      throws IOException {
    long ends = nanoTime.getAsLong() + deadline.plus(GRACE).toNanos();
    boolean cancelled = false;
    while (nanoTime.getAsLong() - ends < 0) {
      switch (courier.channel().receive(A_LOOK)) {
        case Received.Message<FromCourier>(FromCourier(int of, Delivery delivery))
            when of == number -> {
          return delivery;
        }
        case Received.Silence<FromCourier> silence -> {
          if (!cancelled && cancellation.requested()) {
            cancelled = true;
            ends = nanoTime.getAsLong() + GRACE.toNanos();
            courier.channel().send(new ToCourier.Cancel(number));
          }
        }
        default ->
            throw new IOException("The courier's process has ended, or says what it may not.");
      }
    }
    throw new IOException("The courier's process has not answered in time.");
  }

  /** Ends the process, if there is one. A later request starts another. */
  @Override
  public synchronized void close() {
    CourierConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return "CourierInProcess[" + requests + " requests]";
  }
}
