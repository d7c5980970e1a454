package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.v1.StoredFile;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moving to new keys, and what it leaves of removed records. Power is cut at every eleventh
 * operation, or at each and as often as the system property {@code sotto.crash.losses} says.
 */
final class KeyRotationTest {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final String SECRET = "the lighthouse keeper owes 4711 crowns";
  private static final ItemKey FORGOTTEN = new ItemKey("2");
  private static final RecordPacks.Limits TINY = new RecordPacks.Limits(300, 700, 5);
  private static final int LOSSES = Integer.getInteger("sotto.crash.losses", 0);

  @TempDir private Path parent;
  private Path folder = Path.of("");
  private char[] recoveryCode = {};
  private DecryptionAttack attack = new DecryptionAttack(recoveryCode);

  @BeforeEach
  void begin() throws IOException {
    folder = parent.resolve("store");
    recoveryCode = StoreFixture.createWithRecoveryCode(folder);
    attack = new DecryptionAttack(recoveryCode);
    try (PersonalStore store = open()) {
      for (SourceId source : List.of(NOTES, MAIL)) {
        store
            .records()
            .putSource(
                new Source(source, "markdown", "/" + source, Instant.EPOCH, Optional.empty()));
      }
      store.records().commit(NOTES, List.of(note(NOTES, "1"), note(NOTES, "2")), List.of());
      store.records().commit(NOTES, List.of(note(NOTES, "3")), List.of());
      store.records().commit(MAIL, List.of(note(MAIL, "1"), note(MAIL, "4")), List.of());
      store.documents().write("settings", "blue".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatWasForgottenCantBeDecryptedFromOldFilesWithTheKeysOfNow() throws IOException {
    Path before = copy("before");
    assertThat(attack.filesHolding(SECRET, folder, folder)).isEqualTo(1);

    try (PersonalStore store = open()) {
      store.records().commit(NOTES, List.of(), List.of(FORGOTTEN));
    }
    assertThat(attack.filesHolding(SECRET, folder, folder))
        .as("removed from view only")
        .isEqualTo(1);
    try (PersonalStore store = open()) {
      store.rotation().begin(List.of(NOTES));
      moveAll(store.rotation());
      store.rotation().finish();
    }

    assertThat(attack.filesHolding(SECRET, folder, folder)).as("files of now").isZero();
    assertThat(attack.filesHolding(SECRET, before, folder)).as("old files").isZero();
    assertThat(attack.filesHolding("3 crowns", folder, folder)).as("another record").isEqualTo(1);
    assertThat(attack.filesHolding(SECRET, before, before)).as("old files, old keys").isEqualTo(1);
  }

  @Test
  void formerKeysOpenFilesBeforeAndNoneAfter() throws IOException {
    try (PersonalStore store = open()) {
      KeyRotation rotation = store.rotation();
      rotation.resumeOrBeginAll();
      try (FormerKeys former = rotation.leaving()) {
        assertThat(former.keys()).isEqualTo(5);
        assertThat(former.filesOpened()).isGreaterThan(4);
        assertThat(former.inTable()).isEqualTo(5);

        moveAll(rotation);
        assertThat(rotation.filesLeft()).isZero();
        rotation.finish();

        assertThat(former.filesOpened()).isZero();
        assertThat(former.files()).isGreaterThan(4);
        assertThat(former.inTable()).isZero();
        assertThat(rotation.isUnderWay()).isFalse();
      }
    }
    try (PersonalStore store = open()) {
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(5);
      assertThat(store.documents().read("settings").orElseThrow()).isEqualTo("blue".getBytes());
    }
  }

  @Test
  void anOldFileOfTheIndexKeepsItsKey() throws IOException {
    try (PersonalStore store = open()) {
      write(store, "_0.cfs");
      store.rotation().resumeOrBeginAll();
      moveAll(store.rotation());

      assertThat(store.indexFiles().isCurrent(store.indexFolder().resolve("_0.cfs"), "_0.cfs"))
          .isFalse();
      assertThatThrownBy(() -> store.rotation().finish())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("1 files still lie");
      store.indexFiles().open(store.indexFolder().resolve("_0.cfs"), "_0.cfs").close();

      Files.delete(store.indexFolder().resolve("_0.cfs"));
      write(store, "_1.cfs");
      assertThat(store.indexFiles().isCurrent(store.indexFolder().resolve("_1.cfs"), "_1.cfs"))
          .isTrue();
      store.rotation().finish();
      store.indexFiles().open(store.indexFolder().resolve("_1.cfs"), "_1.cfs").close();
    }
  }

  @Test
  void aDamagedPackIsNamedAndKeepsItsKeyWhileAllElseMoves() throws IOException {
    Path pack = damagePackOf(MAIL, "4");
    StoreDamage damaged;
    try (PersonalStore store = open()) {
      store.rotation().resumeOrBeginAll();
      moveAll(store.rotation());
      List<StoreDamage> found = store.rotation().finish();

      assertThat(found).hasSize(1);
      damaged = found.getFirst();
      assertThat(damaged.file()).isEqualTo(pack.getFileName().toString());
      assertThat(damaged.records()).contains(RecordId.of(MAIL, new ItemKey("4")));
      assertThat(store.rotation().isUnderWay()).isTrue();
      assertThat(leavingKeys(store)).isEqualTo(1);
      assertThat(readable(store)).isEqualTo(5 - damaged.records().size());
    }
    try (PersonalStore store = open()) {
      store.rotation().resumeOrBeginAll();
      moveAll(store.rotation());
      assertThat(store.rotation().finish()).containsExactly(damaged);
      assertThat(leavingKeys(store)).isEqualTo(1);

      assertThat(store.quarantine(List.of(damaged))).isEqualTo(damaged.records());
      assertThat(store.rotation().finish()).isEmpty();
      assertThat(store.rotation().isUnderWay()).isFalse();
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(5 - damaged.records().size());
      assertThat(store.documents().read("settings")).isPresent();
    }
  }

  @Test
  void aForgottenRecordIsErasedOnceTheDamagedPackBesideItWasMovedAside() throws IOException {
    Path before = copy("before");
    damagePackOf(NOTES, "3");
    StoreDamage damaged;
    try (PersonalStore store = open()) {
      store.records().commit(NOTES, List.of(), List.of(FORGOTTEN));
      store.rotation().begin(List.of(NOTES));
      moveAll(store.rotation());
      damaged = store.rotation().finish().getFirst();
    }
    assertThat(attack.filesHolding(SECRET, folder, folder)).as("files of now").isZero();
    assertThat(attack.filesHolding(SECRET, before, folder)).as("its key is left").isEqualTo(1);

    try (PersonalStore store = open()) {
      store.quarantine(List.of(damaged));
      moveAll(store.rotation());
      assertThat(store.rotation().finish()).isEmpty();
    }
    assertThat(attack.filesHolding(SECRET, before, folder)).isZero();
  }

  @Test
  void aDamagedDocumentIsNamedAndKeepsItsKey() throws IOException {
    flipLastByte(folder.resolve("documents").resolve("settings"));
    try (PersonalStore store = open()) {
      store.rotation().resumeOrBeginAll();
      moveAll(store.rotation());
      List<StoreDamage> damaged = store.rotation().finish();

      assertThat(damaged).extracting(StoreDamage::file).containsExactly("settings");
      assertThat(leavingKeys(store)).isEqualTo(1);
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(5);

      store.quarantine(damaged);
      assertThat(store.rotation().finish()).isEmpty();
      assertThat(leavingKeys(store)).isZero();
    }
  }

  @Test
  void aRotationGoesOnInTheNextProcessAfterEachStep() throws IOException {
    int steps = 0;
    boolean more = true;
    while (more) {
      try (PersonalStore store = open()) {
        store.rotation().resumeOrBeginAll();
        assertThat(StoreFixture.readAll(store.records())).isEqualTo(5);
        more = store.rotation().step();
        steps++;
      }
    }
    try (PersonalStore store = open()) {
      store.rotation().finish();
      assertThat(store.rotation().isUnderWay()).isFalse();
    }

    assertThat(steps).isBetween(4, 12);
  }

  @Test
  void recordsAreReadAndWrittenWhileTheyMove() throws Exception {
    try (PersonalStore store = open();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<Integer> reading =
          executor.submit(() -> {
            int rounds = 0;
            while (!done.get() || rounds == 0) {
              StoreFixture.readAll(store.records());
              rounds++;
            }
            return rounds;
          });
      store.rotation().resumeOrBeginAll();
      int written = 0;
      do {
        store.records().commit(MAIL, List.of(note(MAIL, "new" + written)), List.of());
        written++;
      } while (store.rotation().step());
      store.rotation().finish();
      done.set(true);

      assertThat(reading.get()).isPositive();
      assertThat(StoreFixture.readAll(store.records())).isEqualTo(5 + written);
    }
    try (PersonalStore store = open()) {
      assertThat(StoreFixture.readAll(store.records())).isGreaterThan(5);
    }
  }

  @Test
  void aPowerCutWhileForgettingLosesNoRecordAndTheErasureGoesOn() throws IOException {
    Map<RecordId, PersonalRecord> all = everything();
    Path before = copy("before");
    int points = 0;
    boolean finished = false;
    for (int operation = 0; !finished; operation += LOSSES == 0 ? 11 : 1) {
      for (int loss = 0; loss < Math.max(1, LOSSES); loss++) {
        Folders.delete(folder);
        Folders.copy(before, folder);
        SimulatedDisk disk = new SimulatedDisk(operation, new Random(17L * operation + loss));
        try (PersonalStore store = StoreFixture.unlock(disk, folder, recoveryCode, TINY)) {
          erase(store);
        } catch (IOException e) {
          assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
        }
        finished = !disk.powerIsGone();
        disk.losePower();

        String when = "operation " + operation + ", loss " + loss;
        Map<RecordId, PersonalRecord> left = everything();
        left.remove(RecordId.of(NOTES, FORGOTTEN));
        Map<RecordId, PersonalRecord> expected = new HashMap<>(all);
        expected.remove(RecordId.of(NOTES, FORGOTTEN));
        assertThat(left).as(when).isEqualTo(expected);
        try (PersonalStore store = open()) {
          erase(store);
          assertThat(store.documents().read("settings")).as(when).isPresent();
        }
        assertThat(attack.filesHolding(SECRET, folder, folder)).as(when).isZero();
        assertThat(attack.filesHolding(SECRET, before, folder)).as(when).isZero();
        points++;
      }
    }

    assertThat(points).isGreaterThan(4);
  }

  /** Damages the pack that holds a record. */
  private Path damagePackOf(SourceId source, String key) throws IOException {
    RecordId record = RecordId.of(source, new ItemKey(key));
    for (Path file : DurableFiles.entries(folder.resolve("records"))) {
      if (StoredFile.isPackName(file.getFileName().toString())) {
        byte[] bytes = Files.readAllBytes(file);
        flipLastByte(file);
        try (PersonalStore store = open()) {
          if (!isReadable(store, record)) {
            return file;
          }
        }
        Files.write(file, bytes);
      }
    }
    throw new AssertionError("No pack holds the record " + record);
  }

  private static void flipLastByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  private static int leavingKeys(PersonalStore store) throws IOException {
    try (FormerKeys leaving = store.rotation().leaving()) {
      return leaving.keys();
    }
  }

  private static int readable(PersonalStore store) throws IOException {
    int readable = 0;
    for (Source source : store.records().sources()) {
      for (RecordId id : store.records().recordIds(source.id())) {
        readable += isReadable(store, id) ? 1 : 0;
      }
    }
    return readable;
  }

  private static boolean isReadable(PersonalStore store, RecordId id) throws IOException {
    try {
      return store.records().find(id).isPresent();
    } catch (TamperedFileException e) {
      return false;
    }
  }

  private static void erase(PersonalStore store) throws IOException {
    store.deletions().add(NOTES, List.of(FORGOTTEN));
    store.records().commit(NOTES, List.of(), List.of(FORGOTTEN));
    store.rotation().begin(List.of(NOTES));
    moveAll(store.rotation());
    store.rotation().finish();
  }

  private static void moveAll(KeyRotation rotation) throws IOException {
    boolean more = true;
    while (more) {
      more = rotation.step();
    }
  }

  private static void write(PersonalStore store, String name) throws IOException {
    try (EncryptedFileWriter writer =
        store.indexFiles().create(store.indexFolder().resolve(name), name)) {
      writer.write(new byte[] {1, 2, 3}, 0, 3);
    }
  }

  private Map<RecordId, PersonalRecord> everything() throws IOException {
    Map<RecordId, PersonalRecord> all = new HashMap<>();
    try (PersonalStore store = open()) {
      RecordStore records = store.records();
      for (Source source : records.sources()) {
        for (RecordId id : records.recordIds(source.id())) {
          all.put(id, records.find(id).orElseThrow());
        }
      }
    }
    return all;
  }

  private Path copy(String name) throws IOException {
    Path copy = parent.resolve(name);
    Folders.copy(folder, copy);
    return copy;
  }

  private PersonalStore open() throws IOException {
    return StoreFixture.unlock(FileOperations.onDisk(), folder, recoveryCode, TINY);
  }

  private static PersonalRecord note(SourceId source, String key) {
    String text = source.equals(NOTES) && key.equals("2") ? SECRET : key + " crowns in " + source;
    return PersonalRecord.of(
        source,
        new ItemKey(key),
        Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE, "Note", Instant.EPOCH, new ArrayList<>(), "", text, Labels.OWN, ""));
  }
}
