package dev.sotto.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.TestTools.Given;
import dev.sotto.ledger.InMemoryConsentLedger;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Place;
import dev.sotto.tool.ToolContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gate with a person before it, a wire behind it, and a ledger beside it. */
final class Scene {
  static final Labels TYPED = new Labels(Integrity.TYPED, Confidentiality.PERSONAL);
  static final Labels EXTERNAL = Labels.UNLABELLED;
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  final Ticking clock = new Ticking(NOON);
  final InMemoryConsentLedger ledger = new InMemoryConsentLedger(clock);
  final Person person = new Person();
  final Wire wire = new Wire(ledger);
  final InMemoryStandingConsents standing = new InMemoryStandingConsents();
  Duration patience = Duration.ofMinutes(1);
  EgressGate gate = gate(person, wire, Redactor.NONE);

  /** A clock that a test sets. */
  static final class Ticking extends Clock {
    private Instant now;

    Ticking(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  EgressGate gate(ConsentPrompt prompt, Courier courier, Redactor redactor) {
    return new EgressGate(
        prompt,
        courier,
        ledger,
        standing,
        redactor,
        new CardLimit(GateLimits.DEFAULT, clock),
        clock);
  }

  ToolContext context() {
    return new ToolContext(clock.instant().atZone(ZoneOffset.UTC), TextLanguage.ENGLISH);
  }

  /** Calls a tool with arguments. */
  ToolOutcome call(RegisteredTool<Given> tool, Map<String, LabelledArgument> arguments)
      throws IOException {
    return call(tool, arguments, Cancellation.NEVER);
  }

  ToolOutcome call(
      RegisteredTool<Given> tool,
      Map<String, LabelledArgument> arguments,
      Cancellation cancellation)
      throws IOException {
    return new ToolCalls(gate, Thread.ofPlatform().daemon().factory(), patience)
        .call(tool, arguments, context(), cancellation);
  }

  /** Calls a tool with a place that was typed. */
  ToolOutcome call(RegisteredTool<Given> tool) throws IOException {
    return call(tool, Map.of("place", typedPlace("Porto")));
  }

  /** Sends a wish of a tool past {@link ToolCalls}. */
  GateOutcome send(RegisteredTool<Given> tool, EgressRequest request, LabelledArgument... given)
      throws IOException {
    return gate.send(new EgressWish(tool, request, List.of(given)), Cancellation.NEVER);
  }

  static LabelledArgument typedPlace(String name) {
    return typed(new ArgumentValue.Where(new Place(name, Optional.empty())));
  }

  static LabelledArgument typedWords(String words) {
    return typed(new ArgumentValue.Words(words));
  }

  static LabelledArgument typedDay(LocalDate day) {
    return typed(new ArgumentValue.Day(day));
  }

  static LabelledArgument typed(ArgumentValue value) {
    return new LabelledArgument(value, TYPED, new Origin.Typed());
  }

  /** Returns an argument out of a record. */
  static LabelledArgument fromRecord(ArgumentValue value, Labels labels) {
    return new LabelledArgument(
        value, labels, new Origin.FromRecord(TestTools.passage("somebody wrote", labels)));
  }

  /** Returns the entries of a kind. */
  <E extends LedgerEntry> List<E> entries(Class<E> kind) throws IOException {
    return ledger.entries(0, ledger.size()).stream()
        .map(entry -> ((RecordedEntry.Kept) entry).entry())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Asserts that not a byte left. */
  void assertNothingSent() {
    assertThat(wire.requests()).isEmpty();
    assertThat(wire.bytes()).isZero();
  }

  /**
   * Asserts that these requests left and no others, each with a yes of its own to its bytes, or
   * under a consent that the person gave.
   */
  void assertSent(CanonicalRequest... requests) throws IOException {
    List<byte[]> expected = new ArrayList<>();
    for (CanonicalRequest request : requests) {
      expected.add(request.bytes());
    }
    assertThat(wire.requests())
        .containsExactlyElementsOf(
            expected.stream().map(b -> new String(b, StandardCharsets.US_ASCII)).toList());
    assertEachHasItsConsent();
  }

  /** Asserts what the ledger and the person say of every request that left. */
  void assertEachHasItsConsent() throws IOException {
    List<Fingerprint> yes = new ArrayList<>(person.approved());
    List<LedgerEntry.Intent> intents = entries(LedgerEntry.Intent.class);
    assertThat(intents).hasSize(wire.requests().size());
    for (LedgerEntry.Intent intent : intents) {
      if (intent.decision().grant().isPresent()) {
        assertThat(ledger.find(intent.decision().grant().getAsLong()).orElseThrow())
            .isInstanceOfSatisfying(
                RecordedEntry.Kept.class,
                kept -> assertThat(kept.entry()).isInstanceOf(LedgerEntry.Grant.class));
      } else {
        assertThat(yes.remove(intent.egress().payload()))
            .as("a yes to these bytes, not used before")
            .isTrue();
      }
    }
  }

  static CanonicalRequest canonical(EgressRequest request) {
    try {
      return CanonicalRequest.of(
          TestTools.everything().endpoint(request.endpoint()).orElseThrow(), request.values());
    } catch (InvalidRequestException e) {
      throw new AssertionError(e);
    }
  }
}
