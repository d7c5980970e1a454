package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.Decision;
import dev.sotto.ledger.LedgerEntries;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.Method;
import dev.sotto.ledger.RecordedEntry;
import dev.sotto.ledger.verifier.InvalidLedgerException;
import dev.sotto.ledger.verifier.Verification;
import dev.sotto.ledger.verifier.VerifierKey;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MerkleLedgerTest {
  /** How far apart changed bytes are; {@code -Dsotto.ledger.step=1} changes each. */
  private static final int STEP = Integer.getInteger("sotto.ledger.step", 3);

  private static final Clock CLOCK = Clock.fixed(LedgerEntries.TIME, ZoneOffset.UTC);
  private static final Decision COMMAND = Decision.byPerson(Method.COMMAND);

  @TempDir private Path parent;

  @Test
  void readsEverythingAfterTheStoreWasLockedAndUnlocked() throws IOException {
    Path folder = folderWithEntries();

    try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
      ConsentLedger ledger = store.ledger(CLOCK);

      assertThat(ledger.entries(1, Long.MAX_VALUE))
          .extracting(entry -> ((RecordedEntry.Kept) entry).entry())
          .isEqualTo(LedgerEntries.ofEveryKind());
      assertThat(ledger.verify()).isEqualTo(ledger.size());
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> ledger.append(LedgerEntries.grant()));
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> ledger.erase(1, COMMAND));
    }
  }

  @Test
  void keepsItsKeyAndItsCheckpointAcrossUnlocks() throws IOException {
    Path folder = folderWithEntries();
    List<String> seen = new ArrayList<>();

    for (Access access : Access.values()) {
      try (PersonalStore store = StoreFixture.unlock(folder, access)) {
        ConsentLedger ledger = store.ledger(CLOCK);
        seen.add(ledger.verifierKey() + ledger.checkpoint().note());
      }
    }

    assertThat(seen.get(0)).isEqualTo(seen.get(1));
  }

  @Test
  void isMadeOnlyWhereTheStoreMayBeChanged() throws IOException {
    Path folder = parent.resolve("store");
    StoreFixture.create(folder).close();

    try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.ledger(CLOCK));
    }
  }

  @Test
  void leavesNothingReadableOnTheDisk() throws IOException {
    Path folder = folderWithEntries();

    String disk = new String(Files.readAllBytes(log(folder)), StandardCharsets.ISO_8859_1);

    assertThat(disk)
        .startsWith("SOTTOLED")
        .doesNotContain("example.org", "weather", "coordinates", "intent", "2026");
  }

  @Test
  void anErasedEntryIsGoneFromTheDiskAndTheLedgerStillVerifies() throws Exception {
    Path folder = folderWithEntries();
    byte[] before = Files.readAllBytes(log(folder));
    byte[] old;
    String checkpoint;
    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      checkpoint = ledger.checkpoint().note();
      ledger.erase(1, COMMAND);
      old = Files.readAllBytes(log(folder));

      Verification verification = verification(checkpoint);
      Verification.Finding found = verification.check(new ByteArrayInputStream(export(ledger)));

      assertThat(((Verification.Finding.Whole) found).erased()).isEqualTo(1);
      assertThat(ledger.verify()).isEqualTo(ledger.size());
      assertThat(check(ledger.prove(1), ledger.verifierKey()).lines()).isEmpty();
    }
    assertThat(old.length).isLessThan(before.length + 400);

    Files.write(log(folder), before);
    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> store.ledger(CLOCK))
          .withMessageContaining("destroyed");
    }
  }

  @Test
  void provesEachEntryToTheVerifierAndNoneWithoutItsKey() throws Exception {
    Path folder = folderWithEntries();
    try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      for (long number = 0; number < ledger.size(); number++) {
        String proof = ledger.prove(number);

        Verification.Finding.Included found = check(proof, ledger.verifierKey());

        assertThat(found.number()).isEqualTo(number);
        assertThat(found.entries()).isEqualTo(ledger.size());
        assertThat(found.lines().getFirst()).isEqualTo("sotto-ledger-entry 1");
      }
      String moved = ledger.prove(2).replace("\nindex 2\n", "\nindex 3\n");
      assertThatExceptionOfType(InvalidLedgerException.class)
          .isThrownBy(() -> check(moved, ledger.verifierKey()));
    }
  }

  @Test
  void provesItsGrowthToWhoeverRemembersACheckpointAndNoOtherLedgers() throws Exception {
    Path folder = folderWithEntries();
    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      String remembered = ledger.checkpoint().note();
      long oldSize = ledger.size();
      ledger.append(LedgerEntries.refusal("GET /later"));
      ledger.append(LedgerEntries.refusal("GET /later still"));
      String proof = ledger.proveGrowth(oldSize);

      assertThat(checkGrowth(proof, remembered, ledger).toString())
          .isEqualTo("Grown[" + oldSize + " to " + (oldSize + 2) + " entries]");
      String other = ledger.checkpoint().note();
      assertThatExceptionOfType(InvalidLedgerException.class)
          .isThrownBy(() -> checkGrowth(proof, other, ledger))
          .withMessageContaining("--since");
      String shorter = proof.replaceFirst("\n[^\n]+", "");
      assertThatExceptionOfType(InvalidLedgerException.class)
          .isThrownBy(() -> checkGrowth(shorter, remembered, ledger));
      String changed = proof.replaceFirst("\n[A-Za-z0-9+/]{4}", "\nAAAA");
      assertThatExceptionOfType(InvalidLedgerException.class)
          .isThrownBy(() -> checkGrowth(changed, remembered, ledger));
    }
  }

  private static Verification.Finding checkGrowth(
      String proof, String remembered, ConsentLedger ledger)
      throws IOException, InvalidLedgerException {
    Verification verification =
        new Verification(
            Optional.of(VerifierKey.parse(ledger.verifierKey())), Verification.EntryListener.NONE);
    verification.remember(new ByteArrayInputStream(remembered.getBytes(StandardCharsets.UTF_8)));
    return verification.check(new ByteArrayInputStream(proof.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void disclosesNoReferenceThatCouldBeGuessed() throws IOException {
    Path folder = folderWithEntries();
    try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
      String bundle = new String(export(store.ledger(CLOCK)), StandardCharsets.UTF_8);
      StringBuilder disclosed = new StringBuilder();
      bundle
          .lines()
          .filter(line -> line.startsWith("entry "))
          .forEach(line ->
              disclosed.append(
                  new String(
                      Base64.getDecoder().decode(line.split(" ")[3]), StandardCharsets.UTF_8)));

      assertThat(disclosed.toString())
          .contains("host api.example.org", "payload ", "shown-text ", "record ")
          .doesNotContain(
              LedgerEntries.hash("GET /a").value(),
              LedgerEntries.hash("card of GET /a").value(),
              "0123456789abcdef0123456789abcdef");
    }
  }

  @Test
  void everyChangedBitIsNoticedOrOnlyTheLastEntryIsLost() throws IOException {
    Path folder = parent.resolve("store");
    LedgerEntry first = LedgerEntries.intent("GET /1");
    LedgerEntry second = LedgerEntries.intent("GET /2");
    int lastFrame;
    try (PersonalStore store = StoreFixture.create(folder)) {
      store.ledger(CLOCK).append(first);
      lastFrame = (int) Files.size(log(folder));
      store.ledger(CLOCK).append(second);
    }
    byte[] right = Files.readAllBytes(log(folder));
    int noticed = 0;
    int lost = 0;

    try (Passphrase passphrase = StoreFixture.passphrase();
        KeyRing keys =
            KeyRing.unlock(
                FileOperations.onDisk(),
                folder.resolve("keys"),
                slots -> slots.unlock(passphrase),
                new SecureRandom())) {
      for (int at = 0; at < right.length; at += STEP) {
        byte[] wrong = right.clone();
        wrong[at] ^= (byte) (1 << at % Byte.SIZE);
        Files.write(log(folder), wrong);
        try (MerkleLedger ledger =
            MerkleLedger.open(
                FileOperations.onDisk(),
                log(folder).getParent(),
                keys,
                Access.READ,
                CLOCK,
                StoreManifest.unwritten(FileOperations.onDisk(), folder, keys))) {
          assertThat(ledger.verify()).as("byte " + at).isEqualTo(2);
          assertThat(at).isGreaterThanOrEqualTo(lastFrame);
          lost++;
        } catch (TamperedFileException e) {
          noticed++;
        }
      }
    }

    assertThat(noticed + lost).isEqualTo((right.length + STEP - 1) / STEP);
    assertThat(noticed).isGreaterThan(lost);
  }

  @Test
  void saysInAnEntryThatATornWriteWasDropped() throws IOException {
    Path folder = folderWithEntries();
    appendTorn(folder);

    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      ConsentLedger ledger = store.ledger(CLOCK);
      long last = LedgerEntries.ofEveryKind().size() + 1;

      assertThat(ledger.size()).isEqualTo(last + 1);
      assertThat(ledger.find(last).orElseThrow())
          .isInstanceOfSatisfying(
              RecordedEntry.Kept.class,
              kept -> assertThat(kept.entry()).isInstanceOf(LedgerEntry.Recovery.class));
      assertThat(ledger.verify()).isEqualTo(last + 1);
    }
  }

  @Test
  void noticesThatItLostAnEntryThatWasAcknowledged() throws IOException {
    Path folder = folderWithEntries();
    byte[] right = Files.readAllBytes(log(folder));
    Files.write(log(folder), Arrays.copyOf(right, right.length - 5));

    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> store.ledger(CLOCK))
          .withMessageContaining("log");
    }
  }

  @Test
  void aMissingFileIsNoNewLedger() throws IOException {
    Path folder = folderWithEntries();
    Files.delete(log(folder));

    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> store.ledger(CLOCK))
          .withMessageContaining("missing");
    }
  }

  private Path folderWithEntries() throws IOException {
    Path folder = parent.resolve("store");
    try (PersonalStore store = StoreFixture.create(folder)) {
      for (LedgerEntry entry : LedgerEntries.ofEveryKind()) {
        store.ledger(CLOCK).append(entry);
      }
    }
    return folder;
  }

  /** Leaves what a power cut leaves of an entry that was being written. */
  private static void appendTorn(Path folder) throws IOException {
    byte[] manifest = Files.readAllBytes(folder.resolve("manifest"));
    try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
      store.ledger(CLOCK).append(LedgerEntries.intent("GET /torn"));
    }
    byte[] whole = Files.readAllBytes(log(folder));
    Files.write(log(folder), Arrays.copyOf(whole, whole.length - 5));
    Files.write(folder.resolve("manifest"), manifest);
  }

  private static Path log(Path folder) {
    return folder.resolve("ledger").resolve("log");
  }

  private static byte[] export(ConsentLedger ledger) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ledger.export(out);
    return out.toByteArray();
  }

  private static Verification verification(String checkpoint)
      throws IOException, InvalidLedgerException {
    Verification verification = new Verification(Optional.empty(), Verification.EntryListener.NONE);
    verification.remember(new ByteArrayInputStream(checkpoint.getBytes(StandardCharsets.UTF_8)));
    return verification;
  }

  private static Verification.Finding.Included check(String proof, String key)
      throws IOException, InvalidLedgerException {
    Verification verification =
        new Verification(Optional.of(VerifierKey.parse(key)), Verification.EntryListener.NONE);
    return (Verification.Finding.Included)
        verification.check(new ByteArrayInputStream(proof.getBytes(StandardCharsets.UTF_8)));
  }
}
