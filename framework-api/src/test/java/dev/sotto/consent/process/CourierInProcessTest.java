package dev.sotto.consent.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.Delivery;
import dev.sotto.model.Cancellation;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.PipePair;
import dev.sotto.process.Received;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vault's view of couriers that keep to the protocol, and of others. */
@Timeout(60)
final class CourierInProcessTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final CanonicalRequest REQUEST =
      TestRequests.get(URI.create("https://api.example"));
  private static final Delivery ANSWER =
      new Delivery.Answered(
          200,
          "application/json",
          "{}".getBytes(StandardCharsets.US_ASCII),
          new Delivery.Sent(REQUEST.length(), REQUEST.hash()));

  private final AtomicInteger started = new AtomicInteger();
  private final List<CourierConnection> ended = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  private interface Conversation {
    void hold(MessageChannel<FromCourier, ToCourier> channel) throws Exception;
  }

  private CourierInProcess courier(Conversation conversation) {
    return new CourierInProcess(() -> connection(conversation), nanos::get);
  }

  private CourierConnection connection(Conversation conversation) throws IOException {
    started.incrementAndGet();
    PipePair pipes = new PipePair();
    ChannelToken token = ChannelToken.random(RANDOM);
    THREADS
        .newThread(() -> {
          try (MessageChannel<FromCourier, ToCourier> channel =
              MessageChannel.open(
                  pipes.startedIn(),
                  pipes.startedOut(),
                  CourierProtocol.COURIER,
                  token,
                  RANDOM,
                  ChannelLimits.DEFAULT,
                  THREADS)) {
            conversation.hold(channel);
            channel.finish(LONG);
          } catch (Exception e) {
            // The courier has ended.
          }
        })
        .start();
    MessageChannel<ToCourier, FromCourier> channel =
        MessageChannel.open(
            pipes.starterIn(),
            pipes.starterOut(),
            CourierProtocol.VAULT,
            token,
            RANDOM,
            ChannelLimits.DEFAULT,
            THREADS);
    return new CourierConnection() {
      @Override
      public MessageChannel<ToCourier, FromCourier> channel() {
        return channel;
      }

      @Override
      public void close() {
        ended.add(this);
        channel.close();
      }
    };
  }

  private static Conversation serving(Carrier carrier) {
    return channel -> new CourierServer(carrier, LONG, THREADS).serve(channel);
  }

  private static int number(MessageChannel<FromCourier, ToCourier> channel) throws IOException {
    if (channel.receive(LONG)
        instanceof
        Received.Message<ToCourier>(ToCourier.Deliver(int number, OutboundRequest request))) {
      assertThat(request.bytes()).isEqualTo(REQUEST.bytes());
      return number;
    }
    throw new AssertionError("no request came");
  }

  private static void assertEnded(Delivery delivery) {
    assertThat(delivery)
        .isEqualTo(new Delivery.Failed(Delivery.Failure.COURIER_ENDED, Optional.empty()));
  }

  @Test
  void nothingIsStartedBeforeTheFirstRequestAndOneProcessServesSeveral() {
    CourierInProcess courier = courier(serving((request, cancellation) -> ANSWER));

    assertThat(started).hasValue(0);
    for (int i = 0; i < 3; i++) {
      assertThat(courier.deliver(REQUEST, Cancellation.NEVER))
          .usingRecursiveComparison()
          .isEqualTo(ANSWER);
    }
    assertThat(started).hasValue(1);
    courier.close();
    assertThat(ended).hasSize(1);
  }

  @Test
  void aProcessThatMayBeGoingIsNotUsedAnyMore() {
    CourierInProcess courier = courier(serving((request, cancellation) -> ANSWER));

    Delivery first = courier.deliver(REQUEST, Cancellation.NEVER);
    nanos.addAndGet(CourierInProcess.IDLE.toNanos());
    Delivery second = courier.deliver(REQUEST, Cancellation.NEVER);

    assertThat(first).isInstanceOf(Delivery.Answered.class);
    assertThat(second).isInstanceOf(Delivery.Answered.class);
    assertThat(started).hasValue(2);
    assertThat(ended).hasSize(1);
  }

  @Test
  void aProcessThatCantBeStartedMeansThatItHasEnded() {
    CourierInProcess courier =
        new CourierInProcess(
            () -> {
              throw new IOException("no memory");
            },
            nanos::get);

    assertEnded(courier.deliver(REQUEST, Cancellation.NEVER));
  }

  @Test
  void oneThatEndsWithoutAnAnswerIsReplacedAtTheNextRequest() {
    AtomicBoolean first = new AtomicBoolean(true);
    CourierInProcess courier =
        courier(channel -> {
          if (first.getAndSet(false)) {
            number(channel);
          } else {
            serving((request, cancellation) -> ANSWER).hold(channel);
          }
        });

    assertEnded(courier.deliver(REQUEST, Cancellation.NEVER));
    assertThat(courier.deliver(REQUEST, Cancellation.NEVER)).isInstanceOf(Delivery.Answered.class);
    assertThat(started).hasValue(2);
  }

  @Test
  void anAnswerToAnotherRequestIsNoAnswer() {
    CourierInProcess courier =
        courier(channel -> channel.send(new FromCourier(number(channel) + 1, ANSWER)));

    assertEnded(courier.deliver(REQUEST, Cancellation.NEVER));
    assertThat(ended).hasSize(1);
  }

  @Test
  void silenceBeyondTheDeadlineEndsTheProcess() {
    CountDownLatch never = new CountDownLatch(1);
    CourierInProcess courier =
        courier(channel -> {
          number(channel);
          nanos.addAndGet(Duration.ofMinutes(3).toNanos());
          never.await();
        });

    assertEnded(courier.deliver(REQUEST, Cancellation.NEVER));
    never.countDown();
    assertThat(ended).hasSize(1);
  }

  @Test
  void aCancellationReachesTheCarrier() {
    AtomicBoolean stopped = new AtomicBoolean();
    Delivery cancelled = new Delivery.Failed(Delivery.Failure.CANCELLED, Optional.empty());
    CourierInProcess courier =
        courier(
            serving((request, cancellation) -> {
              stopped.set(true);
              while (!cancellation.requested()) {
                Thread.onSpinWait();
              }
              return cancelled;
            }));

    assertThat(courier.deliver(REQUEST, stopped::get)).isEqualTo(cancelled);
  }

  @Test
  void aCarrierThatFailsEndsItsProcess() {
    CourierInProcess courier =
        courier(
            serving((request, cancellation) -> {
              throw new IllegalStateException("a defect");
            }));

    assertEnded(courier.deliver(REQUEST, Cancellation.NEVER));
  }

  @Test
  void aCourierThatNobodyWantsEnds() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CourierConnection connection =
        connection(channel -> {
          new CourierServer((request, cancellation) -> ANSWER, Duration.ofMillis(1), THREADS)
              .serve(channel);
          over.countDown();
        });

    over.await();
    connection.close();
  }

  @Test
  void aCourierCarriesOneRequestAtATime() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    PipePair pipes = new PipePair();
    ChannelToken token = ChannelToken.random(RANDOM);
    CountDownLatch refused = new CountDownLatch(1);
    THREADS
        .newThread(() -> {
          try (MessageChannel<FromCourier, ToCourier> channel =
              MessageChannel.open(
                  pipes.startedIn(),
                  pipes.startedOut(),
                  CourierProtocol.COURIER,
                  token,
                  RANDOM,
                  ChannelLimits.DEFAULT,
                  THREADS)) {
            new CourierServer(
                    (request, cancellation) -> {
                      try {
                        under.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return ANSWER;
                    },
                    LONG,
                    THREADS)
                .serve(channel);
          } catch (IOException e) {
            refused.countDown();
          }
        })
        .start();
    try (MessageChannel<ToCourier, FromCourier> vault =
        MessageChannel.open(
            pipes.starterIn(),
            pipes.starterOut(),
            CourierProtocol.VAULT,
            token,
            RANDOM,
            ChannelLimits.DEFAULT,
            THREADS)) {
      vault.send(new ToCourier.Deliver(1, OutboundRequest.of(REQUEST)));
      vault.send(new ToCourier.Deliver(2, OutboundRequest.of(REQUEST)));

      refused.await();
      under.countDown();
    }
  }
}
