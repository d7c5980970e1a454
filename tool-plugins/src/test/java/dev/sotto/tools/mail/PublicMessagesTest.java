package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the messages with which Apache James Mime4J is tested, and those of MIME-tools among them,
 * and compares with the decoded parts that lie beside. They come with the jar of Mime4J's tests and
 * are not part of this repository; docs/evaluation.md has their licences.
 */
final class PublicMessagesTest {
  private static final String WELL_FORMED = "/testmsgs/basic-plain.msg";

  /** Its first line is taken for a header that can't be read, and left out. */
  private static final String LINE_THAT_IS_NO_HEADER =
      "/testmsgs/malformedHeaderStartsBody-nocrlfcrlf.msg";

  private static final String ONLY_PART = "_decoded_1.txt";
  private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([\\w-]+)");

  @TempDir Path folder;

  @Test
  void everyMessageIsReadOrReportedAndNoneStopsTheImport() throws Exception {
    List<String> names = new ArrayList<>();
    try (FileSystem jar = jar()) {
      for (Path message : messages(jar)) {
        RecordingImportSink sink = scanned(Files.readAllBytes(message));

        names.add(message.toString());
        assertThat(sink.accepted().size() + sink.problems().size())
            .as(message.toString())
            .isGreaterThanOrEqualTo(1);
      }
    }
    assertThat(names).hasSizeGreaterThan(75);
  }

  @Test
  void theOnlyPartOfAMessageIsReadWordForWordUnlessItIsAnAttachment() throws Exception {
    List<String> same = new ArrayList<>();
    List<String> different = new ArrayList<>();
    List<String> attachments = new ArrayList<>();
    try (FileSystem jar = jar()) {
      for (Path message : messages(jar)) {
        String name = message.toString();
        Path decoded = jar.getPath(name.replace(".msg", ONLY_PART));
        String raw = Files.readString(message, StandardCharsets.ISO_8859_1);
        RecordingImportSink sink = scanned(Files.readAllBytes(message));
        if (Files.exists(decoded)
            && !raw.toLowerCase(Locale.ROOT).contains("text/html")
            && sink.accepted().size() == 1) {
          String text = sink.accepted().values().iterator().next().text();
          if (text.startsWith("Attachment: ")) {
            attachments.add(name);
          } else if (words(text).equals(words(Files.readString(decoded, charset(raw))))) {
            same.add(name);
          } else {
            different.add(name);
          }
        }
      }
    }

    assertThat(same).contains(WELL_FORMED).hasSizeGreaterThanOrEqualTo(15);
    assertThat(attachments).hasSize(3);
    assertThat(different).containsExactly(LINE_THAT_IS_NO_HEADER);
  }

  private static Charset charset(String message) {
    Matcher named = CHARSET.matcher(message);
    return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.ISO_8859_1;
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private RecordingImportSink scanned(byte[] message) throws IOException {
    Path file = Files.write(Files.createTempFile(folder, "message", ".eml"), message);
    return Mails.scan(file);
  }

  private static FileSystem jar() throws IOException, URISyntaxException {
    URL url =
        Objects.requireNonNull(PublicMessagesTest.class.getResource(WELL_FORMED), WELL_FORMED);
    String uri = url.toURI().toString();
    return FileSystems.newFileSystem(URI.create(uri.substring(0, uri.indexOf('!'))), Map.of());
  }

  private static List<Path> messages(FileSystem jar) throws IOException {
    List<Path> messages = new ArrayList<>();
    for (String place : List.of("/testmsgs", "/mimetools-testmsgs")) {
      try (Stream<Path> listed = Files.list(jar.getPath(place))) {
        listed.filter(path -> path.toString().endsWith(".msg")).sorted().forEach(messages::add);
      }
    }
    return messages;
  }
}
