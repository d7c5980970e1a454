package dev.sotto.record;

import java.time.LocalDate;
import java.util.List;

/**
 * Numbers that were measured day by day.
 *
 * @param series the names of what was measured, such as {@code steps}
 * @param rows one a day, oldest first
 */
public record MeasurementDetails(List<String> series, List<Row> rows) implements RecordDetails {
  /**
   * What was measured on one day.
   *
   * @param start offset of its line in the record's text
   * @param day the day
   * @param values one a series, in their order; {@link Double#NaN} where nothing was measured
   */
  public record Row(int start, LocalDate day, List<Double> values) {
    public Row {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return "Row[" + values.size() + " values]";
    }
  }

  public MeasurementDetails {
    series = List.copyOf(series);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.values().size() != series.size()) {
        throw new IllegalArgumentException(
            "A row has one value a series: " + series.size() + "; found " + row.values().size());
      }
    }
  }

  @Override
  public String toString() {
    return "MeasurementDetails[" + series.size() + " series, " + rows.size() + " rows]";
  }
}
