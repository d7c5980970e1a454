package dev.sotto.tools.courier;

import dev.sotto.consent.Delivery;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Opens connections to addresses that were looked at. */
final class Connector {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int MOST_TRIED = 4;

  private final TrustedHosts trusted;
  private final CourierLimits limits;
  private final Network.Sockets sockets;

  /**
   * Creates a connector.
   *
   * @throws IOException if this process may make no sockets
   */
  Connector(TrustedHosts trusted, CourierLimits limits, Network.Sockets sockets)
      throws IOException {
    this.sockets = sockets;
    this.trusted = trusted;
    this.limits = limits;
    loadNetworkClasses();
  }

  /** Java's classes make a pair of sockets when they are loaded, which a sealed process can't. */
  private static void loadNetworkClasses() throws IOException {
    try (Socket unconnected = new Socket(Proxy.NO_PROXY)) {
      unconnected.setTcpNoDelay(true);
    }
  }

  /**
   * Connects to the first of these addresses that answers, and has the host show that it is the
   * origin's.
   *
   * @return the connection, which belongs to the caller
   */
  Socket connect(URI origin, List<InetAddress> addresses, Vigil vigil) throws IOException {
    boolean secured = origin.getScheme().equals("https");
    int port = origin.getPort() >= 0 ? origin.getPort() : secured ? HTTPS : HTTP;
    Socket connection = reach(addresses, port, vigil);
    try {
      connection.setSoTimeout((int) limits.silence().toMillis());
      return secured ? secured(connection, origin) : connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Socket reach(List<InetAddress> addresses, int port, Vigil vigil)
      throws CarriageFailedException {
    boolean networkIsMissing = true;
    for (InetAddress address : addresses.stream().limit(MOST_TRIED).toList()) {
      try {
        return reached(address, port, vigil);
      } catch (CarriageFailedException e) {
        throw e;
      } catch (IOException e) {
        networkIsMissing &= saysThatThereIsNoNetwork(e);
      }
    }
    throw new CarriageFailedException(
        networkIsMissing ? Delivery.Failure.NO_NETWORK : Delivery.Failure.NO_CONNECTION);
  }

  private Socket reached(InetAddress address, int port, Vigil vigil) throws IOException {
    Socket connection = sockets.to(address);
    vigil.guard(connection);
    try {
      connection.connect(
          new InetSocketAddress(address, port), (int) limits.connecting().toMillis());
      return connection;
    } catch (IOException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /** Java passes the system's error on in words alone. */
  private static boolean saysThatThereIsNoNetwork(IOException e) {
    return e instanceof NoRouteToHostException
        || (e instanceof SocketException
            && Stream.of("unreachable", "not permitted", "denied")
                .anyMatch(String.valueOf(e.getMessage())::contains));
  }

  private Socket secured(Socket connection, URI origin) throws IOException {
    SSLSocket socket = trusted.over(connection, origin);
    try {
      socket.startHandshake();
      return socket;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (SSLException e) {
      throw new CarriageFailedException(
          e.getCause() instanceof EOFException || e.getCause() instanceof SocketException
              ? Delivery.Failure.NO_CONNECTION
              : Delivery.Failure.NOT_TRUSTED,
          e);
    } catch (IOException e) {
      throw new CarriageFailedException(Delivery.Failure.NO_CONNECTION, e);
    }
  }

  private static void closeQuietly(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }

  @Override
  public String toString() {
    return "Connector[" + limits + "]";
  }
}
