package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at every file operation. What is lost then is drawn once for each, or as often as
 * the system property {@code sotto.crash.losses} says: {@code mvn verify -Dsotto.crash.losses=12}.
 */
final class CrashTest {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final RecordPacks.Limits TINY = new RecordPacks.Limits(300, 700, 5);
  private static final int LOSSES = Integer.getInteger("sotto.crash.losses", 1);

  @TempDir private Path parent;

  private char[] recoveryCode = {};

  private interface Step {
    void run(RecordStore store) throws IOException;
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    steps.add(store -> store.putSource(source(NOTES)));
    steps.add(store -> store.commit(NOTES, notes(NOTES, 0, 3, "first"), List.of()));
    steps.add(store -> store.putSource(source(MAIL)));
    steps.add(store -> store.commit(MAIL, notes(MAIL, 0, 2, "letter"), List.of()));
    steps.add(store -> store.commit(NOTES, notes(NOTES, 0, 3, "second"), List.of()));
    steps.add(store ->
        store.commit(
            NOTES, notes(NOTES, 5, 7, "third"), List.of(new ItemKey("1"), new ItemKey("2"))));
    steps.add(store -> store.forget(MAIL));
    steps.add(store -> store.commit(NOTES, notes(NOTES, 8, 9, "fourth"), List.of()));
    return steps;
  }

  @Test
  void aPowerCutAtAnyTimeLeavesTheLastBatchOrTheOneUnderWay() throws IOException {
    Path original = createStore();
    Map<Long, Map<RecordId, PersonalRecord>> expected = expectedStates();
    int points = 0;

    for (int operation = 0, finished = 0; finished < LOSSES; operation++) {
      for (int loss = 0; loss < LOSSES; loss++) {
        Path folder = parent.resolve("work");
        Folders.copy(original, folder);
        SimulatedDisk disk = new SimulatedDisk(operation, new Random(31L * operation + loss));
        long acknowledged = runUntilThePowerGoes(disk, folder);
        disk.losePower();

        String when = "operation " + operation + ", loss " + loss;
        try (PersonalStore store = unlock(FileOperations.onDisk(), folder)) {
          long generation = store.records().generation();
          if (disk.powerIsGone()) {
            assertThat(generation).as(when).isBetween(acknowledged, acknowledged + 1);
          } else {
            assertThat(generation).as(when).isEqualTo(steps().size());
            finished++;
          }
          assertThat(everything(store.records())).as(when).isEqualTo(expected.get(generation));
          store.records().putSource(source(new SourceId("after")));
        }
        unlock(FileOperations.onDisk(), folder).close();
        Folders.delete(folder);
        points++;
      }
    }

    assertThat(points).isGreaterThan(60 * LOSSES);
  }

  @Test
  void aPowerCutWhileCreatingLeavesNoStoreOrAWholeOne() throws IOException {
    int finished = 0;

    for (int operation = 0; finished < 1; operation++) {
      Path folder = parent.resolve("new");
      SimulatedDisk disk = new SimulatedDisk(operation, new Random(operation));
      try {
        create(disk, folder).close();
        finished++;
      } catch (IOException e) {
        assertThat(disk.powerIsGone()).isTrue();
      }
      disk.losePower();

      if (PersonalStore.exists(folder)) {
        StoreFixture.unlock(folder, Access.WRITE).close();
        Folders.delete(folder);
      } else {
        create(FileOperations.onDisk(), folder).close();
        Folders.delete(folder);
      }
      assertThat(Files.exists(folder.resolveSibling("new.unfinished")) && finished > 0).isFalse();
    }
  }

  private static PersonalStore create(FileOperations operations, Path folder) throws IOException {
    try (Passphrase passphrase = StoreFixture.passphrase()) {
      NewStore created =
          PersonalStore.create(
              operations, folder, passphrase, StoreFixture.QUICK, new SecureRandom(), Anchor.NONE);
      created.recoveryCode().close();
      return created.store();
    }
  }

  private Path createStore() throws IOException {
    Path folder = parent.resolve("store");
    recoveryCode = StoreFixture.createWithRecoveryCode(folder);
    return folder;
  }

  private PersonalStore unlock(FileOperations operations, Path folder) throws IOException {
    return StoreFixture.unlock(operations, folder, recoveryCode, TINY);
  }

  private long runUntilThePowerGoes(SimulatedDisk disk, Path folder) throws IOException {
    long acknowledged = 0;
    try (PersonalStore store = unlock(disk, folder)) {
      for (Step step : steps()) {
        step.run(store.records());
        acknowledged = store.records().generation();
      }
    } catch (IOException e) {
      assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
    }
    return acknowledged;
  }

  private static Map<Long, Map<RecordId, PersonalRecord>> expectedStates() throws IOException {
    InMemoryRecordStore store = new InMemoryRecordStore();
    Map<Long, Map<RecordId, PersonalRecord>> states = new HashMap<>();
    states.put(0L, Map.of());
    for (Step step : steps()) {
      step.run(store);
      states.put(store.generation(), everything(store));
    }
    return states;
  }

  private static Map<RecordId, PersonalRecord> everything(RecordStore store) throws IOException {
    Map<RecordId, PersonalRecord> all = new HashMap<>();
    for (Source source : store.sources()) {
      for (RecordId id : store.recordIds(source.id())) {
        all.put(id, store.find(id).orElseThrow());
      }
    }
    return all;
  }

  private static Source source(SourceId id) {
    return new Source(id, "markdown", "/" + id, Instant.EPOCH, Optional.empty());
  }

  private static List<PersonalRecord> notes(SourceId source, int from, int to, String text) {
    List<PersonalRecord> notes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      notes.add(
          PersonalRecord.of(
              source,
              new ItemKey(Integer.toString(i)),
              Fingerprint.of((text + i).getBytes(StandardCharsets.UTF_8)),
              new RecordContent(
                  RecordKind.NOTE,
                  text,
                  Instant.EPOCH,
                  List.of(),
                  "",
                  text + " text " + i,
                  Labels.OWN,
                  "")));
    }
    return notes;
  }
}
