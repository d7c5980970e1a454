package dev.sotto.application.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.record.Fingerprint;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentScreenTest {
  private final AttendedScreen screen = new AttendedScreen();

  private ConsentPrompt.Asked ask(ConsentCard card, ConsentKeys keys) {
    Surroundings surroundings = screen.surroundings();
    return new ConsentScreen(
            surroundings.out(),
            Style.of(surroundings),
            Messages.forLanguage("en"),
            ZoneOffset.UTC,
            keys,
            Optional.empty())
        .ask(card);
  }

  @Test
  void showsHostValuesAndEveryByteAndTakesTheirHash() {
    CanonicalRequest request = Cards.request("steak & wine");
    ConsentPrompt.Asked asked = ask(Cards.card(request, true), new Fingers("", "y"));
    assertThat(screen.text())
        .contains("https://places.example", "steak & wine")
        .contains("GET /find?q=steak%20%26%20wine HTTP/1.1", "Host: places.example");
    assertThat(asked.decision())
        .isEqualTo(new ConsentDecision.Yes(7, request.hash(), new ConsentDecision.Scope.Once()));
    assertThat(asked.shownText()).isNotEqualTo(Fingerprint.of());
  }

  @Test
  void dropsWhatWasTypedBeforeTheCardCame() {
    assertThat(ask(Cards.card(Cards.request("x"), true), new Fingers("yyy", "")).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "x", "\r", " ", "q", "j", "\u001b", "1"})
  void takesEverythingUnclearForNo(String keys) {
    assertThat(ask(Cards.card(Cards.request("x"), true), new Fingers("", keys)).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @Test
  void givesNoLastingYesWhereOnlyOneTimeCounts() {
    assertThat(ask(Cards.card(Cards.request("x"), false), new Fingers("", "sd")).decision())
        .isEqualTo(new ConsentDecision.No());
    assertThat(screen.text()).doesNotContain("for this sitting ·");
  }

  @Test
  void lastsForTheSittingWhenAskedTo() {
    CanonicalRequest request = Cards.request("x");
    assertThat(ask(Cards.card(request, true), new Fingers("", "?s")).decision())
        .isEqualTo(new ConsentDecision.Yes(7, request.hash(), new ConsentDecision.Scope.Sitting()));
    assertThat(screen.text()).contains(request.hash().value());
  }

  @Test
  void takesAnotherValueForAFieldThatIsNamedByItsNumber() {
    assertThat(
            ask(Cards.card(Cards.request("x"), true), new Fingers("", "e", "1", " pasta "))
                .decision())
        .isEqualTo(new ConsentDecision.Edit("words", Optional.of("pasta")));
  }

  @Test
  void keepsAsLongAsNoValueIsTypedForARequiredField() {
    assertThat(ask(Cards.card(Cards.request("x"), true), new Fingers("", "en", "1", "")).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @Test
  void letsNoTextActOnTheTerminal() {
    ask(Cards.card(Cards.request("a b"), true), new Fingers("", "?n"));
    assertThat(screen.text().chars().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    assertThat(screen.text()).contains("⟨U+001B⟩");
  }
}
