package dev.sotto.securestore.v1;

import dev.sotto.ledger.Actor;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.Egress;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.Change;
import dev.sotto.ledger.LedgerEntry.Erasure;
import dev.sotto.ledger.LedgerEntry.Expiry;
import dev.sotto.ledger.LedgerEntry.Grant;
import dev.sotto.ledger.LedgerEntry.GrantExtent;
import dev.sotto.ledger.LedgerEntry.Intent;
import dev.sotto.ledger.LedgerEntry.Outcome;
import dev.sotto.ledger.LedgerEntry.PluginChange;
import dev.sotto.ledger.LedgerEntry.PolicyChange;
import dev.sotto.ledger.LedgerEntry.Rate;
import dev.sotto.ledger.LedgerEntry.Recovery;
import dev.sotto.ledger.LedgerEntry.Refusal;
import dev.sotto.ledger.LedgerEntry.Result;
import dev.sotto.ledger.LedgerEntry.Started;
import dev.sotto.ledger.LedgerEntry.StoreRestored;
import dev.sotto.ledger.LedgerEntry.Withdrawal;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.ToolIdentity;
import dev.sotto.ledger.UsedRecord;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.storage.TamperedFileException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The text of one entry of the ledger, which is what the tree commits to: one line a field, in the
 * order of {@code docs/format/ledger-v1.md}. The same entry always has the same text.
 */
public final class LedgerEntryCodec {
  private static final String VERSION = "1";

  private LedgerEntryCodec() {}

  /** Returns an entry as UTF-8 text. */
  public static byte[] encode(LedgerEntry entry) {
    FieldLines.Writer out = new FieldLines.Writer();
    out.put("sotto-ledger-entry", VERSION).put("kind", kind(entry)).put("time", entry.time());
    switch (entry) {
      case Started e -> {}
      case Intent e -> {
        encode(e.egress(), out);
        encode(e.decision(), out);
      }
      case Outcome e -> {
        out.put("intent", e.intent()).put("result", LedgerWords.of(e.result()));
        e.sent().ifPresent(sent -> out.put("payload", sent.value()));
        out.put("sent-bytes", e.sentBytes()).put("received-bytes", e.receivedBytes());
        e.status().ifPresent(status -> out.put("status", status));
        out.put("failure", e.failure());
      }
      case Refusal e -> {
        out.put("reason", e.reason());
        encode(e.egress(), out);
        encode(e.decision(), out);
      }
      case Grant e -> {
        out.put("extent", LedgerWords.of(e.extent()));
        encode(e.tool(), out);
        out.put("host", e.host()).put("purpose", e.purpose()).putAll("data-class", e.dataClasses());
        e.expires().ifPresent(expires -> out.put("expires", expires));
        e.rate()
            .ifPresent(rate ->
                out.put("rate-requests", rate.requests()).put("rate-period", rate.period()));
        out.put("shown-text", e.shownText().value());
        encode(e.decision(), out);
      }
      case Withdrawal e -> {
        out.put("withdrawn", e.grant());
        encode(e.decision(), out);
      }
      case Expiry e -> out.put("expired", e.grant());
      case PolicyChange e -> {
        out.put("setting", e.setting()).put("before", e.before()).put("after", e.after());
        encode(e.decision(), out);
      }
      case PluginChange e -> {
        out.put("change", LedgerWords.of(e.change()));
        encode(e.plugin(), out);
        e.replaced().ifPresent(code -> out.put("replaced-code", code.value()));
        encode(e.decision(), out);
      }
      case StoreRestored e -> {
        out.put("last-seen", e.lastSeen()).put("found", e.found());
        encode(e.decision(), out);
      }
      case Erasure e -> {
        out.put("erased", e.erased());
        encode(e.decision(), out);
      }
      case Recovery e -> out.put("dropped-bytes", e.droppedBytes());
    }
    return out.toByteArray();
  }

  /**
   * Reads an entry.
   *
   * @param file the file that it comes from, for messages
   * @throws TamperedFileException if the bytes are not what {@link #encode} writes for some entry
   */
  public static LedgerEntry decode(String file, byte[] text) throws TamperedFileException {
    try {
      LedgerEntry entry = decode(new FieldLines.Reader(text));
      if (!Arrays.equals(encode(entry), text)) {
        throw new IllegalArgumentException("An entry is not in its one form");
      }
      return entry;
    } catch (IllegalArgumentException | DateTimeException e) {
      TamperedFileException malformed =
          new TamperedFileException(file, "an entry of the ledger has an unknown form");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static String kind(LedgerEntry entry) {
    return switch (entry) {
      case Started e -> "started";
      case Intent e -> "intent";
      case Outcome e -> "outcome";
      case Refusal e -> "refusal";
      case Grant e -> "grant";
      case Withdrawal e -> "withdrawal";
      case Expiry e -> "expiry";
      case PolicyChange e -> "policy-change";
      case PluginChange e -> "plugin-change";
      case StoreRestored e -> "store-restored";
      case Erasure e -> "erasure";
      case Recovery e -> "recovery";
    };
  }

  private static LedgerEntry decode(FieldLines.Reader in) {
    if (!in.take("sotto-ledger-entry").equals(VERSION)) {
      throw new IllegalArgumentException("An entry has an unknown version");
    }
    String kind = in.take("kind");
    Instant time = Instant.parse(in.take("time"));
    return switch (kind) {
      case "started" -> new Started(time);
      case "intent" -> new Intent(time, egress(in), decision(in));
      case "outcome" ->
          new Outcome(
              time,
              in.takeLong("intent"),
              LedgerWords.read(Result.values(), LedgerWords::of, in.take("result")),
              in.find("payload").map(Fingerprint::new),
              in.takeLong("sent-bytes"),
              in.takeLong("received-bytes"),
              in.find("status")
                  .map(status -> OptionalInt.of(Integer.parseInt(status)))
                  .orElse(OptionalInt.empty()),
              in.take("failure"));
      case "refusal" -> {
        String reason = in.take("reason");
        yield new Refusal(time, egress(in), decision(in), reason);
      }
      case "grant" ->
          new Grant(
              time,
              LedgerWords.read(GrantExtent.values(), LedgerWords::of, in.take("extent")),
              tool(in),
              in.take("host"),
              in.take("purpose"),
              in.takeAll("data-class"),
              in.find("expires").map(Instant::parse),
              rate(in),
              new Fingerprint(in.take("shown-text")),
              decision(in));
      case "withdrawal" -> new Withdrawal(time, in.takeLong("withdrawn"), decision(in));
      case "expiry" -> new Expiry(time, in.takeLong("expired"));
      case "policy-change" ->
          new PolicyChange(
              time, in.take("setting"), in.take("before"), in.take("after"), decision(in));
      case "plugin-change" ->
          new PluginChange(
              time,
              LedgerWords.read(Change.values(), LedgerWords::of, in.take("change")),
              tool(in),
              in.find("replaced-code").map(Fingerprint::new),
              decision(in));
      case "store-restored" ->
          new StoreRestored(time, in.takeLong("last-seen"), in.takeLong("found"), decision(in));
      case "erasure" -> new Erasure(time, in.takeLong("erased"), decision(in));
      case "recovery" -> new Recovery(time, in.takeLong("dropped-bytes"));
      default -> throw new IllegalArgumentException("An entry is of an unknown kind");
    };
  }

  private static void encode(Egress egress, FieldLines.Writer out) {
    encode(egress.tool(), out);
    out.put("host", egress.host())
        .put("purpose", egress.purpose())
        .putAll("data-class", egress.dataClasses())
        .putAll("field", egress.fieldNames())
        .put("stated-retention", egress.statedRetention())
        .put("payload", egress.payload().value())
        .put("byte-count", egress.byteCount())
        .put("shown-text", egress.shownText().value());
    egress.model().ifPresent(model -> out.put("model", model.value()));
    for (UsedRecord used : egress.records()) {
      out.put(
          "record",
          used.id().value()
              + " "
              + LedgerWords.of(used.labels().integrity())
              + " "
              + LedgerWords.of(used.labels().confidentiality()));
    }
  }

  private static Egress egress(FieldLines.Reader in) {
    return new Egress(
        tool(in),
        in.take("host"),
        in.take("purpose"),
        in.takeAll("data-class"),
        in.takeAll("field"),
        in.take("stated-retention"),
        new Fingerprint(in.take("payload")),
        in.takeLong("byte-count"),
        new Fingerprint(in.take("shown-text")),
        in.find("model").map(Fingerprint::new),
        in.takeAll("record").stream().map(LedgerEntryCodec::usedRecord).toList());
  }

  private static UsedRecord usedRecord(String text) {
    List<String> words = List.of(text.split(" ", -1));
    if (words.size() != 3) {
      throw new IllegalArgumentException("A record of an entry has an id and two labels");
    }
    return new UsedRecord(
        new RecordId(words.get(0)),
        new Labels(
            LedgerWords.read(Integrity.values(), LedgerWords::of, words.get(1)),
            LedgerWords.read(Confidentiality.values(), LedgerWords::of, words.get(2))));
  }

  private static void encode(ToolIdentity tool, FieldLines.Writer out) {
    out.put("tool", tool.id())
        .put("tool-version", tool.version())
        .put("tool-code", tool.code().value());
  }

  private static ToolIdentity tool(FieldLines.Reader in) {
    return new ToolIdentity(
        in.take("tool"), in.take("tool-version"), new Fingerprint(in.take("tool-code")));
  }

  private static void encode(Decision decision, FieldLines.Writer out) {
    out.put("actor", LedgerWords.of(decision.actor()))
        .put("method", LedgerWords.of(decision.method()));
    decision.grant().ifPresent(grant -> out.put("grant", grant));
  }

  private static Decision decision(FieldLines.Reader in) {
    return new Decision(
        LedgerWords.read(Actor.values(), LedgerWords::of, in.take("actor")),
        LedgerWords.read(Method.values(), LedgerWords::of, in.take("method")),
        in.find("grant")
            .map(grant -> OptionalLong.of(Long.parseLong(grant)))
            .orElse(OptionalLong.empty()));
  }

  private static Optional<Rate> rate(FieldLines.Reader in) {
    Optional<String> requests = in.find("rate-requests");
    return requests.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rate(Integer.parseInt(requests.get()), Duration.parse(in.take("rate-period"))));
  }
}
