package dev.sotto.tools.measurement;

import java.util.List;

/** Writes rows of a table as lines that can be read and quoted. Stateless. */
final class TableText {
  private TableText() {}

  /** Returns a row as {@code name value, name value}, without its day and its empty fields. */
  static String line(List<String> row, TableColumns columns) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String field = oneLine(row.get(column));
      if (field.isEmpty()
          || (column < columns.width() && columns.role(column) == TableColumns.Role.DAY)) {
        continue;
      }
      if (!line.isEmpty()) {
        line.append(", ");
      }
      if (columns.named() && column < columns.width()) {
        line.append(columns.name(column)).append(' ');
      }
      line.append(field);
    }
    return line.toString();
  }

  /** Returns the fields of a row that are not empty. */
  static String plainLine(List<String> row) {
    return String.join(
        ", ", row.stream().map(TableText::oneLine).filter(field -> !field.isEmpty()).toList());
  }

  private static String oneLine(String field) {
    return field.indexOf('\n') < 0 ? field : field.replaceAll("\\s*\\n\\s*", " ");
  }
}
