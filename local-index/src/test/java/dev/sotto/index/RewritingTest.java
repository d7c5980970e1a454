package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments move to the key of the next epoch, and what was deleted does not. */
final class RewritingTest {
  private static final int NOTES = 24;
  private static final PersonalRecord SECRET =
      IndexFixture.note("secret", "Harbour", "The lighthouse keeper owes zanzibar crowns.");

  @TempDir private Path folder;
  private final Epochs epochs = new Epochs();

  @Test
  void everyFileMovesWhileOthersSearchAndWrite() throws Exception {
    try (LuceneSearchIndex index = filled();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(filesOnOldKeys()).isZero();
      epochs.next();
      assertThat(index.bytesToRewrite()).isPositive().isEqualTo(index.bytes());
      AtomicBoolean done = new AtomicBoolean();
      Future<Integer> searching =
          executor.submit(() -> {
            int searches = 0;
            while (!done.get() || searches == 0) {
              assertThat(found(index, "zanzibar")).isEqualTo(1);
              searches++;
            }
            return searches;
          });
      Future<Integer> writing =
          executor.submit(() -> {
            int written = 0;
            while (!done.get() || written == 0) {
              index.apply(
                  List.of(IndexFixture.note("new" + written, "New", "Fresh bread.")),
                  List.of(),
                  100 + written);
              written++;
            }
            return written;
          });
      boolean more = true;
      while (more) {
        more = index.rewriteSome();
      }
      done.set(true);

      int written = writing.get();
      assertThat(searching.get()).isPositive();
      assertThat(index.passages()).isEqualTo(NOTES + 1 + written);
      assertThat(index.bytesToRewrite()).isZero();
      assertThat(filesOnOldKeys()).isZero();
    }
    epochs.dropOld();
    try (LuceneSearchIndex index = open()) {
      index.verify();
      assertThat(found(index, "zanzibar")).isEqualTo(1);
    }
  }

  @Test
  void aDeletedRecordLeavesItsSegmentsAndNothingNearItIsFound() throws IOException {
    Set<RecordId> records = Set.of(SECRET.id());
    List<String> texts = List.of(SECRET.content().text());
    try (LuceneSearchIndex index = filled()) {
      IndexTraces before = index.traces(records, texts);
      assertThat(before.records()).isEqualTo(1);
      assertThat(before.byWords()).isPositive();
      assertThat(before.byMeaning()).isPositive();

      index.apply(List.of(), records, 50);
      assertThat(index.traces(records, texts).records()).as("deleted, not merged").isEqualTo(1);
      assertThat(index.occurs("zanzibar")).isTrue();
      epochs.next();
      boolean more = true;
      while (more) {
        more = index.rewriteSome();
      }

      assertThat(index.traces(records, texts).areNone()).isTrue();
      assertThat(index.occurs("zanzibar")).isFalse();
      assertThat(index.passages()).isEqualTo(NOTES);
      assertThat(filesOnOldKeys()).isZero();
    }
  }

  @Test
  void theNextProcessGoesOn() throws IOException {
    filled().close();
    epochs.next();
    int steps = 0;
    boolean more = true;
    while (more) {
      try (LuceneSearchIndex index = open()) {
        more = index.rewriteSome();
        steps++;
        assertThat(index.passages()).isEqualTo(NOTES + 1);
      }
    }

    assertThat(steps).isGreaterThan(1);
    assertThat(filesOnOldKeys()).isZero();
  }

  private LuceneSearchIndex filled() throws IOException {
    LuceneSearchIndex index = open();
    for (int i = 0; i < NOTES; i += 4) {
      List<PersonalRecord> batch = new ArrayList<>();
      for (int n = i; n < i + 4; n++) {
        batch.add(IndexFixture.note("n" + n, "Note " + n, "Number " + n + " is about tea."));
      }
      if (i == 8) {
        batch.add(SECRET);
      }
      index.apply(batch, List.of(), i + 1L);
    }
    return index;
  }

  private LuceneSearchIndex open() throws IOException {
    return LuceneSearchIndex.open(folder, epochs, List.of(new IndexFixture.LetterModel()));
  }

  private static int found(LuceneSearchIndex index, String word) throws IOException {
    return (int)
        index.search(new SearchQuery(word, 5, SearchFilter.NONE)).stream()
            .filter(hit -> hit.passage().text().contains(word))
            .count();
  }

  private int filesOnOldKeys() throws IOException {
    int old = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        old += name.equals("write.lock") || epochs.isCurrent(file, name) ? 0 : 1;
      }
    }
    return old;
  }

  /** The real file format, whose key can be followed by another. */
  private static final class Epochs implements FileEncryption {
    private final SecureRandom random = new SecureRandom();
    private final byte[] storeId = new byte[16];
    private volatile List<DataKey> newestFirst = List.of(key(1));

    void next() {
      List<DataKey> more = new ArrayList<>(newestFirst);
      more.addFirst(key(more.size() + 1));
      newestFirst = List.copyOf(more);
    }

    void dropOld() {
      newestFirst = newestFirst.subList(0, 1);
    }

    private DataKey key(int epoch) {
      return DataKey.random(KeyPurpose.INDEX, Integer.toString(epoch), random);
    }

    private ChunkedFiles files(List<DataKey> keys) {
      return new ChunkedFiles(FileOperations.onDisk(), storeId, FileKind.INDEX, keys, random);
    }

    @Override
    public EncryptedFileWriter create(Path path, String boundName) throws IOException {
      return files(newestFirst).create(path, boundName);
    }

    @Override
    public EncryptedFileReader open(Path path, String boundName) throws IOException {
      return files(newestFirst).open(path, boundName);
    }

    @Override
    public boolean isCurrent(Path path, String boundName) throws IOException {
      return files(newestFirst.subList(0, 1)).keyOf(path, boundName).isPresent();
    }
  }
}
