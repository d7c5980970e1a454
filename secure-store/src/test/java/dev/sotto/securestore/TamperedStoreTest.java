package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.ledger.ConsentLedger;
import dev.sotto.ledger.LedgerEntries;
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
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tampers with a small store in every way that needs no key, and reads everything afterwards: it is
 * noticed, nothing is read that was not written last, and what was left alone can be read. Bits and
 * lengths are sampled; {@code mvn verify -Dsotto.tamper.samples=0} tries all of them, on a store
 * whose files have one chunk each.
 */
final class TamperedStoreTest {
  private static final FileOperations DISK = new UnforcedDisk();
  private static final int SAMPLES = Integer.getInteger("sotto.tamper.samples", 25);
  private static final boolean ALL = SAMPLES == 0;
  private static final int HEADER_BYTES = 56;
  private static final int SEALED_CHUNK_BYTES = (16 << 10) + 16;
  private static final int GENERATIONS = 4;
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path parent;

  private Path folder;
  private char[] recoveryCode = {};
  private AgeCheck check = AgeCheck.NONE;
  private final Map<RecordId, PersonalRecord> records = new HashMap<>();
  private final List<Map<String, byte[]>> generations = new ArrayList<>();
  private final Map<String, Integer> tried = new TreeMap<>();
  private byte[] document = {};
  private byte[] index = {};
  private String root = "";
  private long entries;

  /** What a reader of everything meets. */
  private record Reading(boolean noticed, Set<RecordId> readable) {}

  @BeforeEach
  void fillStore() throws IOException {
    folder = parent.resolve("store");
    check =
        new AgeCheck(new AnchorFolder(DISK, parent.resolve("state")), RestoredQuestion.NO, CLOCK);
    try (Passphrase passphrase = StoreFixture.passphrase()) {
      NewStore made =
          PersonalStore.create(
              DISK, folder, passphrase, StoreFixture.QUICK, new SecureRandom(), check.anchor());
      recoveryCode = made.recoveryCode().reveal();
      made.store().close();
    }
    for (int generation = 0; generation < GENERATIONS; generation++) {
      change(generation);
      generations.add(files());
    }
  }

  @Test
  void everythingThatIsDoneToItIsNoticedAndWhatWasLeftAloneCanBeRead() throws IOException {
    assertThat(readAll()).isEqualTo(new Reading(false, records.keySet()));
    Map<String, byte[]> right = generations.getLast();

    for (Map.Entry<String, byte[]> file : right.entrySet()) {
      if (!file.getKey().equals("lock")) {
        flipBits(file.getKey(), file.getValue());
        cutOff(file.getKey(), file.getValue());
        moveChunks(file.getKey(), file.getValue());
        replaceByOthers(file.getKey(), right);
        replaceByOlder(file.getKey(), file.getValue());
        tamper("file taken away", file.getKey(), null);
        if (ALL) {
          System.out.printf("%s of %d bytes: %s%n", file.getKey(), file.getValue().length, tried);
        }
      }
    }
    replayFolders(right);
    replayEverythingBut(right);
    replayTheWhole(right);

    assertThat(readAll()).isEqualTo(new Reading(false, records.keySet()));
    System.out.printf(
        "Tampered store: %s, all noticed but a byte behind the ledger's end%n", tried);
    assertThat(tried.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(700);
  }

  private void flipBits(String name, byte[] right) throws IOException {
    for (long bit = name.hashCode() & 7;
        bit < 8L * right.length;
        bit += stride(8L * right.length)) {
      byte[] wrong = right.clone();
      wrong[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
      tamper("bit flipped", name, wrong);
    }
  }

  private void cutOff(String name, byte[] right) throws IOException {
    Set<Integer> lengths = new TreeSet<>(List.of(0, 1, right.length - 1));
    for (int length = 2; length < right.length; length += (int) stride(right.length)) {
      lengths.add(length);
    }
    for (int length : lengths) {
      tamper("cut off", name, Arrays.copyOf(right, length));
    }
    tamper("made longer", name, Arrays.copyOf(right, right.length + 1));
  }

  private static long stride(long possible) {
    return ALL ? 1 : Math.max(1, possible / SAMPLES) | 1;
  }

  private void moveChunks(String name, byte[] right) throws IOException {
    int chunks = (right.length - HEADER_BYTES) / SEALED_CHUNK_BYTES;
    for (int one = 0; one < chunks; one++) {
      int at = HEADER_BYTES + one * SEALED_CHUNK_BYTES;
      tamper("chunk dropped", name, spliced(right, at, SEALED_CHUNK_BYTES, new byte[0]));
      byte[] chunk = Arrays.copyOfRange(right, at, at + SEALED_CHUNK_BYTES);
      tamper("chunk duplicated", name, spliced(right, at, 0, chunk));
      for (int other = one + 1; other < chunks; other++) {
        int then = HEADER_BYTES + other * SEALED_CHUNK_BYTES;
        byte[] wrong = right.clone();
        System.arraycopy(right, then, wrong, at, SEALED_CHUNK_BYTES);
        System.arraycopy(right, at, wrong, then, SEALED_CHUNK_BYTES);
        tamper("chunks swapped", name, wrong);
      }
    }
  }

  private void replaceByOthers(String name, Map<String, byte[]> right) throws IOException {
    for (Map.Entry<String, byte[]> other : right.entrySet()) {
      if (!other.getKey().equals(name)) {
        tamper("file replaced by another", name, other.getValue());
      }
    }
  }

  private void replaceByOlder(String name, byte[] right) throws IOException {
    for (Map<String, byte[]> generation : generations) {
      byte[] older = generation.get(name);
      if (older != null && !Arrays.equals(older, right)) {
        tamper("file replaced by an older one", name, older);
      }
    }
  }

  private void replayFolders(Map<String, byte[]> right) throws IOException {
    for (Map<String, byte[]> generation : generations.subList(0, GENERATIONS - 1)) {
      for (String part : List.of("keys/", "records/", "documents/", "ledger/", "index/")) {
        Map<String, byte[]> mixed = new TreeMap<>(right);
        mixed.keySet().removeIf(name -> name.startsWith(part));
        generation.forEach((name, bytes) -> {
          if (name.startsWith(part)) {
            mixed.put(name, bytes);
          }
        });
        tamper("folder replaced by an older one", mixed, right);
      }
    }
  }

  private void replayEverythingBut(Map<String, byte[]> right) throws IOException {
    for (Map<String, byte[]> generation : generations.subList(0, GENERATIONS - 1)) {
      for (Map.Entry<String, byte[]> kept : right.entrySet()) {
        if (!Arrays.equals(kept.getValue(), generation.get(kept.getKey()))) {
          Map<String, byte[]> mixed = new TreeMap<>(generation);
          mixed.put(kept.getKey(), kept.getValue());
          tamper("all but one file replaced", mixed, right);
        }
      }
    }
  }

  private void replayTheWhole(Map<String, byte[]> right) throws IOException {
    for (Map<String, byte[]> generation : generations.subList(0, GENERATIONS - 1)) {
      tamper("whole store replaced by an older one", generation, right);
    }
  }

  private void tamper(String how, String name, byte @Nullable [] wrong) throws IOException {
    byte[] right = Objects.requireNonNull(generations.getLast().get(name));
    Path path = folder.resolve(name);
    if (wrong == null) {
      Files.delete(path);
    } else {
      Files.write(path, wrong);
    }

    Reading reading = readAll();

    boolean likeATornWrite = how.equals("made longer") && name.equals("ledger/log");
    assertThat(reading.noticed()).as("%s: %s", how, name).isNotEqualTo(likeATornWrite);
    if (name.startsWith("records/pack-")) {
      assertThat(reading.readable())
          .as("%s: %s", how, name)
          .hasSizeGreaterThanOrEqualTo(records.size() - 3);
    } else if (name.startsWith("index/")) {
      assertThat(reading.readable()).as("%s: %s", how, name).isEqualTo(records.keySet());
    }
    Files.write(path, right);
    tried.merge(how, 1, Integer::sum);
  }

  private void tamper(String how, Map<String, byte[]> wrong, Map<String, byte[]> right)
      throws IOException {
    write(wrong);

    assertThat(readAll().noticed()).as(how).isTrue();

    write(right);
    tried.merge(how, 1, Integer::sum);
  }

  /** Reads everything; whatever is not noticed must be what was written last. */
  private Reading readAll() throws IOException {
    Set<RecordId> readable = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
    boolean noticed = false;
    try (PersonalStore store =
        StoreFixture.unlock(DISK, folder, recoveryCode, Access.READ, check)) {
      for (Map.Entry<RecordId, PersonalRecord> record : records.entrySet()) {
        try {
          assertThat(store.records().find(record.getKey())).contains(record.getValue());
          readable.add(record.getKey());
        } catch (TamperedFileException e) {
          noticed = true;
        }
      }
      assertThat(store.records().size()).isEqualTo(records.size());
      noticed |=
          isNoticed(() -> {
            assertThat(store.documents().read("settings")).contains(document);
            assertThat(store.documents().read("gone")).isEmpty();
          });
      noticed |=
          isNoticed(() -> {
            ConsentLedger ledger = store.ledger(CLOCK);
            assertThat(ledger.verify()).isEqualTo(entries);
          });
      noticed |=
          isNoticed(() -> {
            store.indexFiles().requirePublished(store.indexFolder());
            assertThat(readIndex(store)).isEqualTo(index);
          });
    } catch (TamperedFileException
        | WrongPassphraseException
        | StoreException
        | OlderStoreException e) {
      noticed = true;
    }
    return new Reading(noticed, Set.copyOf(readable));
  }

  private interface Part {
    void read() throws IOException;
  }

  private static boolean isNoticed(Part part) throws IOException {
    try {
      part.read();
      return false;
    } catch (TamperedFileException | NoSuchFileException e) {
      return true;
    }
  }

  private byte[] readIndex(PersonalStore store) throws IOException {
    try (EncryptedFileReader reader =
        store.indexFiles().open(store.indexFolder().resolve(root), root)) {
      return whole(reader);
    }
  }

  private static byte[] whole(EncryptedFileReader reader) throws IOException {
    byte[] all = new byte[(int) reader.length()];
    byte[] chunk = new byte[reader.chunkSize()];
    for (int at = 0; at < all.length; at += chunk.length) {
      int read = reader.readChunk(at / chunk.length, chunk);
      System.arraycopy(chunk, 0, all, at, read);
    }
    return all;
  }

  private void change(int generation) throws IOException {
    try (PersonalStore store =
        StoreFixture.unlock(DISK, folder, recoveryCode, Access.WRITE, check)) {
      SourceId source = generation % 2 == 0 ? NOTES : MAIL;
      store
          .records()
          .putSource(new Source(source, "markdown", "/" + source, Instant.EPOCH, Optional.empty()));
      List<PersonalRecord> added = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String text =
            ("words " + generation + i + " ").repeat(ALL ? 1 : generation == 1 ? 1_200 : 20);
        added.add(
            PersonalRecord.of(
                source,
                new ItemKey("item" + generation + i),
                Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
                new RecordContent(
                    RecordKind.NOTE, "t", Instant.EPOCH, List.of(), "", text, Labels.OWN, "")));
      }
      store.records().commit(source, added, List.of());
      added.forEach(record -> records.put(record.id(), record));
      document = ("settings " + generation).getBytes(StandardCharsets.UTF_8);
      store.documents().write("settings", document);
      if (generation == 0) {
        store.documents().write("gone", document);
      } else {
        store.documents().delete("gone");
      }
      store.ledger(CLOCK).append(LedgerEntries.intent("GET /" + generation));
      entries = store.ledger(CLOCK).size();
      publish(store, generation);
      try (Passphrase passphrase = StoreFixture.passphrase()) {
        store.changePassphrase(passphrase, StoreFixture.QUICK);
      }
    }
  }

  private void publish(PersonalStore store, int generation) throws IOException {
    String before = root;
    root = "segments_" + generation / 2;
    index = ("index " + generation + " ").repeat(ALL ? 2 : 4_000).getBytes(StandardCharsets.UTF_8);
    Path pending = store.indexFolder().resolve("pending_" + root);
    try (EncryptedFileWriter writer = store.indexFiles().create(pending, root)) {
      writer.write(index, 0, index.length);
    }
    store.indexFiles().publishing(store.indexFolder(), Optional.of(root));
    DISK.replace(pending, store.indexFolder().resolve(root));
    store.indexFiles().published(store.indexFolder());
    if (!before.equals(root) && !before.isEmpty()) {
      DISK.delete(store.indexFolder().resolve(before));
    }
  }

  private static byte[] spliced(byte[] bytes, int at, int dropped, byte[] added) {
    byte[] result = new byte[bytes.length - dropped + added.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, at + dropped, result, at + added.length, bytes.length - at - dropped);
    return result;
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private void write(Map<String, byte[]> files) throws IOException {
    for (String name : files().keySet()) {
      if (!files.containsKey(name)) {
        Files.delete(folder.resolve(name));
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
