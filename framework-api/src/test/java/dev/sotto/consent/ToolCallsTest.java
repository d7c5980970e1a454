package dev.sotto.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.TestTools.Given;
import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ToolCallsTest {
  private final Scene scene = new Scene();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final RegisteredTool<Given> endless =
      TestTools.registered((given, responses) -> {
        try {
          Thread.sleep(Duration.ofDays(1));
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
        return TestTools.NOTHING;
      });

  @Test
  void aToolThatDoesNotReturnIsInterruptedAndGivenUp() throws Exception {
    scene.patience = Duration.ofMillis(200);

    assertThat(scene.call(endless)).isInstanceOf(ToolOutcome.Broken.class);

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    scene.assertNothingSent();
  }

  @Test
  void oneThatIgnoresTheInterruptionIsGivenUpToo() throws IOException {
    scene.patience = Duration.ofMillis(200);
    AtomicBoolean enough = new AtomicBoolean();
    try {
      ToolOutcome outcome =
          scene.call(
              TestTools.registered((given, responses) -> {
                while (!enough.get()) {
                  Thread.onSpinWait();
                }
                return TestTools.forecast("1", "2");
              }));

      assertThat(outcome).isInstanceOf(ToolOutcome.Broken.class);
    } finally {
      enough.set(true);
    }
    scene.assertNothingSent();
  }

  @Test
  void aPersonWhoStopsDoesNotWaitForATool() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread.ofVirtual().start(() -> stopped.set(true));
    Cancellation cancellation = stopped::get;

    assertThat(scene.call(endless, Map.of("place", Scene.typedPlace("Porto")), cancellation))
        .isInstanceOf(ToolOutcome.Broken.class);

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThatReturnsInTimeIsHeard() throws IOException {
    assertThat(scene.call(TestTools.sending())).isInstanceOf(ToolOutcome.Found.class);
  }
}
