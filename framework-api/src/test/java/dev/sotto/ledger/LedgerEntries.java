package dev.sotto.ledger;

import dev.sotto.ledger.LedgerEntry.Change;
import dev.sotto.ledger.LedgerEntry.Expiry;
import dev.sotto.ledger.LedgerEntry.Grant;
import dev.sotto.ledger.LedgerEntry.GrantExtent;
import dev.sotto.ledger.LedgerEntry.Intent;
import dev.sotto.ledger.LedgerEntry.Outcome;
import dev.sotto.ledger.LedgerEntry.PluginChange;
import dev.sotto.ledger.LedgerEntry.PolicyChange;
import dev.sotto.ledger.LedgerEntry.Rate;
import dev.sotto.ledger.LedgerEntry.Refusal;
import dev.sotto.ledger.LedgerEntry.Result;
import dev.sotto.ledger.LedgerEntry.StoreRestored;
import dev.sotto.ledger.LedgerEntry.Withdrawal;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Entries for tests, of every kind that may be appended. */
public final class LedgerEntries {
  /** When all of them happened. */
  public static final Instant TIME = Instant.parse("2026-11-24T09:30:00.123456789Z");

  private LedgerEntries() {}

  /** Returns an egress whose payload is a text. */
  public static Egress egress(String payload) {
    return new Egress(
        tool(),
        "api.example.org",
        "weather forecast",
        List.of("coordinates", "day"),
        List.of("latitude", "longitude", "day"),
        "90 days",
        hash(payload),
        payload.length(),
        hash("card of " + payload),
        Optional.of(hash("model")),
        List.of(
            new UsedRecord(new RecordId("0123456789abcdef0123456789abcdef"), Labels.OWN),
            new UsedRecord(
                new RecordId("fedcba9876543210fedcba9876543210"),
                new Labels(Integrity.EXTERNAL, Confidentiality.SENSITIVE))));
  }

  /** Returns an intent whose payload is a text. */
  public static Intent intent(String payload) {
    return new Intent(TIME, egress(payload), Decision.byPerson(Method.KEY_PRESS));
  }

  /** Returns the outcome of an intent all of whose payload was sent. */
  public static Outcome answered(long intent, String payload) {
    return new Outcome(
        TIME,
        intent,
        Result.ANSWERED,
        Optional.of(hash(payload)),
        payload.length(),
        512,
        OptionalInt.of(200),
        "");
  }

  /** Returns the outcome of an intent of which nothing was sent. */
  public static Outcome notSent(long intent) {
    return new Outcome(
        TIME,
        intent,
        Result.NOT_SENT,
        Optional.empty(),
        0,
        0,
        OptionalInt.empty(),
        "name-not-found");
  }

  /** Returns a standing consent with every field. */
  public static Grant grant() {
    return new Grant(
        TIME,
        GrantExtent.STANDING,
        tool(),
        "api.example.org",
        "weather forecast",
        List.of("coordinates", "day"),
        Optional.of(TIME.plus(Duration.ofDays(30))),
        Optional.of(new Rate(4, Duration.ofHours(1))),
        hash("card"),
        Decision.byPerson(Method.PAGE));
  }

  /** Returns a refusal. */
  public static Refusal refusal(String payload) {
    return new Refusal(TIME, egress(payload), Decision.bySotto(Method.ABSENCE), "nobody-present");
  }

  /**
   * Returns entries of every kind that may be appended to a ledger with only its first entry, in an
   * order in which they may be.
   */
  public static List<LedgerEntry> ofEveryKind() {
    return List.of(
        intent("GET /a"),
        answered(1, "GET /a"),
        grant(),
        new Intent(TIME, egress("GET /b"), Decision.byGrant(Method.STANDING_GRANT, 3)),
        notSent(4),
        new Withdrawal(TIME, 3, Decision.byPerson(Method.COMMAND)),
        new Expiry(TIME, 3),
        refusal("GET /c \u202e\n\\"),
        new PolicyChange(TIME, "rate", "", "4 an hour", Decision.byPerson(Method.COMMAND)),
        new PluginChange(
            TIME,
            Change.UPDATED,
            tool(),
            Optional.of(hash("old code")),
            Decision.byPerson(Method.COMMAND)),
        new StoreRestored(TIME, 12, 9, Decision.byPerson(Method.COMMAND)));
  }

  /** Returns the SHA-256 of a text. */
  public static Fingerprint hash(String text) {
    return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ToolIdentity tool() {
    return new ToolIdentity("weather", "1.0", hash("code"));
  }
}
