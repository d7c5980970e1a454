package dev.sotto.tools.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as banks, watches, spreadsheets and people export them. */
final class TablesTest {
  private static final Path SAMPLE =
      Path.of(
          "../examples/assistant/src/main/resources/dev/sotto/application/sample-life/health/steps.csv");

  @TempDir Path folder;

  @Test
  void keepsOneLineADayAndOneRecordAMonth() throws IOException {
    Map<String, RecordContent> records =
        read(
            "date,steps,resting_hr,sleep_min\n2026-09-30,7066,55,428\n"
                + "2026-10-01,9672,,439\n2026-10-02,7767,58,465\n");

    assertThat(records).containsOnlyKeys("table.csv/2026-09", "table.csv/2026-10");
    RecordContent october = records.get("table.csv/2026-10");
    assertThat(october.kind()).isEqualTo(RecordKind.LOG);
    assertThat(october.title()).isEqualTo("table");
    assertThat(october.location()).isEqualTo("table.csv, 2026-10");
    assertThat(october.time()).isEqualTo(Instant.parse("2026-10-01T22:00:00Z"));
    assertThat(october.labels()).isEqualTo(Labels.OWN);
    assertThat(october.text())
        .isEqualTo(
            "2026-10-01: steps 9672, sleep_min 439\n"
                + "2026-10-02: steps 7767, resting_hr 58, sleep_min 465\n");
    MeasurementDetails details = details(october);
    assertThat(details.series()).containsExactly("steps", "resting_hr", "sleep_min");
    assertThat(details.rows().get(1).day()).isEqualTo(LocalDate.of(2026, 10, 2));
    assertThat(details.rows().get(1).values()).containsExactly(7767.0, 58.0, 465.0);
    assertThat(details.rows().get(0).values().get(1)).isNaN();
    assertThat(october.text().substring(details.rows().get(1).start())).startsWith("2026-10-02: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "2026-10-06!2026-10-07",
        "2026-10-06 07:30:00 +0200!2026-10-07 23:30:00 +0200",
        "2026-10-06T07:30:00Z!2026-10-06T22:30:00Z",
        "2026/10/06!2026/10/07",
        "2026.10.6!2026.10.7",
        "20261006!20261007",
        "06.10.2026!07.10.2026",
        "6.10.26!7.10.26",
        "Di., 06.10.2026!Mi., 07.10.2026",
        "06/10/2026!07/10/2026",
        "10/6/2026 7:30 AM!10/7/2026 11:15 PM",
        "6 Oct 2026!7 Oct 2026",
        "'Oct 6, 2026'!'Oct 7, 2026'",
        "6. Oktober 2026!7. Oktober 2026",
        "6 de outubro de 2026!7 de outubro de 2026",
        "2026年10月6日!2026年10月7日",
        "2026年10月6日 星期二!2026年10月7日 星期三"
      })
  void readsTheDatesOfManyCountries(String first, String second) throws IOException {
    Map<String, RecordContent> records =
        read("day\tvalue\n" + first + "\t12\n" + second + "\t13\n");

    assertThat(records.values()).hasSize(1);
    assertThat(days(records.get("table.csv/2026-10")))
        .containsExactly(LocalDate.of(2026, 10, 6), LocalDate.of(2026, 10, 7));
  }

  @Test
  void tellsTheOrderOfDayAndMonthFromTheWholeColumn() throws IOException {
    assertThat(daysOf("d,v\n01/02/2026,1\n01/13/2026,1\n"))
        .containsExactly(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 13));
    assertThat(daysOf("d,v\n01/02/2026,1\n13/02/2026,1\n"))
        .containsExactly(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 13));
    assertThat(daysOf("d,v\n10/06/2026,1\n11/06/2026,1\n01/07/2026,1\n"))
        .containsExactly(
            LocalDate.of(2026, 6, 10), LocalDate.of(2026, 6, 11), LocalDate.of(2026, 7, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "-23,40!1.234,56",
        "-23.40!\"1,234.56\"",
        "-23,40 EUR!1.234,56 EUR",
        "€-23.40!€1234.56",
        "-$23.40!\"$1,234.56\"",
        "(23.40)!1234.56",
        "23,40-!1 234,56",
        "-23.4!1'234.56",
        "\u221223,40!1\u00a0234,56"
      })
  void readsTheNumbersOfManyCountries(String first, String second) throws IOException {
    Map<String, RecordContent> records =
        read("date;amount\n2026-10-06;" + first + "\n2026-10-07;" + second + "\n");

    assertThat(details(records.get("table.csv/2026-10")).rows())
        .extracting(row -> row.values().getFirst())
        .containsExactly(-23.4, 1234.56);
  }

  @Test
  void readsABankStatementWithItsHeadAndEncoding() throws IOException {
    String statement =
        "Konto;DE12 5001 0517 0648 4898 90\r\nZeitraum;01.10.2026 - 31.10.2026\r\n\r\n"
            + "Buchungstag;Valuta;Empfänger;Verwendungszweck;Kundennr;Betrag;Saldo\r\n"
            + "06.10.2026;07.10.2026;Bäckerei Kühn;\"Brötchen; Kaffee\";00817;-4,80;1.195,20\r\n"
            + "06.10.2026;06.10.2026;REWE;Einkauf;00817;-23,40;1.200,00\r\n"
            + "01.10.2026;01.10.2026;Arbeitgeber;Gehalt;00999;1.234,56;1.223,40\r\n"
            + "Summe;;;;;1.206,36;\r\n";

    Map<String, RecordContent> records = read(statement, Charset.forName("windows-1252"));

    assertThat(records).containsOnlyKeys("table.csv/2026-10", "table.csv/undated");
    RecordContent october = records.get("table.csv/2026-10");
    assertThat(october.text())
        .isEqualTo(
            "2026-10-01: Valuta 01.10.2026, Empfänger Arbeitgeber, Verwendungszweck Gehalt,"
                + " Kundennr 00999, Betrag 1.234,56, Saldo 1.223,40\n"
                + "2026-10-06: Valuta 06.10.2026, Empfänger REWE, Verwendungszweck Einkauf,"
                + " Kundennr 00817, Betrag -23,40, Saldo 1.200,00\n"
                + "2026-10-06: Valuta 07.10.2026, Empfänger Bäckerei Kühn, Verwendungszweck"
                + " Brötchen; Kaffee, Kundennr 00817, Betrag -4,80, Saldo 1.195,20\n");
    assertThat(october.labels()).isEqualTo(Labels.UNLABELLED);
    MeasurementDetails details = details(october);
    assertThat(details.series()).containsExactly("Betrag", "Saldo");
    assertThat(details.rows())
        .extracting(MeasurementDetails.Row::values)
        .containsExactly(List.of(1234.56, 1223.4), List.of(-28.2, 1195.2));
    assertThat(records.get("table.csv/undated").text())
        .isEqualTo(
            "Konto, DE12 5001 0517 0648 4898 90\nZeitraum, 01.10.2026 - 31.10.2026\n"
                + "Summe, 1.206,36\n");
  }

  @Test
  void putsManyReadingsOfADayTogether() throws IOException {
    StringBuilder table = new StringBuilder("timestamp,heart_rate,steps\n");
    for (int i = 0; i < 100; i++) {
      table.append("2026-10-06T%02d:%02d:00,%d,10%n".formatted(i / 6, i % 6 * 10, 50 + i));
    }

    RecordContent october = read(table.toString()).get("table.csv/2026-10");

    assertThat(october.text()).isEqualTo("2026-10-06: heart_rate 99.5 (50 to 149), steps 1000\n");
    assertThat(details(october).rows().getFirst().values()).containsExactly(99.5, 1000.0);
  }

  @Test
  void keepsEveryRowOfADayWithFewAndCountsTheirHours() throws IOException {
    RecordContent october =
        read("Datum,Beginn,Ende,Stunden,Projekt\n2026-10-06,08:00,12:15,4:15,Lux\n"
                + "2026-10-06,13:00,16:30,3:30,Lux\n")
            .get("table.csv/2026-10");

    assertThat(october.text())
        .isEqualTo(
            "2026-10-06: Beginn 08:00, Ende 12:15, Stunden 4:15, Projekt Lux\n"
                + "2026-10-06: Beginn 13:00, Ende 16:30, Stunden 3:30, Projekt Lux\n");
    assertThat(details(october).series()).containsExactly("Stunden");
    assertThat(details(october).rows().getFirst().values()).containsExactly(7.75);
  }

  @Test
  void readsATableWithoutDaysAsLines() throws IOException {
    Map<String, RecordContent> records =
        read("item;where;pieces\nCharger;left pocket;2\n\"Two\nlines\";;1\n");

    RecordContent rows = records.get("table.csv/rows-1");
    assertThat(rows.kind()).isEqualTo(RecordKind.DOC);
    assertThat(rows.text())
        .isEqualTo(
            "item, where, pieces\n"
                + "item Charger, where left pocket, pieces 2\n"
                + "item Two lines, pieces 1\n");
    assertThat(rows.details()).isEqualTo(RecordDetails.NONE);
    assertThat(rows.location()).isEqualTo("table.csv, rows 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just one line", "a\nb\nc\n", "x,y", "\"", ",,,\n,,,\n", "a,\"b\nc"})
  void losesNoWordOfWhatIsHardlyATable(String text) throws IOException {
    String read = String.join(" ", read(text).values().stream().map(RecordContent::text).toList());

    for (String word : text.split("[^a-z]+")) {
      assertThat(read).contains(word);
    }
  }

  @Test
  void aQuotationMarkThatNeverClosesSwallowsNothing() throws IOException {
    StringBuilder table = new StringBuilder("date,what,km\n2026-10-01,\"27 inch wheel,5\n");
    for (int i = 2; i < 30; i++) {
      table.append("2026-10-%02d,ride,7%n".formatted(i));
    }

    assertThat(details(read(table.toString()).get("table.csv/2026-10")).rows()).hasSize(29);
  }

  @Test
  void readsUtf16() throws IOException {
    assertThat(
            read("\ufeffdate;km\n2026-10-06;3\n", StandardCharsets.UTF_16LE)
                .get("table.csv/2026-10")
                .text())
        .isEqualTo("2026-10-06: km 3\n");
  }

  @ParameterizedTest
  @CsvSource({
    "steps,SUM",
    "resting_hr,MEAN",
    "Heart Rate (bpm),MEAN",
    "weight,MEAN",
    "Gewicht kg,MEAN",
    "体重,MEAN",
    "步数,SUM",
    "sleep_min,SUM",
    "minutes,SUM",
    "max_hr,MAXIMUM",
    "min hr,MINIMUM",
    "Kontostand,LAST",
    "odometer km,LAST",
    "Betrag,SUM",
    "Fat (g),SUM"
  })
  void knowsWhichValuesAddUp(String column, Aggregation aggregation) {
    assertThat(Aggregation.of(column)).isEqualTo(aggregation);
  }

  @Test
  void readsTheSampleAsAnotherReaderDoes() throws IOException {
    Map<LocalDate, List<Double>> expected = new TreeMap<>();
    for (String line : Files.readAllLines(SAMPLE).subList(1, Files.readAllLines(SAMPLE).size())) {
      String[] cells = line.split(",");
      expected.put(
          LocalDate.parse(cells[0]),
          List.of(Double.valueOf(cells[1]), Double.valueOf(cells[2]), Double.valueOf(cells[3])));
    }

    RecordingImportSink sink = RecordingImportSink.empty();
    new MeasurementImporter().scan(SAMPLE, context(), sink);

    Map<LocalDate, List<Double>> read = new TreeMap<>();
    for (RecordContent month : sink.records().values()) {
      details(month).rows().forEach(row -> read.put(row.day(), row.values()));
    }
    assertThat(sink.problems()).isEmpty();
    assertThat(read).isEqualTo(expected).hasSizeGreaterThan(100);
  }

  @Test
  void anAppendedDayChangesItsMonthOnly() throws IOException {
    Path file = folder.resolve("table.csv");
    Files.writeString(file, "date,steps\n2026-09-30,1\n2026-10-01,2\n");
    RecordingImportSink first = RecordingImportSink.empty();
    new MeasurementImporter().scan(file, context(), first);
    Files.writeString(file, "date,steps\n2026-09-30,1\n2026-10-01,2\n2026-10-02,3\n");

    RecordingImportSink second = RecordingImportSink.after(first);
    new MeasurementImporter().scan(file, context(), second);

    assertThat(second.records()).containsOnlyKeys("table.csv/2026-10");
  }

  private List<LocalDate> daysOf(String text) throws IOException {
    List<LocalDate> all = new ArrayList<>();
    read(text).values().forEach(record -> all.addAll(days(record)));
    return all;
  }

  private static List<LocalDate> days(RecordContent record) {
    return details(record).rows().stream().map(MeasurementDetails.Row::day).toList();
  }

  private static MeasurementDetails details(RecordContent record) {
    assertThat(record.details()).isInstanceOf(MeasurementDetails.class);
    return (MeasurementDetails) record.details();
  }

  private Map<String, RecordContent> read(String text) throws IOException {
    return read(text, StandardCharsets.UTF_8);
  }

  private Map<String, RecordContent> read(String text, Charset charset) throws IOException {
    Files.write(folder.resolve("table.csv"), text.getBytes(charset));
    RecordingImportSink sink = RecordingImportSink.empty();
    new MeasurementImporter().scan(folder, context(), sink);
    assertThat(sink.problems()).isEmpty();
    return sink.records();
  }

  private static ImportContext context() {
    return new ImportContext(List.of(), List.of(), ZoneId.of("Europe/Berlin"));
  }
}
