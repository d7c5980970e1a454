package dev.sotto.tools.courier;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.Courier;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.process.Carrier;
import dev.sotto.consent.process.OutboundRequest;
import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A courier that writes each request's bytes as they are to a TLS connection of its own. The host's
 * name is looked up once; every address must be one on the public network, and the connection goes
 * to an address that was looked at. Nothing is kept between requests: no connection, no session, no
 * cookie. It uses no proxy and follows no redirect. For any thread.
 *
 * <p>It does not protect from what a service does with a request, nor from who can answer in place
 * of it with a certificate that this computer trusts.
 */
public final class TlsCourier implements Courier, Carrier {
  private static final int MOST_ADDRESSES = 16;

  private final Reach reach;
  private final NameResolver resolver;
  private final Connector connector;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime;

  TlsCourier(
      Reach reach,
      NameResolver resolver,
      Connector connector,
      ThreadFactory threads,
      LongSupplier nanoTime) {
    this.reach = reach;
    this.resolver = resolver;
    this.connector = connector;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns a courier to hosts on the public network that show a certificate this Java trusts. All
   * that it needs of files and of calls that a sealed process can't make has been used then.
   *
   * @param threads makes its threads, which should be daemons: one watches over each request, one
   *     looks up its host
   * @throws IOException if the trusted certificates can't be read
   */
  public static TlsCourier toPublicHosts(ThreadFactory threads) throws IOException {
    return ofThisProcess(Reach.PUBLIC_HOSTS, TrustedHosts.ofThisJava(), threads);
  }

  /**
   * Returns a courier that reaches nothing but this computer, with TLS or without. For tests.
   *
   * @param trusted certificates that hosts may be certified by
   * @param threads makes its threads
   */
  public static TlsCourier toThisComputer(KeyStore trusted, ThreadFactory threads)
      throws IOException {
    return ofThisProcess(Reach.THIS_COMPUTER, TrustedHosts.of(trusted), threads);
  }

  private static TlsCourier ofThisProcess(Reach reach, TrustedHosts trusted, ThreadFactory threads)
      throws IOException {
    Network network = Network.ofThisProcess();
    return new TlsCourier(
        reach,
        network.resolver(),
        new Connector(trusted, CourierLimits.ORDINARY, network.sockets()),
        threads,
        System::nanoTime);
  }

  @Override
  public Delivery deliver(CanonicalRequest request, Cancellation cancellation) {
    return carry(OutboundRequest.of(request), cancellation);
  }

  @Override
  public Delivery carry(OutboundRequest request, Cancellation cancellation) {
    RequestWriter writer = new RequestWriter();
    try (Vigil vigil = Vigil.over(request.deadline(), cancellation, threads, nanoTime)) {
      Delivery.Failure failure;
      try {
        return carried(request, writer, vigil);
      } catch (CarriageFailedException e) {
        failure = e.failure();
      } catch (SocketTimeoutException e) {
        failure = Delivery.Failure.TOO_SLOW;
      } catch (IOException e) {
        failure = Delivery.Failure.MALFORMED;
      }
      return new Delivery.Failed(vigil.reason().orElse(failure), writer.written());
    }
  }

  private Delivery carried(OutboundRequest request, RequestWriter writer, Vigil vigil)
      throws IOException {
    if (!reach.allows(request.origin().getScheme())) {
      throw new CarriageFailedException(Delivery.Failure.NOT_TRUSTED);
    }
    List<InetAddress> addresses = addresses(request.origin().getHost(), vigil);
    try (Socket connection = connector.connect(request.origin(), addresses, vigil)) {
      writer.write(request.bytes(), connection.getOutputStream());
      ResponseReader.Response response =
          ResponseReader.read(
              connection.getInputStream(), request.responseType(), request.maxResponseBytes());
      return new Delivery.Answered(
          response.status(), response.mediaType(), response.body(), writer.written().orElseThrow());
    }
  }

  private List<InetAddress> addresses(String host, Vigil vigil) throws IOException {
    CompletableFuture<List<InetAddress>> lookUp = new CompletableFuture<>();
    vigil.guard(() -> lookUp.cancel(false));
    threads
        .newThread(() -> {
          try {
            lookUp.complete(resolver.resolve(host));
          } catch (UnknownHostException | RuntimeException e) {
            lookUp.completeExceptionally(e);
          }
        })
        .start();
    List<InetAddress> addresses;
    try {
      addresses = lookUp.join();
    } catch (CompletionException e) {
      throw new CarriageFailedException(whyUnknown(e.getCause()), e);
    } catch (CancellationException e) {
      throw new CarriageFailedException(vigil.reason().orElseThrow(), e);
    }
    if (addresses.isEmpty()) {
      throw new CarriageFailedException(Delivery.Failure.UNKNOWN_HOST);
    }
    if (addresses.size() > MOST_ADDRESSES || !addresses.stream().allMatch(reach::includes)) {
      throw new CarriageFailedException(Delivery.Failure.PRIVATE_ADDRESS);
    }
    return addresses;
  }

  /** The name servers not being there is said by the C library in words alone (EAI_AGAIN). */
  private static Delivery.Failure whyUnknown(@Nullable Throwable cause) {
    return cause != null && String.valueOf(cause.getMessage()).contains("Temporary failure")
        ? Delivery.Failure.NO_NETWORK
        : Delivery.Failure.UNKNOWN_HOST;
  }

  @Override
  public String toString() {
    return "TlsCourier[" + reach + "]";
  }
}
