package dev.sotto.tools.measurement;

import dev.sotto.tools.BoundedText;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table are: where its header stands, which column holds the days, which hold
 * quantities. Immutable.
 */
final class TableColumns {
  private static final int HEAD_ROWS = 60;
  private static final int MAX_NAME = 60;
  private static final int MAX_SERIES = 64;
  private static final double MOST = 0.9;
  private static final double MOST_DAYS = 0.6;
  private static final Set<String> PLACEHOLDERS =
      Set.of("-", "--", "\u2013", "\u2014", "n/a", "na", "nan", "null", "none", "k.a.");
  private static final Pattern CODE_NAME =
      Pattern.compile(
          "(?:.*(?:\\b|_))?(?:id|ids|nr|no|num|number|nummer|número|iban|bic|blz|zip|plz|cep|postcode|phone|"
              + "telefon|telefone|konto|kontonummer|account|year|jahr|ano|month|monat|mês|week|woche|"
              + "weekday|hour|code|lat|latitude|lon|lng|longitude|ref|reference|referenz|row|index|"
              + "zeile|epoch|timestamp|unix)(?:\\b|_)?\\.?|.*(?:编号|账号|帳號|号码|电话|年份|邮编|序号)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION_NAME =
      Pattern.compile(
          ".*(?:hours|duration|dauer|stunden|arbeitszeit|pause|break|overtime|überstunden|duração|"
              + "horas|sleep|schlaf|sono|worked|时长|時長|工时|工時|睡眠|小时).*",
          Pattern.CASE_INSENSITIVE);

  /** What a column holds. */
  enum Role {
    DAY,
    QUANTITY,
    DURATION,
    WORDS,
    EMPTY
  }

  private final List<String> names;
  private final boolean named;
  private final List<Role> roles;
  private final int headRows;
  private final int dayColumn;
  private final DayReader days;
  private final NumberReader numbers;

  private TableColumns(
      List<String> names,
      boolean named,
      List<Role> roles,
      int headRows,
      int dayColumn,
      DayReader days,
      NumberReader numbers) {
    this.names = List.copyOf(names);
    this.named = named;
    this.roles = List.copyOf(roles);
    this.headRows = headRows;
    this.dayColumn = dayColumn;
    this.days = days;
    this.numbers = numbers;
  }

  /** Reads a whole table once and tells what its columns are. */
  static TableColumns of(CsvText table, ZoneId zone) throws IOException {
    List<List<String>> head = table.head(HEAD_ROWS);
    int width = usualWidth(head);
    Map<DayReader.Order, DayReader> readers = new EnumMap<>(DayReader.Order.class);
    for (DayReader.Order order : DayReader.Order.values()) {
      readers.put(order, new DayReader(order, zone));
    }
    int first = firstOfWidth(head, width);
    boolean hasHeader = first < head.size() && isHeader(head, first, readers);
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int column = 0; column < width; column++) {
      String name = hasHeader && column < head.get(first).size() ? head.get(first).get(column) : "";
      name = BoundedText.of(name.replaceAll("\\s+", " "), MAX_NAME);
      if (name.isEmpty()) {
        name = "column " + (column + 1);
      }
      String unique = name;
      for (int n = 2; !taken.add(unique); n++) {
        unique = name + " " + n;
      }
      names.add(unique);
    }
    int headRows = hasHeader ? first + 1 : first;
    List<Statistics> statistics = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      statistics.add(new Statistics(readers));
    }
    int[] row = {0};
    table.forEach(fields -> {
      if (row[0]++ < headRows) {
        return;
      }
      for (int column = 0; column < Math.min(fields.size(), width); column++) {
        statistics.get(column).add(fields.get(column));
      }
    });
    int dayColumn = dayColumn(statistics);
    DayReader.Order order =
        dayColumn < 0 ? DayReader.Order.YEAR_FIRST : statistics.get(dayColumn).order(zone);
    boolean continental =
        table.delimiter() == ';' || (dayColumn >= 0 && statistics.get(dayColumn).points > 0);
    NumberReader.Evidence evidence = new NumberReader.Evidence();
    List<Role> roles = new ArrayList<>();
    int series = 0;
    for (int column = 0; column < width; column++) {
      Role role = column == dayColumn ? Role.DAY : statistics.get(column).role(names.get(column));
      if ((role == Role.QUANTITY || role == Role.DURATION) && ++series > MAX_SERIES) {
        role = Role.WORDS;
      }
      roles.add(role);
    }
    row[0] = 0;
    table.forEach(fields -> {
      if (row[0]++ < headRows) {
        return;
      }
      for (int column = 0; column < Math.min(fields.size(), width); column++) {
        if (roles.get(column) == Role.QUANTITY) {
          evidence.add(fields.get(column));
        }
      }
    });
    return new TableColumns(
        names,
        hasHeader,
        roles,
        headRows,
        dayColumn,
        readers.getOrDefault(order, new DayReader(order, zone)),
        new NumberReader(evidence.mark(continental)));
  }

  /** Returns how many rows stand before the first row of data. */
  int headRows() {
    return headRows;
  }

  /** Returns the number of columns. */
  int width() {
    return names.size();
  }

  String name(int column) {
    return names.get(column);
  }

  /** Tells whether the table names its columns. */
  boolean named() {
    return named;
  }

  Role role(int column) {
    return roles.get(column);
  }

  /** Tells whether the table has a column of days. */
  boolean dated() {
    return dayColumn >= 0;
  }

  /** Returns the columns with quantities, in order. */
  List<Integer> series() {
    List<Integer> series = new ArrayList<>();
    for (int column = 0; column < roles.size(); column++) {
      if (roles.get(column) == Role.QUANTITY || roles.get(column) == Role.DURATION) {
        series.add(column);
      }
    }
    return series;
  }

  /** Tells whether every column holds days or quantities. */
  boolean numbersOnly() {
    return !roles.contains(Role.WORDS);
  }

  Optional<LocalDate> day(List<String> row) {
    return dated() && dayColumn < row.size() ? days.read(row.get(dayColumn)) : Optional.empty();
  }

  /** Returns the quantity in a column of a row, {@link Double#NaN} where there is none. */
  double value(List<String> row, int column) {
    if (column >= row.size()) {
      return Double.NaN;
    }
    return roles.get(column) == Role.DURATION
        ? NumberReader.hours(row.get(column))
        : numbers.read(row.get(column));
  }

  private static int usualWidth(List<List<String>> head) {
    int best = 0;
    int bestRows = 0;
    for (List<String> row : head) {
      int rows = 0;
      for (List<String> other : head) {
        if (other.size() == row.size()) {
          rows++;
        }
      }
      if (rows > bestRows || (rows == bestRows && row.size() > best)) {
        bestRows = rows;
        best = row.size();
      }
    }
    return best;
  }

  private static int firstOfWidth(List<List<String>> head, int width) {
    for (int i = 0; i < head.size(); i++) {
      int filled = (int) head.get(i).stream().filter(field -> !field.isEmpty()).count();
      if (Math.abs(head.get(i).size() - width) <= 1 && filled * 2 > width) {
        return i;
      }
    }
    return head.size();
  }

  private static boolean isHeader(
      List<List<String>> head, int at, Map<DayReader.Order, DayReader> readers) {
    if (at + 1 >= head.size()) {
      return false;
    }
    int words = 0;
    for (String field : head.get(at)) {
      boolean day = readers.values().stream().anyMatch(reader -> reader.read(field).isPresent());
      if (day || NumberReader.looksNumeric(field)) {
        return false;
      }
      if (!field.isEmpty()) {
        words++;
      }
    }
    return words > 0;
  }

  private static int dayColumn(List<Statistics> statistics) {
    int best = -1;
    long bestDays = 0;
    for (int column = 0; column < statistics.size(); column++) {
      Statistics found = statistics.get(column);
      if (found.mostlyDays() && found.days() > bestDays * 1.1) {
        best = column;
        bestDays = found.days();
      }
    }
    return best;
  }

  /** What the fields of one column look like. */
  private static final class Statistics {
    private final Map<DayReader.Order, DayReader> readers;
    private final Map<DayReader.Order, Long> days = new EnumMap<>(DayReader.Order.class);
    private final Map<DayReader.Order, Long> falls = new EnumMap<>(DayReader.Order.class);
    private final Map<DayReader.Order, Long> rises = new EnumMap<>(DayReader.Order.class);
    private final Map<DayReader.Order, LocalDate> before = new EnumMap<>(DayReader.Order.class);
    private long filled;
    private long numbers;
    private long codes;
    private long durations;
    private long halfDays;
    private long points;
    private @Nullable String unit;
    private boolean severalUnits;

    Statistics(Map<DayReader.Order, DayReader> readers) {
      this.readers = readers;
    }

    void add(String field) {
      if (field.isEmpty() || PLACEHOLDERS.contains(field.toLowerCase(Locale.ROOT))) {
        return;
      }
      filled++;
      for (Map.Entry<DayReader.Order, DayReader> entry : readers.entrySet()) {
        Optional<LocalDate> day = entry.getValue().read(field);
        if (day.isPresent()) {
          addDay(entry.getKey(), day.get());
        }
      }
      if (NumberReader.looksNumeric(field)) {
        numbers++;
        if (NumberReader.looksLikeCode(field)) {
          codes++;
        }
        String found = NumberReader.unit(field);
        if (unit == null) {
          unit = found;
        } else if (!unit.equals(found)) {
          severalUnits = true;
        }
      } else if (!Double.isNaN(NumberReader.hours(field))) {
        durations++;
      }
      if (DayReader.hasHalfDay(field)) {
        halfDays++;
      }
      if (field.length() > 5 && field.indexOf('.') > 0) {
        points++;
      }
    }

    private void addDay(DayReader.Order order, LocalDate day) {
      days.merge(order, 1L, Long::sum);
      LocalDate previous = before.put(order, day);
      if (previous != null && previous.isAfter(day)) {
        falls.merge(order, 1L, Long::sum);
      } else if (previous != null && previous.isBefore(day)) {
        rises.merge(order, 1L, Long::sum);
      }
    }

    long days() {
      return days.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    boolean mostlyDays() {
      return filled > 0 && days() >= MOST_DAYS * filled;
    }

    DayReader.Order order(ZoneId zone) {
      DayReader.Order best = DayReader.Order.YEAR_FIRST;
      for (DayReader.Order order : DayReader.Order.values()) {
        if (count(days, order) > count(days, best)) {
          best = order;
        }
      }
      if (best == DayReader.Order.DAY_FIRST
          && count(days, DayReader.Order.MONTH_FIRST) == count(days, best)) {
        long dayFirst = turns(DayReader.Order.DAY_FIRST);
        long monthFirst = turns(DayReader.Order.MONTH_FIRST);
        if (dayFirst != monthFirst) {
          return dayFirst < monthFirst ? best : DayReader.Order.MONTH_FIRST;
        }
        boolean american = halfDays > 0 || (points == 0 && isAmerican(zone));
        return american ? DayReader.Order.MONTH_FIRST : best;
      }
      return best;
    }

    private long turns(DayReader.Order order) {
      return Math.min(count(falls, order), count(rises, order));
    }

    private static long count(Map<DayReader.Order, Long> counts, DayReader.Order order) {
      return counts.getOrDefault(order, 0L);
    }

    private static boolean isAmerican(ZoneId zone) {
      String id = zone.getId();
      return id.startsWith("US/")
          || Set.of(
                  "America/New_York",
                  "America/Chicago",
                  "America/Denver",
                  "America/Los_Angeles",
                  "America/Phoenix",
                  "America/Detroit",
                  "America/Anchorage",
                  "Pacific/Honolulu")
              .contains(id);
    }

    Role role(String name) {
      if (filled == 0) {
        return Role.EMPTY;
      }
      if (mostlyDays()) {
        return Role.WORDS;
      }
      String plain = name.toLowerCase(Locale.ROOT);
      if (numbers >= MOST * filled) {
        boolean code = codes * 2 > filled || CODE_NAME.matcher(plain).matches();
        return code || severalUnits ? Role.WORDS : Role.QUANTITY;
      }
      return durations >= MOST * filled && DURATION_NAME.matcher(plain).matches()
          ? Role.DURATION
          : Role.WORDS;
    }
  }

  @Override
  public String toString() {
    return "TableColumns[" + names.size() + " columns, " + series().size() + " series]";
  }
}
