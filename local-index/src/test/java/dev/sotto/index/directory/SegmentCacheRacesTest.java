package dev.sotto.index.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/**
 * Threads that get, put, let go and close at once, on a cache of a few small arrays that are used
 * again all the time. Every array is filled with the mark of its segment, so each look at one has
 * one of few outcomes, which are counted: bytes that are not the segment's without the lease having
 * ended are forbidden, and a control counts how often they would have been seen without asking.
 */
final class SegmentCacheRacesTest {
  private static final int THREADS = 4;
  private static final int FILES = 3;
  private static final int SEGMENTS = 4;
  private static final int BYTES = 512;
  private static final int BUDGET = 5 * BYTES;
  private static final int MOST_CACHES = 200;
  private static final long SECONDS = Long.getLong("sotto.cache.stress.seconds", 0);
  private static final Duration ROUND =
      SECONDS == 0 ? Duration.ofMillis(400) : Duration.ofSeconds(SECONDS);

  private final AtomicReferenceArray<OpenFile> files = new AtomicReferenceArray<>(FILES);
  private final AtomicIntegerArray outcomes = new AtomicIntegerArray(Outcome.values().length);

  private enum Outcome {
    /** The segment's bytes, and the lease stands. */
    RIGHT,
    /** The segment's bytes, and the lease has ended meanwhile. */
    RIGHT_BUT_ENDED,
    /** Other bytes, and the lease says so. */
    OVERWRITTEN_AND_ENDED,
    /** Other bytes, and the lease stands: forbidden. */
    WRONG,
    /** The cache takes nothing, because the file or the cache was closed. */
    REFUSED
  }

  /** A file's places and the mark of its first segment. */
  private record OpenFile(SegmentCache.Slots slots, int mark) {
    byte markOf(int segment) {
      return (byte) (mark + segment);
    }
  }

  @Test
  void noReaderTakesOtherBytesForItsSegmentWhateverOthersDo() throws Exception {
    long until = System.nanoTime() + ROUND.toNanos();
    int caches = 0;
    while (System.nanoTime() < until
        || (count(Outcome.OVERWRITTEN_AND_ENDED) == 0 && caches < MOST_CACHES)) {
      race(System.nanoTime() + ROUND.toNanos() / 8, caches++);
    }

    System.out.printf(
        "Segment cache: %d caches, %s %s%n", caches, Arrays.toString(Outcome.values()), outcomes);
    assertThat(count(Outcome.WRONG)).isZero();
    assertThat(count(Outcome.RIGHT)).isPositive();
    assertThat(count(Outcome.REFUSED)).isPositive();
    assertThat(count(Outcome.OVERWRITTEN_AND_ENDED))
        .as("a control: without asking the lease these would have been believed")
        .isPositive();
  }

  private void race(long until, int seed) throws Exception {
    SegmentCache cache = new SegmentCache(BUDGET);
    for (int file = 0; file < FILES; file++) {
      files.set(file, new OpenFile(new SegmentCache.Slots(SEGMENTS), 1 + file * SEGMENTS));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Callable<Boolean> reading =
          () -> read(cache, until, Thread.currentThread().threadId() + seed);
      List<Future<Boolean>> readers =
          List.of(threads.submit(reading), threads.submit(reading), threads.submit(reading));
      threads.submit(() -> letGo(cache, until, seed)).get();
      cache.close();
      for (Future<Boolean> reader : readers) {
        reader.get();
      }
    }
    assertThat(cache.residentBytes()).isZero();
    for (int file = 0; file < FILES; file++) {
      for (int segment = 0; segment < SEGMENTS; segment++) {
        assertThat(files.get(file).slots().find(segment)).isNull();
      }
    }
  }

  private boolean read(SegmentCache cache, long until, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int refusedInTurn = 0;
    while (refusedInTurn < 100) {
      OpenFile file = files.get(random.nextInt(FILES));
      int number = random.nextInt(SEGMENTS);
      CachedSegment segment = file.slots().find(number);
      if (segment == null) {
        byte[] array = cache.array(BYTES);
        Arrays.fill(array, file.markOf(number));
        segment = cache.put(file.slots(), number, array);
      }
      if (segment == null) {
        outcomes.incrementAndGet(Outcome.REFUSED.ordinal());
        refusedInTurn = System.nanoTime() < until ? 0 : refusedInTurn + 1;
      } else {
        refusedInTurn = 0;
        look(segment, file.markOf(number), random.nextInt(8) == 0);
      }
    }
    return true;
  }

  private void look(CachedSegment segment, byte mark, boolean slowly) {
    byte[] bytes = segment.plaintext();
    boolean right = true;
    for (int at = 0; at < bytes.length; at++) {
      right &= bytes[at] == mark;
      if (slowly && at == bytes.length / 2) {
        Thread.yield();
      }
    }
    boolean ended = segment.hasEnded();
    Outcome outcome =
        right
            ? ended ? Outcome.RIGHT_BUT_ENDED : Outcome.RIGHT
            : ended ? Outcome.OVERWRITTEN_AND_ENDED : Outcome.WRONG;
    outcomes.incrementAndGet(outcome.ordinal());
  }

  private boolean letGo(SegmentCache cache, long until, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int mark = 1 + FILES * SEGMENTS;
    while (System.nanoTime() < until) {
      int file = random.nextInt(FILES);
      OpenFile closed = files.get(file);
      cache.release(closed.slots());
      files.set(file, new OpenFile(new SegmentCache.Slots(SEGMENTS), mark));
      mark = mark + SEGMENTS > Byte.MAX_VALUE ? 1 : mark + SEGMENTS;
      assertThat(cache.residentBytes()).isBetween(0L, (long) BUDGET);
      Thread.yield();
    }
    return true;
  }

  private int count(Outcome outcome) {
    return outcomes.get(outcome.ordinal());
  }
}
