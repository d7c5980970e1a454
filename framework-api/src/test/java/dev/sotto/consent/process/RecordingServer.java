package dev.sotto.consent.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server on the loopback address that records every byte which comes over a connection, TLS taken
 * off, and answers as a test says.
 */
public final class RecordingServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

  /** What a server does once it has read a request. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Answers; what is open is closed afterwards.
     *
     * @param connection without TLS; closing it cuts the connection
     * @param out takes the response
     */
    void write(Socket connection, OutputStream out) throws Exception;

    /** Returns an answer of these characters, one byte each. */
    static Answer of(String text) {
      return (connection, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns an ordinary answer with this JSON. */
    static Answer json(String json) {
      return of(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + json.length()
              + "\r\n\r\n"
              + json);
    }
  }

  private static final String V4 = "127.0.0.1";
  private static final String V6 = "::1";

  private final ServerSocket socket;
  private final Optional<SSLContext> tls;
  private final Answer answer;
  private final List<byte[]> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  private RecordingServer(Optional<SSLContext> tls, Answer answer, String address)
      throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getByName(address));
    this.tls = tls;
    this.answer = answer;
    Thread.ofPlatform().daemon().name("recording-server").start(this::serve);
  }

  /** Starts a server with TLS. */
  public static RecordingServer secured(
      TestCertificates certificates, TestCertificates.Shown shown, Answer answer)
      throws IOException, GeneralSecurityException {
    return new RecordingServer(Optional.of(certificates.server(shown)), answer, V4);
  }

  /** Starts a server with TLS that listens on the loopback address of IPv6 alone. */
  public static RecordingServer securedOnIpv6(
      TestCertificates certificates, TestCertificates.Shown shown, Answer answer)
      throws IOException, GeneralSecurityException {
    return new RecordingServer(Optional.of(certificates.server(shown)), answer, V6);
  }

  /** Starts a server without TLS that listens on the loopback address of IPv6 alone. */
  public static RecordingServer plainOnIpv6(Answer answer) throws IOException {
    return new RecordingServer(Optional.empty(), answer, V6);
  }

  /** Returns whether this computer has a loopback address of IPv6. */
  public static boolean isIpv6There() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(V6))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts a server without TLS. */
  public static RecordingServer plain(Answer answer) throws IOException {
    return new RecordingServer(Optional.empty(), answer, V4);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofPlatform().daemon().start(() -> answer(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (Socket conversation = conversation(connection)) {
      InputStream in = conversation.getInputStream();
      while (!isWhole(read.toString(StandardCharsets.ISO_8859_1))) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        read.write(next);
      }
      requests.add(read.toByteArray());
      OutputStream out = conversation.getOutputStream();
      answer.write(connection, out);
      out.flush();
      conversation.shutdownOutput();
      byte[] rest = in.readAllBytes();
      if (rest.length > 0) {
        read.write(rest);
        requests.set(requests.size() - 1, read.toByteArray());
      }
    } catch (Exception e) {
      // The courier has closed, or refused the certificate.
    }
  }

  private Socket conversation(Socket connection) throws IOException {
    if (tls.isEmpty()) {
      return connection;
    }
    SSLSocket secured =
        (SSLSocket)
            tls.get().getSocketFactory().createSocket(connection, null, connection.getPort(), true);
    secured.setUseClientMode(false);
    return secured;
  }

  private static boolean isWhole(String text) {
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(text);
    return text.length() - head - 4 >= (length.find() ? Integer.parseInt(length.group(1)) : 0);
  }

  /** Returns the origin, with the loopback address for a host. */
  public URI origin() {
    return URI.create(
        (tls.isPresent()
                ? "https://localhost:"
                : socket.getInetAddress() instanceof Inet6Address
                    ? "http://[::1]:"
                    : "http://127.0.0.1:")
            + socket.getLocalPort());
  }

  /** Returns the port. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Returns what has come over each connection over which something came. */
  public List<byte[]> requests() {
    return List.copyOf(requests);
  }

  /** Returns how many connections were made. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
