package dev.sotto.index.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many readers over a cache that has to put segments out all the time, while files and the
 * directory are closed under them. Every eight bytes of a file say which file they are of and where
 * they stand, so bytes of another file, of another place and overwritten ones are told at once.
 */
final class ClosingAndEvictionTest {
  private static final int FILES = 4;
  private static final int LONGS = 3 * 16_384 / Long.BYTES + 100;
  private static final int READERS = 4;
  private static final long MARK = 0x5A00_0000_0000_0000L;
  private static final int FILE_SHIFT = 40;
  private static final long SECONDS = Long.getLong("sotto.cache.stress.seconds", 0);
  private static final Duration ROUND =
      SECONDS == 0 ? Duration.ofMillis(250) : Duration.ofSeconds(SECONDS);

  @TempDir private Path folder;
  private final FileEncryption encryption = FileEncryptions.real();
  private EncryptedDirectory directory;

  @BeforeEach
  void write() throws IOException {
    directory = open(0);
    for (int file = 0; file < FILES; file++) {
      try (IndexOutput output = directory.createOutput(name(file), IOContext.DEFAULT)) {
        for (int i = 0; i < LONGS; i++) {
          output.writeLong(expected(file, i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 16_384, 3 * 16_384, 1 << 20})
  void readersSeeNothingButTheirFileWhileSegmentsArePutOut(long budget) throws Exception {
    directory = reopened(budget);
    long until = System.nanoTime() + ROUND.toNanos();
    List<IndexInput> inputs = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      inputs.add(directory.openInput(name(file), IOContext.DEFAULT));
    }

    long read =
        all(reader -> {
          Random random = new Random(reader);
          long count = 0;
          while (System.nanoTime() < until) {
            int file = random.nextInt(FILES);
            count += readSome(inputs.get(file).clone(), file, random);
          }
          return count;
        });

    assertThat(read).isPositive();
    assertThat(directory.cachedBytes()).isLessThanOrEqualTo(budget);
    directory.close();
    assertThat(directory.cachedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {2 * 16_384, 1 << 20})
  void whoReadsWhileFilesCloseGetsTheirBytesOrHearsThatTheyAreClosed(long budget) throws Exception {
    directory = reopened(budget);
    long until = System.nanoTime() + ROUND.toNanos();
    AtomicLong heard = new AtomicLong();

    long read =
        all(reader -> {
          Random random = new Random(reader);
          long count = 0;
          while (System.nanoTime() < until) {
            int file = random.nextInt(FILES);
            IndexInput input = directory.openInput(name(file), context(random));
            IndexInput clone = input.clone();
            Thread closing = Thread.ofVirtual().start(() -> close(input));
            try {
              while (true) {
                count += readSome(clone, file, random);
              }
            } catch (AlreadyClosedException e) {
              heard.incrementAndGet();
            }
            closing.join();
          }
          return count;
        });

    assertThat(heard).hasPositiveValue();
    assertThat(read).isPositive();
    directory.close();
  }

  @Test
  void whoReadsWhileTheDirectoryClosesHearsOfIt() throws Exception {
    long until = System.nanoTime() + ROUND.toNanos();
    for (int round = 0; round < 3 || System.nanoTime() < until; round++) {
      EncryptedDirectory closing = open(1 << 20);
      List<IndexInput> inputs = new ArrayList<>();
      for (int file = 0; file < FILES; file++) {
        inputs.add(closing.openInput(name(file), IOContext.DEFAULT));
      }
      long ended =
          all(reader -> {
            Random random = new Random(reader);
            int file = reader % FILES;
            try {
              IndexInput clone = inputs.get(file).clone();
              readSome(clone, file, random);
              if (reader == 0) {
                closing.close();
              }
              while (true) {
                readSome(clone, file, random);
              }
            } catch (AlreadyClosedException e) {
              return 1;
            }
          });

      assertThat(ended).isEqualTo(READERS);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeldSegmentIsNoLongerReadOnceItsFileIsClosed(boolean once) throws IOException {
    directory = reopened(1 << 20);
    IndexInput input = directory.openInput(name(1), once ? IOContext.READONCE : IOContext.DEFAULT);
    IndexInput clone = input.clone();
    RandomAccessInput random = input.randomAccessSlice(0, input.length());
    assertThat(clone.readLong()).isEqualTo(expected(1, 0));
    assertThat(random.readLong(8)).isEqualTo(expected(1, 1));

    input.close();

    assertThatExceptionOfType(AlreadyClosedException.class).isThrownBy(clone::readByte);
    assertThatExceptionOfType(AlreadyClosedException.class).isThrownBy(clone::readVInt);
    assertThatExceptionOfType(AlreadyClosedException.class).isThrownBy(clone::readLong);
    assertThatExceptionOfType(AlreadyClosedException.class)
        .isThrownBy(() -> clone.readBytes(new byte[8], 0, 8));
    assertThatExceptionOfType(AlreadyClosedException.class)
        .isThrownBy(() -> clone.readFloats(new float[8], 0, 8));
    assertThatExceptionOfType(AlreadyClosedException.class).isThrownBy(() -> random.readLong(8));
    directory.close();
  }

  @Test
  void aSegmentThatIsPutOutIsOverwrittenAndToldToItsReaders() {
    SegmentCache cache = new SegmentCache(16);
    SegmentCache.Slots slots = new SegmentCache.Slots(2);
    byte[] first = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    CachedSegment held = cache.put(slots, 0, first);
    assertThat(held).isNotNull();
    assertThat(held.hasEnded()).isFalse();

    cache.put(slots, 1, first.clone());

    assertThat(held.hasEnded()).isTrue();
    assertThat(first).containsOnly(0);
    assertThat(slots.find(0)).isNull();
    assertThat(cache.residentBytes()).isEqualTo(16);
    cache.close();
  }

  @Test
  void aGraphMergeIsServedFromTheCacheOnceItGoesBack() throws IOException {
    directory = reopened(1 << 20);
    try (IndexInput input = directory.openInput(name(0), IOContext.READONCE)) {
      input.seek(2 * 16_384);
      input.readLong();
      assertThat(directory.cachedBytes()).isZero();

      input.seek(0);
      assertThat(input.readLong()).isEqualTo(expected(0, 0));
      assertThat(directory.cachedBytes()).isEqualTo(16_384);
    }
    directory.close();
  }

  private EncryptedDirectory open(long budget) throws IOException {
    return new EncryptedDirectory(folder, encryption, new EncryptedDirectory.Budget(budget, 0));
  }

  private EncryptedDirectory reopened(long budget) throws IOException {
    directory.close();
    return open(budget);
  }

  private static long readSome(IndexInput input, int file, Random random) throws IOException {
    int at = random.nextInt(LONGS - 64);
    int count = 1 + random.nextInt(60);
    switch (random.nextInt(6)) {
      case 0 -> {
        input.seek((long) at * Long.BYTES);
        for (int i = 0; i < count; i++) {
          check(file, at + i, input.readLong());
        }
      }
      case 1 -> {
        input.seek((long) at * Long.BYTES);
        long[] values = new long[count];
        input.readLongs(values, 0, count);
        checkAll(file, at, values);
      }
      case 2 -> {
        input.seek((long) at * Long.BYTES);
        byte[] bytes = new byte[count * Long.BYTES];
        input.readBytes(bytes, 0, bytes.length);
        long[] values = new long[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        checkAll(file, at, values);
      }
      case 3 -> {
        input.seek((long) at * Long.BYTES);
        for (int i = 0; i < count; i++) {
          long value = 0;
          for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (input.readByte() & 0xFFL) << shift;
          }
          check(file, at + i, value);
        }
      }
      case 4 -> {
        RandomAccessInput slice =
            input.randomAccessSlice(
                (long) at * Long.BYTES, input.length() - (long) at * Long.BYTES);
        for (int i = count - 1; i >= 0; i--) {
          check(file, at + i, slice.readLong((long) i * Long.BYTES));
        }
      }
      default -> {
        input.seek((long) at * Long.BYTES);
        int[] values = new int[2 * count];
        input.readInts(values, 0, values.length);
        for (int i = 0; i < count; i++) {
          check(
              file,
              at + i,
              (values[2 * i] & 0xFFFF_FFFFL) | ((long) values[2 * i + 1] << Integer.SIZE));
        }
      }
    }
    return count;
  }

  private static void checkAll(int file, int at, long[] values) {
    for (int i = 0; i < values.length; i++) {
      check(file, at + i, values[i]);
    }
  }

  private static void check(int file, int at, long found) {
    if (found != expected(file, at)) {
      throw new AssertionError("File " + file + " has " + Long.toHexString(found) + " at " + at);
    }
  }

  private static long expected(int file, int at) {
    return MARK | (long) (file + 1) << FILE_SHIFT | at;
  }

  private static String name(int file) {
    return "_" + file + ".dat";
  }

  private static IOContext context(Random random) {
    return random.nextBoolean() ? IOContext.DEFAULT : IOContext.READONCE;
  }

  private static void close(IndexInput input) {
    try {
      input.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Reading {
    long run(int reader) throws Exception;
  }

  private static long all(Reading reading) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        int reader = i;
        Callable<Long> task = () -> reading.run(reader);
        results.add(threads.submit(task));
      }
      long sum = 0;
      for (Future<Long> result : results) {
        sum += result.get();
      }
      return sum;
    }
  }
}
