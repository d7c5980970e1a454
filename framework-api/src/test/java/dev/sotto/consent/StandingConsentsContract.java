package dev.sotto.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.tool.DataClass;
import dev.sotto.tool.ToolId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every keeper of standing consents does. */
public abstract class StandingConsentsContract {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  /** Returns one that keeps nothing yet. */
  protected abstract StandingConsents consents() throws IOException;

  private static StandingConsent consent(long number) {
    return new StandingConsent(
        number,
        new ToolId("weather"),
        "0a".repeat(32),
        "to look up the weather",
        "api.weather.example",
        Set.of(DataClass.COORDINATES, DataClass.DATE),
        NOON,
        NOON.plus(Duration.ofDays(30)),
        10);
  }

  @Test
  void keepsAConsentAsItWasGiven() throws IOException {
    StandingConsents consents = consents();

    consents.add(consent(7));
    consents.add(consent(9));

    assertThat(consents.all()).containsExactlyInAnyOrder(consent(7), consent(9));
  }

  @Test
  void dropsTheOneThatIsWithdrawnAndBearsANumberThatIsNotThere() throws IOException {
    StandingConsents consents = consents();
    consents.add(consent(7));
    consents.add(consent(9));

    consents.remove(7);
    consents.remove(8);

    assertThat(consents.all()).containsExactly(consent(9));
  }

  @Test
  void keepsExpiredOnesUntilTheyAreDropped() throws IOException {
    StandingConsents consents = consents();
    StandingConsent old =
        new StandingConsent(
            3,
            new ToolId("weather"),
            "0a".repeat(32),
            "to look up the weather",
            "api.weather.example",
            Set.of(),
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(1),
            1);

    consents.add(old);

    assertThat(consents.all()).containsExactly(old);
  }

  @Test
  void countsUsesOfEachSinceAMomentIncludingIt() throws IOException {
    StandingConsents consents = consents();
    consents.add(consent(7));
    consents.add(consent(9));

    consents.use(7, NOON);
    consents.use(7, NOON.plusSeconds(60));
    consents.use(7, NOON.plusSeconds(60));
    consents.use(9, NOON);

    assertThat(consents.uses(7, NOON)).hasSize(3);
    assertThat(consents.uses(7, NOON.plusSeconds(60)))
        .containsExactly(NOON.plusSeconds(60), NOON.plusSeconds(60));
    assertThat(consents.uses(7, NOON.plusSeconds(61))).isEmpty();
    assertThat(consents.uses(9, NOON)).hasSize(1);
    assertThat(consents.uses(8, NOON)).isEmpty();
  }
}
