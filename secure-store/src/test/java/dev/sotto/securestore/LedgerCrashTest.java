package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntries;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.LedgerEntry.Recovery;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.ledger.verifier.InvalidLedgerException;
import dev.sotto.ledger.verifier.Verification;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.storage.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at every file operation of a ledger's life. What is lost then is drawn once for
 * each, or as often as the system property {@code sotto.crash.losses} says.
 */
final class LedgerCrashTest {
  private static final int LOSSES = Integer.getInteger("sotto.crash.losses", 1);
  private static final Clock CLOCK = Clock.fixed(LedgerEntries.TIME, ZoneOffset.UTC);
  private static final Decision COMMAND = Decision.byPerson(Method.COMMAND);

  @TempDir private Path parent;

  private char[] recoveryCode = {};

  private interface Step {
    void run(ConsentLedger ledger) throws IOException;
  }

  /** What a person who watched knows after a power cut. */
  private static final class Witness {
    private final List<LedgerEntry> acknowledged = new ArrayList<>();
    private String checkpoint = "";
    private boolean erased;
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    LedgerEntries.ofEveryKind().forEach(entry -> steps.add(ledger -> ledger.append(entry)));
    steps.add(ledger -> ledger.erase(1, COMMAND));
    steps.add(ledger -> ledger.append(LedgerEntries.intent("GET /last")));
    return steps;
  }

  @Test
  void aPowerCutAtAnyTimeLeavesEveryAcknowledgedEntryAndAVerifiableLedger() throws Exception {
    Path original = parent.resolve("store");
    recoveryCode = StoreFixture.createWithRecoveryCode(original);
    int cuts = 0;
    int recoveries = 0;

    for (int operation = 0, finished = 0; finished < LOSSES; operation++) {
      for (int loss = 0; loss < LOSSES; loss++) {
        Path folder = parent.resolve("work");
        Folders.copy(original, folder);
        SimulatedDisk disk = new SimulatedDisk(operation, new Random(31L * operation + loss));
        Witness witness = runUntilThePowerGoes(disk, folder);
        disk.losePower();

        String when = "operation " + operation + ", loss " + loss;
        try (PersonalStore store = unlock(FileOperations.onDisk(), folder)) {
          ConsentLedger ledger = store.ledger(CLOCK);
          recoveries += requireNothingAcknowledgedIsLost(ledger, witness, when);
          verifyOutside(ledger, witness);
          ledger.append(LedgerEntries.refusal("GET /after"));
          verifyOutside(ledger, witness);
        }
        finished += disk.powerIsGone() ? 0 : 1;
        cuts += disk.powerIsGone() ? 1 : 0;
        Folders.delete(folder);
      }
    }

    System.out.printf("%d power cuts, %d torn writes recovered%n", cuts, recoveries);
    assertThat(cuts).isGreaterThan(40 * LOSSES);
    assertThat(recoveries).isPositive();
  }

  @Test
  void aSecondPowerCutWhileATornWriteIsRecoveredLosesNothingEither() throws Exception {
    Path original = parent.resolve("store");
    recoveryCode = StoreFixture.createWithRecoveryCode(original);
    Witness witness = new Witness();
    byte[] manifest;
    try (PersonalStore store = unlock(FileOperations.onDisk(), original)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      ledger.append(LedgerEntries.intent("GET /1"));
      remember(ledger, witness);
      manifest = Files.readAllBytes(original.resolve("manifest"));
      ledger.append(LedgerEntries.intent("GET /torn"));
    }
    Files.write(original.resolve("manifest"), manifest);
    Path log = original.resolve("ledger").resolve("log");
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(whole, whole.length - 9));
    int cuts = 0;

    for (int operation = 0, finished = 0; finished == 0; operation++) {
      Path folder = parent.resolve("work");
      Folders.copy(original, folder);
      SimulatedDisk disk = new SimulatedDisk(operation, new Random(operation));
      try (PersonalStore store = unlock(disk, folder)) {
        store.ledger(CLOCK);
        finished++;
      } catch (IOException e) {
        assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
        cuts++;
      }
      disk.losePower();

      try (PersonalStore store = unlock(FileOperations.onDisk(), folder)) {
        ConsentLedger ledger = store.ledger(CLOCK);
        assertThat(requireNothingAcknowledgedIsLost(ledger, witness, "operation " + operation))
            .isEqualTo(1);
        verifyOutside(ledger, witness);
      }
      Folders.delete(folder);
    }

    assertThat(cuts).isGreaterThan(5);
  }

  @Test
  void afterAFailedWriteNothingMoreIsAppendedUntilTheLedgerIsOpenedAgain() throws IOException {
    Path folder = parent.resolve("store");
    PersonalStore created = StoreFixture.create(folder);
    created.ledger(CLOCK);
    created.close();
    FileOperations full = new FullDisk();
    try (PersonalStore store =
        StoreFixture.unlock(full, folder, Access.WRITE, RecordPacks.Limits.STANDARD)) {
      ConsentLedger ledger = store.ledger(CLOCK);

      assertThatIOException().isThrownBy(() -> ledger.append(LedgerEntries.intent("GET /1")));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> ledger.append(LedgerEntries.intent("GET /1")))
          .withMessageContaining("nothing may be sent");
      assertThat(ledger.size()).isEqualTo(1);
    }
  }

  private PersonalStore unlock(FileOperations operations, Path folder) throws IOException {
    return StoreFixture.unlock(operations, folder, recoveryCode, RecordPacks.Limits.STANDARD);
  }

  private Witness runUntilThePowerGoes(SimulatedDisk disk, Path folder) throws IOException {
    Witness witness = new Witness();
    try (PersonalStore store = unlock(disk, folder)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      remember(ledger, witness);
      for (Step step : steps()) {
        step.run(ledger);
        remember(ledger, witness);
      }
    } catch (IOException e) {
      assertThat(disk.powerIsGone()).as(e.toString()).isTrue();
    }
    return witness;
  }

  private static void remember(ConsentLedger ledger, Witness witness) throws IOException {
    int known = witness.acknowledged.size();
    for (RecordedEntry entry : ledger.entries(known, ledger.size())) {
      LedgerEntry kept = ((RecordedEntry.Kept) entry).entry();
      witness.acknowledged.add(kept);
      witness.erased |= kept instanceof LedgerEntry.Erasure;
    }
    witness.checkpoint = ledger.checkpoint().note();
  }

  private static int requireNothingAcknowledgedIsLost(
      ConsentLedger ledger, Witness witness, String when) throws IOException {
    int acknowledged = witness.acknowledged.size();
    List<RecordedEntry> found = ledger.entries(0, Long.MAX_VALUE);
    assertThat(found).as(when).hasSizeBetween(acknowledged, acknowledged + 1);
    for (int number = 0; number < acknowledged; number++) {
      if (found.get(number) instanceof RecordedEntry.Kept kept) {
        assertThat(number == 1 && witness.erased).as(when).isFalse();
        assertThat(kept.entry()).as(when).isEqualTo(witness.acknowledged.get(number));
      } else {
        assertThat(number).as(when).isEqualTo(1);
      }
    }
    return found.getLast() instanceof RecordedEntry.Kept kept && kept.entry() instanceof Recovery
        ? 1
        : 0;
  }

  private static void verifyOutside(ConsentLedger ledger, Witness witness)
      throws IOException, InvalidLedgerException {
    Verification verification = new Verification(Optional.empty(), Verification.EntryListener.NONE);
    if (!witness.checkpoint.isEmpty()) {
      verification.remember(
          new ByteArrayInputStream(witness.checkpoint.getBytes(StandardCharsets.UTF_8)));
    }
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    ledger.export(bundle);
    verification.check(new ByteArrayInputStream(bundle.toByteArray()));
    assertThat(ledger.verify()).isEqualTo(ledger.size());
  }
}
