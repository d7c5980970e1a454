package dev.sotto.tools.chat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What tests of chat importers ask of the records. */
public final class Chats {
  public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  public static final ImportContext MARA = new ImportContext(List.of("Mara"), List.of(), BERLIN);

  private Chats() {}

  /** One message as a record has it, its text taken from the record by the offsets. */
  public record Message(Instant time, String sender, String text) {}

  /** Imports a path into an empty store. */
  public static RecordingImportSink scan(Importer importer, Path path) throws IOException {
    return scan(importer, path, MARA);
  }

  /** Imports a path into an empty store for somebody. */
  public static RecordingImportSink scan(Importer importer, Path path, ImportContext context)
      throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    importer.scan(path, context, sink);
    return sink;
  }

  /** Returns all messages in the order in which the records came. */
  public static List<Message> messages(RecordingImportSink sink) {
    return sink.accepted().values().stream().flatMap(r -> messages(r).stream()).toList();
  }

  /** Returns the messages of a record. */
  public static List<Message> messages(RecordContent content) {
    List<ChatDetails.Message> details = ((ChatDetails) content.details()).messages();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < details.size(); i++) {
      ChatDetails.Message message = details.get(i);
      int end = i + 1 < details.size() ? details.get(i + 1).start() - 1 : content.text().length();
      String line = content.text().substring(message.start(), end);
      String prefix = message.sender().isEmpty() ? "" : message.sender() + ": ";
      if (!line.startsWith(prefix)) {
        throw new AssertionError("The offset of message " + i + " does not lead to its line");
      }
      messages.add(new Message(message.time(), message.sender(), line.substring(prefix.length())));
    }
    return messages;
  }
}
