package dev.sotto.tools.chat.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.tools.chat.Chats;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that were made, or damaged, to break a reader. Each has harmless neighbours. */
@Timeout(60)
final class HostileExportsTest {
  private static final String START =
      "{\"name\": \"Jule\", \"type\": \"personal_chat\", \"id\": 4711, \"messages\": [\n";
  private static final String BEFORE = said("before") + ",\n";
  private static final String AFTER = ",\n" + said("after") + "]}";

  @TempDir Path folder;

  @Test
  void letsNoMoreThanTheBeginningOfAHugeStringThrough() throws IOException {
    long size = 1L << 26;
    Reader json = new BoundedJson(repeated("[\"", 'x', size, "\", 1]"));

    char[] buffer = new char[1 << 16];
    long passed = 0;
    StringBuilder end = new StringBuilder();
    for (int read = json.read(buffer, 0, buffer.length);
        read >= 0;
        read = json.read(buffer, 0, buffer.length)) {
      passed += read;
      end.append(buffer, Math.max(0, read - 10), Math.min(10, read));
    }

    assertThat(passed).isBetween((long) BoundedJson.MAX_STRING, BoundedJson.MAX_STRING + 10L);
    assertThat(end.toString()).endsWith("\", 1]");
  }

  @Test
  void keepsTheMessagesAroundALongText() throws IOException {
    RecordingImportSink sink =
        scan(
            START
                + BEFORE
                + said("x".repeat(4 << 20))
                + ","
                + said("\\n\\u00e4".repeat(1 << 18))
                + AFTER);
    RecordingImportSink control = scan(START + BEFORE + said("x") + AFTER);

    assertThat(Chats.messages(sink)).hasSize(4).last().returns("after", Chats.Message::text);
    assertThat(Chats.messages(sink)).allSatisfy(m -> assertThat(m.text()).hasSizeLessThan(100_001));
    assertThat(sink.problems().get("result.json")).contains("longer than");
    assertThat(Chats.messages(control)).hasSize(3);
    assertThat(control.problems()).isEmpty();
  }

  @Test
  void keepsTheMessagesAroundDeepNesting() throws IOException {
    int depth = 200_000;
    String deep =
        said("deep")
            .replace(
                "\"text\"",
                "\"a\": "
                    + "[{\"b\": ".repeat(depth)
                    + "\"}]\\\"\""
                    + "}]".repeat(depth)
                    + ", \"text\"");
    RecordingImportSink sink = scan(START + BEFORE + deep + AFTER);
    RecordingImportSink control =
        scan(START + BEFORE + said("deep").replace("\"text\"", "\"a\": [[[1]]], \"text\"") + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "deep", "after");
    assertThat(sink.problems().get("result.json")).contains("nested too deep");
    assertThat(control.problems()).isEmpty();
  }

  @Test
  void boundsLongNumbersNamesAndLists() throws IOException {
    String many =
        said("odd")
            .replace(
                "\"text\"",
                "\"n\": "
                    + "9".repeat(1 << 20)
                    + ", \""
                    + "k".repeat(1 << 20)
                    + "\": 1, \"members\": ["
                    + "\"m\",".repeat(1 << 18)
                    + "\"m\"], \"text\"");

    RecordingImportSink sink = scan(START + BEFORE + many + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "odd", "after");
  }

  @Test
  void boundsATextOfManyParts() throws IOException {
    String parts =
        "[" + "{\"type\": \"plain\", \"text\": \"0123456789\"},".repeat(40_000) + "\"\"]";

    RecordingImportSink sink = scan(START + BEFORE + said("x").replace("\"x\"", parts) + AFTER);

    assertThat(Chats.messages(sink).get(1).text()).hasSize(TelegramMessage.MAX_TEXT);
    assertThat(sink.problems()).hasSize(1);
  }

  @Test
  void readsALongChatInTime() throws IOException {
    int count = 20_000;
    Path file = folder.resolve("result.json");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(START);
      for (int i = 0; i < count; i++) {
        writer.write(
            TelegramExportTest.message(
                i, 1_700_000_000L + i * 300L, "Jule", "user4711", "\"text\": \"hi\""));
        writer.write(",\n");
      }
      writer.write(said("last") + "]}");
    }

    assertThat(Chats.messages(Chats.scan(new TelegramImporter(), file))).hasSize(count + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ",\n{\"id\": 3, \"text\": \"half",
        ",\n{\"id\": 3, \"text\"",
        ",\n{]",
        "} {",
        ",\n\u0000",
        ",\n@@@@",
        ",\n{\"id\": 3, \"text\": \"\\"
      })
  void keepsWhatComesBeforeDamage(String damage) throws IOException {
    RecordingImportSink sink = scan(START + BEFORE + said("second") + damage);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "second");
    assertThat(sink.problems()).containsOnlyKeys("result.json");
    assertThat(sink.problems().get("result.json")).contains("too early or is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16"})
  void readsEveryEncoding(String charset) throws IOException {
    Files.write(
        folder.resolve("result.json"),
        ("\ufeff" + START + BEFORE + said("Grüße \uD83D\uDE00 陈薇") + AFTER)
            .replace(charset.equals("UTF-16") ? "\ufeff" : "\0", "")
            .getBytes(Charset.forName(charset)));

    RecordingImportSink sink = Chats.scan(new TelegramImporter(), folder);

    assertThat(Chats.messages(sink).get(1).text()).isEqualTo("Grüße \uD83D\uDE00 陈薇");
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void saysThatBytesAreDamagedAndKeepsTheRest() throws IOException {
    byte[] json = (START + BEFORE + said("a#b") + AFTER).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '#' ? (byte) 0xFF : json[i];
    }
    Files.write(folder.resolve("result.json"), json);

    RecordingImportSink sink = Chats.scan(new TelegramImporter(), folder);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "a\ufffdb", "after");
    assertThat(sink.problems().get("result.json")).contains("damaged");
  }

  @Test
  void givesAMessageWithoutADateThatOfTheOneBefore() throws IOException {
    RecordingImportSink sink =
        scan(
            START
                + BEFORE
                + "{\"id\": 2, \"type\": \"message\", \"date_unixtime\": \"99999999999999999999\","
                + " \"from\": \"Jule\", \"text\": \"lost\"},{\"id\": 3, \"type\": \"message\","
                + " \"date\": \"-\", \"from\": \"Jule\", \"text\": \"too\"}"
                + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::time)
        .containsOnly(Chats.messages(sink).getFirst().time());
    assertThat(sink.problems().get("result.json")).startsWith("2 messages have no date");
  }

  @Test
  void readsFieldsOfTheWrongKind() throws IOException {
    RecordingImportSink sink =
        scan(
            "{\"chats\": [1], \"personal_information\": 3, \"left_chats\": {\"list\": {\"a\": 1}},"
                + START.substring(1)
                + BEFORE
                + "1, null, [], \"x\", {\"id\": {}, \"from\": [], \"text\": {\"a\": \"b\"},"
                + " \"poll\": 1, \"members\": \"x\", \"contact_information\": [[]]}, "
                + said("third")
                + AFTER);

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::text)
        .containsExactly("before", "third", "after");
  }

  @Test
  void cutsEscapesNeverInTwo() throws IOException {
    for (int shift = 0; shift < 7; shift++) {
      String text = "a".repeat(BoundedJson.MAX_STRING - shift) + "\\ud83d\\ude00\\x07\\\"end";
      StringWriter out = new StringWriter();

      new BoundedJson(new StringReader("{\"t\": \"" + text + "\", \"n\": 1}")).transferTo(out);

      assertThat(out.toString()).endsWith("\", \"n\": 1}").doesNotContain("\\x");
      assertThat(out.toString()).doesNotContainPattern("\\\\u[0-9a-f]{0,3}\"");
    }
  }

  @Test
  void leavesHarmlessJsonAsItIs() throws IOException {
    String json =
        "\n{ \"a\" : [ 1.5e3 , true, null, \"x\\\\\\\"\\/\\u00e4\" ], \"b\":{}, \"c\":[[[]]]} \n";
    StringWriter out = new StringWriter();
    BoundedJson bounded = new BoundedJson(new StringReader(json));

    bounded.transferTo(out);

    assertThat(out).hasToString(json);
    assertThat(bounded.cutStrings() + bounded.cutValues()).isZero();
    assertThat(bounded.wasDamaged()).isFalse();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverOpensPipesAndFollowsNoLinks() throws Exception {
    scan(START + BEFORE + said("x") + AFTER);
    Files.createSymbolicLink(folder.resolve("self.json"), folder.resolve("self.json"));
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.json").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();
    assumeThat(mkfifo.exitValue()).isZero();

    RecordingImportSink sink = Chats.scan(new TelegramImporter(), folder);

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).containsOnlyKeys("pipe.json", "self.json");
  }

  private RecordingImportSink scan(String json) throws IOException {
    Files.writeString(folder.resolve("result.json"), json);
    return Chats.scan(new TelegramImporter(), folder);
  }

  private static String said(String text) {
    return TelegramExportTest.message(
        1, 1773597180, "Jule", "user4711", "\"text\": \"" + text + "\"");
  }

  private static Reader repeated(String start, char filling, long count, String end) {
    return new Reader() {
      private final StringReader before = new StringReader(start);
      private final StringReader after = new StringReader(end);
      private long left = count;

      @Override
      public int read(char[] target, int offset, int length) throws IOException {
        int read = before.read(target, offset, length);
        if (read >= 0) {
          return read;
        }
        if (left <= 0) {
          return after.read(target, offset, length);
        }
        int given = (int) Math.min(left, length);
        Arrays.fill(target, offset, offset + given, filling);
        left -= given;
        return given;
      }

      @Override
      public void close() {}
    };
  }
}
