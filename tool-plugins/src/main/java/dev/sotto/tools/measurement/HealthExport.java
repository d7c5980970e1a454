package dev.sotto.tools.measurement;

import dev.sotto.record.MeasurementDetails;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The daily values in the {@code export.xml} of Apple Health, read as a stream of any length. What
 * adds up (steps, energy, sleep) is added for each device and the device with the most counts,
 * since phone and watch count the same steps; readings (a pulse, a weight) are averaged over all
 * devices. The document's own type declaration is not looked at and nothing it refers to is
 * fetched.
 */
final class HealthExport {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAMES = 2_000;
  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_SOURCE = 100;
  private static final String QUANTITY = "HKQuantityTypeIdentifier";
  private static final String SLEEP = "HKCategoryTypeIdentifierSleepAnalysis";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern ADDS_UP =
      Pattern.compile(
          "StepCount|Distance.*|.*EnergyBurned|FlightsClimbed|AppleExerciseTime|AppleStandTime"
              + "|AppleMoveTime|PushCount|SwimmingStrokeCount|Dietary.*|NumberOf.*|TimeInDaylight");

  private final Map<String, TreeMap<LocalDate, Map<String, DayValues>>> series = new TreeMap<>();
  private final Set<String> added = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private int values;
  private boolean cutOff;

  private HealthExport() {}

  /** Tells whether a file begins as an export does. */
  static boolean startsExport(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.contains("<!DOCTYPE HealthData") || text.contains("<HealthData");
  }

  /**
   * Reads an export.
   *
   * @throws IOException if it is damaged, or not of this form
   */
  static HealthExport read(InputStream in) throws IOException {
    HealthExport export = new HealthExport();
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new BoundedTags(in));
      try {
        export.read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("An export of Apple Health is damaged", e);
    }
    return export;
  }

  /** Tells whether there were more values than are kept. */
  boolean cutOff() {
    return cutOff;
  }

  List<DatedTable.Month> months() {
    List<String> all = List.copyOf(series.keySet());
    TreeMap<YearMonth, TreeSet<LocalDate>> months = new TreeMap<>();
    series
        .values()
        .forEach(days ->
            days.keySet()
                .forEach(day ->
                    months.computeIfAbsent(YearMonth.from(day), _ -> new TreeSet<>()).add(day)));
    List<DatedTable.Month> made = new ArrayList<>();
    months.forEach((month, days) -> made.add(month(month, days, all)));
    return made;
  }

  private DatedTable.Month month(YearMonth month, NavigableSet<LocalDate> days, List<String> all) {
    StringBuilder text = new StringBuilder();
    List<MeasurementDetails.Row> rows = new ArrayList<>();
    for (LocalDate day : days) {
      int start = text.length();
      List<Double> row = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (String name : all) {
        DayValues found = ofDay(name, day);
        boolean sum = added.contains(name);
        double value =
            found == null ? Double.NaN : found.of(sum ? Aggregation.SUM : Aggregation.MEAN, false);
        row.add(value);
        if (found != null) {
          line.append(line.isEmpty() ? "" : ", ").append(name).append(' ');
          line.append(DayValues.text(value));
          if (!sum && found.count() > 1) {
            line.append(" (").append(DayValues.text(found.minimum())).append(" to ");
            line.append(DayValues.text(found.maximum())).append(')');
          }
        }
      }
      text.append(day).append(": ").append(line).append('\n');
      rows.add(new MeasurementDetails.Row(start, day, row));
    }
    return new DatedTable.Month(
        month, text.toString(), days.last(), new MeasurementDetails(all, rows));
  }

  private @Nullable DayValues ofDay(String name, LocalDate day) {
    TreeMap<LocalDate, Map<String, DayValues>> days = series.get(name);
    Map<String, DayValues> sources = days == null ? null : days.get(day);
    if (sources == null) {
      return null;
    }
    DayValues best = null;
    for (DayValues candidate : sources.values()) {
      if (best == null || candidate.of(Aggregation.SUM, false) > best.of(Aggregation.SUM, false)) {
        best = candidate;
      }
    }
    return best;
  }

  private void read(XMLStreamReader reader) throws XMLStreamException, IOException {
    int depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > MAX_DEPTH) {
            throw new IOException("Elements are nested too deep");
          }
          note(reader.getLocalName());
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            note(reader.getAttributeLocalName(i));
          }
          if (reader.getLocalName().equals("Record")) {
            record(reader);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {}
      }
    }
  }

  private void note(String name) throws IOException {
    names.add(name);
    if (names.size() > MAX_NAMES) {
      throw new IOException("There are too many different names");
    }
  }

  private void record(XMLStreamReader reader) {
    String type = attribute(reader, "type");
    String end = attribute(reader, "endDate");
    String start = attribute(reader, "startDate");
    if (type.equals(SLEEP)) {
      if (attribute(reader, "value").contains("Asleep")) {
        sleep(start, end, attribute(reader, "sourceName"));
      }
      return;
    }
    if (!type.startsWith(QUANTITY) || start.length() < 10) {
      return;
    }
    try {
      String kind = type.substring(QUANTITY.length());
      boolean sum = ADDS_UP.matcher(kind).matches();
      String source = sum ? attribute(reader, "sourceName") : "";
      add(
          name(kind, attribute(reader, "unit")),
          sum,
          LocalDate.parse(start.substring(0, 10)),
          source,
          Double.parseDouble(attribute(reader, "value")));
    } catch (NumberFormatException | DateTimeException e) {
      return;
    }
  }

  private void sleep(String start, String end, String source) {
    try {
      OffsetDateTime woken = OffsetDateTime.parse(end, TIME);
      Duration slept = Duration.between(OffsetDateTime.parse(start, TIME), woken);
      if (slept.isPositive() && slept.toHours() < 24) {
        add("sleep (h)", true, woken.toLocalDate(), source, slept.toMinutes() / 60.0);
      }
    } catch (DateTimeException e) {
      return;
    }
  }

  private void add(String name, boolean sum, LocalDate day, String source, double value) {
    if (day.getYear() < 1900 || day.getYear() > 2199 || Double.isInfinite(value)) {
      return;
    }
    String device = source.substring(0, Math.min(source.length(), MAX_SOURCE));
    TreeMap<LocalDate, Map<String, DayValues>> days = series.get(name);
    Map<String, DayValues> sources = days == null ? null : days.get(day);
    DayValues known = sources == null ? null : sources.get(device);
    if (known == null) {
      if (++values > MAX_VALUES) {
        cutOff = true;
        return;
      }
      known = new DayValues();
      series
          .computeIfAbsent(name, _ -> new TreeMap<>())
          .computeIfAbsent(day, _ -> new HashMap<>())
          .put(device, known);
      if (sum) {
        added.add(name);
      }
    }
    known.add(value);
  }

  private static String name(String kind, String unit) {
    String words = HUMP.matcher(kind).replaceAll(" ").toLowerCase(Locale.ROOT);
    String name = unit.isEmpty() || unit.equals("count") ? words : words + " (" + unit + ")";
    return name.substring(0, Math.min(name.length(), MAX_SOURCE));
  }

  private static String attribute(XMLStreamReader reader, String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("Nothing is fetched for an export");
    });
    return factory;
  }

  /** Fails where a tag does not end within a megabyte, before the parser has collected it. */
  private static final class BoundedTags extends FilterInputStream {
    private static final int MAX_TAG_BYTES = 1 << 20;
    private int sinceEnd;

    BoundedTags(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      for (int i = offset; i < offset + count; i++) {
        sinceEnd = target[i] == '>' ? 0 : sinceEnd + 1;
      }
      if (sinceEnd > MAX_TAG_BYTES) {
        throw new IOException("A tag of an export has no end");
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  @Override
  public String toString() {
    return "HealthExport[" + series.size() + " series]";
  }
}
