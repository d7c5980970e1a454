package dev.sotto.application.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InterruptionTest {
  private final List<String> done = new ArrayList<>();
  private final Interruption interruption = new Interruption(() -> done.add("halt"));

  @Test
  void endsAtTheSecondTimeAfterWhatIsToBeDoneBefore() {
    try (Interruption.Ending _ = interruption.beforeEnd(() -> done.add("delete"))) {
      interruption.raise();
      assertThat(done).isEmpty();
      assertThat(interruption.requested()).isTrue();

      interruption.raise();
    }

    assertThat(done).containsExactly("delete", "halt");
  }

  @Test
  void forgetsWhatNoLongerHasToBeDone() {
    interruption.beforeEnd(() -> done.add("delete")).close();

    interruption.raise();
    interruption.raise();

    assertThat(done).containsExactly("halt");
  }

  @Test
  void endsEvenIfThatFails() {
    interruption.beforeEnd(() -> {
      throw new IllegalStateException("disk");
    });

    interruption.raise();
    try {
      interruption.raise();
    } catch (IllegalStateException expected) {
      done.add("failed");
    }

    assertThat(done).containsExactly("halt", "failed");
  }
}
