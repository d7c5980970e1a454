package dev.sotto.tools.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.tools.chat.Chats;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats that were made, or damaged, to break a reader. Each has a harmless neighbour. */
@Timeout(60)
final class HostileChatsTest {
  private static final String BEFORE = "15/03/2026, 18:53 - Bea: before\n";
  private static final String AFTER = "16/03/2026, 18:53 - Mara: after\n";

  @TempDir Path folder;

  @Test
  void keepsTheBeginningOfALineOfAGigabyte() throws IOException {
    InputStream gigabyte =
        new InputStream() {
          private long left = 1L << 30;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            left -= length;
            return length;
          }
        };

    try (ChatLineReader reader = new ChatLineReader(gigabyte)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isTrue();
      assertThat(reader.bytes()).hasSize(ChatLineReader.MAX_LINE_BYTES);
      assertThat(reader.next()).isFalse();
      assertThat(reader.consumedBytes()).isEqualTo(1L << 30);
    }
  }

  @Test
  void keepsTheMessagesAroundOneThatIsTooLong() throws IOException {
    String long1 = BEFORE.replace("before", "x".repeat(8 << 20));
    String long2 = BEFORE.replace("before", "first" + "\nline".repeat(1 << 20));
    RecordingImportSink sink = scan(BEFORE + long1 + long2 + AFTER);
    RecordingImportSink control = scan(BEFORE + BEFORE + BEFORE + AFTER);

    assertThat(Chats.messages(sink)).hasSize(4).last().returns("after", Chats.Message::text);
    assertThat(Chats.messages(sink)).allSatisfy(m -> assertThat(m.text()).hasSizeLessThan(100_001));
    assertThat(sink.problems().get("chat.txt")).startsWith("2 messages are longer than");
    assertThat(Chats.messages(control)).hasSize(4);
    assertThat(control.problems()).isEmpty();
  }

  @Test
  void readsALongChatInTime() throws IOException {
    Path file = folder.resolve("chat.txt");
    int count = 20_000;
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        int day = i / 400;
        writer.write(
            String.format(
                "%02d/%02d/%d, %02d:%02d - %s: no. %d%n",
                day % 28 + 1,
                day / 28 % 12 + 1,
                2020 + day / 336,
                8 + i % 400 / 40,
                i % 60,
                i % 2 == 0 ? "Bea" : "Mara",
                i));
      }
    }

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), file);

    assertThat(sink.accepted()).hasSize(count / 400);
    assertThat(Chats.messages(sink)).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252"})
  void readsEveryEncoding(String charset) throws IOException {
    String chat = BEFORE.replace("before", "Grüße für Zoé") + AFTER;
    Files.write(folder.resolve("chat.txt"), chat.getBytes(Charset.forName(charset)));

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), folder);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("Grüße für Zoé", "after");
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void readsPicturesOfTwoCharactersInUtf16() throws IOException {
    String smile = "\uD83D\uDE00".repeat(20_000);
    Files.write(
        folder.resolve("chat.txt"),
        ("\ufeff" + BEFORE.replace("before", smile) + AFTER).getBytes(StandardCharsets.UTF_16LE));

    assertThat(Chats.messages(Chats.scan(new WhatsAppImporter(), folder)))
        .extracting(Chats.Message::text)
        .containsExactly(smile, "after");
  }

  @Test
  void readsAByteOrderMarkAndEveryLineEnd() throws IOException {
    RecordingImportSink sink =
        scan("\ufeff" + BEFORE.replace("\n", "\r\n") + AFTER.replace("\n", "\r") + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "after", "after");
  }

  @Test
  void saysWhichCharactersAreDamagedAndKeepsTheRest() throws IOException {
    byte[] damaged =
        (BEFORE.replace("before", "für # Zoé") + AFTER).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = damaged[i] == '#' ? (byte) 0xFF : damaged[i];
    }
    Files.write(folder.resolve("chat.txt"), damaged);

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), folder);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("für \ufffd Zoé", "after");
    assertThat(sink.problems().get("chat.txt")).contains("damaged");
  }

  @Test
  void replacesZeroBytes() throws IOException {
    RecordingImportSink sink = scan(BEFORE + AFTER.replace("after", "a\0b") + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "a\ufffdb", "after");
  }

  @Test
  void leavesNoDirectionMarksInNames() throws IOException {
    RecordingImportSink sink =
        scan("15/03/2026, 18:53 - \u2067araM\u2069\u202e: \u202etxt\u202c\u2068x\u2069\n" + AFTER);

    assertThat(Chats.messages(sink).getFirst())
        .returns("araM", Chats.Message::sender)
        .returns("\u202etxtx", Chats.Message::text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "15/03/2026, 18:53 - ",
        "[15/03/2026, 18:53:11] ",
        "15/03/2026",
        "[",
        ": ",
        "a: ",
        "\u200e",
        "\"",
        "“",
        "community ",
        "created group “",
        "<a: ",
        "1",
        "1/",
        "Mar 1",
        " ",
        "\u202f",
        "\u200eMissed voice call"
      })
  void readsLinesOfRepeatedTokens(String token) throws IOException {
    String line = token.repeat((1 << 20) / token.length());

    RecordingImportSink sink =
        scan(
            BEFORE
                + line
                + "\n15/03/2026, 18:53 - "
                + line
                + "\n15/03/2026, 18:53 - Bea: "
                + line
                + "\n"
                + AFTER);

    assertThat(Chats.messages(sink)).last().returns("after", Chats.Message::text);
    assertThat(Chats.messages(sink)).first().extracting(Chats.Message::sender).isEqualTo("Bea");
  }

  @Test
  void boundsNamesAndStyles() throws IOException {
    StringBuilder chat = new StringBuilder(BEFORE);
    for (int i = 0; i < 8_000; i++) {
      chat.append("15/03/2026, 18:53 - N").append(i).append(": S").append(i).append(": hi\n");
    }
    chat.append("15/03/2026, 18:53 - ").append("n".repeat(5_000)).append(": hi\n").append(AFTER);

    RecordingImportSink sink = scan(chat.toString());

    assertThat(Chats.messages(sink)).hasSize(8_003);
    assertThat(sink.accepted().values())
        .allSatisfy(record -> assertThat(record.title()).hasSizeLessThan(501));
  }

  @Test
  void reportsAnExportThatIsNoneAndReadsTheOthers() throws IOException {
    Files.writeString(folder.resolve("WhatsApp Chat with Bea.txt"), "<html>not found</html>");
    Files.write(folder.resolve("_chat.txt"), new byte[] {'P', 'K', 3, 4, 0, 0});
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("good.txt"), BEFORE);

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), folder);

    assertThat(sink.records()).containsOnlyKeys("good.txt/2026-03-15");
    assertThat(sink.problems()).containsOnlyKeys("WhatsApp Chat with Bea.txt", "_chat.txt");
  }

  @Test
  void keepsWhatStandsBeforeTheFirstMessage() throws IOException {
    RecordingImportSink sink = scan("Exported for Mara\n\n" + BEFORE + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::sender, Chats.Message::text)
        .startsWith(tuple("", "Exported for Mara"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverOpensPipesAndFollowsNoLinks() throws Exception {
    Files.writeString(folder.resolve("good.txt"), BEFORE);
    Files.createSymbolicLink(folder.resolve("self.txt"), folder.resolve("self.txt"));
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("loop"), folder);
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.txt").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();
    assumeThat(mkfifo.exitValue()).isZero();

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), folder);

    assertThat(new WhatsAppImporter().match(folder)).isEqualTo(WhatsAppImporter.Match.YES);
    assertThat(sink.records()).containsOnlyKeys("good.txt/2026-03-15");
    assertThat(sink.problems()).containsOnlyKeys("pipe.txt", "self.txt");
    assertThat(new WhatsAppImporter().match(folder.resolve("pipe.txt")))
        .isEqualTo(WhatsAppImporter.Match.NO);
  }

  @Test
  void saysNothingOfAMessageWhereItSaysWhatIsWrong() throws IOException {
    RecordingImportSink sink = scan(BEFORE.replace("before", "secret ".repeat(40_000)) + AFTER);

    assertThat(sink.problems()).hasSize(1);
    assertThat(List.copyOf(sink.problems().values()).toString()).doesNotContain("secret", "Bea");
    assertThat(sink.accepted().values().toString()).doesNotContain("secret", "Bea");
  }

  private RecordingImportSink scan(String chat) throws IOException {
    Files.writeString(folder.resolve("chat.txt"), chat);
    return Chats.scan(new WhatsAppImporter(), folder);
  }
}
