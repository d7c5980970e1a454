package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A store from its creation to the removal of its last source, without a language model. */
final class StoreLifeTest {
  @TempDir private Path folder;
  private Person person;
  private SmallLife life;

  @BeforeEach
  void begin() throws IOException {
    life = SmallLife.in(folder.resolve("files"));
  }

  @Nested
  class GivenNoStore {
    @BeforeEach
    void begin() throws IOException {
      person = Person.in(folder);
    }

    @Test
    void initMakesOneAndShowsTheRecoveryCodeOnce() throws IOException {
      Path passphrase = Person.writePassphrase(folder.resolve("other"), "another passphrase");

      Outcome made =
          person.runs(
              "init",
              "--passphrase-file=" + passphrase,
              "--me=Mara",
              "--me=mara@lindqvist.example",
              "--zone=Europe/Berlin");

      assertThat(made.status()).isEqualTo(ExitStatus.OK);
      assertThat(made.out())
          .contains("Created the encrypted store in " + person.store())
          .containsPattern("(?m)^ {4}[0-9A-Za-z]+(-[0-9A-Za-z]+){3,}$")
          .contains("Next: sotto add PATH");
      assertThat(made.err()).isEmpty();
      assertThat(Files.getPosixFilePermissions(person.store()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(person.runs("list", "--passphrase-file=" + passphrase).out())
          .contains("There are no records yet");
      assertThat(person.runs("list").status()).isEqualTo(ExitStatus.WRONG_PASSPHRASE);
    }

    @Test
    void initSaysWhatItLacks() {
      Outcome nobody = person.runs("init");
      Outcome nowhere = person.runs("init", "--me=Mara", "--zone=Atlantis/Harbour");

      assertThat(nobody.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(nobody.err()).contains("sotto init --me");
      assertThat(nowhere.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(nowhere.err()).contains("Atlantis/Harbour is no time zone");
      assertThat(person.store()).doesNotExist();
    }

    @Test
    void everyCommandThatNeedsOneSaysHowToMakeIt() {
      for (String[] command :
          new String[][] {
            {"add", life.notes().toString()},
            {"sync"},
            {"ask", "when?"},
            {"search", "boiler"},
            {"show", "1"},
            {"list"},
            {"forget", "notes", "--yes"},
            {"chat"}
          }) {
        Outcome outcome = person.runs(command);

        assertThat(outcome.status()).as(command[0]).isEqualTo(ExitStatus.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
            .contains("There is no store in " + person.store())
            .contains("sotto init");
      }
    }

    @Test
    void aPassphraseNeedsAFileOrATerminal() {
      Outcome outcome = person.withVariable("SOTTO_PASSPHRASE_FILE", "").runs("init", "--me=Mara");

      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).contains("--passphrase-file FILE", "chmod 600");
    }

    @Test
    void aPassphraseFileThatOthersCanReadIsRefused() throws IOException {
      Path open = Person.writePassphrase(folder.resolve("open"), "secret words");
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));

      Outcome outcome = person.runs("init", "--me=Mara", "--passphrase-file=" + open);

      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err())
          .contains("can be read by others", "chmod 600")
          .doesNotContain("secret words");
      assertThat(person.store()).doesNotExist();
    }

    @Test
    void aPassphraseFileThatIsNotThereIsNamed() {
      Outcome outcome = person.runs("init", "--me=Mara", "--passphrase-file=/nowhere/at-all");

      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.err()).contains("There is nothing at /nowhere/at-all");
    }
  }

  @Nested
  class GivenAnEmptyStore {
    @BeforeEach
    void begin() throws IOException {
      person = Person.withStoreIn(folder);
    }

    @Test
    void initLeavesItAlone() {
      Outcome outcome = person.runs("init", "--me=Mara");

      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).contains("There is a store in " + person.store() + " already");
    }

    @Test
    void askAndSyncSayHowToAddRecords() {
      assertThat(person.runs("ask", "when is the boiler service?").err()).contains("sotto add");
      assertThat(person.runs("sync").err()).contains("sotto add");
      assertThat(person.runs("list").out()).contains("sotto add");
      assertThat(person.runs("show", "1").err()).contains("Nothing was shown yet");
    }

    @Test
    void aPathThatIsNotThereIsNamedAndTheOthersAreImported() {
      Outcome outcome =
          person.runs("add", folder.resolve("missing.mbox").toString(), life.notes().toString());

      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.err()).contains("missing.mbox", "check the spelling");
      assertThat(outcome.out()).contains("notes: 3 new");
    }

    @Test
    void aFileThatNoImporterReadsIsNamed() throws IOException {
      Path picture = Files.write(folder.resolve("picture.png"), new byte[] {1, 2, 3});

      Outcome outcome = person.runs("add", picture.toString());

      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).contains("No importer recognises", "picture.png", "markdown");
    }

    @Test
    void anUnknownSourceIsNamed() {
      Outcome sync = person.runs("sync", "letters");
      Outcome forget = person.runs("forget", "letters", "--yes");

      assertThat(sync.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(sync.err()).contains("There is no source named letters");
      assertThat(forget.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(forget.err()).contains("There is no source named letters", "sotto list");
    }

    @Test
    void aMailThatCannotBeReadIsReportedAndTheRestIsKept() throws IOException {
      Files.writeString(
          life.mailbox(),
          Files.readString(life.mailbox())
              + "From nobody Wed Mar  4 09:00:00 2026\nthis is no header of a message at all\n\n"
              + "From lena@see.example Wed Mar  4 09:00:00 2026\n"
              + "From: Lena <lena@see.example>\nSubject: Keys\n"
              + "Date: Wed, 4 Mar 2026 10:00:00 +0100\n\nThe keys hang behind the door.\n\n");

      Outcome outcome = person.runs("add", life.mailbox().toString());

      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.out()).contains("inbox: 3 new");
      assertThat(outcome.err())
          .contains("1 could not be read")
          .contains("header of a message")
          .doesNotContain("no header of a message at all");
      assertThat(person.runs("search", "keys door").out()).contains("behind the door");
    }

    @Test
    void syncTakesOverWhatIsNewChangedAndGone() throws IOException {
      person.runs("add", life.notes().toString(), life.mailbox().toString());
      Files.writeString(life.notes().resolve("tea.md"), "# Tea\n\nOolong steeps for 4 minutes.\n");
      Files.writeString(
          life.notes().resolve("bike.md"), SmallLife.BIKE.replace("286 mm", "291 mm"));
      Files.delete(life.notes().resolve("boiler.md"));

      Outcome synced = person.runs("sync");

      assertThat(synced.status()).isEqualTo(ExitStatus.OK);
      assertThat(synced.out())
          .contains("notes: 1 new, 1 changed, 1 gone, 1 unchanged")
          .contains("inbox: 0 new, 0 changed, 0 gone, 2 unchanged");
      assertThat(person.runs("search", "spokes").out()).contains("291 mm").doesNotContain("286");
      assertThat(person.runs("search", "oolong boiler service").out())
          .contains("4 minutes")
          .doesNotContain("Mewes");
    }

    @Test
    void syncKeepsTheRecordsOfASourceThatIsNotThere() throws IOException {
      person.runs("add", life.notes().toString(), life.mailbox().toString());
      Files.delete(life.mailbox());

      Outcome synced = person.runs("sync");

      assertThat(synced.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(synced.err()).contains("inbox.mbox", "Its records are kept", "sotto forget inbox");
      assertThat(synced.out()).contains("notes: 0 new, 0 changed, 0 gone, 3 unchanged");
      assertThat(person.runs("search", "dentist appointment").out()).contains("14:15");
    }

    @Test
    void whatARecordHoldsCannotActOnATerminal() throws IOException {
      Files.writeString(
          life.notes().resolve("evil.md"), "# Trap\u001b[2J\n\nquetzal \u001b]0;owned\u0007 end\n");
      person.runs("add", life.notes().toString());

      Outcome found = person.runs("search", "quetzal");
      Outcome shown = person.runs("show", "1");
      Outcome json = person.runs("search", "--json", "quetzal");

      assertThat(found.out()).contains("quetzal").doesNotContain("\u001b", "\u0007");
      assertThat(shown.out()).contains("quetzal").doesNotContain("\u001b", "\u0007");
      assertThat(json.out()).doesNotContain("\u001b", "\u0007").isASCII();
    }

    @Test
    void wrongUseSaysWhatIsRight() {
      Outcome command = person.runs("serach", "boiler");
      Outcome option = person.runs("search", "--limti", "3", "boiler");
      Outcome limit = person.runs("search", "--limit=0", "boiler");
      Outcome kind = person.runs("search", "--kind=letter", "boiler");
      Outcome day = person.runs("search", "--from=yesterday", "boiler");

      assertThat(command.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(command.err()).contains("search");
      assertThat(option.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(option.err()).contains("--limti");
      assertThat(limit.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(limit.err()).contains("0");
      assertThat(kind.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(kind.err()).contains("letter is no kind of record", "email");
      assertThat(day.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(day.err()).contains("yesterday is no day", "2026-11-23");
    }
  }

  @Nested
  class GivenNotesAndMails {
    @TempDir private static Path shared;
    private static Person imported;
    private static SmallLife files;

    @BeforeAll
    static void importThem() throws IOException {
      files = SmallLife.in(shared.resolve("files"));
      imported = Person.withStoreIn(shared);
      Outcome added = imported.runs("add", files.notes().toString(), files.mailbox().toString());
      assertThat(added.status()).as(added.all()).isEqualTo(ExitStatus.OK);
      assertThat(added.out())
          .isEqualTo(
              """
              notes: 3 new, 0 changed, 0 gone, 0 unchanged
              inbox: 2 new, 0 changed, 0 gone, 0 unchanged
              """);
    }

    @BeforeEach
    void begin() throws IOException {
      person = imported.copiedTo(folder);
      life = files;
    }

    @Test
    void listNamesThem() {
      assertThat(person.runs("list").out())
          .contains("notes  markdown, 3 records", life.notes().toString())
          .contains("inbox  mail, 2 records", life.mailbox().toString());

      JsonNode sources = person.runs("list", "--json").json().path("sources");

      assertThat(sources).hasSize(2);
      assertThat(sources.get(0).path("source").asString()).isEqualTo("inbox");
      assertThat(sources.get(0).path("records").asInt()).isEqualTo(2);
      assertThat(sources.get(1).path("path").asString()).isEqualTo(life.notes().toString());
    }

    @Test
    void searchFindsAndShowOpensTheOriginal() {
      Outcome found = person.runs("search", "spokes", "front", "wheel");
      Outcome shown = person.runs("show", "1");
      Outcome beyond = person.runs("show", "99");

      assertThat(found.status()).isEqualTo(ExitStatus.OK);
      assertThat(found.out()).startsWith("[1] ").contains("note", "Bike", "286 mm");
      assertThat(shown.status()).isEqualTo(ExitStatus.OK);
      assertThat(shown.out()).contains("Bike", "bike.md", "reseda green, RAL 6011");
      assertThat(beyond.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(beyond.err()).contains("There is no [99]", "1 to ");
    }

    @Test
    void searchFindsInChinese() {
      assertThat(person.runs("search", "成都住哪里").out()).contains("青年旅舍");
    }

    @Test
    void searchIsNarrowedByKindPersonDayAndSource() {
      assertThat(person.runs("search", "--kind=email", "boiler").out()).doesNotContain("Boiler");
      assertThat(records(person.runs("search", "--json", "--person=Anna", "appointment")))
          .hasSize(1);
      assertThat(records(person.runs("search", "--json", "--from=2026-03-03", "--kind=email", "a")))
          .allSatisfy(hit -> assertThat(hit.path("title").asString()).isEqualTo("Sailing"));
      assertThat(records(person.runs("search", "--json", "--source=inbox", "boiler")))
          .allSatisfy(hit -> assertThat(hit.path("source").asString()).isEqualTo("inbox"));
      assertThat(person.runs("search", "--person=Nobody", "boiler").status())
          .isEqualTo(ExitStatus.NOTHING_FOUND);
    }

    @Test
    void jsonIsAllThatIsPrinted() {
      JsonNode hit = records(person.runs("search", "--json", "spokes front wheel")).get(0);
      JsonNode shown = person.runs("show", "1", "--json").json();

      assertThat(hit.path("number").asInt()).isEqualTo(1);
      assertThat(hit.path("kind").asString()).isEqualTo("note");
      assertThat(shown.path("record")).isEqualTo(hit.path("record"));
      assertThat(
              shown
                  .path("text")
                  .asString()
                  .substring(shown.path("start").asInt(), shown.path("end").asInt()))
          .isEqualTo(hit.path("text").asString());
      assertThat(person.runs("sync", "--json").json().path("sources"))
          .hasSize(2)
          .allSatisfy(
              source -> assertThat(source.path("outcome").asString()).isEqualTo("complete"));
      assertThat(person.runs("forget", "inbox", "--yes", "--json").json().path("records").asInt())
          .isEqualTo(2);
    }

    @Test
    void addingASourceAgainReadsItAgain() {
      Outcome again = person.runs("add", life.notes().toString());

      assertThat(again.out()).isEqualTo("notes: 0 new, 0 changed, 0 gone, 3 unchanged\n");
      assertThat(person.runs("list", "--json").json().path("sources")).hasSize(2);
    }

    @Test
    void forgetRemovesASourceButNotItsFiles() {
      Outcome unconfirmed = person.runs("forget", "inbox");
      Outcome forgotten = person.runs("forget", "inbox", "--yes");

      assertThat(unconfirmed.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(unconfirmed.err()).contains("--yes");
      assertThat(forgotten.status()).isEqualTo(ExitStatus.OK);
      assertThat(forgotten.out()).contains("Removed inbox: 2 records are gone", "backups");
      assertThat(life.mailbox()).exists();
      assertThat(person.runs("search", "dentist appointment").out()).doesNotContain("Okonkwo");
      assertThat(person.runs("list").out()).contains("notes").doesNotContain("inbox");
    }

    @Test
    void forgetAsksAtATerminal() {
      Outcome no = person.atATerminal().typing("n\n", "forget", "inbox");
      Outcome yes = person.typing("y\n", "forget", "inbox");

      assertThat(no.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(no.out()).contains("with its 2 records", "Nothing was removed");
      assertThat(yes.status()).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aRecordThatIsGoneIsNoLongerShown() {
      assertThat(person.runs("search", "--source=inbox", "dentist").status())
          .isEqualTo(ExitStatus.OK);
      person.runs("forget", "inbox", "--yes");

      Outcome shown = person.runs("show", "1");

      assertThat(shown.status()).isEqualTo(ExitStatus.NOTHING_FOUND);
      assertThat(shown.out()).contains("no longer there");
    }

    @Test
    void aWrongPassphraseOpensNothingAndChangesNothing() throws IOException {
      Path wrong = Person.writePassphrase(folder.resolve("wrong"), "lantern orbit pebbles");

      for (String[] command :
          new String[][] {
            {"list"}, {"search", "boiler"}, {"show", "1"}, {"forget", "notes", "--yes"}
          }) {
        person.withVariable("SOTTO_PASSPHRASE_FILE", wrong.toString());
        Outcome outcome = person.runs(command);

        assertThat(outcome.status()).as(command[0]).isEqualTo(ExitStatus.WRONG_PASSPHRASE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).doesNotContain("pebbles");
      }

      person.withVariable("SOTTO_PASSPHRASE_FILE", folder.resolve("passphrase").toString());
      assertThat(person.runs("list").out()).contains("notes  markdown, 3 records");
    }

    @Test
    void aPipeGetsNoColourAndATerminalDoes() {
      Outcome piped = person.runs("search", "boiler");
      Outcome terminal = person.atATerminal().runs("search", "boiler");
      Outcome plain = person.withVariable("NO_COLOR", "1").runs("search", "boiler");

      assertThat(piped.all()).doesNotContain("\u001b");
      assertThat(terminal.out()).contains("\u001b[1m");
      assertThat(plain.all()).doesNotContain("\u001b");
      assertThat(plain.out()).isEqualTo(piped.out());
    }

    private JsonNode records(Outcome outcome) {
      assertThat(outcome.err()).isEmpty();
      return outcome.json().path("hits");
    }
  }
}
