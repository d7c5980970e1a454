package dev.sotto.tools.mail;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/** Builds messages and reads them. */
final class Mails {
  static final ImportContext CONTEXT =
      new ImportContext(
          List.of("Mara"), List.of("mara@lindqvist.example"), ZoneId.of("Europe/Berlin"));

  private static final String HEAD =
      """
      Date: Wed, 18 Nov 2026 17:34:08 +0100
      From: Hauke Jessen <hauke@radwerk.example>
      To: Mara Lindqvist <mara@lindqvist.example>
      Subject: The rack is here
      """;

  private Mails() {}

  static String plain(String id, String body) {
    return HEAD + "Message-ID: <" + id + ">\n\n" + body;
  }

  /** Returns a message with these further header lines and this body. */
  static String with(String headers, String body) {
    return HEAD + "Message-ID: <m@x.example>\nMIME-Version: 1.0\n" + headers + "\n" + body;
  }

  static String mbox(String... messages) {
    StringBuilder mbox = new StringBuilder();
    for (String message : messages) {
      mbox.append("From hauke@radwerk.example Wed Nov 18 16:34:08 2026\n").append(message);
      mbox.append(message.endsWith("\n") ? "\n" : "\n\n");
    }
    return mbox.toString();
  }

  static RecordingImportSink scan(Path path) throws IOException {
    return scan(path, MailLimits.DEFAULT);
  }

  static RecordingImportSink scan(Path path, MailLimits limits) throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    new MailImporter(limits).scan(path, CONTEXT, sink);
    return sink;
  }

  /** Returns what is read of one message in a file of its own. */
  static RecordContent read(Path folder, byte[] message) throws IOException {
    Path file = Files.write(Files.createTempFile(folder, "message", ".eml"), message);
    RecordingImportSink sink = scan(file);
    if (sink.accepted().size() != 1) {
      throw new AssertionError("Expected one message; problems: " + sink.problems().values());
    }
    return sink.accepted().values().iterator().next();
  }

  static RecordContent read(Path folder, String message) throws IOException {
    return read(folder, message.getBytes(StandardCharsets.UTF_8));
  }
}
