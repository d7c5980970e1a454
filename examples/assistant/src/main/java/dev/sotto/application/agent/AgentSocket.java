package dev.sotto.application.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * One end of a connection over a Unix socket (unix(7)), whose other end is a process of the same
 * user: the kernel is asked, on both ends. There are no other sockets in Sotto's own code.
 */
final class AgentSocket implements AutoCloseable {
  private final SocketChannel channel;

  private AgentSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects, if somebody listens.
   *
   * @param socket its path
   * @param owner who must have begun to listen there
   * @throws ForeignPeerException if somebody else has
   */
  static Optional<AgentSocket> connect(Path socket, UserPrincipal owner) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      requirePeer(channel, owner);
      connected = true;
      return Optional.of(new AgentSocket(channel));
    } catch (ConnectException e) {
      return Optional.empty(); // Who listened there has ended.
    } catch (SocketException e) {
      if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty(); // It has been removed meanwhile.
      }
      throw e;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  private static void requirePeer(SocketChannel channel, UserPrincipal owner) throws IOException {
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!peer.equals(owner)) {
      throw new ForeignPeerException(peer);
    }
  }

  InputStream in() {
    return Channels.newInputStream(channel);
  }

  OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return "AgentSocket[" + (channel.isOpen() ? "open" : "closed") + "]";
  }

  /** A socket that listens. */
  static final class Listener implements AutoCloseable {
    private static final int WAITING = 16;

    private final ServerSocketChannel channel;
    private final UserPrincipal owner;

    private Listener(ServerSocketChannel channel, UserPrincipal owner) {
      this.channel = channel;
      this.owner = owner;
    }

    /**
     * Begins to listen; nothing may be at the path.
     *
     * @param owner whose processes may connect
     */
    static Listener open(Path socket, UserPrincipal owner) throws IOException {
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(socket), WAITING);
        return new Listener(channel, owner);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    /**
     * Waits for the next connection.
     *
     * @throws ForeignPeerException if a process of another user has connected; it is closed
     * @throws java.nio.channels.ClosedChannelException if this is closed
     */
    AgentSocket accept() throws IOException {
      SocketChannel connection = channel.accept();
      try {
        requirePeer(connection, owner);
        return new AgentSocket(connection);
      } catch (IOException | RuntimeException e) {
        connection.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public String toString() {
      return "Listener[" + (channel.isOpen() ? "open" : "closed") + "]";
    }
  }
}
