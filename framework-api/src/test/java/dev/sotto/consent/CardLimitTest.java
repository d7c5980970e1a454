package dev.sotto.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CardLimitTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);

  @Test
  void whoeverAsksOverAndOverIsStoppedUntilSomeTimeHasPassed() {
    CardLimit limit = new CardLimit(new GateLimits(3, Duration.ofMinutes(10)), clock);

    assertThat(IntStream.range(0, 5).mapToObj(_ -> limit.takesOneMore()))
        .containsExactly(true, true, true, false, false);
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));
    assertThat(limit.takesOneMore()).isTrue();
  }
}
