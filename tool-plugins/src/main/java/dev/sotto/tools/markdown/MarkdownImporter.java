package dev.sotto.tools.markdown;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a folder of Markdown notes (an Obsidian vault, say) or one Markdown file, one record a
 * file. The text is the file's own, character by character, from behind the front matter on; the
 * front matter's lines but for the title follow it, so that tags and properties can be found and
 * quoted too. Hidden folders are not entered. For any thread.
 */
public final class MarkdownImporter implements Importer {
  private static final int MAX_TAGS = 100;
  private static final int MAX_TAG = 100;
  private static final Pattern TAG =
      Pattern.compile("(?<![\\S])#(\\p{L}[\\p{L}\\p{M}\\p{N}_/-]{0,99})(?![#\\p{L}])");

  /** The largest file that is read. */
  public static final int MAX_FILE_BYTES = 16 << 20;

  private static final Set<String> EXTENSIONS = Set.of("md", "markdown");
  private static final int SAMPLE_ENTRIES = 2_000;

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path name = path.getFileName();
      return name != null && EXTENSIONS.contains(SourceFiles.extension(name.toString()))
          ? Match.YES
          : Match.NO;
    }
    if (Files.isDirectory(path.resolve(".obsidian"), LinkOption.NOFOLLOW_LINKS)) {
      return Match.YES;
    }
    return SourceFiles.matchByMajority(
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES), MarkdownImporter::isNote);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    long totalBytes =
        files.stream().filter(MarkdownImporter::isNote).mapToLong(SourceFile::sizeBytes).sum();
    long doneBytes = 0;
    ItemKeys keys = new ItemKeys();
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      if (isNote(file)) {
        read(file, keys.next(file.relative()), context, sink);
        doneBytes += file.sizeBytes();
        sink.progress(doneBytes, totalBytes);
      } else if (mayHoldNotes(file)) {
        sink.problem(keys.next(file.relative()), file.obstacle());
      }
    }
  }

  private static void read(SourceFile file, ItemKey key, ImportContext context, ImportSink sink)
      throws IOException {
    Optional<TextFile> note = TextFile.wanted(file, key, MAX_FILE_BYTES, "a note", sink);
    if (note.isPresent()) {
      sink.accept(key, note.get().fingerprint(), content(file, note.get().text(), context));
    }
  }

  private static RecordContent content(SourceFile file, String whole, ImportContext context) {
    FrontMatter frontMatter = FrontMatter.of(whole);
    String body = whole.substring(frontMatter.end());
    return new RecordContent(
        RecordKind.NOTE,
        BoundedText.of(
            frontMatter
                .title()
                .or(() -> NoteHeading.of(body))
                .orElseGet(() -> SourceFiles.stem(file.name())),
            BoundedText.MAX_TITLE),
        frontMatter
            .time(context.zone())
            .or(() -> NoteDate.inFileName(file.name(), context.zone()))
            .orElse(file.modified()),
        List.of(),
        "",
        frontMatter.appendedTo(body),
        Labels.OWN,
        file.relative(),
        tags(frontMatter, body),
        RecordDetails.NONE);
  }

  private static List<String> tags(FrontMatter frontMatter, String body) {
    Set<String> tags = new LinkedHashSet<>();
    frontMatter.tags().forEach(tag -> tags.add(BoundedText.of(tag, MAX_TAG)));
    Matcher tag = TAG.matcher(body);
    while (tag.find() && tags.size() < MAX_TAGS) {
      tags.add(tag.group(1));
    }
    return tags.stream().limit(MAX_TAGS).toList();
  }

  private static boolean isNote(SourceFile file) {
    return SourceFiles.isNamed(file, EXTENSIONS);
  }

  private static boolean mayHoldNotes(SourceFile file) {
    return switch (file.kind()) {
      case REGULAR -> false;
      case LINK, SPECIAL ->
          EXTENSIONS.contains(file.extension())
              || (file.kind() == SourceFile.Kind.LINK
                  && file.extension().isEmpty()
                  && SourceFiles.isVisible(file.name()));
      case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
    };
  }
}
