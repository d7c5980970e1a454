package dev.sotto.tools.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.RecordContent;
import dev.sotto.tools.chat.Chats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four chats of the sample life, held against a parser that knows the form of each. */
final class SampleChatsTest {
  private static final Path CHATS =
      Path.of("../examples/assistant/src/main/resources/dev/sotto/application/sample-life/chats");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bea.txt         | ^\\[(?<at>[^]]+)] (?:(?<who>[^:]+): )?(?<what>.*) | dd/MM/yyyy, HH:mm:ss | Bea
          pawel.txt       | ^\\[(?<at>[^]]+)] (?:(?<who>[^:]+): )?(?<what>.*) | dd/MM/yyyy, HH:mm:ss | Paweł
          chenwei.txt     | ^\\[(?<at>[^]]+)] (?:(?<who>[^:]+): )?(?<what>.*) | y/M/d HH:mm:ss       | 陈薇
          umzug_group.txt | ^(?<at>[^-]+) - (?:(?<who>[^:]+): )?(?<what>.*)   | M/d/yy, h:mm a       | Umzug Lerchenstieg
          """)
  void arriveWithoutLoss(String name, String line, String stamp, String title) throws IOException {
    List<Chats.Message> expected = new ArrayList<>();
    DateTimeFormatter format = DateTimeFormatter.ofPattern(stamp, Locale.US);
    for (String raw : Files.readString(CHATS.resolve(name)).split("\n")) {
      Matcher matcher = Pattern.compile(line).matcher(raw);
      if (!matcher.matches()) {
        Chats.Message last = expected.removeLast();
        expected.add(new Chats.Message(last.time(), last.sender(), last.text() + "\n" + raw));
        continue;
      }
      String what = matcher.group("what");
      boolean notice = what.startsWith("\u200e") || matcher.group("who") == null;
      expected.add(
          new Chats.Message(
              LocalDateTime.parse(matcher.group("at"), format).atZone(Chats.BERLIN).toInstant(),
              notice ? "" : matcher.group("who"),
              what.replace("\u200e", "")));
    }

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), CHATS.resolve(name));

    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(Chats.messages(sink)).isEqualTo(expected);
    assertThat(sink.problems()).isEmpty();
    assertThat(sink.accepted().values())
        .allSatisfy(record -> assertThat(record.title()).isEqualTo(title));
    assertThat(sink.records().keySet())
        .isEqualTo(
            new TreeSet<>(
                expected.stream()
                    .map(m -> name + "/" + m.time().atZone(Chats.BERLIN).toLocalDate())
                    .toList()));
  }

  @Test
  void areRecognisedAndCounted() throws IOException {
    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), CHATS);

    assertThat(new WhatsAppImporter().match(CHATS)).isEqualTo(WhatsAppImporter.Match.YES);
    assertThat(sink.accepted()).hasSize(39);
    assertThat(
            sink.accepted().values().stream()
                .map(RecordContent::details)
                .mapToInt(details -> ((ChatDetails) details).messages().size())
                .sum())
        .as("lines with a stamp: grep -hcE '^(\\[|[0-9]+/)' chats/*.txt")
        .isEqualTo(118);
    assertThat(sink.accepted().values())
        .flatExtracting(RecordContent::participants)
        .extracting(participant -> participant.displayName())
        .containsOnly("Mara", "Bea", "Paweł", "Nils", "陈薇");
  }
}
