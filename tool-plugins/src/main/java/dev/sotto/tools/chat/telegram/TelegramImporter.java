package dev.sotto.tools.chat.telegram;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code result.json} of Telegram Desktop, of one chat or of a whole account: the file,
 * or a folder with it and the exported media, which are not read. One record a chat and day. JSON
 * files of another kind are passed over. For any thread.
 */
public final class TelegramImporter implements Importer {
  private static final int SAMPLE_ENTRIES = 2_000;
  private static final int SAMPLE_READS = 16;
  private static final String EXPORT_NAME = "result.json";

  @Override
  public String name() {
    return "telegram";
  }

  @Override
  public Match match(Path path) throws IOException {
    List<SourceFile> sample = SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES);
    if (!Files.isDirectory(path)) {
      return !sample.isEmpty()
              && sample.getFirst().extension().equals("json")
              && isExport(sample.getFirst())
          ? Match.YES
          : Match.NO;
    }
    int reads = 0;
    boolean any = false;
    for (SourceFile file : sample) {
      if (file.extension().equals("json") && reads++ < SAMPLE_READS && isExport(file)) {
        boolean atRoot = file.relative().equals(EXPORT_NAME);
        boolean inOwnFolder =
            file.name().equals(EXPORT_NAME) && file.relative().split("/").length == 2;
        if (atRoot || (inOwnFolder && file.relative().matches("(?:Chat|Data)Export.*"))) {
          return Match.YES;
        }
        any = true;
      }
    }
    boolean alone =
        any
            && sample.stream()
                .filter(file -> !SourceFiles.isHidden(file.name()))
                .allMatch(file -> file.extension().equals("json"));
    return alone ? Match.YES : any ? Match.POSSIBLE : Match.NO;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    boolean single = !Files.isDirectory(path);
    List<SourceFile> files =
        SourceFiles.under(path, SourceFiles::isVisible).stream()
            .filter(file -> single || mayBeExport(file))
            .toList();
    long totalBytes = files.stream().mapToLong(SourceFile::sizeBytes).sum();
    ExportScan scan = new ExportScan(context, sink, totalBytes);
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      file(file, single, scan, sink);
      scan.finished(file);
    }
  }

  private static void file(SourceFile file, boolean single, ExportScan scan, ImportSink sink)
      throws IOException {
    if (file.kind() != SourceFile.Kind.REGULAR) {
      sink.problem(ItemKeys.of(file.relative()), file.obstacle());
      return;
    }
    Optional<String> obstacle = Optional.empty();
    boolean export = false;
    try {
      export = isExport(file);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      obstacle = Optional.of(SourceFiles.reason(e));
    }
    if (export) {
      scan.read(file);
    } else if (obstacle.isPresent() || single || file.name().equals(EXPORT_NAME)) {
      sink.problem(
          ItemKeys.of(file.relative()),
          obstacle.orElse(
              "It is not the JSON of a Telegram export. In Telegram Desktop choose Export chat"
                  + " history, Format: Machine-readable JSON, and sync again."));
    }
  }

  private static boolean mayBeExport(SourceFile file) {
    return switch (file.kind()) {
      case REGULAR, LINK, SPECIAL -> file.extension().equals("json");
      case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
    };
  }

  private static boolean isExport(SourceFile file) throws IOException {
    return file.kind() == SourceFile.Kind.REGULAR
        && TelegramFormat.looksLikeExport(file.head(TelegramFormat.HEAD_BYTES));
  }
}
