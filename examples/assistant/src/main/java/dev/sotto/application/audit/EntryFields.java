package dev.sotto.application.audit;

import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Egress;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.ToolIdentity;
import dev.sotto.record.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The fields of an entry under the names that they have in JSON. */
public final class EntryFields {
  private EntryFields() {}

  /** Returns the word for a kind of entry. */
  public static String kind(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.Started e -> "started";
      case LedgerEntry.Intent e -> "intent";
      case LedgerEntry.Outcome e -> "outcome";
      case LedgerEntry.Refusal e -> "refusal";
      case LedgerEntry.Grant e -> "grant";
      case LedgerEntry.Withdrawal e -> "withdrawal";
      case LedgerEntry.Expiry e -> "expiry";
      case LedgerEntry.PolicyChange e -> "policy-change";
      case LedgerEntry.PluginChange e -> "plugin-change";
      case LedgerEntry.StoreRestored e -> "store-restored";
      case LedgerEntry.Erasure e -> "erasure";
      case LedgerEntry.Recovery e -> "recovery";
    };
  }

  /** Returns the fields in order; a value is a text, a number, or a list of texts. */
  public static SequencedMap<String, Object> of(LedgerEntry entry) {
    SequencedMap<String, Object> fields = new LinkedHashMap<>();
    switch (entry) {
      case LedgerEntry.Started e -> {}
      case LedgerEntry.Intent e -> {
        put(fields, e.egress());
        put(fields, e.decision());
      }
      case LedgerEntry.Outcome e -> {
        fields.put("intent", e.intent());
        fields.put("result", word(e.result()));
        put(fields, "sent", e.sent());
        fields.put("sentBytes", e.sentBytes());
        fields.put("receivedBytes", e.receivedBytes());
        e.status().ifPresent(status -> fields.put("status", (long) status));
        putUnlessEmpty(fields, "failure", e.failure());
      }
      case LedgerEntry.Refusal e -> {
        fields.put("reason", e.reason());
        put(fields, e.egress());
        put(fields, e.decision());
      }
      case LedgerEntry.Grant e -> {
        fields.put("extent", word(e.extent()));
        fields.put("host", e.host());
        fields.put("purpose", e.purpose());
        fields.put("dataClasses", e.dataClasses());
        e.expires().ifPresent(expires -> fields.put("expires", expires.toString()));
        e.rate()
            .ifPresent(rate -> {
              fields.put("rateRequests", (long) rate.requests());
              fields.put("ratePeriod", rate.period().toString());
            });
        fields.put("shownText", e.shownText().value());
        put(fields, e.tool());
        put(fields, e.decision());
      }
      case LedgerEntry.Withdrawal e -> {
        fields.put("withdrawn", e.grant());
        put(fields, e.decision());
      }
      case LedgerEntry.Expiry e -> fields.put("expired", e.grant());
      case LedgerEntry.PolicyChange e -> {
        fields.put("setting", e.setting());
        fields.put("before", e.before());
        fields.put("after", e.after());
        put(fields, e.decision());
      }
      case LedgerEntry.PluginChange e -> {
        fields.put("change", word(e.change()));
        put(fields, e.plugin());
        put(fields, "replacedCode", e.replaced());
        put(fields, e.decision());
      }
      case LedgerEntry.StoreRestored e -> {
        fields.put("lastSeen", e.lastSeen());
        fields.put("found", e.found());
        put(fields, e.decision());
      }
      case LedgerEntry.Erasure e -> {
        fields.put("erased", e.erased());
        put(fields, e.decision());
      }
      case LedgerEntry.Recovery e -> fields.put("droppedBytes", e.droppedBytes());
    }
    return fields;
  }

  /** Returns the word for a constant, in lower case with dashes. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void put(Map<String, Object> fields, Egress egress) {
    fields.put("host", egress.host());
    fields.put("purpose", egress.purpose());
    fields.put("dataClasses", egress.dataClasses());
    fields.put("fields", egress.fieldNames());
    putUnlessEmpty(fields, "statedRetention", egress.statedRetention());
    fields.put("bytes", egress.byteCount());
    fields.put("payload", egress.payload().value());
    fields.put("shownText", egress.shownText().value());
    put(fields, egress.tool());
    put(fields, "model", egress.model());
    List<String> records =
        egress.records().stream()
            .map(used ->
                used.id().value()
                    + " "
                    + word(used.labels().integrity())
                    + " "
                    + word(used.labels().confidentiality()))
            .toList();
    if (!records.isEmpty()) {
      fields.put("records", records);
    }
  }

  private static void put(Map<String, Object> fields, ToolIdentity tool) {
    fields.put("tool", tool.id());
    putUnlessEmpty(fields, "toolVersion", tool.version());
    fields.put("toolCode", tool.code().value());
  }

  private static void put(Map<String, Object> fields, Decision decision) {
    fields.put("actor", word(decision.actor()));
    fields.put("method", word(decision.method()));
    decision.grant().ifPresent(grant -> fields.put("grant", grant));
  }

  private static void put(Map<String, Object> fields, String name, Optional<Fingerprint> hash) {
    hash.ifPresent(value -> fields.put(name, value.value()));
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
