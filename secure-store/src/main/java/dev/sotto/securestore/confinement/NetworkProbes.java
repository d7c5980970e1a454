package dev.sotto.securestore.confinement;

import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/**
 * Tries Java's own network classes. Where they can do something, still nothing leaves this
 * computer: what is connected to is the loopback address, and a name is resolved only where no
 * socket can be made.
 */
final class NetworkProbes {
  private static final int DISCARD = 9;
  private static final int TIMEOUT_MILLIS = 500;

  private NetworkProbes() {}

  static ProbeResult connection() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD), TIMEOUT_MILLIS);
      return possible(ConfinementProbe.JAVA_CONNECTION, "connected");
    } catch (ConnectException | SocketTimeoutException e) {
      return possible(ConfinementProbe.JAVA_CONNECTION, "nobody answered");
    } catch (IOException e) {
      return refused(ConfinementProbe.JAVA_CONNECTION, e);
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      return refused(ConfinementProbe.JAVA_CONNECTION, e);
    }
  }

  static ProbeResult datagram() {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return possible(ConfinementProbe.JAVA_DATAGRAM, "bound to port " + socket.getLocalPort());
    } catch (IOException e) {
      return refused(ConfinementProbe.JAVA_DATAGRAM, e);
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      return refused(ConfinementProbe.JAVA_DATAGRAM, e);
    }
  }

  static ProbeResult nameResolution(boolean socketsPossible) {
    if (socketsPossible) {
      return possible(
          ConfinementProbe.NAME_RESOLUTION,
          "not asked, since a socket could be made and would ask");
    }
    try {
      int found = InetAddress.getAllByName("sotto.invalid").length;
      return possible(ConfinementProbe.NAME_RESOLUTION, found + " addresses");
    } catch (UnknownHostException e) {
      return new ProbeResult(ConfinementProbe.NAME_RESOLUTION, Outcome.REFUSED, "unknown host");
    }
  }

  private static ProbeResult possible(ConfinementProbe probe, String answer) {
    return new ProbeResult(probe, Outcome.POSSIBLE, answer);
  }

  /** Java's channels make a pair of sockets when they are first used, and fail for good without. */
  private static ProbeResult refused(ConfinementProbe probe, LinkageError e) {
    String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return new ProbeResult(probe, Outcome.REFUSED, "no network classes: " + reason);
  }

  private static ProbeResult refused(ConfinementProbe probe, IOException e) {
    return new ProbeResult(probe, Outcome.REFUSED, String.valueOf(e.getMessage()));
  }
}
