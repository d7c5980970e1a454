package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.PipePair;
import dev.sotto.process.Protocol;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What supervisor and vault say to each other, also when one of them says anything at all. */
@Timeout(120)
final class SupervisorProtocolTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MUTATIONS = 600;
  private static final int LONGEST_PATH = 8_192;

  private static final List<ToSupervisor> TO_SUPERVISOR =
      List.of(
          new ToSupervisor.MakePipes(),
          new ToSupervisor.LeaveTerminal(),
          new ToSupervisor.Start(
              7,
              List.of("/home/mara/Schränke 柜子", "/half a cat \uD83D"),
              "/run/sotto/import-1",
              "0123456789abcdef0123456789abcdef",
              ToSupervisor.Task.READ),
          new ToSupervisor.Start(Integer.MIN_VALUE, List.of(), "", "", ToSupervisor.Task.PROBE),
          new ToSupervisor.End(-1));

  private static final List<FromSupervisor> FROM_SUPERVISOR =
      List.of(
          new FromSupervisor.PipesMade("/run/sotto/import-1"),
          new FromSupervisor.TerminalLeft(),
          new FromSupervisor.Started(7, Long.MAX_VALUE),
          new FromSupervisor.Refused("No, 不行"),
          new FromSupervisor.Ended(7, 137));

  @Test
  void whatTheVaultAsksArrivesAsItWasSent() throws Exception {
    for (ToSupervisor message : TO_SUPERVISOR) {
      assertThat(
              received(
                  SupervisorProtocol.VAULT,
                  SupervisorProtocol.SUPERVISOR,
                  message,
                  UnaryOperator.identity()))
          .isEqualTo(new Received.Message<>(message));
    }
  }

  @Test
  void whatTheSupervisorAnswersArrivesAsItWasSent() throws Exception {
    for (FromSupervisor message : FROM_SUPERVISOR) {
      assertThat(
              received(
                  SupervisorProtocol.SUPERVISOR,
                  SupervisorProtocol.VAULT,
                  message,
                  UnaryOperator.identity()))
          .isEqualTo(new Received.Message<>(message));
    }
  }

  @Test
  void aReasonThatIsTooLongIsCut() throws Exception {
    FromSupervisor tooLong = new FromSupervisor.Refused("x".repeat(1_001));

    assertThat(
            received(
                SupervisorProtocol.SUPERVISOR,
                SupervisorProtocol.VAULT,
                tooLong,
                UnaryOperator.identity()))
        .isEqualTo(new Received.Message<>(new FromSupervisor.Refused("x".repeat(1_000))));
  }

  @Test
  void pathsBeyondTheirBoundsAreNotSent() {
    String path = "/" + "x".repeat(LONGEST_PATH);
    ToSupervisor tooLong = new ToSupervisor.Start(1, List.of(path), "", "", ToSupervisor.Task.READ);

    assertThatThrownBy(() ->
            received(
                SupervisorProtocol.VAULT,
                SupervisorProtocol.SUPERVISOR,
                tooLong,
                UnaryOperator.identity()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("xxx");
  }

  @Test
  void whateverComesIsAMessageOrRefused() throws Exception {
    SplittableRandom random = new SplittableRandom(20_261_127);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      UnaryOperator<byte[]> mutation = bytes -> mutated(bytes, random);
      try {
        if (i % 2 == 0) {
          ToSupervisor message = TO_SUPERVISOR.get(random.nextInt(TO_SUPERVISOR.size()));
          received(SupervisorProtocol.VAULT, SupervisorProtocol.SUPERVISOR, message, mutation);
        } else {
          FromSupervisor message = FROM_SUPERVISOR.get(random.nextInt(FROM_SUPERVISOR.size()));
          received(SupervisorProtocol.SUPERVISOR, SupervisorProtocol.VAULT, message, mutation);
        }
      } catch (ProtocolException e) {
        assertThat(e.getMessage()).doesNotContain("mara", "cat");
        refused++;
      }
    }
    assertThat(refused).as("a control").isBetween(MUTATIONS / 4, MUTATIONS - 1);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] other = bytes.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int place = random.nextInt(other.length);
      switch (random.nextInt(3)) {
        case 0 -> other[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> other[place] = (byte) random.nextInt();
        default -> other = java.util.Arrays.copyOf(other, place + 1);
      }
    }
    return other;
  }

  /**
   * Sends one message through a channel in which a mutation is made to its bytes, and returns what
   * comes out.
   */
  private static <S, R> Received<S> received(
      Protocol<S, R> sending, Protocol<R, S> receiving, S message, UnaryOperator<byte[]> mutation)
      throws Exception {
    PipePair pipes = new PipePair();
    ChannelToken token = ChannelToken.random(RANDOM);
    Changing changing = new Changing(pipes.starterOut(), mutation);
    FutureTask<MessageChannel<R, S>> opening =
        new FutureTask<>(() ->
            MessageChannel.open(
                pipes.startedIn(),
                pipes.startedOut(),
                receiving,
                token,
                RANDOM,
                ChannelLimits.DEFAULT,
                THREADS));
    THREADS.newThread(opening).start();
    try (MessageChannel<S, R> sender =
            MessageChannel.open(
                pipes.starterIn(),
                changing,
                sending,
                token,
                RANDOM,
                ChannelLimits.DEFAULT,
                THREADS);
        MessageChannel<R, S> receiver = opening.get()) {
      changing.begin();
      sender.send(message);
      sender.finish(LONG);
      return receiver.receive(LONG);
    }
  }

  /**
   * A stream that from some point on keeps everything back, changes it, and writes it at its end.
   */
  private static final class Changing extends OutputStream {
    private final OutputStream out;
    private final UnaryOperator<byte[]> mutation;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean begun;

    private Changing(OutputStream out, UnaryOperator<byte[]> mutation) {
      this.out = out;
      this.mutation = mutation;
    }

    private synchronized void begin() {
      begun = true;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (begun) {
        kept.write(bytes, offset, length);
      } else {
        out.write(bytes, offset, length);
      }
    }

    @Override
    public synchronized void flush() throws IOException {
      out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
      if (kept.size() > 0) {
        out.write(mutation.apply(kept.toByteArray()));
        kept.reset();
      }
      out.close();
    }
  }
}
