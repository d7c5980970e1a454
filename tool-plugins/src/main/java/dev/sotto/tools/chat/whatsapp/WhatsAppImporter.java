package dev.sotto.tools.chat.whatsapp;

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
import java.util.Set;

/**
 * Reads chats that WhatsApp exported as text, from Android and iOS, in whatever form the phone
 * writes its dates: single files, or folders of them with or without the exported media, which are
 * not read. One record a chat and day. Files that are no chats are passed over. For any thread.
 */
public final class WhatsAppImporter implements Importer {
  private static final int SAMPLE_ENTRIES = 2_000;
  private static final int SAMPLE_READS = 64;
  private static final Set<String> MEDIA =
      Set.of(
          "jpg", "jpeg", "png", "webp", "gif", "heic", "mp4", "3gp", "mov", "opus", "m4a", "mp3",
          "aac", "ogg", "vcf", "pdf", "docx", "xlsx", "pptx", "was");

  @Override
  public String name() {
    return "whatsapp";
  }

  @Override
  public Match match(Path path) throws IOException {
    List<SourceFile> sample = SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES);
    if (!Files.isDirectory(path)) {
      return !sample.isEmpty()
              && ChatTitle.isText(sample.getFirst().name())
              && isChat(sample.getFirst())
          ? Match.YES
          : Match.NO;
    }
    int chats = 0;
    int others = 0;
    int reads = 0;
    for (SourceFile file : sample) {
      if (file.kind() != SourceFile.Kind.REGULAR || SourceFiles.isHidden(file.name())) {
        continue;
      }
      if (ChatTitle.isText(file.name()) && reads++ < SAMPLE_READS && isChat(file)) {
        chats++;
      } else if (!MEDIA.contains(file.extension())) {
        others++;
      }
    }
    if (chats == 0) {
      return Match.NO;
    }
    return chats >= others ? Match.YES : Match.POSSIBLE;
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    boolean single = !Files.isDirectory(path);
    long totalBytes =
        files.stream()
            .filter(file -> single || ChatTitle.isText(file.name()))
            .mapToLong(SourceFile::sizeBytes)
            .sum();
    Path rootName = path.toRealPath().getFileName();
    ChatScan scan =
        new ChatScan(context, sink, rootName == null ? "" : rootName.toString(), totalBytes);
    sink.progress(0, 2 * totalBytes);
    for (SourceFile file : files) {
      if (!single && !ChatTitle.isText(file.name())) {
        if (file.kind() == SourceFile.Kind.CLOSED_FOLDER
            || file.kind() == SourceFile.Kind.TOO_DEEP_FOLDER) {
          sink.problem(ItemKeys.of(file.relative()), file.obstacle());
        }
        continue;
      }
      if (file.kind() != SourceFile.Kind.REGULAR) {
        sink.problem(ItemKeys.of(file.relative()), file.obstacle());
        continue;
      }
      Optional<String> obstacle = Optional.empty();
      boolean chat = false;
      try {
        chat = isChat(file);
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        obstacle = Optional.of(SourceFiles.reason(e));
      }
      boolean expected = single || ChatTitle.isNameOfExport(file.name());
      if (chat) {
        scan.read(file);
      } else if (obstacle.isPresent() || (expected && file.sizeBytes() > 0)) {
        sink.problem(
            ItemKeys.of(file.relative()),
            obstacle.orElse(
                "It does not begin with lines that have a date, a time and a name, so it is no"
                    + " exported chat, or one in a form that is not known. Export the chat again"
                    + " and sync again."));
      }
      scan.finished(file);
    }
  }

  private static boolean isChat(SourceFile file) throws IOException {
    return file.kind() == SourceFile.Kind.REGULAR
        && file.sizeBytes() > 0
        && WhatsAppFormat.looksLikeChat(file.head(WhatsAppFormat.HEAD_BYTES));
  }
}
