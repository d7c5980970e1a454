package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is forgotten is gone from everywhere, stays out, and a receipt says what was tried. */
final class ForgetCommandTest {
  @TempDir private Path folder;
  private Person person;
  private SmallLife life;

  @BeforeEach
  void begin() throws IOException {
    person = Person.withStoreIn(folder);
    life = SmallLife.in(folder.resolve("files"));
    for (int i = 0; i < 24; i++) {
      Files.writeString(
          life.notes().resolve("tea" + i + ".md"), "# Tea " + i + "\n\nTea " + i + " is green.\n");
    }
    assertThat(person.runs("add", life.notes().toString(), life.mailbox().toString()).status())
        .isEqualTo(ExitStatus.OK);
  }

  @Test
  void aRecordIsErasedAtOnceProbedAndStaysOutUntilItMayComeBack() throws IOException {
    assertThat(person.runs("search", "reseda green bike colour").out()).contains("RAL 6011");

    JsonNode forgotten = person.runs("forget", "--record=1", "--now", "--yes", "--json").json();
    JsonNode receipt = forgotten.path("receipt");

    assertThat(forgotten.path("records").asInt()).isEqualTo(1);
    assertThat(forgotten.path("erased").asBoolean()).isTrue();
    assertThat(receipt.path("keysDestroyed").asInt()).isEqualTo(4);
    assertThat(receipt.path("filesOpenedByOldKeysBefore").asInt()).isGreaterThan(4);
    assertThat(receipt.path("filesOpenedByOldKeys").asInt()).isZero();
    assertThat(receipt.path("recordsInIndexBefore").asInt()).isEqualTo(1);
    assertThat(receipt.path("recordsInIndex").asInt()).isZero();
    assertThat(receipt.path("foundByWordsBefore").asInt()).isPositive();
    assertThat(receipt.path("foundByWords").asInt()).isZero();
    assertThat(receipt.path("nearbyVectorsBefore").asInt()).isPositive();
    assertThat(receipt.path("nearbyVectors").asInt()).isZero();
    assertThat(person.runs("show", "1").out()).contains("no longer there");
    assertThat(person.runs("search", "reseda green bike colour").out()).doesNotContain("RAL");

    person.runs("sync");
    assertThat(person.runs("search", "reseda green bike colour").out()).doesNotContain("RAL");
    assertThat(person.runs("forget", "--remembered").out()).contains("notes: 1 forgotten");
    assertThat(person.runs("forget", "--let-back=notes").out()).contains("1 forgotten items");
    person.runs("sync");
    assertThat(person.runs("search", "reseda green bike colour").out()).contains("RAL 6011");
  }

  @Test
  void aPersonsRecordsAreHiddenAndErasedLater() {
    Outcome hidden = person.runs("forget", "--person=anna@weber.example", "--yes");

    assertThat(hidden.status()).isEqualTo(ExitStatus.OK);
    assertThat(hidden.out()).contains("1 records are gone", "Out of sight", "forget --finish");
    assertThat(person.runs("search", "dentist appointment").out()).doesNotContain("Okonkwo");

    Outcome finished = person.runs("forget", "--finish");

    assertThat(finished.status()).isEqualTo(ExitStatus.OK);
    assertThat(finished.out())
        .contains("Erased: 4 old keys destroyed", "opened", "0 now", "backups", "ledger");
    assertThat(person.runs("forget", "--finish").status()).isEqualTo(ExitStatus.NOTHING_FOUND);
    assertThat(person.runs("sync").out()).contains("inbox: 0 new");
    assertThat(person.runs("search", "pier boat").out()).contains("Seeschwalbe");
  }

  @Test
  void aTimeIsForgottenWithinASource() {
    Outcome none = person.runs("forget", "inbox", "--from=2026-03-05", "--to=2026-03-09", "--yes");
    JsonNode two =
        person
            .runs("forget", "inbox", "--from=2026-03-02", "--to=2026-03-03", "--yes", "--json")
            .json();

    assertThat(none.status()).isEqualTo(ExitStatus.NOTHING_FOUND);
    assertThat(two.path("records").asInt()).isEqualTo(2);
    assertThat(two.path("source").isMissingNode()).isTrue();
    assertThat(person.runs("list").out()).contains("inbox", "0 records");
    assertThat(person.runs("forget").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void keysRotateAndABackupOfBeforeIsRestoredWithAnyPassphrase() throws IOException {
    Path backup = folder.resolve("life.backup");
    Path second = Person.writePassphrase(folder.resolve("second"), "second words");
    assertThat(person.runs("keys", "add", "--new-passphrase-file=" + second).out())
        .contains("number 3");
    assertThat(person.runs("backup", backup.toString()).out()).contains("29 records", "read back");
    assertThat(person.runs("backup", backup.toString()).status())
        .isEqualTo(ExitStatus.STORE_UNUSABLE);

    JsonNode rotated = person.runs("rotate-keys", "--json").json();

    assertThat(rotated.path("keysDestroyed").asInt()).isEqualTo(5);
    assertThat(person.runs("search", "pier boat").out()).contains("Seeschwalbe");
    Path other = folder.resolve("other");
    Outcome restored =
        person.runs(
            "restore", backup.toString(), "--store=" + other, "--passphrase-file=" + second);
    assertThat(restored.out()).contains("29 records");
    assertThat(other.resolve("keys/slots")).exists();
    assertThat(person.runs("keys", "remove", "1", "--yes").status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.WRONG_PASSPHRASE);
    assertThat(person.runs("keys", "--passphrase-file=" + second).out().lines()).hasSize(2);
    assertThat(person.runs("keys", "remove", "2", "--yes", "--passphrase-file=" + second).status())
        .isEqualTo(ExitStatus.STORE_UNUSABLE);
    byte[] bytes = Files.readAllBytes(backup);
    bytes[bytes.length / 2] ^= 1;
    Files.write(backup, bytes);
    assertThat(
            person
                .runs("restore", backup.toString(), "--store=" + folder.resolve("third"))
                .status())
        .isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(folder.resolve("third")).doesNotExist();
    assertThat(Arrays.asList(folder.toFile().list())).doesNotContain("third.unfinished");
  }
}
