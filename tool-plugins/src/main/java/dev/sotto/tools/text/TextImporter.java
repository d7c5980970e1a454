package dev.sotto.tools.text;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.OtherImporters;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextDecoding;
import dev.sotto.tools.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads plain text files by their extension, one record a file, in any encoding. A file of which
 * another importer is sure, such as an exported chat, is left to that one. For any thread.
 */
public final class TextImporter implements Importer {
  /** The largest file that is read. */
  public static final int MAX_FILE_BYTES = 16 << 20;

  private static final Set<String> EXTENSIONS =
      Set.of(
          "txt", "text", "log", "org", "rst", "adoc", "asciidoc", "asc", "textile", "wiki", "nfo");
  private static final int SAMPLE_ENTRIES = 2_000;
  private static final int HEAD_BYTES = 4_096;
  private static final Pattern DATE =
      Pattern.compile(
          "(?<!\\d)((?:19|20)\\d\\d)([-_.]?)(0[1-9]|1[0-2])\\2(0[1-9]|[12]\\d|3[01])(?!\\d)");

  private final OtherImporters others;

  /**
   * Creates an importer.
   *
   * @param others the importers whose files it leaves alone; must not ask this one in turn
   */
  public TextImporter(OtherImporters others) {
    this.others = others;
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path name = path.getFileName();
      if (name == null || !Files.isRegularFile(path)) {
        return Match.NO;
      }
      boolean named = EXTENSIONS.contains(SourceFiles.extension(name.toString()));
      if (named) {
        return others.claim(path) ? Match.NO : Match.YES;
      }
      return SourceFiles.extension(name.toString()).isEmpty() && isText(path)
          ? Match.POSSIBLE
          : Match.NO;
    }
    for (SourceFile file : SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES)) {
      if (isNamedAsText(file) && !others.claim(file.path())) {
        return Match.POSSIBLE;
      }
    }
    return Match.NO;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    long totalBytes =
        files.stream().filter(TextImporter::isNamedAsText).mapToLong(SourceFile::sizeBytes).sum();
    boolean single = files.size() == 1 && !Files.isDirectory(path);
    long doneBytes = 0;
    ItemKeys keys = new ItemKeys();
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      if (single && file.kind() == SourceFile.Kind.REGULAR) {
        read(file, keys.next(file.relative()), context, sink);
      } else if (isNamedAsText(file)) {
        if (!others.claim(file.path())) {
          read(file, keys.next(file.relative()), context, sink);
        }
        doneBytes += file.sizeBytes();
        sink.progress(doneBytes, totalBytes);
      } else if (mayHoldText(file)) {
        sink.problem(keys.next(file.relative()), file.obstacle());
      }
    }
  }

  private static void read(SourceFile file, ItemKey key, ImportContext context, ImportSink sink)
      throws IOException {
    Optional<TextFile> text = TextFile.wanted(file, key, MAX_FILE_BYTES, "a text", sink);
    if (text.isEmpty()) {
      return;
    }
    sink.accept(
        key,
        text.get().fingerprint(),
        new RecordContent(
            file.extension().equals("log") ? RecordKind.LOG : RecordKind.NOTE,
            title(file.name()),
            dayInName(file.name(), context.zone()).orElse(file.modified()),
            List.of(),
            "",
            text.get().text(),
            Labels.OWN,
            file.relative()));
  }

  private static String title(String name) {
    return BoundedText.of(SourceFiles.stem(name), BoundedText.MAX_TITLE);
  }

  private static Optional<Instant> dayInName(String name, ZoneId zone) {
    Matcher date = DATE.matcher(name);
    if (!date.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
                  Integer.parseInt(date.group(1)),
                  Integer.parseInt(date.group(3)),
                  Integer.parseInt(date.group(4)))
              .atStartOfDay(zone)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isText(Path file) throws IOException {
    List<SourceFile> found = SourceFiles.sample(file, SourceFiles::isVisible, 1);
    if (found.isEmpty() || found.getFirst().kind() != SourceFile.Kind.REGULAR) {
      return false;
    }
    byte[] head = found.getFirst().head(HEAD_BYTES);
    if (head.length == 0 || TextDecoding.isBinary(head)) {
      return false;
    }
    int controls = 0;
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 27) {
        controls++;
      }
    }
    return controls == 0;
  }

  private static boolean isNamedAsText(SourceFile file) {
    return SourceFiles.isNamed(file, EXTENSIONS);
  }

  private static boolean mayHoldText(SourceFile file) {
    return SourceFiles.mayHold(file, EXTENSIONS);
  }
}
