package dev.sotto.application.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.securestore.confinement.SystemClocks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** When an agent locks by itself. */
final class LockCauseTest {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final AtomicReference<Duration> unused = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Optional<Duration>> suspended =
      new AtomicReference<>(Optional.of(Duration.ofHours(7)));
  private final LockCause.Watch watch = new LockCause.Watch(LONGEST, unused::get, suspended::get);

  @Test
  void itStaysAsLongAsItIsUsed() {
    unused.set(LONGEST.minusMillis(1));

    assertThat(watch.cause()).isEmpty();
    assertThat(watch.untilLock()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void itLocksWhenNobodyHasUsedItForLong() {
    unused.set(LONGEST.plusMillis(1));

    assertThat(watch.cause()).contains(LockCause.UNUSED);
    assertThat(watch.untilLock()).isZero();
  }

  @Test
  void itLocksOnceTheComputerWasSuspended() {
    suspended.set(Optional.of(Duration.ofHours(7).plusMillis(10)));
    assertThat(watch.cause()).as("two clocks that are not read at once").isEmpty();

    suspended.set(Optional.of(Duration.ofHours(7).plusSeconds(2)));

    assertThat(watch.cause()).contains(LockCause.SUSPENDED);
  }

  @Test
  void whereItIsNotKnownItIsNotTakenForSuspended() {
    suspended.set(Optional.empty());

    assertThat(watch.cause()).isEmpty();
    assertThat(new LockCause.Watch(LONGEST, unused::get, Optional::empty).cause()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemKnowsHowLongItWasSuspended() {
    Duration before = SystemClocks.timeSuspended().orElseThrow();

    assertThat(before).isGreaterThanOrEqualTo(Duration.ofMillis(-1));
    assertThat(SystemClocks.timeSuspended().orElseThrow().minus(before))
        .as("this test is not suspended")
        .isLessThan(Duration.ofSeconds(1));
  }
}
