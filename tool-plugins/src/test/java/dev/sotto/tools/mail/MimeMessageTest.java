package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.Integrity;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MimeMessageTest {
  @TempDir Path folder;

  @Test
  void readsWhoWroteWhatWhen() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            """
            Date: Wed, 18 Nov 2026 17:34:08 +0100
            From: "Jessen, Hauke" <Hauke@Radwerk.example>
            To: Mara Lindqvist <mara@lindqvist.example>,
              =?utf-8?q?D=C3=B6rte_Kranich?= <kranich@x.example>
            Cc: bea@x.example
            Subject: The rack
              is here
            Message-ID: <3@x.example>
            In-Reply-To: <2@x.example>
            References: <1@x.example> <2@x.example>

            It costs 68 EUR.
            """);

    assertThat(content.kind()).isEqualTo(RecordKind.EMAIL);
    assertThat(content.title()).isEqualTo("The rack is here");
    assertThat(content.time()).isEqualTo(Instant.parse("2026-11-18T16:34:08Z"));
    assertThat(content.participants())
        .containsExactly(
            new Participant("Jessen, Hauke", "hauke@radwerk.example", Participant.Role.AUTHOR),
            new Participant("Mara Lindqvist", "mara@lindqvist.example", Participant.Role.RECIPIENT),
            new Participant("Dörte Kranich", "kranich@x.example", Participant.Role.RECIPIENT),
            new Participant("", "bea@x.example", Participant.Role.RECIPIENT));
    assertThat(content.thread()).isEqualTo("1@x.example");
    assertThat(content.text()).isEqualTo("It costs 68 EUR.");
    assertThat(content.labels().integrity()).isEqualTo(Integrity.EXTERNAL);
  }

  @Test
  void takesTheThreadFromTheMessageThatIsAnsweredAndElseFromItself() throws IOException {
    assertThat(Mails.read(folder, Mails.with("In-Reply-To: <up@x.example>\n", "x")).thread())
        .isEqualTo("up@x.example");
    assertThat(Mails.read(folder, Mails.with("", "x")).thread()).isEqualTo("m@x.example");
  }

  @Test
  void prefersThePlainAlternative() throws IOException {
    RecordContent content =
        Mails.read(folder, alternative("Dear Mara,\n\nthe gate closes at 23:30.\n", "<p>HTML</p>"));

    assertThat(content.text()).isEqualTo("Dear Mara,\n\nthe gate closes at 23:30.");
  }

  @Test
  void readsTheHtmlWhereThePlainAlternativeIsAStub() throws IOException {
    String html = "<p>" + "The gate closes at 23:30. ".repeat(40) + "</p>";

    RecordContent content =
        Mails.read(folder, alternative("Please view this message in your browser.", html));

    assertThat(content.text()).startsWith("The gate closes at 23:30.");
  }

  @Test
  void readsTheHtmlWhereThePlainAlternativeIsEmpty() throws IOException {
    assertThat(Mails.read(folder, alternative(" \n", "<p>Only here</p>")).text())
        .isEqualTo("Only here");
  }

  @ParameterizedTest
  @CsvSource({
    "GB2312, gb2312, 核桃过敏",
    "GBK, gbk, 核桃过敏",
    "GB18030, gb18030, 核桃过敏",
    "Big5, big5, 核桃過敏",
    "ISO-2022-JP, iso-2022-jp, 日本語のメール",
    "Shift_JIS, shift_jis, 日本語のメール",
    "KOI8-R, koi8-r, Привет из Риги",
    "windows-1251, windows-1251, Привет из Риги",
    "windows-1250, windows-1250, Paweł Zieliński",
    "windows-1252, iso-8859-1, Preis: 49 € – „günstig“",
    "ISO-8859-15, iso-8859-15, Preis: 49 €",
    "UTF-8, utf-8, Emre Aydın",
    "UTF-8, us-ascii, Emre Aydın",
    "UTF-8, iso-8859-1, Emre Aydın",
    "UTF-8, x-unknown, Emre Aydın",
    "UTF-8, '', Emre Aydın",
    "GB18030, '', 我对核桃过敏",
    "windows-1252, '', Grüße aus Köln",
    "windows-1252, utf-8, Grüße aus Köln",
    "windows-1252, x-unknown, Grüße aus Köln"
  })
  void decodesText(String actual, String declared, String text) throws IOException {
    String type =
        declared.isEmpty() ? "" : "Content-Type: text/plain; charset=\"" + declared + "\"\n";
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        Mails.with(type + "Content-Transfer-Encoding: 8bit\n", "")
            .getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(text.getBytes(Charset.forName(actual)));

    assertThat(Mails.read(folder, message.toByteArray()).text()).isEqualTo(text);
  }

  @Test
  void undoesQuotedPrintableAndBase64() throws IOException {
    String base64 =
        Base64.getMimeEncoder().encodeToString("Störung F28\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(
            Mails.read(
                    folder,
                    Mails.with(
                        "Content-Type: text/plain; charset=utf-8\n"
                            + "Content-Transfer-Encoding: quoted-printable\n",
                        "St=C3=B6rung =\nF28=0A"))
                .text())
        .isEqualTo("Störung F28");
    assertThat(
            Mails.read(
                    folder,
                    Mails.with(
                        "Content-Type: text/plain; charset=utf-8\n"
                            + "Content-Transfer-Encoding: base64\n",
                        base64))
                .text())
        .isEqualTo("Störung F28");
  }

  @ParameterizedTest
  @CsvSource({
    "'attachment; filename=\"contract.pdf\"', contract.pdf",
    "'attachment; filename*=utf-8''''Vertrag%20M%C3%A4rz.pdf', Vertrag März.pdf",
    "'attachment; filename*0=\"very-long-\"; filename*1=\"name.pdf\"', very-long-name.pdf",
    "'attachment; filename=\"=?utf-8?B?5ZCI5ZCMLnBkZg==?=\"', 合同.pdf",
    "'attachment; filename=\"../../etc/passwd\"', passwd",
    "'attachment; filename=\"Grüße.pdf\"', Grüße.pdf"
  })
  void listsAttachmentsByName(String disposition, String name) throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with(
                "Content-Type: multipart/mixed; boundary=\"b\"\n",
                """
                --b
                Content-Type: text/plain

                See the contract.
                --b
                Content-Type: application/pdf
                Content-Disposition: %s
                Content-Transfer-Encoding: base64

                JVBERi0xLjQK
                --b--
                """
                    .formatted(disposition)));

    assertThat(content.text()).isEqualTo("See the contract.\n\nAttachment: " + name);
  }

  @Test
  void readsAttachedMessages() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with(
                "Content-Type: multipart/mixed; boundary=b\n",
                """
                --b

                Look at this.
                --b
                Content-Type: message/rfc822

                From: Rudolf Mewes <mewes@x.example>
                Subject: =?utf-8?q?K=C3=BCndigung?=
                Date: Sun, 31 May 2026 10:14:22 +0200

                1,380 EUR by 30 June.
                --b--
                """));

    assertThat(content.text())
        .isEqualTo(
            """
            Look at this.

            From: Rudolf Mewes <mewes@x.example>
            Date: Sun, 31 May 2026 10:14:22 +0200
            Subject: Kündigung

            1,380 EUR by 30 June.\
            """);
  }

  @Test
  void joinsFlowedLines() throws IOException {
    RecordContent content =
        Mails.read(
            folder,
            Mails.with(
                "Content-Type: text/plain; format=flowed\n",
                "The rack \nhas come.\n\n> when does \n> it come?\n -- \nHauke\n-- \nRadwerk\n"));

    assertThat(content.text())
        .isEqualTo("The rack has come.\n\n> when does it come?\n-- \nHauke\n-- \nRadwerk");
  }

  @ParameterizedTest
  @CsvSource({
    "'Date: Wed, 18 Nov 2026 17:34:08 +0100', 2026-11-18T16:34:08Z",
    "'Date: 18 Nov 26 17:34 CET', 2026-11-18T16:34:00Z",
    "'Date: Wed, 18 Nov 2026 17:34:08 +0100 (CET)', 2026-11-18T16:34:08Z",
    "'Date: Wed, 18 Nov 2026 17:34:08', 2026-11-18T16:34:08Z",
    "'Date: Wed Nov 18 17:34:08 2026', 2026-11-18T16:34:08Z",
    "'Date: Wednesday, 18-Nov-26 17:34:08 GMT', 2026-11-18T17:34:08Z",
    "'Date: soon\nReceived: from a by b; Wed, 18 Nov 2026 17:34:08 +0100', 2026-11-18T16:34:08Z",
    "'Received: from a by b; Wed, 18 Nov 2026 17:34:08 +0100', 2026-11-18T16:34:08Z"
  })
  void readsDatesAsSendersWriteThem(String headers, Instant time) throws IOException {
    RecordContent content = Mails.read(folder, headers + "\nFrom: a@x.example\nSubject: s\n\nx\n");

    assertThat(content.time()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "=?utf-8?q?St=C3=B6rung?=, Störung",
    "=?UTF-8?B?5oiR5a+55qC45qGD6L+H5pWP?=, 我对核桃过敏",
    "=?utf-8?B?5oiR5a+5?= =?utf-8?B?5qC45qGD?=, 我对核桃",
    "=?utf-8?B?5oiR5a8=?= =?utf-8?B?ueaguA==?=, 我对核",
    "=?gb2312?B?us/NrA==?=, 合同",
    "=?iso-8859-1?q?K=F6ln?= and =?utf-8?q?M=C3=BCnchen?=, Köln and München",
    "Re: =?utf-8?q?a b?=, Re: a b",
    "=?utf-8?q?unfinished, =?utf-8?q?unfinished",
    "=?nonsense?x?y?=, =?nonsense?x?y?=",
    "=?utf-8?B?!!!!?=x, x",
    "=?utf-8*en?q?hello?=, hello",
    "Störung roh, Störung roh"
  })
  void decodesHeaderText(String raw, String text) {
    assertThat(HeaderText.decoded(raw.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "undisclosed-recipients:;, ''",
    "'Team: Bea <b@x.example>, Pawel <p@x.example>;', 'Bea <b@x.example>; Pawel <p@x.example>'",
    "hauke@x.example (Hauke Jessen), 'Hauke Jessen <hauke@x.example>'",
    "'Lindqvist, Mara <m@x.example>', 'Lindqvist, Mara <m@x.example>'",
    "'\"Mewes \\\"R.\\\"\" <r@x.example>', 'Mewes \"R.\" <r@x.example>'",
    "'\"b@x.example\" <b@x.example>', ' <b@x.example>'",
    "'<a@x.example', ' <a@x.example>'",
    "',,;', ''"
  })
  void readsAddresses(String field, String expected) {
    assertThat(
            String.join(
                "; ",
                AddressList.of(
                        field.getBytes(StandardCharsets.UTF_8), Participant.Role.RECIPIENT, 10)
                    .stream()
                    .map(p -> p.name() + " <" + p.address() + ">")
                    .toList()))
        .isEqualTo(expected);
  }

  private static String alternative(String plain, String html) {
    return Mails.with(
        "Content-Type: multipart/alternative; boundary=\"b\"\n",
        "--b\nContent-Type: text/plain; charset=utf-8\n\n"
            + plain
            + "\n--b\nContent-Type: text/html; charset=utf-8\n\n"
            + html
            + "\n--b--\n");
  }
}
