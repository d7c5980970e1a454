package dev.sotto.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One end of a conversation between two processes over a pair of byte streams. A message is its
 * length (4, of what follows) ‖ its type (1) ‖ its fields; before the first one both ends say which
 * protocol they speak and prove that they have the token.
 *
 * <p>Two daemon threads move messages between streams and bounded queues. So the peer may work
 * while this end does, neither memory nor time grows without bound whatever the peer does, and a
 * peer that takes nothing makes {@link #send} wait and then fail. Sending and receiving are each
 * for one thread at a time. Once a method has thrown an {@link IOException} the channel is of no
 * more use than to be closed.
 *
 * <p>Nothing is encrypted: whoever opens the streams reads along. They belong into a folder that no
 * other user can enter.
 *
 * @param <S> the type of the messages that this end sends
 * @param <R> the type of the messages that it receives
 */
public final class MessageChannel<S, R> implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(10_000);

  private final Protocol<S, R> protocol;
  private final Greeting greeting;
  private final InputStream in;
  private final OutputStream out;
  private final InputStream buffered;
  private final OutputStream buffering;
  private final ChannelLimits limits;
  private final BoundedQueue<byte[]> outgoing;
  private final BoundedQueue<Arrival<R>> incoming;
  private final Thread writing;
  private final Thread reading;
  private final CountDownLatch greeted = new CountDownLatch(1);
  private volatile boolean admitted;
  private volatile @Nullable IOException failure;

  private sealed interface Arrival<R> {
    record Bytes<R>(byte[] bytes) implements Arrival<R> {
      @Override
      public String toString() {
        return "Bytes[" + bytes.length + "]";
      }
    }

    record Decoded<R>(R message) implements Arrival<R> {}

    record Failed<R>(IOException reason) implements Arrival<R> {}
  }

  private MessageChannel(
      Protocol<S, R> protocol,
      Greeting greeting,
      InputStream in,
      OutputStream out,
      ChannelLimits limits,
      ThreadFactory threads) {
    this.protocol = protocol;
    this.greeting = greeting;
    this.in = in;
    this.out = out;
    this.buffered = new BufferedInputStream(in, BUFFER_BYTES);
    this.buffering = new BufferedOutputStream(out, BUFFER_BYTES);
    this.limits = limits;
    this.outgoing = new BoundedQueue<>(limits.window());
    this.incoming = new BoundedQueue<>(limits.window());
    this.writing = threads.newThread(this::write);
    this.reading = threads.newThread(this::read);
  }

  /**
   * Opens a channel and waits until the other end has greeted. The streams belong to the channel
   * from then on, also when this fails.
   *
   * @param in what the other end writes
   * @param out what the other end reads
   * @param protocol what is spoken
   * @param token the secret that the other end must have
   * @param random for what makes each greeting new
   * @param limits how much waits and how long
   * @param threads makes the two threads of the channel; they should be daemons
   * @throws ProtocolException if the other end is not the one that is expected
   * @throws EOFException if it ended before it had greeted
   * @throws SilentPeerException if it did not greet in time
   * @throws IOException if a stream failed
   */
  public static <S, R> MessageChannel<S, R> open(
      InputStream in,
      OutputStream out,
      Protocol<S, R> protocol,
      ChannelToken token,
      SecureRandom random,
      ChannelLimits limits,
      ThreadFactory threads)
      throws IOException {
    return open(in, out, protocol, Greeting.proving(protocol, token, random), limits, threads);
  }

  /**
   * Opens a channel to an end that is known otherwise, such as by the user whom the kernel names
   * for a Unix socket. Both ends still say what they speak; nothing is proved.
   *
   * @param in what the other end writes
   * @param out what the other end reads
   * @param protocol what is spoken
   * @param limits how much waits and how long
   * @param threads makes the two threads of the channel; they should be daemons
   * @throws ProtocolException if the other end speaks something else
   * @throws EOFException if it ended before it had greeted
   * @throws SilentPeerException if it did not greet in time
   * @throws IOException if a stream failed
   */
  public static <S, R> MessageChannel<S, R> openToKnownPeer(
      InputStream in,
      OutputStream out,
      Protocol<S, R> protocol,
      ChannelLimits limits,
      ThreadFactory threads)
      throws IOException {
    return open(in, out, protocol, Greeting.plain(protocol), limits, threads);
  }

  private static <S, R> MessageChannel<S, R> open(
      InputStream in,
      OutputStream out,
      Protocol<S, R> protocol,
      Greeting greeting,
      ChannelLimits limits,
      ThreadFactory threads)
      throws IOException {
    MessageChannel<S, R> channel =
        new MessageChannel<>(protocol, greeting, in, out, limits, threads);
    try {
      channel.writing.start();
      channel.reading.start();
      channel.greet();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void greet() throws IOException {
    enqueue(greeting.hello());
    byte[] hello = greetingBytes();
    greeting.requireSameProtocol(hello);
    if (greeting.proves()) {
      enqueue(greeting.proof(hello));
      greeting.requireProof(hello, greetingBytes());
    }
    admitted = true;
    greeted.countDown();
  }

  /**
   * Sends a message; returns once it is on its way, which need not be before it is written.
   *
   * @throws StalledPeerException if the peer has taken nothing for too long
   * @throws IOException if the peer is gone
   * @throws IllegalArgumentException if the message is beyond its bounds; nothing is sent then, and
   *     the channel stays usable
   */
  public void send(S message) throws IOException {
    int type = protocol.sent().typeOf(message);
    MessageWriter body = new MessageWriter();
    body.writeInt(0).writeByte(type);
    int head = body.length();
    protocol.sent().write(message, body);
    int allowed = protocol.sent().maxBytes(type);
    if (body.length() - head > allowed) {
      throw new IllegalArgumentException(
          "A message of type "
              + type
              + " has at most "
              + allowed
              + " bytes; this one has "
              + (body.length() - head));
    }
    byte[] frame = body.toByteArray();
    ByteBuffer.wrap(frame).putInt(0, frame.length - Integer.BYTES);
    enqueue(frame);
  }

  /**
   * Waits for the next message.
   *
   * @param patience how long; zero only looks
   * @throws ProtocolException if what came is no message, or ends in the middle of one
   * @throws IOException if the stream failed
   */
  public Received<R> receive(Duration patience) throws IOException {
    return switch (next(patience)) {
      case null -> incoming.isExhausted() ? new Received.Ended<>() : new Received.Silence<>();
      case Arrival.Decoded<R>(R message) -> new Received.Message<>(message);
      case Arrival.Failed<R>(IOException reason) -> throw reason;
      case Arrival.Bytes<R> greeting -> throw new IllegalStateException("A second greeting");
    };
  }

  /**
   * Writes what was sent and closes the channel.
   *
   * @param patience how long the peer may take for it
   */
  public void finish(Duration patience) {
    outgoing.close();
    try {
      writing.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /**
   * Closes both streams; what is not written yet is lost. A thread of the channel that waits in a
   * stream which closing does not wake ends when the peer does. Closing twice is no mistake.
   */
  @Override
  public void close() {
    outgoing.close();
    incoming.close();
    greeted.countDown();
    reading.interrupt();
    writing.interrupt();
    closeQuietly(in);
    closeQuietly(out);
  }

  private void enqueue(byte[] bytes) throws IOException {
    boolean taken;
    try {
      taken = outgoing.put(bytes, bytes.length, limits.patience());
    } catch (InterruptedException e) {
      throw interrupted();
    }
    IOException reason = failure;
    if (reason != null) {
      throw new IOException("The process at the other end is gone.", reason);
    }
    if (!taken) {
      throw outgoing.isClosed()
          ? new IOException("The channel is closed.")
          : new StalledPeerException(limits.patience());
    }
  }

  private @Nullable Arrival<R> next(Duration patience) throws InterruptedIOException {
    try {
      return incoming.take(patience).orElse(null);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private byte[] greetingBytes() throws IOException {
    return switch (next(limits.patience())) {
      case null ->
          throw incoming.isExhausted()
              ? new EOFException("The process at the other end ended before it had greeted.")
              : new SilentPeerException(limits.patience());
      case Arrival.Bytes<R>(byte[] bytes) -> bytes;
      case Arrival.Failed<R>(IOException reason) -> throw reason;
      case Arrival.Decoded<R> message -> throw new IllegalStateException("A message too early");
    };
  }

  private void write() {
    try {
      while (!outgoing.isClosed() || !outgoing.isEmpty()) {
        Optional<byte[]> frame = outgoing.take(AS_LONG_AS_IT_TAKES);
        if (frame.isPresent()) {
          buffering.write(frame.get());
        }
        if (outgoing.isEmpty()) {
          buffering.flush();
        }
      }
    } catch (IOException e) {
      failure = e;
      outgoing.close();
    } catch (InterruptedException e) {
      outgoing.close();
    }
  }

  private void read() {
    try {
      if (arrived(new Arrival.Bytes<>(greeting(Greeting.HELLO_BYTES)), Greeting.HELLO_BYTES)
          && (!greeting.proves()
              || arrived(
                  new Arrival.Bytes<>(greeting(ChannelToken.PROOF_BYTES)),
                  ChannelToken.PROOF_BYTES))
          && awaitAdmission()) {
        readMessages();
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException e) {
      // The channel is closed.
    } finally {
      incoming.close();
    }
  }

  private boolean awaitAdmission() throws InterruptedException {
    greeted.await();
    return admitted;
  }

  private void readMessages() throws IOException, InterruptedException {
    FrameReader<R> frames = new FrameReader<>(buffered, protocol.received());
    for (R message = frames.next(); message != null; message = frames.next()) {
      if (!arrived(new Arrival.Decoded<>(message), frames.lastBytes())) {
        return;
      }
    }
  }

  private byte[] greeting(int length) throws IOException {
    byte[] bytes = buffered.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The process at the other end ended before it had greeted.");
    }
    return bytes;
  }

  private boolean arrived(Arrival<R> arrival, int bytes) throws InterruptedException {
    return incoming.put(arrival, bytes, AS_LONG_AS_IT_TAKES);
  }

  private void failed(IOException reason) {
    try {
      arrived(new Arrival.Failed<>(reason), 1);
    } catch (InterruptedException e) {
      // The channel is closed and nobody asks any more.
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Waiting for the process at the other end was interrupted.");
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      // The channel is given up; what was not written is lost by contract.
    }
  }

  @Override
  public String toString() {
    return "MessageChannel[protocol " + protocol.number() + ", " + protocol.role() + "]";
  }
}
