package dev.sotto.tools.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a small mailbox with the encodings and forms that turn up in real ones. */
final class MailboxTest {
  private Path mailbox;
  private Map<String, RecordContent> mails;

  @BeforeEach
  void readsTheMailbox() throws IOException, URISyntaxException {
    mailbox =
        Path.of(MailboxTest.class.getResource("/dev/sotto/tools/mailbox/garden.mbox").toURI());
    RecordingImportSink sink = Mails.scan(mailbox);
    mails = sink.records();
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void recognisesTheMailboxAndItsFolder() throws IOException {
    Importer importer = new MailImporter(MailLimits.DEFAULT);

    assertThat(importer.match(mailbox)).isEqualTo(Importer.Match.YES);
    assertThat(importer.match(mailbox.getParent())).isEqualTo(Importer.Match.YES);
  }

  @Test
  void readsEveryMessageThatWasNotDeleted() {
    assertThat(mails)
        .containsOnlyKeys(
            "garden.mbox/beans-1@garten.example",
            "garden.mbox/beans-2@weber.example",
            "garden.mbox/beans-3@garten.example",
            "garden.mbox/gbk-1@nursery.example",
            "garden.mbox/gb18030-1@nursery.example",
            "garden.mbox/order-7714@shop.example");
  }

  @Test
  void undoesFlowingAndTheQuotingOfFromLines() {
    assertThat(mail("beans-1@garten.example").text())
        .isEqualTo(
            """
            The packets are here. Three of them, all runner beans, and the soil is warm enough.

            From Monday on I am away.
            > From inside a quotation.
            From the shed, the second door.\
            """);
  }

  @Test
  void readsThePlainAlternativeMarksTheQuotedReplyAndNamesAttachments() {
    RecordContent mail = mail("beans-2@weber.example");

    assertThat(mail.title()).isEqualTo("Re: Beans, and the Gartentür code");
    assertThat(mail.time()).isEqualTo(Instant.parse("2026-04-18T19:15:00Z"));
    assertThat(mail.participants())
        .containsExactly(
            new Participant("Jörg Müller", "joerg@weber.example", Participant.Role.AUTHOR),
            new Participant("", "ilse@garten.example", Participant.Role.RECIPIENT),
            new Participant("Weber, Jonas", "jonas@weber.example", Participant.Role.RECIPIENT));
    assertThat(mail.text())
        .isEqualTo(
            """
            Der Code der Gartentür ist 4711, die Bohnen kosten 9 €, bring bitte Säcke mit.

            Jörg

            Am 18.04.2026 um 10:00 schrieb Ilse Brandt:
            >
            > The packets are here.

            Attachment: Plan für Beet.pdf
            Attachment: 菜园.png\
            """);
  }

  @Test
  void groupsAThreadByItsFirstMessage() {
    assertThat(
            mails.values().stream()
                .filter(mail -> mail.thread().equals("beans-1@garten.example"))
                .map(RecordContent::time))
        .containsExactlyInAnyOrder(
            Instant.parse("2026-04-18T08:00:00Z"),
            Instant.parse("2026-04-18T19:15:00Z"),
            Instant.parse("2026-04-20T10:00:00Z"));
  }

  @Test
  void readsChineseOfBothEncodings() {
    RecordContent gbk = mail("gbk-1@nursery.example");
    assertThat(gbk.title()).isEqualTo("豆子");
    assertThat(gbk.participants().getFirst().name()).isEqualTo("张伟");
    assertThat(gbk.text()).isEqualTo("种子已寄出，共三包。");
    assertThat(mail("gb18030-1@nursery.example").text()).isEqualTo("运费十二元，㐀字也能读。");
  }

  @Test
  void readsMailThatIsHtmlAlone() {
    assertThat(mail("order-7714@shop.example").text())
        .isEqualTo(
            """
            Thank you, Jonas Weber!

            Beans | 9 €
            Postage | 4 €

            See your order <https://shop.example/7714>.\
            """);
  }

  @Test
  void leavesMarkedQuotationsAsTheyStand() {
    assertThat(mail("beans-3@garten.example").text())
        .isEqualTo(
            """
            On Saturday, 18 April 2026 at 21:15, Jörg wrote:
            > Der Code ist 4711

            The code changes on Friday.

            --\s
            Ilse\
            """);
  }

  private RecordContent mail(String id) {
    return mails.get("garden.mbox/" + id);
  }
}
