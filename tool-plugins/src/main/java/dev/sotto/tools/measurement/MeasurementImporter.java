package dev.sotto.tools.measurement;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextDecoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * Reads tables in delimiter-separated text ({@code .csv}, {@code .tsv}). A table with a column of
 * days becomes one record a month, one line a day or row, with its quantities as {@link
 * MeasurementDetails}; any other becomes lines of text. The {@code export.xml} of Apple Health
 * becomes such records of daily values. For any thread.
 *
 * <p>Delimiter, encoding, header, order of day and month, and decimal mark are told from the file
 * itself. Several rows of a day are put together as {@link Aggregation} says.
 */
public final class MeasurementImporter implements Importer {
  /** The largest table that is read. */
  public static final int MAX_FILE_BYTES = 32 << 20;

  private static final Set<String> EXTENSIONS = Set.of("csv", "tsv");
  private static final int SAMPLE_ENTRIES = 2_000;
  private static final int HEAD_BYTES = 4_096;
  private static final int PART_CHARACTERS = 100_000;
  private static final byte[] VERSION = {1};

  @Override
  public String name() {
    return "measurements";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path name = path.getFileName();
      if (name == null) {
        return Match.NO;
      }
      String extension = SourceFiles.extension(name.toString());
      return EXTENSIONS.contains(extension)
              || (extension.equals("xml")
                  && SourceFiles.sample(path, _ -> false, 1).stream()
                      .anyMatch(MeasurementImporter::isHealthExport))
          ? Match.YES
          : Match.NO;
    }
    return SourceFiles.matchByMajority(
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES),
        MeasurementImporter::isTable);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    long totalBytes =
        files.stream().filter(MeasurementImporter::isTable).mapToLong(SourceFile::sizeBytes).sum();
    boolean single = files.size() == 1 && !Files.isDirectory(path);
    long doneBytes = 0;
    ItemKeys keys = new ItemKeys();
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      if (isHealthExport(file)) {
        healthExport(file, keys, context, sink);
      } else if (isTable(file) || (single && file.kind() == SourceFile.Kind.REGULAR)) {
        read(file, keys, context, sink);
        doneBytes += file.sizeBytes();
        sink.progress(doneBytes, Math.max(doneBytes, totalBytes));
      } else if (mayHoldTables(file)) {
        sink.problem(keys.next(file.relative()), file.obstacle());
      }
    }
  }

  private static void healthExport(
      SourceFile file, ItemKeys keys, ImportContext context, ImportSink sink) throws IOException {
    HealthExport export;
    try (InputStream in = file.open()) {
      export = HealthExport.read(in);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      sink.problem(
          ItemKeys.of(file.relative()),
          "It is damaged or cut off, or no export of Apple Health. Export it again and sync"
              + " again.");
      return;
    }
    new Table(file, "Apple Health", keys, context.zone(), sink)
        .months(export.months(), export.cutOff());
  }

  private static void read(SourceFile file, ItemKeys keys, ImportContext context, ImportSink sink)
      throws IOException {
    byte[] bytes;
    try {
      bytes = file.head(MAX_FILE_BYTES + 1);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e));
      return;
    }
    if (bytes.length > MAX_FILE_BYTES) {
      sink.problem(
          ItemKeys.of(file.relative()),
          "The table is larger than the "
              + (MAX_FILE_BYTES >> 20)
              + " MiB that are read. Split it, by year for instance, and sync again.");
      return;
    }
    if (TextDecoding.isBinary(bytes)) {
      sink.problem(
          ItemKeys.of(file.relative()),
          "The file holds zero bytes, so it is not text. Export it as CSV and sync again.");
      return;
    }
    String text = TextDecoding.normalizeLineEnds(TextDecoding.decode(bytes));
    Table table = new Table(file, SourceFiles.stem(file.name()), keys, context.zone(), sink);
    CsvText csv;
    TableColumns columns;
    DatedTable dated;
    try {
      csv = CsvText.of(text);
      columns = TableColumns.of(csv, context.zone());
      dated = columns.dated() ? DatedTable.of(csv, columns) : null;
    } catch (CsvText.TooWideException e) {
      sink.problem(
          ItemKeys.of(file.relative()),
          "A row has more than the "
              + CsvText.MAX_FIELDS
              + " columns that are read. Export fewer columns and sync again.");
      return;
    } catch (IOException e) {
      sink.problem(
          ItemKeys.of(file.relative()),
          "It can't be taken apart into rows and columns. Export it again as CSV.");
      return;
    }
    if (dated == null) {
      table.undated(csv, columns);
    } else {
      table.dated(dated, columns);
    }
  }

  /** Hands over the records of one table. */
  private static final class Table {
    private final SourceFile file;
    private final ItemKeys keys;
    private final ZoneId zone;
    private final ImportSink sink;
    private final String title;

    Table(SourceFile file, String title, ItemKeys keys, ZoneId zone, ImportSink sink) {
      this.file = file;
      this.keys = keys;
      this.zone = zone;
      this.sink = sink;
      this.title = BoundedText.of(title, BoundedText.MAX_TITLE);
    }

    void months(List<DatedTable.Month> months, boolean cutOff) throws IOException {
      months(months, Labels.OWN);
      if (cutOff) {
        sink.problem(
            ItemKeys.of(file.relative()),
            "It holds more values than are kept; some were left out. Export a shorter time.");
      }
    }

    void dated(DatedTable table, TableColumns columns) throws IOException {
      Labels labels = columns.numbersOnly() ? Labels.OWN : Labels.UNLABELLED;
      months(table.months(), labels);
      if (!table.undated().isEmpty()) {
        lines("undated", table.undated(), labels);
      }
      if (table.cutOff()) {
        sink.problem(
            ItemKeys.of(file.relative()),
            "The table's text is too long; its last rows were left out. Split the file, by year for"
                + " instance, and sync again.");
      }
    }

    private void months(List<DatedTable.Month> months, Labels labels) throws IOException {
      for (DatedTable.Month month : months) {
        boolean measured = !month.details().rows().isEmpty();
        hand(
            String.valueOf(month.month()),
            RecordKind.LOG,
            month.lastDay().atStartOfDay(zone).toInstant(),
            month.text(),
            labels,
            measured ? month.details() : RecordDetails.NONE);
      }
    }

    void undated(CsvText csv, TableColumns columns) throws IOException {
      Parts parts = new Parts();
      int[] row = {0};
      csv.forEach(fields -> {
        row[0]++;
        boolean data = row[0] > columns.headRows();
        parts.add(data ? TableText.line(fields, columns) : TableText.plainLine(fields), row[0]);
      });
      parts.hand();
    }

    private void lines(String part, List<String> lines, Labels labels) throws IOException {
      hand(
          part,
          RecordKind.DOC,
          file.modified(),
          String.join("\n", lines) + "\n",
          labels,
          RecordDetails.NONE);
    }

    private void hand(
        String part,
        RecordKind kind,
        Instant time,
        String text,
        Labels labels,
        RecordDetails details)
        throws IOException {
      ItemKey key = keys.next(file.relative() + "/" + part);
      Fingerprint fingerprint =
          Fingerprint.of(
              VERSION,
              text.getBytes(StandardCharsets.UTF_8),
              details instanceof MeasurementDetails measured
                  ? String.join("\n", measured.series()).getBytes(StandardCharsets.UTF_8)
                  : new byte[0]);
      if (sink.wants(key, fingerprint)) {
        sink.accept(
            key,
            fingerprint,
            new RecordContent(
                kind,
                title,
                time,
                List.of(),
                "",
                text,
                labels,
                file.relative() + ", " + part.replace('-', part.startsWith("rows") ? ' ' : '-'),
                List.of(),
                details));
      }
    }

    /** The lines of a table without days, in parts of bounded length. */
    private final class Parts {
      private final StringBuilder text = new StringBuilder();
      private int firstRow;

      void add(String line, int row) throws IOException {
        if (line.isEmpty()) {
          return;
        }
        if (text.length() + line.length() > PART_CHARACTERS && !text.isEmpty()) {
          hand();
        }
        if (text.isEmpty()) {
          firstRow = row;
        }
        text.append(line).append('\n');
      }

      void hand() throws IOException {
        if (!text.isEmpty()) {
          Table.this.hand(
              "rows-" + firstRow,
              RecordKind.DOC,
              file.modified(),
              text.toString(),
              Labels.UNLABELLED,
              RecordDetails.NONE);
          text.setLength(0);
        }
      }
    }
  }

  private static boolean isTable(SourceFile file) {
    return SourceFiles.isNamed(file, EXTENSIONS);
  }

  private static boolean isHealthExport(SourceFile file) {
    if (file.kind() != SourceFile.Kind.REGULAR
        || SourceFiles.isHidden(file.name())
        || !file.extension().equals("xml")) {
      return false;
    }
    try {
      return HealthExport.startsExport(file.head(HEAD_BYTES));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean mayHoldTables(SourceFile file) {
    return SourceFiles.mayHold(file, EXTENSIONS);
  }
}
