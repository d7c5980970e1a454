package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.supervisor.SupervisedRun.Role;
import dev.sotto.application.supervisor.SupervisedRun.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Processes that are killed where they happen to be, 10 times, or as often as {@code
 * -Dsotto.process.deaths=200} says.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(3_600)
final class DeathOfAProcessTest {
  private static final int DEATHS = Integer.getInteger("sotto.process.deaths", 10);
  private static final long SEED = Long.getLong("sotto.process.seed", 20_261_127);
  private static final int NOTES = 60;
  private static final int IMPORTS_OF_TEN = 7;
  private static final int STARTS_BETWEEN = 5;

  @TempDir private Path folder;

  @Test
  void whicheverProcessDiesTheNextStartWorksAndNothingStoredIsLost() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    SupervisedHome home = SupervisedHome.withStoreIn(folder);
    home.write(NOTES);
    long begun = System.nanoTime();
    home.runs("add", home.notes().toString()).succeeded();
    int wholeRunMillis = (int) Duration.ofNanos(System.nanoTime() - begun).toMillis();
    int stored = home.written();
    Map<Role, Integer> killed = new EnumMap<>(Role.class);
    for (int death = 0; death < DEATHS; death++) {
      boolean imports = random.nextInt(10) < IMPORTS_OF_TEN;
      Role role = Role.values()[random.nextInt(imports ? Role.values().length : 2)];
      int delay = random.nextInt(wholeRunMillis / (role == Role.IMPORTER ? 4 : 1));
      String circumstances =
          "death %d of seed %d: %s after %d ms of %s"
              .formatted(death, SEED, role, delay, imports ? "sync" : "ask");
      if (imports) {
        home.write(NOTES);
      }

      SupervisedRun run =
          imports ? home.starts("sync") : home.starts("ask", "On which shelf is jar 7?");
      Optional<Seen> victim = run.await(role);
      Thread.sleep(delay);
      if (role == Role.IMPORTER) {
        victim = run.await(role);
      }
      if (victim.isPresent() && run.isAlive()) {
        SupervisedRun.signal("KILL", role == Role.SUPERVISOR ? run.pid() : victim.get().pid());
        killed.merge(role, 1, Integer::sum);
      }
      run.toItsEnd().assertThatNoProcessStays();

      int found = death % STARTS_BETWEEN == 0 ? home.records() : home.stored();
      assertThat(found).as(circumstances).isBetween(stored, home.written());
      if (imports && run.status() == 0) {
        assertThat(found).as(circumstances).isEqualTo(home.written());
      }
      stored = found;
    }

    assertThat(killed).as("a control").isNotEmpty();
    home.runs("sync").succeeded();
    assertThat(home.records()).isEqualTo(home.written());
    assertThat(home.leftByRuns()).isEmpty();
  }
}
