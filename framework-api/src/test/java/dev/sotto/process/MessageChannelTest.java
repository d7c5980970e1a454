package dev.sotto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.process.Notes.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation over pipes, in which one end may do whatever it likes. */
@Timeout(60)
final class MessageChannelTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final ChannelLimits SHORT = new ChannelLimits(1 << 16, Duration.ofMillis(300));

  private final PipePair pipes = new PipePair();
  private final ChannelToken token = ChannelToken.random(RANDOM);
  private final List<MessageChannel<?, ?>> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(MessageChannel::close);
  }

  @Test
  void messagesArriveAsTheyWereSentAndInOrder() throws Exception {
    Pair pair = greeted();
    List<Message> sent =
        List.of(
            new Message.Note(""),
            new Message.Note("Grüße, 你好, \uD83D\uDC08"),
            new Message.Note("half a cat: \uD83D"),
            new Message.Numbers(List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)),
            new Message.Note("x".repeat(Notes.MAX_TEXT)));

    Thread.ofVirtual().start(() -> sent.forEach(message -> sendQuietly(pair.starter(), message)));

    for (Message message : sent) {
      assertThat(pair.started().receive(LONG)).isEqualTo(new Received.Message<>(message));
    }
  }

  @Test
  void bothEndsMaySendMuchMoreThanPipesHoldAtTheSameTime() throws Exception {
    Pair pair = greeted();
    Message large = new Message.Note("m".repeat(500_000));
    int count = 40;

    FutureTask<Integer> there = inParallel(() -> receiveAll(pair.started(), count));
    FutureTask<Integer> back = inParallel(() -> receiveAll(pair.starter(), count));
    Thread.ofPlatform().start(() -> repeatedly(count, () -> sendQuietly(pair.started(), large)));
    repeatedly(count, () -> sendQuietly(pair.starter(), large));

    assertThat(there.get()).isEqualTo(count);
    assertThat(back.get()).isEqualTo(count);
  }

  @Test
  void silenceIsNotTheEnd() throws Exception {
    Pair pair = greeted();

    assertThat(pair.started().receive(Duration.ofMillis(20))).isEqualTo(new Received.Silence<>());
    pair.starter().send(new Message.Note("now"));
    assertThat(pair.started().receive(LONG))
        .isEqualTo(new Received.Message<>(new Message.Note("now")));
  }

  @Test
  void whatWasSentBeforeTheEndIsStillReceived() throws Exception {
    Pair pair = greeted();

    pair.starter().send(new Message.Note("last words"));
    pair.starter().finish(LONG);

    assertThat(pair.started().receive(LONG))
        .isEqualTo(new Received.Message<>(new Message.Note("last words")));
    assertThat(pair.started().receive(LONG)).isEqualTo(new Received.Ended<>());
    assertThat(pair.started().receive(LONG)).isEqualTo(new Received.Ended<>());
  }

  @Test
  void sendingToAPeerThatIsGoneFails() throws Exception {
    Pair pair = greeted();
    pair.started().close();

    assertThatIOException()
        .isThrownBy(() -> repeatedly(1_000, () -> pair.starter().send(new Message.Note("?"))));
  }

  @Test
  void aPeerThatTakesNothingIsGivenUp() throws Exception {
    greetedByHand(SHORT);
    MessageChannel<Message, Message> channel = starter();

    assertThatThrownBy(
            () -> repeatedly(1_000, () -> channel.send(new Message.Note("n".repeat(10_000)))))
        .isInstanceOf(StalledPeerException.class)
        .hasMessageContaining("300 ms");
  }

  @Test
  void aPeerThatSaysMoreThanIsAskedForWaits() throws Exception {
    Pair pair = greeted(new ChannelLimits(1 << 16, Duration.ofMillis(300)));
    Message large = new Message.Note("m".repeat(50_000));

    assertThatThrownBy(() -> repeatedly(1_000, () -> pair.started().send(large)))
        .isInstanceOf(StalledPeerException.class);
  }

  @Test
  void aMessageBeyondItsBoundsIsNotSentAndTheChannelStaysUsable() throws Exception {
    Pair pair = greeted();

    assertThatThrownBy(() -> pair.starter().send(new Message.Note("x".repeat(Notes.MAX_TEXT + 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(Notes.MAX_TEXT))
        .hasMessageNotContaining("xxx");

    pair.starter().send(new Message.Note("short"));
    assertThat(pair.started().receive(LONG))
        .isEqualTo(new Received.Message<>(new Message.Note("short")));
  }

  @Test
  void anEndWithAnotherTokenIsRefusedByBoth() {
    FutureTask<MessageChannel<Message, Message>> other =
        inParallel(() -> open(Role.STARTED, ChannelToken.random(RANDOM), ChannelLimits.DEFAULT));

    assertThatThrownBy(() -> open(Role.STARTER, token, ChannelLimits.DEFAULT))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("not the one that was started");
    assertThatThrownBy(other::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anEndThatRepeatsWhatItHearsIsRefused() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (OutputStream out = pipes.startedOut()) {
            pipes.startedIn().transferTo(out);
          } catch (IOException e) {
            // The other end has hung up, as it should.
          }
        });

    assertThatThrownBy(() -> open(Role.STARTER, token, ChannelLimits.DEFAULT))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("same end");
  }

  @Test
  void anotherVersionIsRefusedWithBothNumbers() throws Exception {
    pipes.startedOut().write(hello(200, 7, 2));

    assertThatThrownBy(() -> open(Role.STARTER, token, ChannelLimits.DEFAULT))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("protocol 200, version 7")
        .hasMessageContaining("version 1");
  }

  @Test
  void somethingElseThanAGreetingIsRefused() throws Exception {
    pipes
        .startedOut()
        .write("HTTP/1.1 400 Bad Request\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> open(Role.STARTER, token, ChannelLimits.DEFAULT))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("does not greet")
        .hasMessageNotContaining("HTTP");
  }

  @Test
  void aPeerThatDoesNotGreetIsNotWaitedForForever() {
    assertThatIOException()
        .isThrownBy(() -> open(Role.STARTER, token, SHORT))
        .withMessageContaining("300 ms");
  }

  @Test
  void aPeerThatEndsBeforeItGreetsIsNoted() throws Exception {
    OutputStream out = pipes.startedOut();
    out.write("SOTTO".getBytes(StandardCharsets.US_ASCII));
    out.close();

    assertThatThrownBy(() -> open(Role.STARTER, token, ChannelLimits.DEFAULT))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("before it had greeted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000", // no type
        "80000000 01", // a negative length
        "7fffffff 01 00 00000000", // two gigabytes
        "00300007 01", // a byte more than a note may have
        "00000001 09", // no such type
        "00000006 01 00 00000001", // a text beyond the message
        "00000006 01 00 ffffffff", // a text of negative length
        "00000007 01 00 00000000 41", // a byte behind the end
        "00000007 01 00 00000001 ff", // no UTF-8
        "00000007 01 00 00000001 c0", // half of a character
        "00000009 01 00 00000003 eda080", // a surrogate in UTF-8
        "00000007 01 01 00000001 41", // half of a UTF-16 unit
        "00000006 01 05 00000000", // no such form of text
        "00000005 02 7fffffff", // a list of two thousand million
        "00000005 02 ffffffff", // a list of less than nothing
        "0000000d 02 00000002 0000000000000000" // a list that is longer than its message
      })
  void whatIsNoMessageIsRefusedWithoutAWordOfIt(String hexadecimal) throws Exception {
    OutputStream out = greetedByHand(ChannelLimits.DEFAULT);

    out.write(bytes(hexadecimal));
    out.flush();

    assertThatThrownBy(() -> starter().receive(LONG))
        .isInstanceOf(ProtocolException.class)
        .hasMessageMatching("[A-Z].*\\.");
    assertThat(starter().receive(LONG)).isEqualTo(new Received.Ended<>());
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "000000", "00000007", "00000007 01 00", "00000007 01 00 00000001"})
  void anEndInTheMiddleOfAMessageIsAFailure(String hexadecimal) throws Exception {
    OutputStream out = greetedByHand(ChannelLimits.DEFAULT);

    out.write(bytes(hexadecimal));
    out.close();

    assertThatThrownBy(() -> starter().receive(LONG))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("in the middle of a message");
  }

  @Test
  void neitherTokenNorMessageIsShown() throws Exception {
    Pair pair = greeted();

    assertThat(pair.starter().toString() + token)
        .doesNotContain(token.hexadecimal())
        .contains("STARTER");
    assertThat(ChannelToken.parse(token.hexadecimal()).hexadecimal())
        .isEqualTo(token.hexadecimal());
    assertThatThrownBy(() -> ChannelToken.parse("zz".repeat(16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("zz");
  }

  private record Pair(
      MessageChannel<Message, Message> starter, MessageChannel<Message, Message> started) {}

  private Pair greeted() throws Exception {
    return greeted(ChannelLimits.DEFAULT);
  }

  private Pair greeted(ChannelLimits limits) throws Exception {
    FutureTask<MessageChannel<Message, Message>> started =
        inParallel(() -> open(Role.STARTED, token, limits));
    return new Pair(open(Role.STARTER, token, limits), started.get());
  }

  /** Opens the starter's end against a peer that greets well; returns what that peer writes to. */
  private OutputStream greetedByHand(ChannelLimits limits) throws Exception {
    FutureTask<OutputStream> peer =
        inParallel(() -> {
          Greeting greeting = Greeting.proving(Notes.protocol(Role.STARTED), token, RANDOM);
          OutputStream out = pipes.startedOut();
          out.write(greeting.hello());
          byte[] hello = pipes.startedIn().readNBytes(Greeting.HELLO_BYTES);
          out.write(greeting.proof(hello));
          return out;
        });
    open(Role.STARTER, token, limits);
    return peer.get();
  }

  @SuppressWarnings("unchecked") // The only channels of this class are of this type.
  private MessageChannel<Message, Message> starter() {
    return (MessageChannel<Message, Message>) open.getFirst();
  }

  private MessageChannel<Message, Message> open(
      Role role, ChannelToken secret, ChannelLimits limits) throws IOException {
    boolean starter = role == Role.STARTER;
    MessageChannel<Message, Message> channel =
        MessageChannel.open(
            starter ? pipes.starterIn() : pipes.startedIn(),
            starter ? pipes.starterOut() : pipes.startedOut(),
            Notes.protocol(role),
            secret,
            RANDOM,
            limits,
            THREADS);
    synchronized (open) {
      open.add(channel);
    }
    return channel;
  }

  private static byte[] hello(int protocol, int version, int role) {
    return ByteBuffer.allocate(Greeting.HELLO_BYTES)
        .put("SOTTOMSG".getBytes(StandardCharsets.US_ASCII))
        .put((byte) protocol)
        .putShort((short) version)
        .put((byte) role)
        .array();
  }

  private static byte[] bytes(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
  }

  private static int receiveAll(MessageChannel<Message, Message> channel, int count)
      throws IOException {
    int received = 0;
    while (received < count && channel.receive(LONG) instanceof Received.Message<Message>) {
      received++;
    }
    return received;
  }

  private static void sendQuietly(MessageChannel<Message, Message> channel, Message message) {
    try {
      channel.send(message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private interface Step<E extends Exception> {
    void run() throws E;
  }

  private static <E extends Exception> void repeatedly(int times, Step<E> step) throws E {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }

  private static <T> FutureTask<T> inParallel(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
