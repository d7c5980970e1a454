package dev.sotto.application.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.InvalidRequestException;
import dev.sotto.consent.Origin;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentScreenTest {
  /** A person who typed something before the card came, and presses keys after it. */
  private static final class Fingers implements ConsentKeys {
    private final Deque<Integer> typedBefore = new ArrayDeque<>();
    private final Deque<Integer> keys = new ArrayDeque<>();
    private final Deque<String> lines = new ArrayDeque<>();

    Fingers(String before, String pressed, String... lines) {
      before.chars().forEach(typedBefore::add);
      pressed.chars().forEach(keys::add);
      this.lines.addAll(List.of(lines));
    }

    @Override
    public void forgetTyped() {
      typedBefore.clear();
    }

    @Override
    public Optional<Integer> next(Duration atMost) {
      return Optional.ofNullable(typedBefore.isEmpty() ? keys.poll() : typedBefore.poll());
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.ofNullable(lines.poll());
    }
  }

  private static final String ACTS = "dinner\u001b[2J\u009b1A\u202e \u0007";
  private static final Passage HOSTILE =
      new Passage(
          new RecordId("0".repeat(32)),
          new SourceId("mail"),
          RecordKind.EMAIL,
          ACTS,
          Instant.EPOCH,
          List.of(),
          Labels.UNLABELLED,
          TextLanguage.ENGLISH,
          0,
          ACTS.length(),
          ACTS);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private static CanonicalRequest request(String words) {
    Endpoint endpoint =
        new Endpoint(
            "search",
            URI.create("https://places.example"),
            "/find?q={words}",
            Optional.empty(),
            List.of(
                new Endpoint.Field(
                    "words",
                    new FieldForm.Words(60),
                    DataClass.WORDS,
                    new LocalizedText("words", "词语"))),
            "application/json",
            1000);
    try {
      return CanonicalRequest.of(endpoint, Map.of("words", new FieldValue.Words(words)));
    } catch (InvalidRequestException e) {
      throw new AssertionError(e);
    }
  }

  private static ConsentCard card(CanonicalRequest request, boolean mayStand) {
    ToolManifest manifest =
        new ToolManifest(
            new ToolId("places"),
            "1.0",
            new LocalizedText("places", "地点"),
            new LocalizedText("finding a place", "找地方"),
            List.of(request.endpoint()),
            new ToolManifest.Retention(new LocalizedText("a day", "一天"), Optional.empty()),
            List.of());
    return new ConsentCard(
        7,
        manifest,
        "0".repeat(64),
        request,
        List.of(
            new ConsentCard.ShownField(
                "words",
                request.endpoint().fields().getFirst().label(),
                DataClass.WORDS,
                request.shown("words").orElseThrow(),
                Optional.empty(),
                List.of(new Origin.Typed(), new Origin.FromRecord(HOSTILE)),
                false,
                false)),
        Labels.UNLABELLED,
        Optional.empty(),
        mayStand,
        Optional.empty());
  }

  private ConsentPrompt.Asked ask(ConsentCard card, ConsentKeys keys) {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            Path.of("/"),
            Path.of("/"),
            Surroundings.reader(InputStream.nullInputStream()),
            Surroundings.utf8(written),
            Surroundings.utf8(written),
            Surroundings.Terminal.PRESENT,
            Clock.systemUTC(),
            SecureRandom::new);
    return new ConsentScreen(
            surroundings.out(),
            Style.of(surroundings),
            Messages.forLanguage("en"),
            ZoneOffset.UTC,
            keys)
        .ask(card);
  }

  private String screen() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsHostValuesAndEveryByteAndTakesTheirHash() {
    CanonicalRequest request = request("steak & wine");
    ConsentPrompt.Asked asked = ask(card(request, true), new Fingers("", "y"));
    assertThat(screen())
        .contains("https://places.example", "steak & wine")
        .contains("GET /find?q=steak%20%26%20wine HTTP/1.1", "Host: places.example");
    assertThat(asked.decision())
        .isEqualTo(new ConsentDecision.Yes(7, request.hash(), new ConsentDecision.Scope.Once()));
    assertThat(asked.shownText()).isNotEqualTo(Fingerprint.of());
  }

  @Test
  void dropsWhatWasTypedBeforeTheCardCame() {
    assertThat(ask(card(request("x"), true), new Fingers("yyy", "")).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "x", "\r", " ", "q", "j", "\u001b", "1"})
  void takesEverythingUnclearForNo(String keys) {
    assertThat(ask(card(request("x"), true), new Fingers("", keys)).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @Test
  void givesNoLastingYesWhereOnlyOneTimeCounts() {
    assertThat(ask(card(request("x"), false), new Fingers("", "sd")).decision())
        .isEqualTo(new ConsentDecision.No());
    assertThat(screen()).doesNotContain("for this sitting ·");
  }

  @Test
  void lastsForTheSittingWhenAskedTo() {
    CanonicalRequest request = request("x");
    assertThat(ask(card(request, true), new Fingers("", "?s")).decision())
        .isEqualTo(new ConsentDecision.Yes(7, request.hash(), new ConsentDecision.Scope.Sitting()));
    assertThat(screen()).contains(request.hash().value());
  }

  @Test
  void takesAnotherValueForAFieldThatIsNamedByItsNumber() {
    assertThat(ask(card(request("x"), true), new Fingers("", "e", "1", " pasta ")).decision())
        .isEqualTo(new ConsentDecision.Edit("words", Optional.of("pasta")));
  }

  @Test
  void keepsAsLongAsNoValueIsTypedForARequiredField() {
    assertThat(ask(card(request("x"), true), new Fingers("", "en", "1", "")).decision())
        .isEqualTo(new ConsentDecision.No());
  }

  @Test
  void letsNoTextActOnTheTerminal() {
    ask(card(request("a b"), true), new Fingers("", "?n"));
    assertThat(screen().chars().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    assertThat(screen()).contains("⟨U+001B⟩");
  }
}
