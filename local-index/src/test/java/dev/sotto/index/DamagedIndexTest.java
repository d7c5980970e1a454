package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.index.directory.FileEncryptions;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone who has the index's folder but no key can read and change. */
final class DamagedIndexTest {
  private static final String TITLE = "Lighthouse keeping at Elsinore";
  private static final String ENGLISH =
      "Grandmother remembers the extraordinary thunderstorm over the peninsula, number ZQ-88417-K."
          + " ";
  private static final String CHINESE = "祖母记得半岛上空那场非同寻常的雷暴，灯塔整夜亮着。";
  private static final String NAME = "Philippa Ravenscroft";
  private static final String ADDRESS = "philippa@ravenscroft.example";
  private static final int HEADER_BYTES = 56;
  private static final int SEALED_CHUNK_BYTES = (16 << 10) + 16;

  @TempDir private Path folder;
  private final FileEncryption encryption = FileEncryptions.real();
  private final List<PersonalRecord> records = new ArrayList<>();

  @BeforeEach
  void fill() throws IOException {
    for (int i = 0; i < 60; i++) {
      records.add(
          IndexFixture.note(
              "journal",
              "entry" + i,
              TITLE,
              ENGLISH + i + "\n\n" + CHINESE + " word" + "xyz".repeat(i % 7) + i * 7919,
              IndexFixture.TIME,
              List.of(new Participant(NAME, ADDRESS, Participant.Role.AUTHOR))));
    }
    try (LuceneSearchIndex index = open()) {
      index.apply(records.subList(0, 40), List.of(), 1);
      index.apply(records.subList(40, 60), List.of(), 2);
      index.apply(List.of(), List.of(records.getFirst().id()), 3);
    }
  }

  @Test
  void everyFlippedByteIsEitherNoticedOrNotRead() throws IOException {
    Map<String, byte[]> files = files();
    int noticed = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (int at : positionsIn(file.getValue())) {
        byte[] changed = file.getValue().clone();
        changed[at] ^= (byte) (1 << (at % Byte.SIZE));
        Files.write(folder.resolve(file.getKey()), changed);

        boolean opened = isReadInFull();
        noticed += opened ? 0 : 1;
        if (file.getValue().length < HEADER_BYTES + SEALED_CHUNK_BYTES) {
          assertThat(opened).as("byte %d of %s", at, file.getKey()).isFalse();
        }

        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(files).hasSizeGreaterThan(6);
    assertThat(noticed).isGreaterThan(60);
    assertThat(isReadInFull()).isTrue();
  }

  @Test
  void verifyingNoticesAFlippedByteAnywhereInAFile() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      for (int at : positionsIn(file.getValue())) {
        byte[] changed = file.getValue().clone();
        changed[at] ^= 1;
        Files.write(folder.resolve(file.getKey()), changed);

        assertThatExceptionOfType(TamperedFileException.class)
            .as("byte %d of %s", at, file.getKey())
            .isThrownBy(() -> {
              try (LuceneSearchIndex index = open()) {
                index.verify();
              }
            });

        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    try (LuceneSearchIndex index = open()) {
      index.verify();
    }
  }

  @Test
  void aFileThatWasCutOffOrSwappedIsNoticed() throws IOException {
    Map<String, byte[]> files = files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      int length = file.getValue().length;
      for (int kept : List.of(0, 1, HEADER_BYTES, length / 2, length - 1)) {
        Files.write(folder.resolve(file.getKey()), Arrays.copyOf(file.getValue(), kept));
        assertThat(isReadInFull()).as("%s cut to %d", file.getKey(), kept).isFalse();
      }
      for (Map.Entry<String, byte[]> other : files.entrySet()) {
        if (!other.getKey().equals(file.getKey())) {
          Files.write(folder.resolve(file.getKey()), other.getValue());
          assertThat(isReadInFull())
              .as("%s in the place of %s", other.getKey(), file.getKey())
              .isFalse();
        }
      }
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void aMissingFileIsNoticedAndAMissingCommitMeansAnEmptyIndex() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.delete(folder.resolve(file.getKey()));

      if (file.getKey().startsWith("segments_")) {
        try (LuceneSearchIndex index = open()) {
          assertThat(index.generation()).isZero();
          assertThat(index.search(query("thunderstorm"))).isEmpty();
        }
      } else {
        assertThat(isReadInFull()).as(file.getKey()).isFalse();
      }

      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void anIndexThatLostItsCommitIsBuiltAgainInThePlaceOfTheOldFiles() throws IOException {
    for (String name : files().keySet()) {
      if (name.startsWith("segments_")) {
        Files.delete(folder.resolve(name));
      }
    }

    try (LuceneSearchIndex index = open()) {
      index.apply(records, List.of(), 3);
      assertThat(index.search(query("thunderstorm"))).isNotEmpty();
    }
    assertThat(isReadInFull()).isTrue();
  }

  @Test
  void aDamagedIndexCanBeErasedAndBuiltAgain() throws IOException {
    for (String name : files().keySet()) {
      Files.write(folder.resolve(name), new byte[100]);
    }
    assertThatExceptionOfType(TamperedFileException.class).isThrownBy(this::open);

    LuceneSearchIndex.erase(folder);

    try (LuceneSearchIndex index = open()) {
      assertThat(index.generation()).isZero();
      index.apply(records, List.of(), 3);
      assertThat(index.passages()).isEqualTo(records.size());
    }
  }

  @Test
  void noFileHoldsEightBytesOfWhatWasIndexed() throws IOException {
    Set<Long> windows = new HashSet<>();
    List<String> texts =
        List.of(
            TITLE,
            ENGLISH,
            ENGLISH.toLowerCase(Locale.ROOT),
            CHINESE,
            NAME,
            ADDRESS,
            "zq88417k",
            "extraordinari",
            "philippa ravenscroft",
            "generation",
            "text_all",
            "vector_en",
            "confidentiality");
    for (String text : texts) {
      for (Charset charset :
          List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
        addWindows(text.getBytes(charset), windows);
      }
    }
    for (PersonalRecord record : records) {
      windows.add(Long.parseUnsignedLong(record.id().value().substring(0, 16), 16));
      addWindows(record.id().value().getBytes(StandardCharsets.US_ASCII), windows);
    }
    float[] vector = new IndexFixture.LetterModel().embedQuestion(TITLE + "\n" + ENGLISH + "1");
    ByteBuffer floats = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      floats.putFloat(value);
    }
    addWindows(floats.array(), windows);

    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      assertThat(holdsAny(file.getValue(), windows)).as(file.getKey()).isFalse();
    }
    assertThat(holdsAny(("  " + CHINESE).getBytes(StandardCharsets.UTF_16LE), windows)).isTrue();
  }

  private LuceneSearchIndex open() throws IOException {
    return LuceneSearchIndex.open(folder, encryption, List.of(new IndexFixture.LetterModel()));
  }

  private static SearchQuery query(String text) {
    return new SearchQuery(text, 100, SearchFilter.NONE);
  }

  /**
   * Searches the index; tells whether it gives what was written rather than saying that it was
   * changed.
   */
  private boolean isReadInFull() throws IOException {
    Map<String, byte[]> before = files();
    try (LuceneSearchIndex index = open()) {
      assertThat(index.generation()).isEqualTo(3);
      Set<RecordId> found = new HashSet<>();
      index
          .search(query("extraordinary thunderstorm 祖母记得半岛 Ravenscroft"))
          .forEach(hit -> {
            found.add(hit.passage().record());
            PersonalRecord record =
                records.stream()
                    .filter(one -> one.id().equals(hit.passage().record()))
                    .findFirst()
                    .orElseThrow();
            assertThat(record.content().text()).contains(hit.passage().text());
          });
      assertThat(found).hasSizeGreaterThanOrEqualTo(59);
      return true;
    } catch (TamperedFileException e) {
      assertThat(e).hasMessageContaining("damaged or was changed");
      return false;
    } finally {
      for (Map.Entry<String, byte[]> file : before.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private static TreeSet<Integer> positionsIn(byte[] file) {
    TreeSet<Integer> positions = new TreeSet<>();
    Stream.of(0, 23, 24, HEADER_BYTES - 1, HEADER_BYTES, file.length / 2).forEach(positions::add);
    for (int at = HEADER_BYTES + SEALED_CHUNK_BYTES; at < file.length; at += SEALED_CHUNK_BYTES) {
      positions.add(at - 1);
      positions.add(at);
    }
    positions.add(file.length - 17);
    positions.add(file.length - 1);
    positions.removeIf(at -> at < 0 || at >= file.length);
    return positions;
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path path : list.toList()) {
        if (!path.getFileName().toString().equals("write.lock")) {
          files.put(path.getFileName().toString(), Files.readAllBytes(path));
        }
      }
    }
    return files;
  }

  private static void addWindows(byte[] bytes, Set<Long> windows) {
    for (int at = 0; at + Long.BYTES <= bytes.length; at++) {
      long window = ByteBuffer.wrap(bytes).getLong(at);
      if (window != 0) {
        windows.add(window);
      }
    }
  }

  private static boolean holdsAny(byte[] bytes, Set<Long> windows) {
    for (int at = 0; at + Long.BYTES <= bytes.length; at++) {
      if (windows.contains(ByteBuffer.wrap(bytes).getLong(at))) {
        return true;
      }
    }
    return false;
  }
}
