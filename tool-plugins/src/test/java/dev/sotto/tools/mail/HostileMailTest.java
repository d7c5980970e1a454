package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.RecordContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mail that was written, or damaged, to break a reader. The time limit stands for "ends at all": a
 * quadratic step would miss it by far.
 */
@Timeout(60)
final class HostileMailTest {
  private static final String MULTIPART = "Content-Type: multipart/mixed; boundary=b\n";

  @TempDir Path folder;

  @Test
  void keepsTheTextBeforeAMissingClosingBoundary() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with(MULTIPART, "--b\n\nThe gate closes at 23:30.\n--b\n\nRing twice.\n"));

    assertThat(content.text()).isEqualTo("The gate closes at 23:30.\n\nRing twice.");
  }

  @Test
  void keepsTheTextOfAMultipartWithoutABoundary() throws IOException {
    assertThat(Mails.read(folder, Mails.with("Content-Type: multipart/mixed\n", "Plain.")).text())
        .contains("Plain.");
    assertThat(Mails.read(folder, Mails.with(MULTIPART, "No boundary line.")).text())
        .contains("No boundary line.");
  }

  @Test
  void leavesOutWhatIsNestedTooDeepAndSaysSo() throws IOException {
    StringBuilder body = new StringBuilder("--b\n\nAt the top.\n");
    int levels = 1_000;
    for (int level = 0; level < levels; level++) {
      body.append(level == 0 ? "--b\n" : "--b" + (level - 1) + "\n")
          .append("Content-Type: multipart/mixed; boundary=b")
          .append(level)
          .append("\n\n");
    }
    body.append("--b").append(levels - 1).append("\n\nAt the bottom.\n");

    RecordingImportSink sink = scan(Mails.with(MULTIPART, body.toString()));

    assertThat(sink.accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.text()).isEqualTo("At the top."));
    assertThat(sink.problems().values())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("nested deeper than 32"));
  }

  @Test
  void leavesOutMessagesAttachedToMessagesWithoutEnd() throws IOException {
    RecordingImportSink sink =
        scan(
            Mails.with(
                "Content-Type: message/rfc822\n",
                "Subject: inner\nContent-Type: message/rfc822\n\n".repeat(2_000)));

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).hasSize(1);
  }

  @Test
  void readsTheFirstOfTooManyParts() throws IOException {
    String body = "--b\n\nFirst.\n" + "--b\n\n\n".repeat(100_000);

    RecordingImportSink sink = scan(Mails.with(MULTIPART, body));

    assertThat(sink.accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.text()).isEqualTo("First."));
    assertThat(sink.problems().values())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("more than 1000 parts"));
  }

  @Test
  void keepsAMessageWithAHeaderFieldJustBelowTheLimit() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            "From: a@x.example\nSubject: " + "s".repeat(1_000_000) + "\n\nStill readable.\n");

    assertThat(content.title()).hasSize(500).endsWith("s\u2026");
    assertThat(content.text()).isEqualTo("Still readable.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"long", "many"})
  void reportsAHeaderThatNoProgramWrites(String form) throws IOException {
    String fields =
        form.equals("long") ? "X-Junk: " + "j".repeat(2 << 20) + "\n" : "X-Junk: j\n".repeat(5_000);

    RecordingImportSink sink = scan(Mails.with(fields, "x"));

    assertThat(sink.accepted()).isEmpty();
    assertThat(sink.problems().values())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("2000 fields").contains("1048576 bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type: text/plain; name=", "Content-Disposition: inline; x="})
  void leavesOutADescriptionOfAPartThatIsTooLong(String field) throws IOException {
    RecordingImportSink sink = scan(Mails.with(field + ") ".repeat(400_000) + "\n", "The rack"));

    assertThat(sink.accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.text()).isEqualTo("The rack"));
    assertThat(sink.problems().values())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("field of more than 8192 bytes"));
  }

  @Test
  void boundsNamesAndAddresses() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            "From: "
                + "n".repeat(100_000)
                + " <"
                + "a".repeat(100_000)
                + "@x.example>\nTo: "
                + "t@x.example, ".repeat(20_000)
                + "\n\nx\n");

    assertThat(content.participants()).hasSizeBetween(2, 500);
    assertThat(content.participants().getFirst().name()).hasSize(200);
    assertThat(content.participants().getFirst().address()).hasSize(320);
  }

  @Test
  void decodesJunkOfEightBitsWithoutFailing() throws IOException {
    Random random = new Random(7_714);
    for (int i = 0; i < 200; i++) {
      byte[] junk = new byte[2_000];
      random.nextBytes(junk);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes("From: a@x.example\nSubject: ".getBytes(StandardCharsets.US_ASCII));
      message.write(junk, 0, 60);
      message.writeBytes("\nMIME-Version: 1.0\nContent-Type: ".getBytes(StandardCharsets.US_ASCII));
      message.write(junk, 60, 40);
      message.writeBytes("\n\nFirst line.\n".getBytes(StandardCharsets.US_ASCII));
      message.write(junk, 100, 1_900);

      RecordingImportSink sink = scan(message.toByteArray());

      assertThat(sink.accepted().size() + sink.problems().size()).isEqualTo(1);
    }
  }

  @Test
  void readsDamagedCopiesOfARealMessageOrReportsThem() throws IOException {
    byte[] whole =
        Mails.with(
                MULTIPART,
                """
                --b
                Content-Type: multipart/alternative; boundary="c"

                --c
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Gr=C3=BC=C3=9Fe
                --c
                Content-Type: text/html; charset=utf-8

                <p>Grüße</p>
                --c--
                --b
                Content-Type: application/pdf; name="=?utf-8?q?M=C3=A4rz.pdf?="
                Content-Transfer-Encoding: base64

                JVBERi0xLjQK
                --b--
                """)
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(3_005);
    int read = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit < 6; hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }

      RecordingImportSink sink = scan(damaged);

      assertThat(sink.accepted().size() + sink.problems().size()).isBetween(1, 2);
      read += sink.accepted().size();
    }
    assertThat(read).isGreaterThan(900);
  }

  @Test
  void dropsZeroBytesFromText() throws IOException {
    assertThat(Mails.read(folder, "From: a@x.example\nSubject: a\0b\n\nc\0d\n"))
        .satisfies(content -> {
          assertThat(content.title()).doesNotContain("\0");
          assertThat(content.text()).isEqualTo("cd");
        });
    assertThat(Mails.read(folder, Mails.with("Content-Type: text/html\n", "<p>c\0d</p>")).text())
        .doesNotContain("\0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf-8-extra",
        "\u0000",
        "????",
        "../../etc/passwd",
        "x-user-defined",
        "utf-7",
        "base64",
        "utf-16",
        "gb18030; charset=utf-8"
      })
  void readsTextOfACharsetThatIsNone(String charset) throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with("Content-Type: text/plain; charset=\"" + charset + "\"\n", "The rack"));

    assertThat(content.text()).isNotEmpty();
  }

  @Test
  void keepsWhatIsThereOfTruncatedBase64() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n",
                "VGhlIHJhY2sgaXMgaGVyZS4gSXQgY29zdHMgNjggRVVSIHdpdGggYm9sd"));

    assertThat(content.text()).startsWith("The rack is here. It costs 68 EUR with bol");
  }

  @ParameterizedTest
  @CsvSource({
    "base64, '%%%%&&&&\n====\n'",
    "quoted-printable, 'a=ZZb=\n=\n==C3'",
    "x-uuencode, 'begin 644 x'",
    "'', '=20'"
  })
  void readsTextOfADamagedTransferEncoding(String encoding, String body) throws IOException {
    RecordingImportSink sink =
        scan(Mails.with("Content-Transfer-Encoding: " + encoding + "\n", body));

    assertThat(sink.accepted()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Date:\n",
        "Date: yesterday\n",
        "Date: Sat, 1 Jan 0000 00:00:00 +0000\n",
        "Date: Sat, 1 Jan 99999 00:00:00 +0000\n",
        "Date: Sat, 1 Jan 9999 00:00:00 +0000\n",
        "Date: Thu, 1 Jan 1970 00:00:00 +1400\n",
        "Date: Wed, 32 Foo 2026 25:61:61 +9999\n",
        "Date: Wed, 18 Nov 2026 17:34:08 +9900\n"
      })
  void takesTheTimeOfTheFileWhereTheMessageHasNone(String date) throws IOException {
    Instant modified = Instant.parse("2026-11-18T16:34:08Z");
    Path file =
        Files.writeString(folder.resolve("x.eml"), "From: a@x.example\n" + date + "\nThe rack\n");
    Files.setLastModifiedTime(file, FileTime.from(modified));

    assertThat(Mails.scan(file).accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.time()).isEqualTo(modified));
  }

  @Test
  void keepsTheMessagesBeforeTheCutOfAMailbox() throws IOException {
    String mbox =
        Mails.mbox(
            Mails.plain("a@x.example", "One\n"),
            Mails.plain("b@x.example", "Two\n"),
            Mails.with(
                MULTIPART,
                "--b\n\nThree has a long text.\n--b\nContent-Type: image/png\n\nPNG\n--b--\n"));
    int third = mbox.lastIndexOf("From hauke@");

    for (int end = third + 1; end < mbox.length() - 8; end++) {
      Path file = Files.writeString(folder.resolve("cut.mbox"), mbox.substring(0, end));
      RecordingImportSink sink = Mails.scan(file);

      assertThat(sink.accepted().values())
          .extracting(RecordContent::text)
          .startsWith("One")
          .anySatisfy(text -> assertThat(text).startsWith("Two"));
      boolean couldBeWhole = mbox.substring(0, end).endsWith("\n\n");
      if (!couldBeWhole) {
        assertThat(sink.accepted()).as("cut at %s of %s", end, mbox.length()).hasSize(2);
        assertThat(sink.problems()).as("cut at %s", end).containsOnlyKeys("cut.mbox");
      }
    }
  }

  @Test
  void keepsTheRestOfAMailboxWithAMessageThatIsTooLarge() throws IOException {
    MailLimits small = new MailLimits(1_000, 8, 20, 50, 500, 1_000, 5);
    Path file =
        Files.writeString(
            folder.resolve("in.mbox"),
            Mails.mbox(
                Mails.plain("a@x.example", "One\n"),
                Mails.plain("b@x.example", "2".repeat(900) + "\n" + "3\n".repeat(5_000)),
                Mails.plain("c@x.example", "Three\n")));

    RecordingImportSink sink = Mails.scan(file, small);

    assertThat(sink.accepted().values())
        .extracting(RecordContent::text)
        .containsExactly("One", "Three");
    assertThat(sink.problems()).containsOnlyKeys("in.mbox/b@x.example");
  }

  @Test
  void readsAMailboxOfOneEndlessLine() throws IOException {
    Path file = folder.resolve("line.mbox");
    Files.writeString(
        file, Mails.mbox(Mails.plain("a@x.example", "x".repeat(5 << 20))), StandardCharsets.UTF_8);

    assertThat(Mails.scan(file).accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.text()).hasSize(5 << 20));
  }

  @Test
  void givesMessagesOfTheSameIdKeysOfTheirOwn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("in.mbox"),
            Mails.mbox(
                Mails.plain("same@x.example", "One\n"),
                Mails.plain("same@x.example", "Two\n"),
                Mails.plain("same@x.example#2", "Three\n")));

    assertThat(Mails.scan(file).accepted()).hasSize(3);
  }

  @Test
  void bearsIdsThatLookLikePathsOrHaveNoEnd() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("in.mbox"),
            Mails.mbox(
                Mails.plain("../../etc/passwd", "One\n"),
                Mails.plain("i".repeat(100_000), "Two\n"),
                Mails.plain("", "Three\n")));

    RecordingImportSink sink = Mails.scan(file);

    assertThat(sink.accepted()).hasSize(3);
    assertThat(sink.accepted().keySet())
        .allSatisfy(key -> assertThat(key.value()).startsWith("in.mbox/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?a?x?",
        "=?utf-8?q?",
        "=?utf-8?b?AA==?=",
        "=?",
        "=?utf-8?q?a?= =?latin1?q?b?= ",
        "\\\"(",
        "<",
        ",",
        "a:",
        "((",
        "<  ",
        ") "
      })
  void readsHeadersOfRepeatedTokensInLinearTime(String token) throws IOException {
    String value = token.repeat(900_000 / token.length());

    RecordingImportSink sink =
        scan(
            "From: "
                + value
                + "\nTo: "
                + value
                + "\nSubject: "
                + value
                + "\nDate: "
                + value
                + "\nReferences: "
                + value
                + "\nMessage-ID: "
                + value
                + "\nContent-Type: text/plain; name="
                + value
                + "\n\nx\n");

    assertThat(sink.accepted().size() + sink.problems().size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<blockquote>",
        "<blockquote>a<br>",
        "<div style='height:0;height:0;height:0;'>",
        "<table><tr><td>",
        "<b><i><p>",
        "<a href='https://x.example/'>x",
        "<font color=a><font color=b><p>",
        "<li>",
        "&#x1F",
        "<!--",
        "<![CDATA[",
        "<p hidden>",
        "</p>",
        "<pre>\n",
        "<select><option>",
        "<svg><desc>"
      })
  void readsHtmlOfRepeatedTagsInBoundedSpace(String tag) throws IOException {
    RecordingImportSink sink =
        scan(Mails.with("Content-Type: text/html\n", tag.repeat((1 << 20) / tag.length())));

    assertThat(sink.accepted().values())
        .singleElement()
        .satisfies(content -> assertThat(content.text()).hasSizeLessThan(16 << 20));
  }

  @Test
  void readsAStyleAttributeWithoutEndInLinearTime() throws IOException {
    String style = "height:0;".repeat(200_000);

    RecordContent content =
        Mails.read(
            folder,
            Mails.with("Content-Type: text/html\n", "<p style='" + style + "'>The rack</p>"));

    assertThat(content.text()).isEqualTo("The rack");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "a\n",
        "On 1 Jan 2026 at 10:00 x\n",
        "On 1 Jan 2026 wrote: x\n\n",
        "From: a\n",
        "----------\n",
        ">\n",
        "> > > > > > \n",
        ">From x\n",
        "a \n"
      })
  void readsTextOfRepeatedLinesInLinearTime(String line) throws IOException {
    RecordingImportSink sink =
        scan(
            Mails.with(
                "Content-Type: text/plain; format=flowed\n",
                "Own words.\n\n" + line.repeat((1 << 20) / line.length())));

    assertThat(sink.accepted()).hasSize(1);
  }

  @Test
  void cutsTextBeyondTheLimitAndSaysSo() throws IOException {
    RecordingImportSink sink =
        scan(Mails.with("Content-Type: text/plain; charset=utf-8\n", "ä\n".repeat(4 << 20)));

    assertThat(sink.accepted().values())
        .singleElement()
        .satisfies(content ->
            assertThat(content.text()).hasSizeBetween(5 << 20, 8 << 20).startsWith("ä\nä\n"));
    assertThat(sink.problems().values())
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("text beyond"));
  }

  @Test
  void reportsAFileThatIsNoMailAndReadsTheOthers() throws IOException {
    Files.writeString(folder.resolve("good.eml"), Mails.plain("a@x.example", "One\n"));
    Files.write(folder.resolve("picture.eml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
    Files.write(folder.resolve("empty.eml"), new byte[0]);
    Files.writeString(folder.resolve("notes.txt"), "no mail, not named so");

    RecordingImportSink sink = Mails.scan(folder);

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).containsOnlyKeys("picture.eml", "empty.eml");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverOpensPipesAndReportsThem() throws Exception {
    Files.writeString(folder.resolve("good.eml"), Mails.plain("a@x.example", "One\n"));
    Process mkfifo =
        new ProcessBuilder("mkfifo", folder.resolve("pipe.eml").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor(Duration.ofSeconds(30))).isTrue();
    assumeThat(mkfifo.exitValue()).isZero();

    RecordingImportSink sink = Mails.scan(folder);

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).containsOnlyKeys("pipe.eml");
    assertThat(sink.problems().get("pipe.eml")).contains("is not opened");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void doesNotFollowALoopOfFolders() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("in/inner"));
    Files.writeString(inner.resolve("good.eml"), Mails.plain("a@x.example", "One\n"));
    Files.createSymbolicLink(inner.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));
    Files.createSymbolicLink(folder.resolve("dangling.eml"), folder.resolve("nowhere"));

    RecordingImportSink sink = Mails.scan(folder);

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).containsOnlyKeys("in/inner/loop", "self", "dangling.eml");
  }

  @Test
  void stopsBelowSixtyFourFolders() throws IOException {
    Files.writeString(folder.resolve("good.eml"), Mails.plain("a@x.example", "One\n"));
    Path deep = Files.createDirectories(folder.resolve("d/".repeat(70)));
    Files.writeString(deep.resolve("deep.eml"), Mails.plain("b@x.example", "Two\n"));

    RecordingImportSink sink = Mails.scan(folder);

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reportsFilesAndFoldersThatItMayNotRead() throws IOException {
    Files.writeString(folder.resolve("good.eml"), Mails.plain("a@x.example", "One\n"));
    Path closed = Files.writeString(folder.resolve("closed.eml"), "From: a@x.example\n\nTwo\n");
    Path closedFolder = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closedFolder, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(closed)).as("the super-user may read everything").isFalse();

    RecordingImportSink sink = Mails.scan(folder);
    Files.setPosixFilePermissions(closedFolder, PosixFilePermissions.fromString("rwx------"));

    assertThat(sink.accepted()).hasSize(1);
    assertThat(sink.problems()).containsOnlyKeys("closed.eml", "closed");
  }

  @Test
  void readsAHundredMebibytesMessageByMessage() throws IOException {
    Path file = folder.resolve("large.mbox");
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      messages.add(
          Mails.with(
                  MULTIPART,
                  "--b\n\nNumber "
                      + i
                      + ".\n--b\nContent-Type: application/pdf; name=a.pdf\n\n"
                      + ("A".repeat(75) + "\n").repeat(14_000)
                      + "--b--\n")
              .replace("m@x.example", i + "@x.example"));
    }
    byte[] part = Mails.mbox(messages.toArray(String[]::new)).getBytes(StandardCharsets.US_ASCII);
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < 10; i++) {
        out.write(part);
      }
    }

    RecordingImportSink sink = Mails.scan(file);

    assertThat(sink.accepted()).hasSize(100);
    assertThat(sink.accepted().values())
        .allSatisfy(content -> assertThat(content.text()).endsWith("Attachment: a.pdf"));
  }

  private RecordingImportSink scan(String message) throws IOException {
    return scan(message.getBytes(StandardCharsets.UTF_8));
  }

  private RecordingImportSink scan(byte[] message) throws IOException {
    return Mails.scan(Files.write(folder.resolve("hostile.eml"), message));
  }
}
