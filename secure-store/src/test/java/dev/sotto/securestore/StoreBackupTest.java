package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in one file and back. */
final class StoreBackupTest {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final int EVERY_SO_MANY_BYTES =
      Integer.getInteger("sotto.crash.losses", 0) > 0 ? 1 : 167;

  @TempDir private Path parent;
  private Path folder = Path.of("");
  private Path backup = Path.of("");
  private char[] recoveryCode = {};

  @BeforeEach
  void begin() throws IOException {
    folder = parent.resolve("store");
    backup = parent.resolve("store.backup");
    recoveryCode = StoreFixture.createWithRecoveryCode(folder);
    try (PersonalStore store = open(folder)) {
      for (SourceId source : List.of(NOTES, MAIL)) {
        store
            .records()
            .putSource(
                new Source(source, "markdown", "/" + source, Instant.EPOCH, Optional.empty()));
        store.records().commit(source, List.of(note(source, "1"), note(source, "2")), List.of());
      }
      store.documents().write("settings", "blue".getBytes(StandardCharsets.UTF_8));
      store.ledger(Clock.systemUTC());
      var writer =
          store.indexFiles().create(store.indexFolder().resolve("segments_1"), "segments_1");
      writer.write(new byte[] {1, 2, 3}, 0, 3);
      writer.close();
    }
  }

  @Test
  void whatUnlocksTheStoreRestoresTheBackup() throws IOException {
    BackupReport written = back(folder);
    Path byPassphrase = parent.resolve("by-passphrase");
    Path byCode = parent.resolve("by-code");
    BackupReport restored;
    try (Passphrase passphrase = StoreFixture.passphrase()) {
      restored = PersonalStore.restore(backup, byPassphrase, passphrase, BackupProgress.SILENT);
    }
    restore(byCode);

    assertThat(written.records()).isEqualTo(4);
    assertThat(restored.records()).isEqualTo(4);
    assertThat(restored.files()).isEqualTo(written.files()).isEqualTo(7);
    assertThat(written.bytes()).isEqualTo(Files.size(backup));
    for (Path copy : List.of(byPassphrase, byCode)) {
      try (PersonalStore store = open(copy)) {
        assertThat(StoreFixture.readAll(store.records())).isEqualTo(4);
        assertThat(store.documents().read("settings").orElseThrow()).isEqualTo("blue".getBytes());
        assertThat(store.ledger(Clock.systemUTC()).size()).isPositive();
        store.indexFiles().open(store.indexFolder().resolve("segments_1"), "segments_1").close();
        store.records().commit(NOTES, List.of(note(NOTES, "3")), List.of());
      }
    }
  }

  @Test
  void neitherABackupNorAStoreIsOverwritten() throws IOException {
    back(folder);
    byte[] before = Files.readAllBytes(backup);

    assertThatThrownBy(() -> back(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> restore(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is something in");
    assertThat(Files.readAllBytes(backup)).isEqualTo(before);
    open(folder).close();
  }

  @Test
  void aWrongPassphraseRestoresNothing() throws IOException {
    back(folder);
    try (Passphrase wrong = new Passphrase("something else".toCharArray())) {
      assertThatThrownBy(() ->
              PersonalStore.restore(backup, parent.resolve("copy"), wrong, BackupProgress.SILENT))
          .isInstanceOf(WrongPassphraseException.class);
    }
    assertNothingWasRestored();
  }

  @Test
  void aBackupWithAnyByteChangedRestoresNothing() throws IOException {
    back(folder);
    byte[] whole = Files.readAllBytes(backup);
    int tried = 0;
    for (int at = 0;
        at < whole.length;
        at += at < 320 ? Math.min(5, EVERY_SO_MANY_BYTES) : EVERY_SO_MANY_BYTES) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 << (at % Byte.SIZE));
      Files.write(backup, changed);

      assertThatThrownBy(() -> restore(parent.resolve("copy")))
          .as("byte " + at)
          .isInstanceOfAny(
              TamperedFileException.class, WrongPassphraseException.class, StoreException.class);
      tried++;
    }
    assertNothingWasRestored();
    assertThat(tried).isGreaterThan(60);

    Files.write(backup, whole);
    restore(parent.resolve("copy"));
  }

  @Test
  void aBackupThatWasCutOffRestoresNothing() throws IOException {
    back(folder);
    byte[] whole = Files.readAllBytes(backup);
    for (int length = 0; length < whole.length; length += EVERY_SO_MANY_BYTES) {
      Files.write(backup, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> restore(parent.resolve("copy")))
          .as(length + " bytes")
          .isInstanceOf(TamperedFileException.class);
    }
    assertNothingWasRestored();
  }

  @Test
  void itHoldsTheStoreAsItWasWhenItBegan() throws IOException {
    AtomicBoolean changed = new AtomicBoolean();
    try (PersonalStore store = open(folder)) {
      store.backup(
          backup,
          (done, total) -> {
            if (!changed.getAndSet(true)) {
              change(store);
            }
            return true;
          });
      assertThat(store.records().size()).isEqualTo(3);
      store.rotation().finish();
    }
    Path copy = parent.resolve("copy");
    restore(copy);

    assertThat(changed).isTrue();
    try (PersonalStore store = open(copy)) {
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(4);
      assertThat(store.documents().read("settings").orElseThrow()).isEqualTo("blue".getBytes());
    }
    try (PersonalStore store = open(folder)) {
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(3);
      assertThat(folder.resolve("records").toFile().list()).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void aBackupThatIsStoppedLeavesNothingBehind() throws IOException {
    try (PersonalStore store = open(folder)) {
      assertThatThrownBy(() -> store.backup(backup, (done, total) -> false))
          .isInstanceOf(InterruptedIOException.class);
    }
    try (var files = Files.list(parent)) {
      assertThat(files).containsExactly(folder);
    }
  }

  @Test
  void aPowerCutLeavesNoBackupOrAWholeOne() throws IOException {
    boolean finished = false;
    int points = 0;
    for (int operation = 0; !finished; operation++) {
      SimulatedDisk disk = new SimulatedDisk(operation, new Random(operation));
      try (PersonalStore store =
          StoreFixture.unlock(disk, folder, recoveryCode, RecordPacks.Limits.STANDARD)) {
        store.backup(backup, BackupProgress.SILENT);
        finished = true;
      } catch (IOException e) {
        assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
      }
      disk.losePower();
      if (Files.exists(backup)) {
        restore(parent.resolve("copy"));
        Folders.delete(parent.resolve("copy"));
        Files.delete(backup);
      }
      points++;
    }
    assertThat(points).isGreaterThan(4);
  }

  private static void change(PersonalStore store) {
    try {
      store.records().forget(MAIL);
      store.records().commit(NOTES, List.of(note(NOTES, "5")), List.of());
      store.documents().write("settings", "red".getBytes(StandardCharsets.UTF_8));
      store.rotation().begin(List.of(NOTES));
      boolean more = true;
      while (more) {
        more = store.rotation().step();
      }
      Files.delete(store.indexFolder().resolve("segments_1"));
      assertThatThrownBy(() -> store.rotation().finish())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("while a backup is being written");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertNothingWasRestored() throws IOException {
    try (var files = Files.list(parent)) {
      assertThat(files).containsExactlyInAnyOrder(folder, backup);
    }
  }

  private BackupReport back(Path store) throws IOException {
    try (PersonalStore open = open(store)) {
      return open.backup(backup, BackupProgress.SILENT);
    }
  }

  private void restore(Path target) throws IOException {
    try (RecoveryCode code = RecoveryCode.parse(recoveryCode)) {
      PersonalStore.restore(backup, target, code, BackupProgress.SILENT);
    }
  }

  private PersonalStore open(Path store) throws IOException {
    return StoreFixture.unlock(
        FileOperations.onDisk(), store, recoveryCode, RecordPacks.Limits.STANDARD);
  }

  private static PersonalRecord note(SourceId source, String key) {
    String text = key + " of " + source;
    return PersonalRecord.of(
        source,
        new ItemKey(key),
        Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE, "Note", Instant.EPOCH, new ArrayList<>(), "", text, Labels.OWN, ""));
  }
}
