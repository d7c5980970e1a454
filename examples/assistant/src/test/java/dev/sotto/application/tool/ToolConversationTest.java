package dev.sotto.application.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.vault.EventPlace;
import dev.sotto.consent.CardLimit;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.Courier;
import dev.sotto.consent.CourierToLoopback;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.GateLimits;
import dev.sotto.consent.GateOutcome;
import dev.sotto.consent.Origin;
import dev.sotto.consent.Redactor;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.conversation.Turn;
import dev.sotto.ledger.InMemoryConsentLedger;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.model.Cancellation;
import dev.sotto.plan.ToolPlan;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.storage.InMemorySealedDocuments;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import dev.sotto.tool.ServiceOnLoopback;
import dev.sotto.tools.ShippedTools;
import dev.sotto.tools.place.Gazetteer;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread of requests to tools: real planner, gate and weather tool, a service on loopback. */
final class ToolConversationTest {
  private static final Clock FRIDAY =
      Clock.fixed(Instant.parse("2026-11-27T09:00:00Z"), ZoneOffset.UTC);

  private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(FRIDAY);
  private final InMemorySealedDocuments documents = new InMemorySealedDocuments();
  private final List<ConsentCard> cards = new ArrayList<>();
  private Optional<Place> home = Optional.empty();
  private ConsentDecision.Scope scope = new ConsentDecision.Scope.Once();
  private ServiceOnLoopback service;

  @BeforeEach
  void startService() throws IOException {
    service = ServiceOnLoopback.start().answering("/v1/forecast", forecast("2026-11-28"));
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  private static byte[] forecast(String day) {
    return """
    {"latitude":41.15,"longitude":-8.61,"timezone":"Europe/Lisbon",
     "daily_units":{"temperature_2m_max":"°C"},
     "daily":{"time":["%s"],"weather_code":[61],"temperature_2m_max":[17.4],
      "temperature_2m_min":[9.1],"precipitation_sum":[4.2],
      "precipitation_probability_max":[80],"wind_speed_10m_max":[22.0]}}
    """
        .formatted(day)
        .getBytes(StandardCharsets.UTF_8);
  }

  private ConsentPrompt.Asked yes(ConsentCard card) {
    cards.add(card);
    return new ConsentPrompt.Asked(
        new ConsentDecision.Yes(card.number(), card.request().hash(), scope),
        Method.KEY_PRESS,
        Fingerprint.of());
  }

  private ToolConversation conversation(ConsentPrompt prompt, Courier courier) throws IOException {
    return new ToolConversation(
        new ToolConversation.Parts(
            ShippedTools.registered(Services.at(service.origin()), Gazetteer.ofTheWorld()),
            Gazetteer.ofTheWorld(),
            prompt,
            new CardLimit(GateLimits.DEFAULT, FRIDAY),
            () -> courier,
            () -> ledger,
            documents,
            () -> Redactor.NONE,
            FRIDAY,
            ZoneOffset.UTC,
            home,
            Thread.ofPlatform().daemon().factory()));
  }

  private static ToolOutcome ask(ToolConversation conversation, String text) throws IOException {
    return ask(conversation, text, Optional.empty(), Optional.empty());
  }

  private static ToolOutcome ask(
      ToolConversation conversation, String text, Optional<Turn> last, Optional<EventPlace> place)
      throws IOException {
    ToolPlan plan = conversation.plan(text, last, place).orElseThrow();
    return conversation.call(plan, TextLanguage.ENGLISH, Cancellation.NEVER);
  }

  private List<LedgerEntry> entries() {
    return ledger.entries(1, ledger.size()).stream()
        .map(recorded -> ((RecordedEntry.Kept) recorded).entry())
        .toList();
  }

  @Test
  void answersAfterACardAndTellsWhatWasSent() throws IOException {
    try (ToolConversation conversation = conversation(this::yes, new CourierToLoopback())) {
      ToolOutcome outcome = ask(conversation, "weather in Porto tomorrow");
      assertThat(outcome).isInstanceOf(ToolOutcome.Found.class);
      assertThat(outcome.sent())
          .singleElement()
          .satisfies(sent -> {
            assertThat(sent.bytes()).isEqualTo(cards.getFirst().request().length());
            assertThat(sent.entry()).isEqualTo(1);
          });
    }
    assertThat(cards).hasSize(1);
    assertThat(entries())
        .extracting(entry -> entry.getClass().getSimpleName())
        .containsExactly("Intent", "Outcome");
  }

  @Test
  void asksForEachRequestUnlessTheYesIsForTheSitting() throws IOException {
    try (ToolConversation conversation = conversation(this::yes, new CourierToLoopback())) {
      ask(conversation, "weather in Porto tomorrow");
      ask(conversation, "and in Faro?");
      assertThat(cards).hasSize(2);
      scope = new ConsentDecision.Scope.Sitting();
      ask(conversation, "and in Lisbon?");
      ask(conversation, "and in Braga?");
      assertThat(cards).hasSize(3);
    }
    assertThat(service.asked()).hasSize(4);
    assertThat(entries().getLast()).isInstanceOf(LedgerEntry.Expiry.class);
  }

  @Test
  void aStandingConsentHoldsInTheNextSittingUntilItIsWithdrawn() throws IOException {
    scope = new ConsentDecision.Scope.Standing(Duration.ofDays(30), 20);
    try (ToolConversation conversation = conversation(this::yes, new CourierToLoopback())) {
      ask(conversation, "weather in Porto tomorrow");
    }
    try (ToolConversation conversation =
        conversation(ConsentPrompt.NOBODY, new CourierToLoopback())) {
      ToolOutcome outcome = ask(conversation, "weather in Faro tomorrow");
      assertThat(outcome.sent())
          .singleElement()
          .satisfies(sent -> assertThat(sent.grant()).isPresent());
    }
    long number = ToolConversation.standing(documents).getFirst().number();
    assertThat(ToolConversation.withdraw(number, documents, ledger, FRIDAY)).isTrue();
    try (ToolConversation conversation =
        conversation(ConsentPrompt.NOBODY, new CourierToLoopback())) {
      assertThat(ask(conversation, "weather in Faro tomorrow"))
          .isEqualTo(new ToolOutcome.Refused(GateOutcome.Reason.NOBODY_THERE, List.of()));
    }
    assertThat(service.asked()).hasSize(2);
  }

  @Test
  void sendsNothingWhereNobodyIsThere() throws IOException {
    try (ToolConversation conversation =
        conversation(ConsentPrompt.NOBODY, new CourierToLoopback())) {
      assertThat(ask(conversation, "/weather Porto").sent()).isEmpty();
    }
    assertThat(service.asked()).isEmpty();
    assertThat(entries()).singleElement().isInstanceOf(LedgerEntry.Refusal.class);
  }

  @Test
  void aJourneyHomeAsksWithTheNameOfTheirHome() throws IOException {
    service.answering("/v1/connections", "{\"connections\":[]}".getBytes(StandardCharsets.UTF_8));
    home = Optional.of(new Place("Zürich, Triemli", Optional.of(new GeoPoint(47.37, 8.49))));
    scope = new ConsentDecision.Scope.Standing(Duration.ofDays(30), 20);
    try (ToolConversation conversation = conversation(this::yes, new CourierToLoopback())) {
      ask(conversation, "train from Bern to Thun tomorrow at 18:00");
      ask(conversation, "train home from Bern tomorrow at 18:00");
    }
    assertThat(service.asked().getLast())
        .startsWith("/v1/connections?from=Bern&to=Z%C3%BCrich%2C%20Triemli&date=2026-11-28");
    assertThat(cards).as("the consent given before does not cover it").hasSize(2);
    assertThat(cards.getLast().mayStand()).isFalse();
    assertThat(cards.getLast().fields().getFirst().origins()).contains(new Origin.Profile());
  }

  @Test
  void saysThatThereIsNoNetworkAndThatNothingLeft() throws IOException {
    Courier offline =
        (request, cancellation) ->
            new Delivery.Failed(Delivery.Failure.NO_NETWORK, Optional.empty());
    try (ToolConversation conversation = conversation(this::yes, offline)) {
      ToolOutcome outcome = ask(conversation, "weather in Porto tomorrow");
      assertThat(outcome).isInstanceOf(ToolOutcome.NotAnswered.class);
      assertThat(outcome.sent())
          .singleElement()
          .satisfies(sent -> assertThat(sent.bytes()).isZero());
    }
  }

  @Test
  void takesAPlaceFromARecordWithItsLabelsAndShowsTheRecord() throws IOException {
    String text = "Conference, in Lisbon, Portugal";
    Passage passage =
        new Passage(
            new RecordId("0".repeat(32)),
            new SourceId("calendar"),
            RecordKind.EVENT,
            "Conference",
            FRIDAY.instant(),
            List.of(),
            Labels.UNLABELLED,
            TextLanguage.ENGLISH,
            0,
            text.length(),
            text);
    Optional<Turn> last =
        Optional.of(new Turn(FRIDAY.instant(), "when is it?", "when is it?", "", List.of()));
    scope = new ConsentDecision.Scope.Sitting();
    try (ToolConversation conversation = conversation(this::yes, new CourierToLoopback())) {
      Optional<EventPlace> place = Optional.of(new EventPlace("Lisbon, Portugal", passage));
      ask(conversation, "and the weather there tomorrow?", last, place);
      conversation.forgetPlan();
      ask(conversation, "and the weather there tomorrow?", last, place);
    }
    assertThat(cards)
        .as("what others wrote voids a consent for the sitting")
        .hasSize(2)
        .allSatisfy(card -> {
          assertThat(card.mayStand()).isFalse();
          assertThat(card.fields().getFirst().origins()).contains(new Origin.FromRecord(passage));
        });
  }
}
