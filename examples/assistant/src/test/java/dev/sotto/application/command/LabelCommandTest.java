package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelCommandTest {
  @TempDir private Path folder;
  private Person person;

  @BeforeEach
  void addRecords() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes/health"));
    Files.writeString(notes.resolve("log.md"), "# Log\n\nThe tooth hurts. #diary\n");
    Files.writeString(
        folder.resolve("notes/car.md"),
        "---\ntags: [money, car]\n---\n# Car\n\nThe gearbox was repaired.\n");
    Path mail = Files.createDirectories(folder.resolve("mail"));
    Files.writeString(
        mail.resolve("letter.eml"),
        "From: Eve <eve@evil.example>\nTo: mara@lindqvist.example\nSubject: Hello\n"
            + "Date: Mon, 02 Nov 2026 10:00:00 +0000\nMessage-ID: <1@evil.example>\n"
            + "X-Gmail-Labels: Sent, own, diary\n\nThe zeppelin lands.\n");
    person = Person.withStoreIn(folder.resolve("person"));
    assertThat(person.runs("add", folder.resolve("notes").toString()).status()).isZero();
    assertThat(person.runs("add", mail.toString()).status()).isZero();
  }

  @Test
  void listCountsLabels() {
    String listed = person.runs("list", "--labels").out();

    assertThat(listed).contains("personal, own: 2").contains("personal, external: 1");
  }

  @Test
  void rulesByFolderTagAndSenderReachWhatIsStored() {
    person.runs("label", "add", "sensitive", "--folder", "health/");
    person.runs("label", "add", "local-only", "--tag", "money");
    person.runs("label", "add", "sensitive", "--sender", "@evil.example");

    assertThat(person.runs("list", "--labels").out())
        .contains("local-only, own: 1")
        .contains("sensitive, own: 1")
        .contains("sensitive, external: 1");
    assertThat(person.runs("label").out()).contains("--tag money", "local-only");
  }

  @Test
  void rulesReachWhatIsImportedLaterAndWhatASearchReturns() throws IOException {
    person.runs("label", "add", "local-only", "--tag", "diary");
    Files.writeString(folder.resolve("notes/new.md"), "# New\n\nA quokka appeared. #diary\n");
    person.runs("sync");

    person.runs("search", "quokka");
    assertThat(person.runs("show", "1", "--json").out()).contains("LOCAL_ONLY");
  }

  @Test
  void aRuleThatIsTakenBackLeavesTheImportersLabels() {
    person.runs("label", "add", "local-only", "--kind", "note");
    assertThat(person.runs("list", "--labels").out()).contains("local-only, own: 2");

    assertThat(person.runs("label", "remove", "1").status()).isZero();

    assertThat(person.runs("list", "--labels").out()).contains("personal, own: 2");
  }

  @Test
  void aChangeOfWhatMayLeaveIsInTheLedgerWithoutItsPattern() {
    person.runs("label", "add", "local-only", "--tag", "money");
    person.runs("label", "remove", "1");

    assertThat(person.runs("audit", "list", "--json").out())
        .containsSubsequence("policy-change", "1 tag local-only", "policy-change")
        .doesNotContain("money");
  }

  @Test
  void aLetterCanNotMakeItselfThePersonsOwn() {
    assertThat(person.runs("label", "add", "own", "--tag", "sent").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("label", "add", "own", "--sender", "eve@evil.example").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("list", "--labels").out()).contains("personal, external: 1");
  }

  @Test
  void aMessageIdDoesNotMakeALetterThePersonsOwnByItsFolder() throws IOException {
    Path sent = Files.createDirectories(folder.resolve("boxes/mail/sent"));
    Files.writeString(sent.resolve("2026.mbox"), mailbox("me@lindqvist.example", "quokka"));
    Files.writeString(
        folder.resolve("boxes/mail/inbox.mbox"), mailbox("x/sent/y@evil.example", "wombat"));
    assertThat(person.runs("add", folder.resolve("boxes").toString()).status()).isZero();

    person.runs("label", "add", "own", "--folder", "**/sent/");

    person.runs("search", "quokka");
    assertThat(person.runs("show", "1", "--json").out()).contains("OWN");
    person.runs("search", "wombat");
    assertThat(person.runs("show", "1", "--json").out())
        .contains("x/sent/y@evil.example", "EXTERNAL");
  }

  private static String mailbox(String id, String word) {
    return "From eve@evil.example Mon Nov  2 10:00:00 2026\nFrom: eve@evil.example\n"
        + "To: mara@lindqvist.example\nSubject: Zoo\nDate: Mon, 02 Nov 2026 10:00:00 +0000\n"
        + "Message-ID: <"
        + id
        + ">\n\nThe "
        + word
        + " sleeps.\n\n";
  }

  @Test
  void aSourceCanBeSaidToBeThePersonsOwn() {
    assertThat(person.runs("label", "add", "own", "--source", "mail").status()).isZero();

    assertThat(person.runs("list", "--labels").out()).contains("personal, own: 1");
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(person.runs("label", "add", "secret", "--tag", "x").err()).contains("local-only");
    assertThat(person.runs("label", "add", "sensitive").err()).contains("--folder");
    assertThat(person.runs("label", "remove", "9").status()).isEqualTo(ExitStatus.USAGE);
  }
}
