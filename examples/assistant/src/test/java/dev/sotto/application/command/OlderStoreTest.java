package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts an older copy of a whole store, or of one of its files, in the place of the newer one. */
final class OlderStoreTest {
  @TempDir private Path folder;

  private Person person;
  private Path backup;

  @BeforeEach
  void addToAStoreThatWasBackedUp() throws IOException {
    SmallLife life = SmallLife.in(folder.resolve("files"));
    person = Person.withStoreIn(folder);
    person.runs("add", life.notes().toString());
    backup = folder.resolve("backup");
    copy(person.store(), backup);
    person.runs("add", life.mailbox().toString());
    person.runs("home", "Porto");
  }

  @Test
  void withoutATerminalAnOlderStoreStaysShutAndTheMessageSaysWhatToDo() throws IOException {
    restoreTheBackup();

    Outcome english = person.runs("list");
    Outcome chinese = person.runs("list", "--lang=zh");

    assertThat(english.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(english.out()).isEmpty();
    assertThat(english.err()).contains("older than it was last seen here", "--restored");
    assertThat(chinese.err()).contains("更旧", "--restored");
  }

  @Test
  void waysToUnlockAreNeitherShownNorChangedInAnOlderStore() throws IOException {
    assertThat(person.runs("keys").status()).as("a control").isEqualTo(ExitStatus.OK);
    restoreTheBackup();

    assertThat(person.runs("keys").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(person.runs("keys", "recovery-code").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
  }

  @Test
  void aTypedNoLeavesEverythingAsItIs() throws IOException {
    restoreTheBackup();

    Outcome asked = person.atATerminal().typing("n\n", "list");

    assertThat(asked.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(asked.all()).contains("Did you restore it from a backup?");
    assertThat(person.typing("", "list").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
  }

  @Test
  void aTypedYesCountsAndIsInTheLedger() throws IOException {
    restoreTheBackup();

    Outcome asked = person.atATerminal().typing("yes\n", "list");
    Outcome again = person.typing("", "list");
    Outcome ledger = person.typing("", "audit");

    assertThat(asked.status()).as(asked.all()).isEqualTo(ExitStatus.OK);
    assertThat(again.status()).as(again.all()).isEqualTo(ExitStatus.OK);
    assertThat(again.all()).doesNotContain("backup");
    assertThat(ledger.all()).contains("older store accepted");
  }

  @Test
  void theFlagCountsWhereThereIsNoTerminal() throws IOException {
    restoreTheBackup();

    assertThat(person.runs("list", "--restored").status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void whereWhatWasRememberedIsGoneTheStoreIsToldOnceAsNotSeenBefore() throws IOException {
    restoreTheBackup();
    delete(person.state());

    Outcome first = person.runs("list");
    Outcome second = person.runs("list");

    assertThat(first.status()).isEqualTo(ExitStatus.OK);
    assertThat(first.err()).contains("not seen here before");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void anOlderFileAmongNewerOnesIsRefusedByItsName() throws IOException {
    Files.copy(
        backup.resolve("documents/profile"),
        person.store().resolve("documents/profile"),
        StandardCopyOption.REPLACE_EXISTING);

    Outcome refused = person.runs("list");
    Outcome checked = person.runs("check");
    Outcome unmended = person.runs("check", "--repair");
    Outcome mended = person.runs("check", "--repair", "--restored");

    assertThat(refused.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(refused.err()).contains("The file profile", "sotto check");
    assertThat(checked.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(checked.out()).contains("profile: older");
    assertThat(unmended.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(mended.status()).as(mended.all()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void anOlderIndexIsRefusedAndBuiltAgain() throws IOException {
    delete(person.store().resolve("index"));
    copy(backup.resolve("index"), person.store().resolve("index"));

    Outcome refused = person.runs("search", "dentist appointment");
    Outcome listed = person.runs("list");
    Outcome mended = person.runs("check", "--repair");

    assertThat(refused.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(listed.status()).isEqualTo(ExitStatus.OK);
    assertThat(mended.status()).as(mended.all()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("search", "dentist appointment").out()).contains("14:15");
  }

  private void restoreTheBackup() throws IOException {
    delete(person.store());
    copy(backup, person.store());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
