package dev.sotto.tools.measurement;

import dev.sotto.record.MeasurementDetails;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of a table by month and day, as text lines and as numbers. A table with few rows a day
 * keeps each of them as a line; of one that holds nothing but numbers, many a day, a line tells the
 * day's value. For one thread.
 */
final class DatedTable {
  /** The most rows a day, on average, that are kept line by line where all columns are numbers. */
  static final int FEW_ROWS_A_DAY = 24;

  private static final int MAX_TEXT = 64 << 20;

  private final TableColumns columns;
  private final List<Integer> series;
  private final List<Aggregation> aggregations;
  private final boolean lineByLine;
  private final TreeMap<LocalDate, Day> days = new TreeMap<>();
  private final List<String> undated = new ArrayList<>();
  private long text;
  private boolean cutOff;
  private final boolean newestFirst;

  /** One month of the table. */
  record Month(YearMonth month, String text, LocalDate lastDay, MeasurementDetails details) {
    @Override
    public String toString() {
      return "Month[" + text.length() + " characters]";
    }
  }

  private DatedTable(TableColumns columns, boolean lineByLine, boolean newestFirst) {
    this.newestFirst = newestFirst;
    this.columns = columns;
    this.series = columns.series();
    this.aggregations =
        series.stream().map(column -> Aggregation.of(columns.name(column))).toList();
    this.lineByLine = lineByLine;
  }

  /** Reads a table that has a column of days. */
  static DatedTable of(CsvText csv, TableColumns columns) throws IOException {
    Order order = Order.of(csv, columns);
    boolean lineByLine =
        !columns.numbersOnly() || order.rows <= (long) FEW_ROWS_A_DAY * order.distinctDays;
    DatedTable table = new DatedTable(columns, lineByLine, order.newestFirst);
    int[] row = {0};
    csv.forEach(fields -> {
      if (row[0]++ < columns.headRows()) {
        if (!columns.named() || row[0] < columns.headRows()) {
          table.addUndated(fields);
        }
      } else {
        table.add(fields);
      }
    });
    if (order.newestFirst) {
      for (Day day : table.days.values()) {
        Collections.reverse(day.rows);
      }
    }
    return table;
  }

  /** Returns the months in order. */
  List<Month> months() {
    List<Month> months = new ArrayList<>();
    Map<YearMonth, List<LocalDate>> byMonth = new TreeMap<>();
    for (LocalDate day : days.keySet()) {
      byMonth.computeIfAbsent(YearMonth.from(day), _ -> new ArrayList<>()).add(day);
    }
    byMonth.forEach((month, monthDays) -> months.add(month(month, monthDays)));
    return months;
  }

  /** Returns the lines that name no day: what stands above the table, sums below it. */
  List<String> undated() {
    return undated;
  }

  /** Tells whether rows were left out because the text of the table became too long. */
  boolean cutOff() {
    return cutOff;
  }

  private Month month(YearMonth month, List<LocalDate> monthDays) {
    StringBuilder lines = new StringBuilder();
    List<MeasurementDetails.Row> rows = new ArrayList<>();
    for (LocalDate date : monthDays) {
      Day day = days.get(date);
      if (day == null) {
        continue;
      }
      int start = lines.length();
      List<Double> values = new ArrayList<>();
      if (lineByLine) {
        for (String line : day.rows) {
          lines.append(date).append(": ").append(line).append('\n');
        }
      } else {
        lines.append(date).append(": ").append(summary(day)).append('\n');
      }
      List<DayValues> inOrder = day.values(series.size());
      for (int i = 0; i < series.size(); i++) {
        values.add(inOrder.get(i).of(aggregations.get(i), newestFirst));
      }
      if (values.stream().anyMatch(value -> !value.isNaN())) {
        rows.add(new MeasurementDetails.Row(start, date, values));
      }
    }
    List<String> names = series.stream().map(columns::name).toList();
    return new Month(
        month, lines.toString(), monthDays.getLast(), new MeasurementDetails(names, rows));
  }

  private String summary(Day day) {
    StringBuilder line = new StringBuilder();
    List<DayValues> inOrder = day.values(series.size());
    for (int i = 0; i < series.size(); i++) {
      DayValues values = inOrder.get(i);
      if (values.count() == 0) {
        continue;
      }
      if (!line.isEmpty()) {
        line.append(", ");
      }
      line.append(columns.name(series.get(i))).append(' ');
      line.append(DayValues.text(values.of(aggregations.get(i), newestFirst)));
      if (values.count() > 1 && aggregations.get(i) == Aggregation.MEAN) {
        line.append(" (").append(DayValues.text(values.minimum())).append(" to ");
        line.append(DayValues.text(values.maximum())).append(')');
      }
    }
    return line.toString();
  }

  private void add(List<String> fields) {
    var date = columns.day(fields);
    if (date.isEmpty()) {
      addUndated(fields);
      return;
    }
    Day day = days.computeIfAbsent(date.get(), _ -> new Day());
    double[] values = new double[series.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.value(fields, series.get(i));
    }
    if (!lineByLine) {
      day.add(values);
      return;
    }
    String line = TableText.line(fields, columns);
    text += line.length();
    if (text > MAX_TEXT) {
      cutOff = true;
      return;
    }
    day.rows.add(line);
    day.add(values);
  }

  private void addUndated(List<String> fields) {
    String line = TableText.plainLine(fields);
    text += line.length();
    if (text > MAX_TEXT) {
      cutOff = true;
    } else if (!line.isEmpty()) {
      undated.add(line);
    }
  }

  /** What one day holds. */
  private static final class Day {
    final List<String> rows = new ArrayList<>();
    private DayValues[] values = new DayValues[0];

    void add(double[] row) {
      if (values.length == 0 && row.length > 0) {
        values = new DayValues[row.length];
        for (int i = 0; i < row.length; i++) {
          values[i] = new DayValues();
        }
      }
      for (int i = 0; i < row.length; i++) {
        values[i].add(row[i]);
      }
    }

    List<DayValues> values(int expected) {
      List<DayValues> all = new ArrayList<>(List.of(values));
      while (all.size() < expected) {
        all.add(new DayValues());
      }
      return all;
    }
  }

  /** Whether the newest rows stand on top, and how many rows and days there are. */
  private static final class Order {
    private long rows;
    private long distinctDays;
    private boolean newestFirst;

    static Order of(CsvText csv, TableColumns columns) throws IOException {
      Order order = new Order();
      LocalDate[] ends = new LocalDate[2];
      java.util.Set<LocalDate> distinct = new java.util.HashSet<>();
      int[] row = {0};
      csv.forEach(fields -> {
        if (row[0]++ < columns.headRows()) {
          return;
        }
        columns
            .day(fields)
            .ifPresent(day -> {
              order.rows++;
              distinct.add(day);
              if (ends[0] == null) {
                ends[0] = day;
              }
              ends[1] = day;
            });
      });
      order.distinctDays = distinct.size();
      order.newestFirst = ends[0] != null && ends[0].isAfter(ends[1]);
      return order;
    }
  }

  @Override
  public String toString() {
    return "DatedTable[" + days.size() + " days]";
  }
}
