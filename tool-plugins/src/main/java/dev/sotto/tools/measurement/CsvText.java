package dev.sotto.tools.measurement;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table in delimiter-separated text (RFC 4180 and its relatives), read row by row as often as
 * needed. The delimiter is the one of comma, semicolon, tab and bar that gives the most regular
 * columns; a quotation mark that never closes, or closes hundreds of lines later, is an ordinary
 * character. For one thread.
 */
final class CsvText {
  /** The most fields that a row may have. */
  static final int MAX_FIELDS = 512;

  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int SAMPLE_ROWS = 60;
  private static final int SAMPLE_CHARACTERS = 1 << 16;
  private static final int MAX_LINES_OF_A_FIELD = 300;

  private final String text;
  private final char delimiter;
  private final CSVFormat format;

  private CsvText(String text, char delimiter, CSVFormat format) {
    this.text = text;
    this.delimiter = delimiter;
    this.format = format;
  }

  /** Takes a row; its fields are stripped of white space around them. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(List<String> row) throws IOException;
  }

  /** A row has more fields than are read. */
  static final class TooWideException extends IOException {
    private static final long serialVersionUID = 1L;

    TooWideException() {
      super("A row has more than " + MAX_FIELDS + " columns");
    }
  }

  /**
   * Returns the table that stands in a text.
   *
   * @throws TooWideException if a row has more than {@link #MAX_FIELDS} fields
   */
  static CsvText of(String text) throws IOException {
    char best = ',';
    double bestScore = -1;
    for (char candidate : DELIMITERS) {
      double score = regularity(text, candidate);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    Shape shape = Shape.of(text, best, true);
    boolean quoted = !shape.strayQuote;
    if (!quoted) {
      shape = Shape.of(text, best, false);
    }
    if (shape.maxFields > MAX_FIELDS) {
      throw new TooWideException();
    }
    return new CsvText(text, best, format(best, quoted));
  }

  char delimiter() {
    return delimiter;
  }

  /** Hands over all rows that are not empty, in their order. */
  void forEach(RowConsumer consumer) throws IOException {
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      for (CSVRecord parsed : parser) {
        consumer.accept(stripped(parsed));
      }
    }
  }

  /** Returns the first rows. */
  List<List<String>> head(int maxRows) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      for (CSVRecord parsed : parser) {
        if (rows.size() == maxRows) {
          break;
        }
        rows.add(stripped(parsed));
      }
    }
    return rows;
  }

  private static List<String> stripped(CSVRecord parsed) {
    List<String> row = new ArrayList<>(parsed.size());
    for (String field : parsed) {
      row.add(field.strip());
    }
    return row;
  }

  private static CSVFormat format(char delimiter, boolean quoted) {
    CSVFormat.Builder builder =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreEmptyLines(true)
            .setTrailingData(true)
            .setLenientEof(true);
    if (!quoted) {
      builder.setQuote(null);
    }
    return builder.get();
  }

  private static double regularity(String text, char delimiter) {
    String sample = text.substring(0, Math.min(text.length(), SAMPLE_CHARACTERS));
    Shape shape = Shape.of(sample, delimiter, true);
    List<Integer> widths = shape.widths;
    int considered = Math.min(widths.size(), SAMPLE_ROWS);
    int bestWidth = 1;
    int bestRows = 0;
    for (int i = 0; i < considered; i++) {
      int width = widths.get(i);
      int rows = 0;
      for (int j = 0; j < considered; j++) {
        if (widths.get(j) == width) {
          rows++;
        }
      }
      if (width > 1 && rows > bestRows) {
        bestRows = rows;
        bestWidth = width;
      }
    }
    return bestWidth == 1 ? 0 : (double) bestRows / considered + Math.min(bestWidth, 50) / 1_000.0;
  }

  /** How many fields the rows of a text have, counted as the parser cuts them. */
  private static final class Shape {
    final List<Integer> widths = new ArrayList<>();
    int maxFields;
    boolean strayQuote;

    static Shape of(String text, char delimiter, boolean quotes) {
      Shape shape = new Shape();
      int fields = 1;
      boolean fieldStart = true;
      boolean inQuotes = false;
      int linesInQuotes = 0;
      boolean blank = true;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (inQuotes) {
          if (c == '"') {
            if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
              i++;
            } else {
              inQuotes = false;
            }
          } else if (c == '\n' && ++linesInQuotes > MAX_LINES_OF_A_FIELD) {
            shape.strayQuote = true;
          }
        } else if (c == '\n') {
          if (!blank) {
            shape.row(fields);
          }
          fields = 1;
          fieldStart = true;
          blank = true;
        } else {
          blank = false;
          if (c == delimiter) {
            fields++;
            fieldStart = true;
          } else {
            if (c == '"' && fieldStart && quotes) {
              inQuotes = true;
              linesInQuotes = 0;
            }
            fieldStart = false;
          }
        }
      }
      if (!blank) {
        shape.row(fields);
      }
      shape.strayQuote |= inQuotes;
      return shape;
    }

    private void row(int fields) {
      maxFields = Math.max(maxFields, fields);
      if (widths.size() < SAMPLE_ROWS) {
        widths.add(fields);
      }
    }
  }

  @Override
  public String toString() {
    return "CsvText[" + text.length() + " characters]";
  }
}
