package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.LedgerEntries;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Puts older files, and older stores, in the place of newer ones. */
final class RollBackTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);

  private static final FileOperations DISK = new UnforcedDisk();
  private static final int STRIDE = Integer.getInteger("sotto.crash.stride", 5);

  @TempDir private static Path shared;
  private static char[] recoveryCode = {};

  @TempDir private Path parent;

  private Path folder;
  private char[] recoveryCodeOf = recoveryCode;
  private Path older;
  private Anchor anchor;

  @BeforeAll
  static void writeTwoGenerations() throws IOException {
    RollBackTest writer = new RollBackTest();
    writer.use(shared);
    try (Passphrase passphrase = StoreFixture.passphrase()) {
      NewStore made =
          PersonalStore.create(
              DISK,
              writer.folder,
              passphrase,
              StoreFixture.QUICK,
              new SecureRandom(),
              writer.anchor);
      recoveryCode = made.recoveryCode().reveal();
      writer.recoveryCodeOf = recoveryCode;
      made.store().close();
    }
    writer.change("first");
    Folders.copy(writer.folder, writer.older);
    writer.change("second");
    try (PersonalStore store = writer.unlock(Access.WRITE);
        Passphrase passphrase = StoreFixture.passphrase()) {
      store.changePassphrase(passphrase, StoreFixture.QUICK);
    }
  }

  @BeforeEach
  void copyThem() throws IOException {
    use(parent);
    for (String name : List.of("store", "older", "state")) {
      Folders.copy(shared.resolve(name), parent.resolve(name));
    }
  }

  private void use(Path where) {
    folder = where.resolve("store");
    older = where.resolve("older");
    anchor = new AnchorFolder(DISK, where.resolve("state"));
  }

  @Nested
  class APartOfTheStore {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "keys/slots",
          "keys/table",
          "records/catalogue",
          "documents/settings",
          "ledger/log"
        })
    void isRefusedWhenItIsOlderThanTheOthers(String file) throws IOException {
      putBack(file);

      for (Access access : Access.values()) {
        assertThatExceptionOfType(Exception.class)
            .isThrownBy(() -> unlock(access).close())
            .satisfies(e -> assertThat(e).isInstanceOfAny(TamperedFileException.class))
            .satisfies(e -> assertThat(((TamperedFileException) e).file()).isNotEmpty());
      }
    }

    @Test
    void isRefusedWithoutAnAnchorToo() throws IOException {
      for (String file :
          List.of("keys/slots", "keys/table", "records/catalogue", "documents/settings")) {
        byte[] newer = Files.readAllBytes(folder.resolve(file));
        putBack(file);

        assertThatExceptionOfType(TamperedFileException.class)
            .as(file)
            .isThrownBy(() -> open(DISK, Access.WRITE, AgeCheck.NONE).close())
            .satisfies(e -> assertThat(file).endsWith("/" + e.file()));

        Files.write(folder.resolve(file), newer);
        open(DISK, Access.WRITE, AgeCheck.NONE).close();
      }
    }

    @Test
    void isRefusedWhenItIsACatalogueWithItsPacks() throws IOException {
      Folders.delete(folder.resolve("records"));
      Folders.copy(older.resolve("records"), folder.resolve("records"));

      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> unlock(Access.WRITE).close())
          .satisfies(e -> assertThat(e.file()).isEqualTo("catalogue"));
    }

    @Test
    void isRefusedWhenItIsTheManifest() throws IOException {
      putBack("manifest");

      for (Access access : Access.values()) {
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> open(access, (lastSeen, found) -> true).close());
      }
    }

    @Test
    void isRefusedWhenItIsADocumentThatWasDeleted() throws IOException {
      try (PersonalStore store = unlock(Access.WRITE)) {
        store.documents().delete("settings");
      }
      putBack("documents/settings");

      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> unlock(Access.READ).close())
          .satisfies(e -> assertThat(e.file()).isEqualTo("settings"));
    }

    @Test
    void isNoticedWhenADocumentWasTakenAway() throws IOException {
      Files.delete(folder.resolve("documents/settings"));

      try (PersonalStore store = unlock(Access.READ)) {
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> store.documents().read("settings"))
            .withMessageContaining("missing");
      }
    }

    @Test
    void isRefusedWhenItIsTheIndex() throws IOException {
      Folders.delete(folder.resolve("index"));
      Folders.copy(older.resolve("index"), folder.resolve("index"));

      try (PersonalStore store = unlock(Access.READ)) {
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> openIndex(store, "root_first"));
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> store.indexFiles().requirePublished(store.indexFolder()));
      }
    }

    @Test
    void isNoticedWhenTheManifestWasTakenAway() throws IOException {
      Files.delete(folder.resolve("manifest"));

      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> open(DISK, Access.WRITE, AgeCheck.NONE).close())
          .satisfies(e -> assertThat(e.file()).isEqualTo("manifest"));
    }

    @Test
    void isToldWhereTheStoreIsToBeMendedAndWhatIsThereCountsFromThenOn() throws IOException {
      putBack("documents/settings");

      try (Passphrase passphrase = StoreFixture.passphrase();
          PersonalStore store =
              PersonalStore.unlockMismatched(
                  folder, passphrase, Access.WRITE, check(RestoredQuestion.NO))) {
        assertThat(store.mismatches()).containsExactly("settings");
        assertThat(store.records().sources()).hasSize(2);
      }

      try (PersonalStore store = unlock(Access.WRITE)) {
        assertThat(store.documents().read("settings").orElseThrow()).isEqualTo(bytes("first"));
      }
    }
  }

  @Nested
  class TheWholeStore {
    @BeforeEach
    void putTheWholeStoreBack() throws IOException {
      Folders.delete(folder);
      Folders.copy(older, folder);
    }

    @Test
    void isRefusedWhereNobodySaysThatItWasRestored() throws IOException {
      for (Access access : Access.values()) {
        assertThatExceptionOfType(OlderStoreException.class)
            .isThrownBy(() -> unlock(access).close())
            .satisfies(e -> assertThat(e.lastSeen()).isGreaterThan(e.found()));
      }
    }

    @Test
    void isAcceptedOnceWhereThePersonSaysSoAndTheLedgerSaysItToo() throws IOException {
      List<Long> asked = new ArrayList<>();
      try (PersonalStore store =
          open(Access.WRITE, (lastSeen, found) -> asked.add(lastSeen) && asked.add(found))) {
        assertThat(store.age()).isEqualTo(StoreAge.RESTORED);
        ConsentLedger ledger = store.ledger(CLOCK);
        assertThat(ledger.find(ledger.size() - 1).orElseThrow())
            .isInstanceOfSatisfying(
                RecordedEntry.Kept.class,
                kept ->
                    assertThat(kept.entry())
                        .isInstanceOfSatisfying(
                            LedgerEntry.StoreRestored.class,
                            entry ->
                                assertThat(List.of(entry.lastSeen(), entry.found()))
                                    .isEqualTo(asked)));
      }

      try (PersonalStore store = unlock(Access.WRITE)) {
        assertThat(store.age()).isEqualTo(StoreAge.AS_LAST_SEEN);
      }
    }

    @Test
    void isNoticedAlsoWhenItIsTheNewerOneThatARestoredOneReplaced() throws IOException {
      Path newer = parent.resolve("newer");
      Folders.delete(folder);
      Folders.copy(older, folder);
      try (PersonalStore store = open(Access.WRITE, (lastSeen, found) -> true)) {
        assertThat(store.age()).isEqualTo(StoreAge.RESTORED);
      }
      Folders.copy(folder, newer);
      change("third");
      Folders.delete(folder);
      Folders.copy(newer, folder);

      assertThatExceptionOfType(OlderStoreException.class)
          .isThrownBy(() -> unlock(Access.WRITE).close());
    }

    @Test
    void isAskedAboutAgainIfTheLedgerCouldNotSayIt() throws IOException {
      int asked = 0;
      for (int operation = 0, finished = 0; finished == 0; operation += STRIDE) {
        Folders.delete(folder);
        Folders.copy(older, folder);
        SimulatedDisk disk = new SimulatedDisk(operation, new java.util.Random(operation));
        try (PersonalStore store =
            open(disk, Access.WRITE, new AgeCheck(anchor, (lastSeen, found) -> true, CLOCK))) {
          finished++;
          assertThat(store.age()).isEqualTo(StoreAge.RESTORED);
        } catch (IOException e) {
          assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
        }
        disk.losePower();
        try (PersonalStore store = open(Access.READ, RestoredQuestion.NO)) {
          finished++;
          ConsentLedger ledger = store.ledger(CLOCK);
          assertThat(ledger.entries(0, ledger.size()).stream().map(Object::toString))
              .anyMatch(entry -> entry.contains("StoreRestored"));
        } catch (OlderStoreException e) {
          asked++;
        }
      }
      assertThat(asked).isGreaterThan(15 / STRIDE);
    }
  }

  @Test
  void aStoreThatWasNotSeenHereIsToldOnceAndRememberedThen() throws IOException {
    anchor = new AnchorFolder(DISK, parent.resolve("other/state"));

    try (PersonalStore store = unlock(Access.WRITE)) {
      assertThat(store.age()).isEqualTo(StoreAge.FIRST_SEEN);
    }
    try (PersonalStore store = unlock(Access.WRITE)) {
      assertThat(store.age()).isEqualTo(StoreAge.AS_LAST_SEEN);
    }
  }

  @Test
  void aStoreThatWasUsedElsewhereSinceIsNoQuestion() throws IOException {
    Anchor here = anchor;
    anchor = new AnchorFolder(DISK, parent.resolve("elsewhere"));
    change("third");
    change("fourth");
    anchor = here;

    try (PersonalStore store = unlock(Access.WRITE)) {
      assertThat(store.age()).isEqualTo(StoreAge.NEWER);
    }
  }

  @Test
  void aDamagedAnchorIsLikeNone() throws IOException {
    Path file;
    try (var files = Files.list(parent.resolve("state"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] right = Files.readAllBytes(file);
    for (int at = 0; at < right.length; at++) {
      byte[] wrong = right.clone();
      wrong[at] ^= 1;
      Files.write(file, wrong);

      try (PersonalStore store = unlock(Access.READ)) {
        assertThat(store.age()).isEqualTo(StoreAge.FIRST_SEEN);
      }
    }
  }

  @Test
  void aStoreFromBeforeThereWereManifestsGetsOneWhenItIsOpenedForWriting() throws IOException {
    Path old = parent.resolve("old");
    recoveryCodeOf = StoreFixture.createWithoutManifest(old);
    anchor = new AnchorFolder(DISK, parent.resolve("old-state"));
    folder = old;

    try (PersonalStore store = unlock(Access.READ)) {
      assertThat(store.documents().read("settings").orElseThrow()).isEqualTo(bytes("old"));
      assertThat(Files.exists(old.resolve("manifest"))).isFalse();
    }
    unlock(Access.WRITE).close();

    assertThat(Files.exists(old.resolve("manifest"))).isTrue();
    try (PersonalStore store = unlock(Access.WRITE)) {
      assertThat(store.age()).isEqualTo(StoreAge.AS_LAST_SEEN);
      assertThat(store.documents().read("settings").orElseThrow()).isEqualTo(bytes("old"));
    }
    Files.delete(old.resolve("manifest"));
    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> unlock(Access.WRITE).close());
  }

  private void change(String word) throws IOException {
    try (PersonalStore store = unlock(Access.WRITE)) {
      store
          .records()
          .putSource(
              new Source(
                  new SourceId(word), "markdown", "/" + word, Instant.EPOCH, Optional.empty()));
      store.documents().write("settings", bytes(word));
      store.ledger(CLOCK).append(LedgerEntries.intent("GET /" + word));
      String root = "root_" + word;
      Path path = store.indexFolder().resolve(root);
      try (EncryptedFileWriter writer = store.indexFiles().create(path, root)) {
        writer.write(bytes(word), 0, word.length());
      }
      store.indexFiles().publishing(store.indexFolder(), Optional.of(root));
      store.indexFiles().published(store.indexFolder());
      try (var files = Files.list(store.indexFolder())) {
        for (Path file : files.filter(file -> !file.equals(path)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void openIndex(PersonalStore store, String root) throws IOException {
    store.indexFiles().open(store.indexFolder().resolve(root), root).close();
  }

  private void putBack(String file) throws IOException {
    Files.copy(older.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private AgeCheck check(RestoredQuestion question) {
    return new AgeCheck(anchor, question, CLOCK);
  }

  private PersonalStore unlock(Access access) throws IOException {
    return open(access, RestoredQuestion.NO);
  }

  private PersonalStore open(Access access, RestoredQuestion question) throws IOException {
    return open(DISK, access, check(question));
  }

  private PersonalStore open(FileOperations operations, Access access, AgeCheck check)
      throws IOException {
    return StoreFixture.unlock(operations, folder, recoveryCodeOf, access, check);
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
