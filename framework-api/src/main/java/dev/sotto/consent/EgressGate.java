package dev.sotto.consent;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Egress;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.GrantExtent;
import dev.sotto.ledger.LedgerEntry.Rate;
import dev.sotto.ledger.LedgerEntry.Result;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.ToolIdentity;
import dev.sotto.ledger.UsedRecord;
import dev.sotto.model.Cancellation;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.ToolResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only way out. A wish becomes exact bytes; the person decides about these bytes, or decided
 * before about such requests; the intent is durable in the ledger; then, and only then, the courier
 * gets the bytes; what became of them is written down. Whatever goes wrong on the way, nothing is
 * sent.
 *
 * <p>Safe for all threads; one wish at a time, so that a person never sees two cards. It does not
 * protect against what the services do with what they are sent, nor against code that runs with the
 * person's rights outside of Sotto.
 */
public final class EgressGate implements AutoCloseable {
  /** How long after a card was shown a yes to it counts. */
  public static final Duration LONGEST_DECISION = Duration.ofMinutes(10);

  private static final int MOST_EDITS = 20;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Set<Method> BY_PERSON =
      Set.of(Method.KEY_PRESS, Method.PAGE, Method.COMMAND);
  private static final ConsentPrompt.Asked ABSENT =
      new ConsentPrompt.Asked(new ConsentDecision.NobodyThere(), Method.ABSENCE, Fingerprint.of());

  private final ConsentPrompt prompt;
  private final Courier courier;
  private final ConsentLedger ledger;
  private final StandingConsents standing;
  private final Redactor redactor;
  private final CardLimit limit;
  private final Clock clock;
  private final GrantsInForce granted;
  private final Map<String, CanonicalRequest> lastApproved = new HashMap<>();
  private final Map<StandingConsent, Deque<Instant>> sitting = new HashMap<>();
  private long cards;
  private boolean working;
  private boolean closed;

  /**
   * Creates a gate; what it is given stays the caller's.
   *
   * @param prompt asks the person
   * @param courier carries approved bytes
   * @param ledger is told before and after
   * @param standing consents that were given earlier
   * @param redactor puts placeholders in words
   * @param limit how often the person is asked; shared by gates that ask the same one
   * @param clock tells when consents expire
   */
  public EgressGate(
      ConsentPrompt prompt,
      Courier courier,
      ConsentLedger ledger,
      StandingConsents standing,
      Redactor redactor,
      CardLimit limit,
      Clock clock) {
    this.prompt = prompt;
    this.courier = courier;
    this.ledger = ledger;
    this.standing = standing;
    this.redactor = redactor;
    this.limit = limit;
    this.clock = clock;
    this.granted = new GrantsInForce(ledger);
  }

  /** A request that was allowed, and on what grounds. */
  private record Approved(CanonicalRequest request, Decision decision, Fingerprint shownText) {}

  /**
   * Sends what a tool wishes for, if it may be sent. After {@link #close} nobody is there. A wish
   * that its endpoint's form can't hold has no bytes and is no entry in the ledger; every other
   * refusal is one.
   *
   * @throws IllegalStateException if prompt, courier, ledger or redactor come back with another
   *     wish while they work on one
   * @throws IOException if the ledger can't be written: then nothing was sent, or, where the
   *     outcome could not be written, the ledger shows the intent alone
   */
  public synchronized GateOutcome send(EgressWish wish, Cancellation cancellation)
      throws IOException {
    if (working) {
      throw new IllegalStateException("The gate is at work on another wish of this thread");
    }
    if (closed) {
      return new GateOutcome.Refused(GateOutcome.Reason.NOBODY_THERE);
    }
    working = true;
    try {
      return decide(wish, cancellation);
    } catch (InvalidRequestException e) {
      return new GateOutcome.Refused(GateOutcome.Reason.NOT_DECLARED);
    } finally {
      working = false;
    }
  }

  private GateOutcome decide(EgressWish wish, Cancellation cancellation)
      throws IOException, InvalidRequestException {
    Endpoint endpoint =
        wish.tool()
            .manifest()
            .endpoint(wish.request().endpoint())
            .orElseThrow(() -> new InvalidRequestException("The endpoint is not declared"));
    Map<String, FieldValue> values = new HashMap<>(wish.request().values());
    CanonicalRequest asWished = CanonicalRequest.of(endpoint, values);
    if (wish.labels().confidentiality() == Confidentiality.LOCAL_ONLY) {
      return refuse(wish, asWished, GateOutcome.Reason.LOCAL_ONLY, Method.RULE, Fingerprint.of());
    }
    if (!wish.ownWords().containsAll(words(values).values())) {
      return refuse(
          wish, asWished, GateOutcome.Reason.WORDS_NOT_TYPED, Method.RULE, Fingerprint.of());
    }
    Map<String, Redactor.Redaction> redactions = redact(wish, values);
    CanonicalRequest request = CanonicalRequest.of(endpoint, values);
    if (cancellation.requested()) {
      return stopped(wish, request, Fingerprint.of());
    }
    Optional<Approved> given = byEarlierConsent(wish, request);
    if (given.isPresent()) {
      return carry(wish, given.get(), redactions, cancellation);
    }
    return ask(wish, request, values, redactions, cancellation);
  }

  private static Map<String, String> words(Map<String, FieldValue> values) {
    Map<String, String> words = new HashMap<>();
    values.forEach((field, value) -> {
      if (value instanceof FieldValue.Words written) {
        words.put(field, written.text());
      }
    });
    return words;
  }

  /**
   * Puts placeholders in the person's words, all of them, so that they are the same in a whole
   * call.
   */
  private Map<String, Redactor.Redaction> redact(EgressWish wish, Map<String, FieldValue> values) {
    Map<String, Redactor.Redaction> redactions = new HashMap<>();
    Map<String, String> words = words(values);
    if (!words.isEmpty()) {
      List<String> own = wish.ownWords();
      List<Redactor.Redaction> all = redactor.redactAll(own);
      words.forEach((field, text) -> {
        Redactor.Redaction redaction = all.get(own.indexOf(text));
        if (!redaction.replacements().isEmpty()) {
          redactions.put(field, redaction);
          values.put(field, new FieldValue.Words(redaction.text()));
        }
      });
    }
    return redactions;
  }

  private Optional<Approved> byEarlierConsent(EgressWish wish, CanonicalRequest request)
      throws IOException {
    if (!mayStand(wish)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant dayAgo = now.minus(DAY);
    for (Map.Entry<StandingConsent, Deque<Instant>> entry : sitting.entrySet()) {
      StandingConsent consent = entry.getKey();
      Deque<Instant> uses = entry.getValue();
      if (consent.covers(wish.tool(), request, now)
          && uses.stream().filter(use -> !use.isBefore(dayAgo)).count() < consent.mostPerDay()) {
        uses.add(now);
        return Optional.of(byGrant(request, Method.SITTING_GRANT, consent.number()));
      }
    }
    for (StandingConsent consent : standing.all()) {
      if (consent.covers(wish.tool(), request, now)
          && granted.contains(consent)
          && standing.uses(consent.number(), dayAgo).size() < consent.mostPerDay()) {
        standing.use(consent.number(), now);
        return Optional.of(byGrant(request, Method.STANDING_GRANT, consent.number()));
      }
    }
    return Optional.empty();
  }

  private static Approved byGrant(CanonicalRequest request, Method method, long grant) {
    return new Approved(request, Decision.byGrant(method, grant), Fingerprint.of());
  }

  /** Words out of the profile say more than the person may think of: each time they are asked. */
  private static boolean mayStand(EgressWish wish) {
    Labels labels = wish.labels();
    return labels.integrity() != Integrity.EXTERNAL
        && labels.confidentiality().compareTo(Confidentiality.PERSONAL) <= 0
        && words(wish.request().values()).values().stream().allMatch(wish::isTyped);
  }

  private GateOutcome ask(
      EgressWish wish,
      CanonicalRequest first,
      Map<String, FieldValue> values,
      Map<String, Redactor.Redaction> redactions,
      Cancellation cancellation)
      throws IOException {
    CanonicalRequest request = first;
    Optional<String> unreadable = Optional.empty();
    if (!limit.takesOneMore()) {
      return refuse(
          wish, request, GateOutcome.Reason.ASKED_TOO_OFTEN, Method.RULE, Fingerprint.of());
    }
    for (int edits = 0; edits <= MOST_EDITS; edits++) {
      ConsentCard card = card(wish, request, redactions, unreadable);
      ConsentPrompt.Asked answer = answer(card);
      Fingerprint shown = answer.shownText();
      if (cancellation.requested()) {
        return stopped(wish, request, shown);
      }
      switch (answer.decision()) {
        case ConsentDecision.Yes yes -> {
          if (yes.card() != card.number() || !yes.hash().equals(request.hash())) {
            return refuse(wish, request, GateOutcome.Reason.OTHER_BYTES, answer.method(), shown);
          }
          Decision decision = Decision.byPerson(answer.method());
          if (card.mayStand()) {
            grant(wish, request, yes.scope(), decision, shown);
          }
          lastApproved.put(key(wish), request);
          return carry(wish, new Approved(request, decision, shown), redactions, cancellation);
        }
        case ConsentDecision.No no -> {
          return refuse(wish, request, GateOutcome.Reason.DENIED, answer.method(), shown);
        }
        case ConsentDecision.NobodyThere nobody -> {
          return refuse(wish, request, GateOutcome.Reason.NOBODY_THERE, answer.method(), shown);
        }
        case ConsentDecision.Edit edit -> {
          Optional<CanonicalRequest> edited = edited(request.endpoint(), values, redactions, edit);
          unreadable = edited.isPresent() ? Optional.empty() : Optional.of(edit.field());
          request = edited.orElse(request);
        }
      }
    }
    return refuse(wish, request, GateOutcome.Reason.DENIED, Method.RULE, Fingerprint.of());
  }

  /** Asks; whoever fails to answer, answers by no means of a person or too late, is not there. */
  private ConsentPrompt.Asked answer(ConsentCard card) {
    Instant shown = clock.instant();
    ConsentPrompt.@Nullable Asked answer;
    try {
      answer = prompt.ask(card);
    } catch (RuntimeException e) {
      return ABSENT;
    }
    if (answer == null || answer.decision() == null) {
      return ABSENT;
    }
    Duration taken = Duration.between(shown, clock.instant());
    boolean inTime = !taken.isNegative() && taken.compareTo(LONGEST_DECISION) <= 0;
    return answer.decision() instanceof ConsentDecision.Yes
            && !(inTime && BY_PERSON.contains(answer.method()))
        ? ABSENT
        : answer;
  }

  private GateOutcome stopped(EgressWish wish, CanonicalRequest request, Fingerprint shown)
      throws IOException {
    return refuse(wish, request, GateOutcome.Reason.DENIED, Method.COMMAND, shown);
  }

  private static Optional<CanonicalRequest> edited(
      Endpoint endpoint,
      Map<String, FieldValue> values,
      Map<String, Redactor.Redaction> redactions,
      ConsentDecision.Edit edit) {
    Map<String, FieldValue> changed = new HashMap<>(values);
    if (edit.text().isEmpty()) {
      changed.remove(edit.field());
    } else {
      Optional<FieldValue> value =
          endpoint.field(edit.field()).flatMap(field -> field.form().read(edit.text().get()));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      changed.put(edit.field(), value.get());
    }
    try {
      CanonicalRequest request = CanonicalRequest.of(endpoint, changed);
      values.clear();
      values.putAll(changed);
      redactions.remove(edit.field());
      return Optional.of(request);
    } catch (InvalidRequestException e) {
      return Optional.empty();
    }
  }

  private ConsentCard card(
      EgressWish wish,
      CanonicalRequest request,
      Map<String, Redactor.Redaction> redactions,
      Optional<String> unreadable) {
    Optional<CanonicalRequest> last = Optional.ofNullable(lastApproved.get(key(wish)));
    List<Origin> origins = wish.given().stream().map(LabelledArgument::origin).distinct().toList();
    List<ConsentCard.ShownField> fields = new ArrayList<>();
    for (Endpoint.Field field : request.fields()) {
      String value = request.shown(field.name()).orElseThrow();
      fields.add(
          new ConsentCard.ShownField(
              field.name(),
              field.label(),
              field.dataClass(),
              value,
              Optional.ofNullable(redactions.get(field.name())).map(r -> r.restore(r.text())),
              origins,
              last.isPresent() && !last.get().shown(field.name()).equals(Optional.of(value)),
              request.endpoint().isOptional(field.name())));
    }
    return new ConsentCard(
        ++cards,
        wish.tool().manifest(),
        wish.tool().codeHash(),
        request,
        fields,
        wish.labels(),
        last,
        mayStand(wish),
        unreadable);
  }

  private static String key(EgressWish wish) {
    return wish.tool().manifest().id() + " " + wish.request().endpoint();
  }

  private void grant(
      EgressWish wish,
      CanonicalRequest request,
      ConsentDecision.Scope scope,
      Decision decision,
      Fingerprint shown)
      throws IOException {
    if (scope instanceof ConsentDecision.Scope.Once) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Duration lasting = StandingConsent.LONGEST;
    int mostPerDay = StandingConsent.MOST_PER_DAY;
    GrantExtent extent = GrantExtent.SITTING;
    if (scope instanceof ConsentDecision.Scope.Standing wanted) {
      extent = GrantExtent.STANDING;
      lasting = wanted.lasting();
      mostPerDay = wanted.mostPerDay();
    }
    StandingConsent draft =
        new StandingConsent(
            0,
            wish.tool().manifest().id(),
            wish.tool().codeHash(),
            wish.tool().manifest().purpose().english(),
            request.endpoint().origin().getAuthority(),
            DataClasses.of(request),
            now,
            now.plus(lasting),
            mostPerDay);
    long number =
        ledger.append(
            new LedgerEntry.Grant(
                now,
                extent,
                identity(wish),
                draft.host(),
                draft.purpose(),
                names(request),
                extent == GrantExtent.STANDING ? Optional.of(draft.expires()) : Optional.empty(),
                Optional.of(new Rate(mostPerDay, DAY)),
                shown,
                decision));
    StandingConsent consent = draft.numbered(number);
    if (extent == GrantExtent.STANDING) {
      standing.add(consent);
      standing.use(number, now);
    } else {
      sitting.put(consent, new ArrayDeque<>(List.of(now)));
    }
  }

  private GateOutcome carry(
      EgressWish wish,
      Approved approved,
      Map<String, Redactor.Redaction> redactions,
      Cancellation cancellation)
      throws IOException {
    CanonicalRequest request = approved.request();
    long intent =
        ledger.append(
            new LedgerEntry.Intent(
                clock.instant(), egress(wish, request, approved.shownText()), approved.decision()));
    Delivery checked = check(deliver(request, cancellation), request);
    ledger.append(outcome(intent, checked));
    SentRequest sent =
        new SentRequest(
            request.host(),
            checked.sent().map(Delivery.Sent::bytes).orElse(0L),
            request.fields().stream().map(Endpoint.Field::label).toList(),
            intent,
            approved.decision().grant());
    return switch (checked) {
      case Delivery.Failed failed -> new GateOutcome.Failed(failed.failure(), 0, sent);
      case Delivery.Answered answered when answered.status() / 100 != 2 ->
          new GateOutcome.Failed(Delivery.Failure.STATUS, answered.status(), sent);
      case Delivery.Answered answered ->
          new GateOutcome.Answered(
              new ToolResponse(
                  request.endpoint().id(),
                  answered.status(),
                  answered.mediaType(),
                  answered.body()),
              sent,
              joined(redactions));
    };
  }

  private Delivery deliver(CanonicalRequest request, Cancellation cancellation) {
    @Nullable Delivery delivery;
    try {
      delivery = courier.deliver(request, cancellation);
    } catch (IOException | RuntimeException e) {
      delivery = null;
    }
    return delivery == null
        ? new Delivery.Failed(Delivery.Failure.COURIER_ENDED, Optional.empty())
        : delivery;
  }

  private static boolean isOther(Delivery.Sent sent, CanonicalRequest request) {
    return sent.bytes() > request.length()
        || (sent.bytes() == request.length() && !sent.hash().equals(request.hash()));
  }

  private static Delivery check(Delivery delivery, CanonicalRequest request) {
    Optional<Delivery.Sent> sent = delivery.sent();
    if (sent.filter(written -> isOther(written, request)).isPresent()) {
      return new Delivery.Failed(Delivery.Failure.OTHER_BYTES_SENT, sent);
    }
    if (delivery instanceof Delivery.Answered answered) {
      Optional<Delivery.Failure> failure = Optional.empty();
      if (answered.written().bytes() != request.length()) {
        failure = Optional.of(Delivery.Failure.OTHER_BYTES_SENT);
      } else if (answered.status() < 200 || answered.status() > 599) {
        failure = Optional.of(Delivery.Failure.MALFORMED);
      } else if (answered.status() / 100 == 3) {
        failure = Optional.of(Delivery.Failure.REDIRECT);
      } else if (answered.body().length > request.endpoint().maxResponseBytes()) {
        failure = Optional.of(Delivery.Failure.TOO_LARGE);
      } else if (answered.status() / 100 == 2
          && !answered.mediaType().equals(request.endpoint().responseType())) {
        failure = Optional.of(Delivery.Failure.WRONG_TYPE);
      }
      if (failure.isPresent()) {
        return new Delivery.Failed(failure.get(), sent);
      }
    }
    return delivery;
  }

  private LedgerEntry.Outcome outcome(long intent, Delivery delivery) {
    Optional<Delivery.Sent> sent = delivery.sent();
    Result result = sent.isEmpty() ? Result.NOT_SENT : Result.FAILED;
    long received = 0;
    OptionalInt status = OptionalInt.empty();
    String failure = "";
    switch (delivery) {
      case Delivery.Answered answered -> {
        result = Result.ANSWERED;
        received = answered.body().length;
        status = OptionalInt.of(answered.status());
      }
      case Delivery.Failed failed -> {
        failure = DataClasses.word(failed.failure());
        if (failed.failure() == Delivery.Failure.COURIER_ENDED) {
          result = Result.FAILED;
        }
      }
    }
    return new LedgerEntry.Outcome(
        clock.instant(),
        intent,
        result,
        sent.map(Delivery.Sent::hash),
        sent.map(Delivery.Sent::bytes).orElse(0L),
        received,
        status,
        failure);
  }

  private static Redactor.Redaction joined(Map<String, Redactor.Redaction> redactions) {
    List<Redactor.Replacement> all = new ArrayList<>();
    redactions.values().forEach(redaction -> all.addAll(redaction.replacements()));
    return new Redactor.Redaction("", all.stream().distinct().toList());
  }

  private GateOutcome refuse(
      EgressWish wish,
      CanonicalRequest request,
      GateOutcome.Reason reason,
      Method method,
      Fingerprint shown)
      throws IOException {
    Decision decision =
        reason == GateOutcome.Reason.DENIED && method != Method.RULE
            ? Decision.byPerson(method)
            : Decision.bySotto(method);
    ledger.append(
        new LedgerEntry.Refusal(
            clock.instant(), egress(wish, request, shown), decision, reason.word()));
    return new GateOutcome.Refused(reason);
  }

  private static Egress egress(EgressWish wish, CanonicalRequest request, Fingerprint shown) {
    List<UsedRecord> records = new ArrayList<>();
    for (LabelledArgument argument : wish.given()) {
      if (argument.origin() instanceof Origin.FromRecord from) {
        records.add(new UsedRecord(from.passage().record(), argument.labels()));
      }
    }
    return new Egress(
        identity(wish),
        request.endpoint().origin().getAuthority(),
        wish.tool().manifest().purpose().english(),
        names(request),
        request.fields().stream().map(Endpoint.Field::name).toList(),
        wish.tool().manifest().retention().statement().english(),
        request.hash(),
        request.length(),
        shown,
        Optional.empty(),
        records);
  }

  private static ToolIdentity identity(EgressWish wish) {
    return new ToolIdentity(
        wish.tool().manifest().id().value(),
        wish.tool().manifest().version(),
        new Fingerprint(wish.tool().codeHash()));
  }

  private static List<String> names(CanonicalRequest request) {
    return DataClasses.words(DataClasses.of(request));
  }

  /**
   * Withdraws a consent that stands or is for this sitting: first in effect, then in the ledger.
   *
   * @return whether there was one of this number
   */
  public synchronized boolean withdraw(long number, Decision decision) throws IOException {
    boolean forSitting = sitting.keySet().removeIf(consent -> consent.number() == number);
    if (!forSitting) {
      if (standing.all().stream().noneMatch(consent -> consent.number() == number)) {
        return false;
      }
      standing.remove(number);
    }
    ledger.append(new LedgerEntry.Withdrawal(clock.instant(), number, decision));
    return true;
  }

  /** Drops standing consents whose time is over, and says so in the ledger. */
  public synchronized void expire() throws IOException {
    Instant now = clock.instant();
    for (StandingConsent consent : standing.all()) {
      if (!now.isBefore(consent.expires())) {
        standing.remove(consent.number());
        ledger.append(new LedgerEntry.Expiry(now, consent.number()));
      }
    }
  }

  /** Ends the sitting: consents for it are over, and nothing is sent any more. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    List<Long> numbers = sitting.keySet().stream().map(StandingConsent::number).sorted().toList();
    sitting.clear();
    for (long number : numbers) {
      ledger.append(new LedgerEntry.Expiry(clock.instant(), number));
    }
  }

  @Override
  public String toString() {
    return "EgressGate[" + cards + " cards]";
  }
}
