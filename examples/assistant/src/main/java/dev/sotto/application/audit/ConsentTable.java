package dev.sotto.application.audit;

import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.text.SafeText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Entries as a table for people (RFC 4180), with salted references. No cell begins with a character
 * that a spreadsheet takes for a formula.
 */
public final class ConsentTable {
  private static final List<String> COLUMNS =
      List.of(
          "host",
          "purpose",
          "dataClasses",
          "fields",
          "bytes",
          "state",
          "actor",
          "method",
          "grant",
          "tool",
          "toolVersion",
          "toolCode",
          "payload");
  private static final String BEGINS_A_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

  private ConsentTable() {}

  /** Prints all entries, each on a line. */
  public static void print(List<RecordedEntry> entries, PrintStream out) {
    RequestStates states = new RequestStates(entries);
    List<String> head = new ArrayList<>(List.of("number", "time", "event"));
    head.addAll(COLUMNS);
    head.add("more");
    row(head, out);
    for (RecordedEntry entry : entries) {
      List<String> cells = new ArrayList<>();
      cells.add(Long.toString(entry.number()));
      switch (entry) {
        case RecordedEntry.Erased erased -> cells.addAll(List.of("", "erased"));
        case RecordedEntry.Kept kept -> addCells(kept, states, cells);
      }
      row(cells, out);
    }
  }

  private static void addCells(RecordedEntry.Kept kept, RequestStates states, List<String> cells) {
    LedgerEntry entry = kept.salted();
    Map<String, Object> fields = EntryFields.of(entry);
    states.of(kept).ifPresent(state -> fields.put("state", state));
    cells.add(entry.time().toString());
    cells.add(EntryFields.kind(entry));
    for (String column : COLUMNS) {
      cells.add(fields.containsKey(column) ? text(fields.remove(column)) : "");
    }
    cells.add(
        fields.entrySet().stream()
            .map(field -> field.getKey() + ": " + text(field.getValue()))
            .collect(Collectors.joining("; ")));
  }

  private static String text(Object value) {
    return value instanceof List<?> values
        ? values.stream().map(Object::toString).collect(Collectors.joining(", "))
        : value.toString();
  }

  private static void row(List<String> cells, PrintStream out) {
    out.print(cells.stream().map(ConsentTable::cell).collect(Collectors.joining(",")) + "\r\n");
  }

  private static String cell(String value) {
    String line = SafeText.line(value);
    String harmless =
        !line.isEmpty() && BEGINS_A_FORMULA.indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
    return '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
