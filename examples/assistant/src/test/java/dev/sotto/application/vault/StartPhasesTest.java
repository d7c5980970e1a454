package dev.sotto.application.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.vault.StartPhases.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class StartPhasesTest {
  private static final Instant BEGUN = Instant.parse("2026-03-03T09:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGUN);
  private final StartPhases phases = new StartPhases(now::get, BEGUN);

  @Test
  void aPhaseBeginsWhereTheOneBeforeEnded() {
    later(300);
    phases.end(Phase.SUPERVISOR);
    later(200);
    phases.end(Phase.JAVA);

    assertThat(phases.took())
        .containsEntry(Phase.SUPERVISOR, Duration.ofMillis(300))
        .containsEntry(Phase.JAVA, Duration.ofMillis(200));
    assertThat(phases.sinceBegun()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void onlyTheFirstEndOfAPhaseCounts() {
    later(300);
    phases.end(Phase.STORE);
    later(200);
    phases.end(Phase.STORE);
    later(100);
    phases.end(Phase.INDEX);

    assertThat(phases.took())
        .containsEntry(Phase.STORE, Duration.ofMillis(300))
        .containsEntry(Phase.INDEX, Duration.ofMillis(300));
  }

  @Test
  void whatIsLoadedBesideDoesNotShortenTheOthers() {
    phases.beside(Phase.LANGUAGE_MODEL, () -> later(400));
    later(100);
    phases.end(Phase.COMMAND);

    assertThat(phases.took())
        .containsEntry(Phase.LANGUAGE_MODEL, Duration.ofMillis(400))
        .containsEntry(Phase.COMMAND, Duration.ofMillis(500));
  }

  private void later(long milliseconds) {
    now.updateAndGet(time -> time.plusMillis(milliseconds));
  }
}
