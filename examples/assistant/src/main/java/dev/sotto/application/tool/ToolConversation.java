package dev.sotto.application.tool;

import dev.sotto.application.vault.EventPlace;
import dev.sotto.consent.CardLimit;
import dev.sotto.consent.ConsentPrompt;
import dev.sotto.consent.Courier;
import dev.sotto.consent.EgressGate;
import dev.sotto.consent.GateLimits;
import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.Redactor;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.consent.StandingConsent;
import dev.sotto.consent.ToolCalls;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.conversation.Turn;
import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Method;
import dev.sotto.model.Cancellation;
import dev.sotto.plan.PlanContext;
import dev.sotto.plan.ToolPlan;
import dev.sotto.plan.ToolPlanner;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.text.TextLanguage;
import dev.sotto.time.TimeReader;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import dev.sotto.tool.ToolContext;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests to tools in one sitting: says which tool a person's words call for, and calls it through
 * the gate. Consents for this sitting end with it. For one thread; owns the gate.
 */
public final class ToolConversation implements AutoCloseable {
  private static final Duration PATIENCE_WITH_A_TOOL = Duration.ofSeconds(20);

  private final ToolPlanner planner;
  private final Parts parts;
  private final Closeable plugins;
  private @Nullable EgressGate gate;
  private @Nullable ToolPlan lastPlan;

  /**
   * Opens what costs time when it is first needed.
   *
   * @param <T> what is opened; it stays its owner's
   */
  @FunctionalInterface
  public interface Door<T> {
    /** Opens it. */
    T open() throws IOException;
  }

  /**
   * Who and what a conversation needs.
   *
   * @param limit how often the person is asked
   * @param threads makes the threads that tools run in
   */
  public record Parts(
      List<RegisteredTool<?>> tools,
      Places places,
      ConsentPrompt prompt,
      CardLimit limit,
      Door<Courier> courier,
      Door<ConsentLedger> ledger,
      SealedDocuments documents,
      Door<Redactor> redactor,
      Clock clock,
      ZoneId zone,
      Optional<Place> home,
      ThreadFactory threads) {
    public Parts {
      tools = List.copyOf(tools);
    }

    @Override
    public String toString() {
      return "Parts[" + tools.size() + " tools]";
    }
  }

  /** Begins a sitting. */
  public ToolConversation(Parts parts) {
    this(parts, () -> {});
  }

  /**
   * Begins a sitting.
   *
   * @param plugins what lends some of the tools; closed with the sitting
   */
  public ToolConversation(Parts parts, Closeable plugins) {
    this.plugins = plugins;
    planner = new ToolPlanner(parts.tools(), parts.places(), new TimeReader());
    this.parts = parts;
  }

  private EgressGate gate() throws IOException {
    EgressGate open = gate;
    if (open == null) {
      open =
          new EgressGate(
              parts.prompt(),
              parts.courier().open(),
              parts.ledger().open(),
              new ConsentBook(parts.documents()),
              parts.redactor().open(),
              parts.limit(),
              parts.clock());
      open.expire();
      gate = open;
    }
    return open;
  }

  /**
   * Returns which tool a person's words call for, if one.
   *
   * @param text the words as typed
   * @param last the turn before
   * @param place where the event takes place that was quoted last
   */
  public Optional<ToolPlan> plan(String text, Optional<Turn> last, Optional<EventPlace> place) {
    return planner.plan(
        text,
        new PlanContext(
            LocalDateTime.ofInstant(parts.clock().instant(), parts.zone()),
            parts.home(),
            last.map(Turn::question),
            Optional.ofNullable(lastPlan),
            place.flatMap(this::argument)));
  }

  private Optional<LabelledArgument> argument(EventPlace place) {
    for (String part : place.name().split("[,;·\\n]")) {
      Optional<LabelledArgument> argument =
          parts.places().find(part.strip()).stream()
              .findFirst()
              .map(known ->
                  new LabelledArgument(
                      new ArgumentValue.Where(new Place(known.name(), Optional.of(known.point()))),
                      place.passage().labels(),
                      new Origin.FromRecord(place.passage())));
      if (argument.isPresent()) {
        return argument;
      }
    }
    return Optional.empty();
  }

  /**
   * Calls the tool of a plan.
   *
   * @throws IOException if the ledger can't be written
   */
  public ToolOutcome call(ToolPlan plan, TextLanguage language, Cancellation cancellation)
      throws IOException {
    lastPlan = plan;
    return new ToolCalls(gate(), parts.threads(), PATIENCE_WITH_A_TOOL)
        .call(
            plan.tool(),
            plan.arguments(),
            new ToolContext(parts.clock().instant().atZone(parts.zone()), language),
            cancellation);
  }

  /** Returns the names of the tools. */
  public List<String> names() {
    return parts.tools().stream().map(tool -> tool.manifest().id().value()).toList();
  }

  /** The records were asked since: a follow-up leans on them now. */
  public void forgetPlan() {
    lastPlan = null;
  }

  /** Returns the consents that stand. */
  public static List<StandingConsent> standing(SealedDocuments documents) throws IOException {
    return new ConsentBook(documents).all();
  }

  /**
   * Withdraws a consent that stands.
   *
   * @return whether there was one of this number
   */
  public static boolean withdraw(
      long number, SealedDocuments documents, ConsentLedger ledger, Clock clock)
      throws IOException {
    try (EgressGate gate =
        new EgressGate(
            ConsentPrompt.NOBODY,
            (request, cancellation) -> {
              throw new IllegalStateException("Nothing is sent where a consent is withdrawn");
            },
            ledger,
            new ConsentBook(documents),
            Redactor.NONE,
            new CardLimit(GateLimits.DEFAULT, clock),
            clock)) {
      return gate.withdraw(number, Decision.byPerson(Method.COMMAND));
    }
  }

  @Override
  public void close() throws IOException {
    try (plugins) {
      EgressGate open = gate;
      if (open != null) {
        open.close();
      }
    }
  }

  @Override
  public String toString() {
    return "ToolConversation[]";
  }
}
