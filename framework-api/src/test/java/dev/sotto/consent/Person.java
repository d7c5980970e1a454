package dev.sotto.consent;

import dev.sotto.ledger.Method;
import dev.sotto.record.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Somebody at the keyboard, who does what the test says and otherwise says no. */
final class Person implements ConsentPrompt {
  private final Deque<Function<ConsentCard, Asked>> answers = new ArrayDeque<>();
  private final List<ConsentCard> cards = new ArrayList<>();
  private final List<Fingerprint> approved = new ArrayList<>();

  @Override
  public Asked ask(ConsentCard card) {
    cards.add(card);
    Asked asked =
        answers.isEmpty() ? by(new ConsentDecision.No()) : answers.removeFirst().apply(card);
    if (asked != null && asked.decision() instanceof ConsentDecision.Yes yes) {
      approved.add(yes.hash());
    }
    return asked;
  }

  static Asked by(ConsentDecision decision) {
    return by(decision, Method.KEY_PRESS);
  }

  static Asked by(ConsentDecision decision, Method method) {
    return new Asked(decision, method, Fingerprint.of("shown".getBytes(StandardCharsets.UTF_8)));
  }

  static ConsentDecision.Yes yes(ConsentCard card) {
    return yes(card, new ConsentDecision.Scope.Once());
  }

  static ConsentDecision.Yes yes(ConsentCard card, ConsentDecision.Scope scope) {
    return new ConsentDecision.Yes(card.number(), card.request().hash(), scope);
  }

  /** Says yes to the next card. */
  Person saysYes() {
    return does(card -> by(yes(card)));
  }

  Person saysYesForTheSitting() {
    return does(card -> by(yes(card, new ConsentDecision.Scope.Sitting())));
  }

  Person saysYesForDays(int days, int mostPerDay) {
    return does(card ->
        by(yes(card, new ConsentDecision.Scope.Standing(Duration.ofDays(days), mostPerDay))));
  }

  Person saysNo() {
    return does(card -> by(new ConsentDecision.No()));
  }

  Person edits(String field, String text) {
    return does(card -> by(new ConsentDecision.Edit(field, Optional.of(text))));
  }

  Person dropsField(String field) {
    return does(card -> by(new ConsentDecision.Edit(field, Optional.empty())));
  }

  Person does(Function<ConsentCard, Asked> answer) {
    answers.add(answer);
    return this;
  }

  /** Forgets what they were to say and what they were shown. */
  void forget() {
    answers.clear();
    cards.clear();
  }

  /** Returns the cards that were shown. */
  List<ConsentCard> cards() {
    return cards;
  }

  /** Returns the hashes that got a yes. */
  List<Fingerprint> approved() {
    return approved;
  }
}
