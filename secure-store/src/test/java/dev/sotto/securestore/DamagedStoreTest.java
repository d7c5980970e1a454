package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes every file of a store, one at a time: damage is noticed, named, and stops nothing but
 * what the file holds.
 */
final class DamagedStoreTest {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final RecordPacks.Limits SMALL_HEAD = new RecordPacks.Limits(300, 1 << 20, 10);
  private static final int HEADER_BYTES = 56;
  private static final int SEALED_CHUNK_BYTES = (16 << 10) + 16;
  private static final byte[] DOCUMENT = "labels = [LOCAL_ONLY]".getBytes(StandardCharsets.UTF_8);
  private static final byte[] INDEX =
      "three chunks ".repeat(3_000).getBytes(StandardCharsets.UTF_8);

  @TempDir private Path parent;

  private final Map<RecordId, PersonalRecord> written = new HashMap<>();
  private Path folder;

  private interface Damage {
    void to(Path file, byte[] bytes) throws IOException;
  }

  @BeforeEach
  void fillStore() throws IOException {
    folder = parent.resolve("store");
    StoreFixture.create(folder).close();
    try (PersonalStore store = unlock(Access.WRITE)) {
      store.records().putSource(source(NOTES));
      store.records().putSource(source(MAIL));
      commit(store, NOTES, "short", 3, 40);
      commit(store, MAIL, "letter", 4, 12_000);
      commit(store, NOTES, "long", 2, 20_000);
      store.documents().write("settings", DOCUMENT);
      try (EncryptedFileWriter index =
          store.indexFiles().create(store.indexFolder().resolve("segments_1"), "segments_1")) {
        index.write(INDEX, 0, INDEX.length);
      }
      store.indexFiles().publishing(store.indexFolder(), Optional.of("segments_1"));
      store.indexFiles().published(store.indexFolder());
    }
  }

  @Test
  void theStoreUnderTestHasEveryKindOfFile() throws IOException {
    assertThat(files().keySet().stream().map(name -> name.replaceAll("-[0-9a-f]{16}", "")))
        .contains(
            "lock",
            "manifest",
            "keys/slots",
            "keys/table",
            "records/catalogue",
            "records/segment",
            "records/pack",
            "documents/settings",
            "index/segments_1");
    assertThat(damageThatIsNoticed()).isEmpty();
  }

  @Test
  void aFlippedBitIsNoticedWhereverItIs() throws IOException {
    int tried = 0;
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      for (int at : positionsIn(file.getValue())) {
        damage(
            file.getKey(),
            (path, bytes) -> {
              bytes[at] ^= (byte) (1 << (at % Byte.SIZE));
              Files.write(path, bytes);
            });

        assertThat(damageThatIsNoticed()).as("byte %d of %s", at, file.getKey()).isNotEmpty();
        assertThat(damageThatIsNoticed()).containsOnly(nameOf(file.getKey()));

        restore(file);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(90);
  }

  @Test
  void aFileThatWasCutOffIsNoticed() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      for (int length : positionsIn(file.getValue())) {
        damage(file.getKey(), (path, bytes) -> Files.write(path, Arrays.copyOf(bytes, length)));

        assertThat(damageThatIsNoticed())
            .as("%s cut to %d bytes", file.getKey(), length)
            .containsExactly(nameOf(file.getKey()));

        restore(file);
      }
    }
  }

  @Test
  void aFileWithMoreBytesIsNoticed() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      if (file.getKey().equals("lock")) {
        continue;
      }
      damage(
          file.getKey(),
          (path, bytes) -> Files.write(path, Arrays.copyOf(bytes, bytes.length + 1)));

      assertThat(damageThatIsNoticed()).containsExactly(nameOf(file.getKey()));

      restore(file);
    }
  }

  @Test
  void aMissingFileIsNoticed() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      damage(file.getKey(), (path, bytes) -> Files.delete(path));

      switch (file.getKey()) {
        case "lock" ->
            assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> unlock(Access.READ))
                .withMessageContaining("lacks its empty file lock");
        case "index/segments_1" -> {
          try (PersonalStore store = unlock(Access.READ)) {
            assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(
                    () -> store.indexFiles().open(folder.resolve(file.getKey()), "segments_1"));
          }
        }
        default -> assertThat(damageThatIsNoticed()).containsExactly(nameOf(file.getKey()));
      }

      restore(file);
    }
  }

  @Test
  void aFileInThePlaceOfAnotherIsNoticed() throws IOException {
    Map<String, byte[]> files = files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (Map.Entry<String, byte[]> other : files.entrySet()) {
        if (file.getKey().equals("lock") || file.getKey().equals(other.getKey())) {
          continue;
        }
        damage(file.getKey(), (path, bytes) -> Files.write(path, other.getValue()));

        assertThat(damageThatIsNoticed())
            .as("%s in the place of %s", other.getKey(), file.getKey())
            .containsExactly(nameOf(file.getKey()));

        restore(file);
      }
    }
  }

  @Test
  void aFileOfAnotherStoreIsNoticed() throws IOException {
    Map<String, byte[]> files = files();
    Path other = parent.resolve("other");
    StoreFixture.create(other).close();
    for (String name : List.of("keys/table", "records/catalogue")) {
      damage(name, (path, bytes) -> Files.write(path, Files.readAllBytes(other.resolve(name))));

      assertThat(damageThatIsNoticed()).containsExactly(nameOf(name));

      Files.write(folder.resolve(name), files.get(name));
    }
  }

  @Test
  void recordsInTheWholeChunksOfADamagedPackStayReadable() throws IOException {
    int packs = 0;
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      if (file.getKey().startsWith("records/pack-")
          && file.getValue().length > 2 * SEALED_CHUNK_BYTES) {
        damage(
            file.getKey(),
            (path, bytes) -> {
              bytes[HEADER_BYTES] ^= 1;
              Files.write(path, bytes);
            });

        try (PersonalStore store = unlock(Access.READ)) {
          int damaged = 0;
          for (RecordId id : written.keySet()) {
            damaged += isReadable(store, id) ? 0 : 1;
          }
          assertThat(damaged).isBetween(1, 2);
        }

        restore(file);
        packs++;
      }
    }
    assertThat(packs).isEqualTo(2);
  }

  /** Returns the names of the damaged files that a reader of everything hears of. */
  private TreeSet<String> damageThatIsNoticed() throws IOException {
    TreeSet<String> damaged = new TreeSet<>();
    try (PersonalStore store = unlock(Access.READ)) {
      assertThat(store.records().size()).isEqualTo(written.size());
      for (Map.Entry<RecordId, PersonalRecord> record : written.entrySet()) {
        try {
          assertThat(store.records().find(record.getKey())).contains(record.getValue());
        } catch (TamperedFileException e) {
          damaged.add(named(e));
        }
      }
      try {
        assertThat(store.documents().read("settings").orElseThrow()).isEqualTo(DOCUMENT);
      } catch (TamperedFileException e) {
        damaged.add(named(e));
      }
      try {
        assertThat(readIndexFile(store)).isEqualTo(INDEX);
      } catch (TamperedFileException e) {
        damaged.add(named(e));
      }
    } catch (TamperedFileException e) {
      damaged.add(named(e));
    }
    return damaged;
  }

  private static byte[] readIndexFile(PersonalStore store) throws IOException {
    Path path = store.indexFolder().resolve("segments_1");
    try (EncryptedFileReader reader = store.indexFiles().open(path, "segments_1")) {
      byte[] all = new byte[(int) reader.length()];
      byte[] chunk = new byte[reader.chunkSize()];
      for (int at = 0; at < all.length; at += reader.chunkSize()) {
        int length = reader.readChunk(at / reader.chunkSize(), chunk);
        System.arraycopy(chunk, 0, all, at, length);
      }
      return all;
    }
  }

  private static boolean isReadable(PersonalStore store, RecordId id) throws IOException {
    try {
      return store.records().find(id).isPresent();
    } catch (TamperedFileException e) {
      return false;
    }
  }

  private static String named(TamperedFileException e) {
    assertThat(e)
        .hasMessageStartingWith("The file " + e.file() + " of the store is damaged or was changed")
        .hasMessageNotContaining("\n");
    return e.file();
  }

  /** The first and last bytes, those around the header's fields and every border of chunks. */
  private static TreeSet<Integer> positionsIn(byte[] file) {
    TreeSet<Integer> positions = new TreeSet<>();
    Stream.of(0, 1, 9, 10, 23, 24, HEADER_BYTES - 1, HEADER_BYTES, file.length / 2)
        .forEach(positions::add);
    for (int at = HEADER_BYTES + SEALED_CHUNK_BYTES; at < file.length; at += SEALED_CHUNK_BYTES) {
      positions.add(at - 17);
      positions.add(at - 16);
      positions.add(at - 1);
      positions.add(at);
    }
    positions.add(file.length - 17);
    positions.add(file.length - 16);
    positions.add(file.length - 1);
    positions.removeIf(at -> at < 0 || at >= file.length);
    return positions;
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

  private void damage(String name, Damage damage) throws IOException {
    Path path = folder.resolve(name);
    damage.to(path, Files.readAllBytes(path));
  }

  private void restore(Map.Entry<String, byte[]> file) throws IOException {
    Files.write(folder.resolve(file.getKey()), file.getValue());
  }

  private static String nameOf(String relative) {
    return relative.substring(relative.lastIndexOf('/') + 1);
  }

  private PersonalStore unlock(Access access) throws IOException {
    return StoreFixture.unlock(FileOperations.onDisk(), folder, access, SMALL_HEAD);
  }

  private void commit(PersonalStore store, SourceId source, String word, int count, int length)
      throws IOException {
    List<PersonalRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = (word + i + " ").repeat(length / word.length());
      records.add(
          PersonalRecord.of(
              source,
              new ItemKey(word + i),
              Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
              new RecordContent(
                  RecordKind.NOTE, word, Instant.EPOCH, List.of(), "", text, Labels.OWN, "")));
    }
    store.records().commit(source, records, List.of());
    records.forEach(record -> written.put(record.id(), record));
  }

  private static Source source(SourceId id) {
    return new Source(id, "markdown", "/" + id, Instant.EPOCH, Optional.empty());
  }
}
