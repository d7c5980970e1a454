package dev.sotto.tool;

import dev.sotto.consent.CardLimit;
import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.CourierToLoopback;
import dev.sotto.consent.EgressGate;
import dev.sotto.consent.GateLimits;
import dev.sotto.consent.InMemoryStandingConsents;
import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.Redactor;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.consent.ToolCalls;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.ledger.InMemoryConsentLedger;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls tools through the real gate: a person who says yes to everything and remembers the cards,
 * and a courier that carries the bytes to a service on this computer, and nowhere else.
 */
public final class ConsentedCalls {
  private static final Labels TYPED = new Labels(Integrity.TYPED, Confidentiality.PERSONAL);
  private static final String NO_ARCHIVE = "0".repeat(64);

  private final List<ConsentCard> cards = new ArrayList<>();
  private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(Clock.systemUTC());
  private final ToolCalls calls;

  /** Creates it. */
  public ConsentedCalls() {
    ConsentPrompt yes =
        card -> {
          cards.add(card);
          return new ConsentPrompt.Asked(
              new ConsentDecision.Yes(
                  card.number(), card.request().hash(), new ConsentDecision.Scope.Once()),
              Method.KEY_PRESS,
              Fingerprint.of());
        };
    calls =
        new ToolCalls(
            new EgressGate(
                yes,
                new CourierToLoopback(),
                ledger,
                new InMemoryStandingConsents(),
                Redactor.NONE,
                new CardLimit(new GateLimits(1_000, Duration.ofDays(1)), Clock.systemUTC()),
                Clock.systemUTC()),
            Thread.ofPlatform().daemon().factory(),
            Duration.ofMinutes(1));
  }

  /** Calls a tool with values that the person typed. */
  public <A extends Record> ToolOutcome call(
      Tool<A> tool, Map<String, ArgumentValue> values, ToolContext context) throws IOException {
    Map<String, LabelledArgument> arguments = new HashMap<>();
    values.forEach((name, value) ->
        arguments.put(name, new LabelledArgument(value, TYPED, new Origin.Typed())));
    return calls.call(RegisteredTool.of(tool, NO_ARCHIVE), arguments, context, Cancellation.NEVER);
  }

  /** Returns what the person was shown so far. */
  public List<ConsentCard> cards() {
    return List.copyOf(cards);
  }

  /** Returns what stands in the ledger since it began. */
  public List<LedgerEntry> entries() {
    return ledger.entries(1, ledger.size()).stream()
        .map(recorded -> ((RecordedEntry.Kept) recorded).entry())
        .toList();
  }
}
