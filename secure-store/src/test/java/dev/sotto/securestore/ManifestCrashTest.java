package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.ledger.LedgerEntries;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at every file operation of a store with an anchor: it opens again without a
 * question, is called neither older nor tampered with, and holds what was acknowledged. What is
 * lost is drawn once for each operation, or as often as {@code sotto.crash.losses} says.
 */
final class ManifestCrashTest {
  private static final int LOSSES = Integer.getInteger("sotto.crash.losses", 1);
  private static final int STRIDE = LOSSES > 1 ? 1 : 3;
  private static final FileOperations DISK = new UnforcedDisk();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path parent;

  private char[] recoveryCode = {};

  private interface Step {
    void run(PersonalStore store, FileOperations operations) throws IOException;
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      int number = round;
      steps.add((store, disk) -> store.records().putSource(source("source" + number)));
      steps.add((store, disk) -> store.documents().write("settings", bytes("form " + number)));
      steps.add((store, disk) -> store.documents().write("other", bytes("other " + number)));
      steps.add(
          (store, disk) -> store.ledger(CLOCK).append(LedgerEntries.intent("GET /" + number)));
      steps.add((store, disk) -> publish(store, disk, number));
      steps.add((store, disk) -> store.documents().delete("other"));
    }
    steps.add((store, disk) -> store.records().forget(new SourceId("source0")));
    steps.add((store, disk) -> {
      try (Passphrase passphrase = StoreFixture.passphrase()) {
        store.changePassphrase(passphrase, StoreFixture.QUICK);
      }
    });
    return steps;
  }

  @Test
  void anHonestStoreOpensAfterAPowerCutAtAnyTime() throws IOException {
    Path original = parent.resolve("original");
    try (Passphrase passphrase = StoreFixture.passphrase()) {
      NewStore made =
          PersonalStore.create(
              DISK,
              parent.resolve("made"),
              passphrase,
              StoreFixture.QUICK,
              new SecureRandom(),
              Anchor.NONE);
      recoveryCode = made.recoveryCode().reveal();
      made.store().close();
    }
    Files.createDirectories(original);
    Folders.copy(parent.resolve("made"), original.resolve("store"));
    open(DISK, original).close();
    List<String> expected = expectedStates(original);
    int cuts = 0;

    for (int operation = 0, finished = 0; finished < LOSSES; operation += STRIDE) {
      for (int loss = 0; loss < LOSSES; loss++) {
        Path work = parent.resolve("work");
        Folders.copy(original, work);
        SimulatedDisk disk = new SimulatedDisk(operation, new Random(31L * operation + loss));
        int acknowledged = runUntilThePowerGoes(disk, work);
        disk.losePower();

        String when = "operation " + operation + ", loss " + loss;
        try (PersonalStore store = open(DISK, work)) {
          assertThat(store.age()).as(when).isNotEqualTo(StoreAge.RESTORED);
          assertThat(expected.subList(acknowledged, Math.min(acknowledged + 2, expected.size())))
              .as(when)
              .contains(state(store));
          store.documents().write("settings", bytes("after"));
        }
        open(DISK, work).close();
        Folders.delete(work);
        finished += disk.powerIsGone() ? 0 : 1;
        cuts += disk.powerIsGone() ? 1 : 0;
      }
    }

    System.out.printf("Store with an anchor: %d power cuts%n", cuts);
    assertThat(cuts).isGreaterThan(300 * LOSSES / STRIDE);
  }

  private List<String> expectedStates(Path original) throws IOException {
    Path work = parent.resolve("expected");
    Folders.copy(original, work);
    List<String> states = new ArrayList<>();
    try (PersonalStore store = open(DISK, work)) {
      states.add(state(store));
      for (Step step : steps()) {
        step.run(store, DISK);
        states.add(state(store));
      }
    }
    return states;
  }

  private int runUntilThePowerGoes(SimulatedDisk disk, Path work) throws IOException {
    int acknowledged = 0;
    try (PersonalStore store = open(disk, work)) {
      for (Step step : steps()) {
        step.run(store, disk);
        acknowledged++;
      }
    } catch (IOException e) {
      assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
    }
    return acknowledged;
  }

  private static String state(PersonalStore store) throws IOException {
    String ledger =
        Files.exists(store.indexFolder().resolveSibling("ledger"))
            ? " "
                + store.ledger(CLOCK).entries(1, 100).stream()
                    .filter(ManifestCrashTest::isIntent)
                    .count()
            : " 0";
    StringBuilder index = new StringBuilder();
    store.indexFiles().requirePublished(store.indexFolder());
    for (int number = 1; number >= 0; number--) {
      Path root = store.indexFolder().resolve("segments_" + number);
      if (Files.exists(root)) {
        store.indexFiles().open(root, "segments_" + number).close();
        index.append(number);
        break;
      }
    }
    return store.records().sources()
        + text(store, "settings")
        + text(store, "other")
        + ledger
        + index;
  }

  private static boolean isIntent(RecordedEntry entry) {
    return entry instanceof RecordedEntry.Kept kept && kept.entry() instanceof LedgerEntry.Intent;
  }

  private static String text(PersonalStore store, String document) throws IOException {
    return store
        .documents()
        .read(document)
        .map(read -> new String(read, StandardCharsets.UTF_8))
        .orElse("none");
  }

  private static void publish(PersonalStore store, FileOperations disk, int number)
      throws IOException {
    Path folder = store.indexFolder();
    String root = "segments_" + number;
    Path pending = folder.resolve("pending_" + root);
    try (EncryptedFileWriter writer = store.indexFiles().create(pending, root)) {
      writer.write(bytes(root), 0, root.length());
    }
    try (FileChannel written = disk.openToAppend(pending)) {
      disk.force(written);
    }
    store.indexFiles().publishing(folder, Optional.of(root));
    disk.replace(pending, folder.resolve(root));
    disk.forceFolder(folder);
    store.indexFiles().published(folder);
    disk.delete(folder.resolve("segments_" + (number - 1)));
  }

  private PersonalStore open(FileOperations operations, Path where) throws IOException {
    AgeCheck check =
        new AgeCheck(
            new AnchorFolder(operations, where.resolve("state")),
            (lastSeen, found) -> {
              throw new AssertionError("asked about an honest store: " + lastSeen + ", " + found);
            },
            CLOCK);
    return StoreFixture.unlock(
        operations, where.resolve("store"), recoveryCode, Access.WRITE, check);
  }

  private static Source source(String name) {
    return new Source(new SourceId(name), "markdown", "/" + name, Instant.EPOCH, Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
