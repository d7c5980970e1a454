package dev.sotto.tools.guide;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Reads recipes, which are plain text files, one record a file. */
public final class RecipeImporter implements Importer {
  private static final int MAX_FILE_BYTES = 1 << 20;

  @Override
  public String name() {
    return "recipes";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return isRecipe(path) ? Match.YES : Match.NO;
    }
    return recipes(path).isEmpty() ? Match.NO : Match.POSSIBLE;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<Path> files = recipes(path);
    long done = 0;
    for (Path file : files) {
      read(path, file, sink);
      sink.progress(++done, files.size());
    }
  }

  private static boolean isRecipe(Path path) {
    return path.toString().endsWith(".recipe");
  }

  private static List<Path> recipes(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(RecipeImporter::isRecipe).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void read(Path source, Path file, ImportSink sink) throws IOException {
    String name = String.valueOf(file.getFileName());
    String place = source.equals(file) ? name : source.relativize(file).toString();
    ItemKey key = new ItemKey(place.replace('\\', '/'));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      sink.problem(key, "It is a link or no regular file and is not opened. Put a file there.");
      return;
    }
    byte[] bytes;
    Instant modified;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      sink.problem(key, "Reading it failed. Check its permissions and sync again.");
      return;
    }
    if (bytes.length > MAX_FILE_BYTES) {
      sink.problem(key, "It is larger than the 1 MiB that is read. Split it and sync again.");
      return;
    }
    Fingerprint fingerprint = Fingerprint.of(bytes);
    if (!sink.wants(key, fingerprint)) {
      return;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      sink.problem(key, "It is not UTF-8 text. Save it as UTF-8 and sync again.");
      return;
    }
    sink.accept(
        key,
        fingerprint,
        new RecordContent(
            RecordKind.NOTE,
            name.substring(0, name.length() - ".recipe".length()),
            modified,
            List.of(),
            "",
            text.replace("\r\n", "\n").replace('\r', '\n'),
            Labels.OWN,
            key.value()));
  }
}
