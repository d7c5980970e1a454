package dev.sotto.benchmarks;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;

/** Writes figures as Markdown. */
final class Report {
  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void heading(String text) {
    out.println("## " + text);
    out.println();
  }

  void paragraph(String text) {
    out.println(text);
    out.println();
  }

  /** Writes a table; all cells of a row, as many as there are columns. */
  void table(List<String> columns, List<List<String>> rows) {
    row(columns);
    row(Collections.nCopies(columns.size(), "---"));
    rows.forEach(this::row);
    out.println();
  }

  private void row(List<String> cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }
}
