package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.ledger.LedgerEntries;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.SimulatedDisk.Fault;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets the n-th file operation of everything that changes a store fail, in each way that a disk
 * fails: the store opens again and holds what was acknowledged, or that and the change that was
 * under way; what failed for a moment can be tried again in the same process. Every so many
 * operations are tried, or each of them as often as the system property {@code sotto.crash.losses}
 * says: {@code mvn verify -Dsotto.crash.losses=6}.
 */
final class FaultTest {
  private static final int LOSSES = Integer.getInteger("sotto.crash.losses", 0);
  private static final int STRIDE = LOSSES == 0 ? 53 : 1;
  private static final int ATTEMPTS = 4;
  private static final int DEEP = 7;
  private static final FileOperations DISK = new UnforcedDisk();
  private static final RecordPacks.Limits TINY = new RecordPacks.Limits(300, 700, 5);
  private static final KeyDerivationPreset OTHER_WORK = new KeyDerivationPreset(9 << 10, 1, 1);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final SourceId CHATS = new SourceId("chats");

  @TempDir private Path parent;

  private Path original = Path.of("");
  private Path work = Path.of("");
  private final List<char[]> codes = new ArrayList<>();
  private char[] firstCode = {};

  /** What people do to a store. */
  private enum Activity {
    COMMIT,
    IMPORT,
    DELETION,
    ROTATION,
    PASSPHRASE_CHANGE,
    BACKUP
  }

  private interface Step {
    void run(PersonalStore store, FileOperations disk) throws IOException;
  }

  @BeforeEach
  void fillStore() throws IOException {
    original = parent.resolve("original");
    work = parent.resolve("work");
    Files.createDirectories(original);
    firstCode = StoreFixture.createWithRecoveryCode(original.resolve("store"));
    codes.add(firstCode);
    try (PersonalStore store = open(DISK, original, firstCode)) {
      for (SourceId source : List.of(NOTES, MAIL)) {
        store.records().putSource(source(source));
        store.records().commit(source, notes(source, 1, 3, "first"), List.of());
      }
      store.records().commit(NOTES, notes(NOTES, 3, 4, "first"), List.of());
      store.documents().write("settings", bytes("blue"));
      store.ledger(CLOCK).append(LedgerEntries.intent("GET /0"));
      publish(store, DISK, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Activity.class)
  void whateverFailsNothingAcknowledgedIsLost(Activity activity) throws IOException {
    List<String> expected = expectedStates(activity);
    Map<Fault, Integer> points = new TreeMap<>();
    int recovered = 0;

    for (Fault fault : Fault.values()) {
      for (int loss = 0; loss < Math.max(1, LOSSES); loss++) {
        boolean reached = true;
        for (int operation = fault.ordinal(); reached; operation += STRIDE) {
          String when =
              "%s, %s at operation %d, loss %d".formatted(activity, fault, operation, loss);
          Random random = new Random(31L * operation + loss);
          Folders.copy(original, work);
          SimulatedDisk disk = new SimulatedDisk(operation, random, fault);
          int acknowledged = run(activity, disk, expected, when);
          reached = disk.powerIsGone();
          recovered += disk.worksAgain() && acknowledged == expected.size() - 1 ? 1 : 0;
          points.merge(fault, disk.hasFailed() ? 1 : 0, Integer::sum);
          if (fault == Fault.POWER_CUT || random.nextBoolean()) {
            disk.losePower();
          } else {
            disk.closeAll();
          }

          requireNothingIsLost(allowed(expected, acknowledged), when);
          if (operation % DEEP == fault.ordinal()) {
            requireARotationComesToItsEnd(when);
          }
          Folders.delete(work);
        }
      }
    }

    int all = points.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "Faults in %s: %d %s, %d went on in the same process, 0 acknowledged lost%n",
        activity, all, points, recovered);
    assertThat(points).hasSize(Fault.values().length).doesNotContainValue(0);
    assertThat(recovered).isPositive();
  }

  private static List<Step> steps(Activity activity, FaultTest test) {
    List<Step> steps = new ArrayList<>();
    switch (activity) {
      case COMMIT -> {
        steps.add((store, disk) ->
            store.records().commit(NOTES, notes(NOTES, 2, 5, "second"), List.of(new ItemKey("1"))));
        steps.add((store, disk) -> store.documents().write("settings", bytes("red")));
        steps.add((store, disk) -> store.ledger(CLOCK).append(LedgerEntries.intent("GET /1")));
        steps.add(
            (store, disk) -> store.records().commit(MAIL, notes(MAIL, 7, 9, "third"), List.of()));
      }
      case IMPORT -> {
        steps.add((store, disk) -> store.records().putSource(source(CHATS)));
        for (int batch = 0; batch < 3; batch++) {
          int from = 4 * batch;
          steps.add((store, disk) ->
              store.records().commit(CHATS, notes(CHATS, from, from + 4, "chat"), List.of()));
        }
        steps.add((store, disk) -> publish(store, disk, 1));
        steps.add((store, disk) -> store.documents().write("profile", bytes("read")));
      }
      case DELETION -> {
        List<ItemKey> forgotten = List.of(new ItemKey("2"));
        steps.add((store, disk) -> store.deletions().add(NOTES, forgotten));
        steps.add((store, disk) -> store.records().commit(NOTES, List.of(), forgotten));
        steps.add((store, disk) -> store.rotation().begin(List.of(NOTES)));
        addRotation(steps);
        steps.add((store, disk) -> store.records().forget(MAIL));
      }
      case ROTATION -> {
        steps.add((store, disk) -> store.rotation().resumeOrBeginAll());
        addRotation(steps);
        steps.add(
            (store, disk) -> store.records().commit(MAIL, notes(MAIL, 5, 6, "late"), List.of()));
      }
      case PASSPHRASE_CHANGE -> {
        steps.add((store, disk) -> {
          try (Passphrase added = new Passphrase("one more".toCharArray())) {
            store.addPassphrase(added, OTHER_WORK);
          }
        });
        steps.add((store, disk) -> {
          if (store.keySlots().size() > 2) {
            store.removeKeySlot(1);
          }
        });
        steps.add((store, disk) -> {
          try (Passphrase changed = StoreFixture.passphrase()) {
            store.changePassphrase(changed, StoreFixture.QUICK);
          }
        });
        steps.add((store, disk) -> test.replaceRecoveryCode(store));
      }
      case BACKUP -> {
        steps.add((store, disk) ->
            store.backup(test.work.resolve("store.backup"), BackupProgress.SILENT));
        steps.add((store, disk) -> test.restore(disk));
      }
    }
    return steps;
  }

  private static void addRotation(List<Step> steps) {
    for (int step = 0; step < 9; step++) {
      steps.add((store, disk) -> store.rotation().step());
    }
    steps.add((store, disk) -> publish(store, disk, 1));
    steps.add((store, disk) -> store.rotation().finish());
  }

  private List<String> expectedStates(Activity activity) throws IOException {
    Folders.copy(original, work);
    List<String> states = new ArrayList<>();
    try (PersonalStore store = open(DISK, work, firstCode)) {
      states.add(state(store));
      for (Step step : steps(activity, this)) {
        step.run(store, DISK);
        states.add(state(store));
      }
      assertThat(store.rotation().isUnderWay()).isFalse();
    }
    Folders.delete(work);
    return states;
  }

  private static List<String> allowed(List<String> expected, int acknowledged) {
    return expected.subList(acknowledged, Math.min(acknowledged + 2, expected.size()));
  }

  /** Does what people do until something fails for good; returns how much was acknowledged. */
  private int run(Activity activity, SimulatedDisk disk, List<String> expected, String when)
      throws IOException {
    int acknowledged = 0;
    try (PersonalStore store = open(disk, work, firstCode)) {
      for (Step step : steps(activity, this)) {
        if (!isDone(step, store, disk, allowed(expected, acknowledged), when)) {
          break;
        }
        acknowledged++;
      }
    } catch (IOException e) {
      assertThat(disk.hasFailed()).as("%s: %s", when, e).isTrue();
    }
    return acknowledged;
  }

  private boolean isDone(
      Step step, PersonalStore store, SimulatedDisk disk, List<String> allowed, String when)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        step.run(store, disk);
        return true;
      } catch (IOException | StoreException e) {
        assertThat(disk.hasFailed()).as("%s: %s", when, e).isTrue();
        if (e instanceof StoreException || !disk.isOverSoon()) {
          return false;
        }
        assertThat(allowed).as("%s, while it goes on after %s", when, e).contains(state(store));
      }
    }
    throw new AssertionError(when + ": trying again is of no use");
  }

  private void requireNothingIsLost(List<String> allowed, String when) throws IOException {
    try (PersonalStore store = openWithAnyCode(DISK)) {
      assertThat(store.age()).as(when).isNotEqualTo(StoreAge.RESTORED);
      assertThat(allowed).as(when).contains(state(store));
      store.documents().write("after", bytes("written"));
    }
  }

  private void requireARotationComesToItsEnd(String when) throws IOException {
    try (PersonalStore store = openWithAnyCode(DISK)) {
      String before = records(store);
      store.rotation().resumeOrBeginAll();
      while (store.rotation().step()) {
        assertThat(records(store)).as(when).isEqualTo(before);
      }
      publish(store, DISK, 2);
      assertThat(store.rotation().finish()).as(when).isEmpty();
      assertThat(store.rotation().isUnderWay()).as(when).isFalse();
      assertThat(records(store)).as(when).isEqualTo(before);
    }
  }

  private String state(PersonalStore store) throws IOException {
    StringBuilder state = new StringBuilder(records(store));
    for (String name : List.of("settings", "profile")) {
      state.append(
          store
              .documents()
              .read(name)
              .map(read -> new String(read, StandardCharsets.UTF_8))
              .orElse(" none"));
    }
    state.append(" ledger ").append(store.ledger(CLOCK).size());
    store.indexFiles().requirePublished(store.indexFolder());
    for (int number = 2; number >= 0; number--) {
      Path root = store.indexFolder().resolve("segments_" + number);
      if (Files.exists(root)) {
        store.indexFiles().open(root, "segments_" + number).close();
        state.append(" index ").append(number);
        break;
      }
    }
    state.append(' ').append(store.keySlots());
    return state + backupState();
  }

  private static String records(PersonalStore store) throws IOException {
    StringBuilder state = new StringBuilder();
    for (Source source : store.records().sources()) {
      List<String> texts = new ArrayList<>();
      for (RecordId id : store.records().recordIds(source.id())) {
        texts.add(store.records().find(id).orElseThrow().content().text());
      }
      Collections.sort(texts);
      state.append(source.id()).append(texts);
    }
    return state.toString();
  }

  private String backupState() throws IOException {
    String state = "";
    Path backup = work.resolve("store.backup");
    if (Files.exists(backup)) {
      Path again = work.resolve("again");
      state += " backup " + restore(DISK, again).records();
      Folders.delete(again);
    }
    Path restored = work.resolve("restored");
    if (Files.exists(restored)) {
      try (PersonalStore store =
          StoreFixture.unlock(DISK, restored, firstCode, RecordPacks.Limits.STANDARD)) {
        state += " restored " + records(store);
      }
    }
    return state;
  }

  private void restore(FileOperations disk) throws IOException {
    restore(disk, work.resolve("restored"));
  }

  private BackupReport restore(FileOperations disk, Path to) throws IOException {
    return StoreBackup.restore(
        disk,
        work.resolve("store.backup"),
        to,
        slots -> slots.unlock(RecoveryCode.parse(firstCode)),
        BackupProgress.SILENT,
        new SecureRandom());
  }

  private void replaceRecoveryCode(PersonalStore store) throws IOException {
    try (RecoveryCode code = store.replaceRecoveryCode()) {
      codes.add(code.reveal());
    }
  }

  private PersonalStore openWithAnyCode(FileOperations operations) throws IOException {
    for (char[] code : codes.reversed()) {
      try {
        return open(operations, work, code);
      } catch (WrongPassphraseException other) {
        continue;
      }
    }
    return open(
        operations,
        work,
        slots -> {
          try (Passphrase passphrase = StoreFixture.passphrase()) {
            return slots.unlock(passphrase);
          }
        });
  }

  private static PersonalStore open(FileOperations operations, Path where, char[] code)
      throws IOException {
    return open(operations, where, slots -> slots.unlock(RecoveryCode.parse(code)));
  }

  private static PersonalStore open(
      FileOperations operations, Path where, KeyRing.Unlocking unlocking) throws IOException {
    AgeCheck check =
        new AgeCheck(
            new AnchorFolder(operations, where.resolve("state")),
            (lastSeen, found) -> {
              throw new AssertionError("asked about an honest store: " + lastSeen + ", " + found);
            },
            CLOCK);
    return PersonalStore.open(
        operations,
        where.resolve("store"),
        unlocking,
        Access.WRITE,
        TINY,
        new SecureRandom(),
        check,
        StoreManifest.Mismatch.REFUSE);
  }

  /** Replaces the index by one file, as Lucene commits. */
  private static void publish(PersonalStore store, FileOperations disk, int number)
      throws IOException {
    Path folder = store.indexFolder();
    String root = "segments_" + number;
    if (!Files.exists(folder.resolve(root))) {
      Path pending = folder.resolve("pending_" + root);
      disk.delete(pending);
      try (EncryptedFileWriter writer = store.indexFiles().create(pending, root)) {
        writer.write(bytes(root), 0, root.length());
      }
      try (FileChannel written = disk.openToAppend(pending)) {
        disk.force(written);
      }
      store.indexFiles().publishing(folder, Optional.of(root));
      disk.replace(pending, folder.resolve(root));
    }
    disk.forceFolder(folder);
    store.indexFiles().published(folder);
    for (int old = 0; old < number; old++) {
      disk.delete(folder.resolve("segments_" + old));
    }
  }

  private static Source source(SourceId id) {
    return new Source(id, "markdown", "/" + id, Instant.EPOCH, Optional.empty());
  }

  private static List<PersonalRecord> notes(SourceId source, int from, int to, String text) {
    List<PersonalRecord> notes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String words = text + " " + i;
      notes.add(
          PersonalRecord.of(
              source,
              new ItemKey(Integer.toString(i)),
              Fingerprint.of(bytes(words)),
              new RecordContent(
                  RecordKind.NOTE, text, Instant.EPOCH, List.of(), "", words, Labels.OWN, "")));
    }
    return notes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
