package dev.sotto.application.audit;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.Style;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.text.SafeText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Entries as lines for people, in their language. */
public final class EntryText {
  private final Messages messages;
  private final Style style;
  private final ZoneId zone;

  /**
   * Creates a writer of lines.
   *
   * @param zone the zone that times are told in
   */
  public EntryText(Messages messages, Style style, ZoneId zone) {
    this.messages = messages;
    this.style = style;
    this.zone = zone;
  }

  /** Returns one line about an entry. */
  public String line(RecordedEntry entry, RequestStates states) {
    return switch (entry) {
      case RecordedEntry.Erased erased ->
          style.faint(erased.number() + "  " + messages.of("audit.kind.erased"));
      case RecordedEntry.Kept kept ->
          style.faint(kept.number() + "  " + messages.time(kept.entry().time(), zone))
              + "  "
              + style.strong(kind(kept.entry()))
              + "  "
              + summary(kept, states);
    };
  }

  /** Returns everything about an entry, a line a field. */
  public List<String> lines(RecordedEntry entry, RequestStates states) {
    List<String> lines = new ArrayList<>();
    lines.add(line(entry, states));
    if (entry instanceof RecordedEntry.Kept kept) {
      for (Map.Entry<String, Object> field : EntryFields.of(kept.entry()).entrySet()) {
        lines.add(
            "  "
                + style.faint(messages.of("audit.field." + field.getKey()) + ":")
                + " "
                + value(field.getKey(), field.getValue()));
      }
    }
    return lines;
  }

  private String summary(RecordedEntry.Kept kept, RequestStates states) {
    return switch (kept.entry()) {
      case LedgerEntry.Started e -> "";
      case LedgerEntry.Intent e -> {
        String state = states.of(kept).orElseThrow();
        yield messages.of(
                "audit.line.request",
                safe(e.egress().host()),
                safe(e.egress().purpose()),
                e.egress().byteCount())
            + " · "
            + messages.of("audit.state." + state);
      }
      case LedgerEntry.Outcome e ->
          messages.of(
              "audit.line.outcome",
              e.intent(),
              messages.of("audit.state." + EntryFields.word(e.result())),
              e.sentBytes());
      case LedgerEntry.Refusal e ->
          messages.of(
                  "audit.line.request",
                  safe(e.egress().host()),
                  safe(e.egress().purpose()),
                  e.egress().byteCount())
              + " · "
              + safe(e.reason());
      case LedgerEntry.Grant e ->
          messages.of(
              "audit.line.grant",
              safe(e.host()),
              safe(e.purpose()),
              messages.of("audit.extent." + EntryFields.word(e.extent())));
      case LedgerEntry.Withdrawal e -> messages.of("audit.line.about", e.grant());
      case LedgerEntry.Expiry e -> messages.of("audit.line.about", e.grant());
      case LedgerEntry.PolicyChange e ->
          safe(e.setting()) + ": " + safe(e.before()) + " → " + safe(e.after());
      case LedgerEntry.PluginChange e ->
          safe(e.plugin().id())
              + " "
              + safe(e.plugin().version())
              + " · "
              + messages.of("audit.change." + EntryFields.word(e.change()));
      case LedgerEntry.StoreRestored e ->
          messages.of("audit.line.restored", e.lastSeen(), e.found());
      case LedgerEntry.Erasure e -> messages.of("audit.line.about", e.erased());
      case LedgerEntry.Recovery e -> messages.of("audit.line.dropped", e.droppedBytes());
    };
  }

  private String kind(LedgerEntry entry) {
    return messages.of("audit.kind." + EntryFields.kind(entry));
  }

  private String value(String name, Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(item -> safe(item.toString())).collect(Collectors.joining(", "));
    }
    Optional<String> word =
        switch (name) {
          case "method" -> Optional.of("audit.method." + value);
          case "actor" -> Optional.of("audit.actor." + value);
          case "result" -> Optional.of("audit.state." + value);
          case "extent" -> Optional.of("audit.extent." + value);
          case "change" -> Optional.of("audit.change." + value);
          default -> Optional.empty();
        };
    return word.map(key -> messages.of(key)).orElseGet(() -> safe(value.toString()));
  }

  private static String safe(String text) {
    return SafeText.line(text);
  }
}
