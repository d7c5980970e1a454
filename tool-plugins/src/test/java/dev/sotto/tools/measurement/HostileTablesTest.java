package dev.sotto.tools.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that were made, or damaged, to break a reader. */
@Timeout(60)
final class HostileTablesTest {
  @TempDir Path folder;

  @BeforeEach
  void writesAGoodTable() throws IOException {
    Files.writeString(folder.resolve("good.csv"), "date,n\n2026-10-06,1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", "\"\",", "1,", "a;"})
  void reportsRowsOfAHundredThousandColumns(String column) throws IOException {
    Files.writeString(folder.resolve("wide.csv"), "date,n\n" + column.repeat(100_000) + "\n");

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.csv/2026-10");
    assertThat(sink.problems().get("wide.csv")).contains("512 columns");
  }

  @Test
  void readsAGiantFieldWithoutLosingIt() throws IOException {
    String giant = "x".repeat(8 << 20);
    Files.writeString(folder.resolve("giant.csv"), "name,text\na,\"" + giant + "\"\nb,c\n");

    RecordingImportSink sink = scan();

    assertThat(
            sink.records().values().stream()
                .map(RecordContent::text)
                .anyMatch(text -> text.contains(giant)))
        .isTrue();
  }

  @Test
  void reportsALineOfAGigabyteAndReadsTheRest() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("line.csv").toFile(), "rw")) {
      file.setLength(1L << 30);
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.csv/2026-10");
    assertThat(sink.problems()).containsOnlyKeys("line.csv");
  }

  @Test
  void doesNotMultiplyLongHeadersWithoutBound() throws IOException {
    StringBuilder table = new StringBuilder("date");
    for (int i = 0; i < 500; i++) {
      table.append(',').append("n".repeat(1_000)).append(i);
    }
    table.append('\n');
    for (int i = 0; i < 2_300; i++) {
      table.append("2026-10-06").append(",x".repeat(500)).append('\n');
    }
    Files.writeString(folder.resolve("headers.csv"), table);

    RecordingImportSink sink = scan();

    long characters =
        sink.records().values().stream().mapToLong(record -> record.text().length()).sum();
    assertThat(characters).isLessThan(80L << 20);
    assertThat(sink.problems().get("headers.csv")).contains("left out");
  }

  @Test
  void readsDamageAsText() throws IOException {
    Random random = new Random(7714);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[400];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) ",;\t\"\n\r2026-10-06.1e\u00ff\u00e9 ".charAt(random.nextInt(22));
      }
      Files.write(folder.resolve("noise-" + i + ".csv"), bytes);
    }

    RecordingImportSink sink = scan();

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records()).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999999999999999999999",
        "1e308",
        "-",
        "0x10",
        "Infinity",
        "1,2,3,4,5",
        "....",
        "1.2.3",
        "( 5",
        "\u0661\u0662"
      })
  void takesNoOddNumberForAQuantityThatBreaks(String number) throws IOException {
    Files.writeString(
        folder.resolve("odd.csv"),
        "date;n\n2026-10-06;" + number + "\n2026-10-07;" + number + "\n9999-99-99;1\n");

    RecordingImportSink sink = scan();

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records().get("odd.csv/2026-10").text()).contains(number);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void opensNoPipe() throws Exception {
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.csv").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();
    assumeThat(mkfifo.exitValue()).isZero();

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.csv/2026-10");
    assertThat(sink.problems()).containsOnlyKeys("pipe.csv");
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    new MeasurementImporter()
        .scan(folder, new ImportContext(List.of(), List.of(), ZoneOffset.UTC), sink);
    return sink;
  }
}
