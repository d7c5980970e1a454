package dev.sotto.index.directory;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Decrypted segments of all open files of one directory, within a budget of bytes. What was read
 * once only goes first (second-chance clock), so one long scan does not push out what searches use
 * again and again. Safe for all threads; a hit takes no lock.
 *
 * <p>A segment that leaves, because of the budget or because its file or the cache closes, is ended
 * and overwritten at once; its array is used for the next one.
 */
final class SegmentCache implements AutoCloseable {
  private static final int SPARE_ARRAYS = 16;

  private final long budgetBytes;
  private final Deque<CachedSegment> clock = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private long residentBytes;
  private int endedInClock;
  private boolean closed;

  /**
   * @param budgetBytes how many decrypted bytes may be held
   */
  SegmentCache(long budgetBytes) {
    if (budgetBytes < 0) {
      throw new IllegalArgumentException(
          "The cache has a budget of 0 bytes or more; found " + budgetBytes);
    }
    this.budgetBytes = budgetBytes;
  }

  /** Returns an array of that length, holding nothing of worth, to decrypt into. */
  byte[] array(int length) {
    synchronized (clock) {
      byte[] array = spare.peekLast();
      if (array != null && array.length == length) {
        spare.removeLast();
        return array;
      }
    }
    return new byte[length];
  }

  /**
   * Puts a segment in place, and others out where the budget asks for it.
   *
   * @param plaintext the cache's from now on, unless null is returned
   * @return what is held now, maybe of another thread; null if it can't be held
   */
  @Nullable CachedSegment put(Slots slots, int number, byte[] plaintext) {
    synchronized (clock) {
      if (closed || slots.released || plaintext.length > budgetBytes) {
        return null;
      }
      CachedSegment held = slots.array.get(number);
      if (held != null) {
        recycle(plaintext);
        return held;
      }
      CachedSegment added = new CachedSegment(slots, number, plaintext);
      residentBytes += plaintext.length;
      slots.array.set(number, added);
      clock.addLast(added);
      while (residentBytes > budgetBytes) {
        evictOne();
      }
      return added;
    }
  }

  /** Lets go of all segments of a file that was closed. */
  void release(Slots slots) {
    synchronized (clock) {
      slots.released = true;
      for (int i = 0; i < slots.array.length(); i++) {
        CachedSegment segment = slots.array.get(i);
        if (segment != null) {
          takeOut(segment);
          endedInClock++;
        }
      }
      if (endedInClock > clock.size() / 2) {
        clock.removeIf(Lease::hasEnded);
        endedInClock = 0;
      }
    }
  }

  /** Returns how many decrypted bytes are held. */
  long residentBytes() {
    synchronized (clock) {
      return residentBytes;
    }
  }

  @Override
  public void close() {
    synchronized (clock) {
      closed = true;
      clock.stream().filter(segment -> !segment.hasEnded()).forEach(this::takeOut);
      clock.clear();
      spare.clear();
    }
  }

  private void evictOne() {
    while (true) {
      CachedSegment candidate = clock.removeFirst();
      if (candidate.hasEnded()) {
        endedInClock--;
      } else if (candidate.isUsedAgain()) {
        candidate.setUsedAgain(false);
        clock.addLast(candidate);
      } else {
        takeOut(candidate);
        return;
      }
    }
  }

  private void takeOut(CachedSegment segment) {
    segment.slots().array.set(segment.number(), null);
    segment.end();
    residentBytes -= segment.plaintext().length;
    recycle(segment.plaintext());
  }

  private void recycle(byte[] array) {
    Arrays.fill(array, (byte) 0);
    if (spare.size() < SPARE_ARRAYS) {
      spare.addLast(array);
    }
  }

  /** The places of one open file's segments. */
  static final class Slots {
    private final AtomicReferenceArray<@Nullable CachedSegment> array;
    private boolean released;

    Slots(int segments) {
      array = new AtomicReferenceArray<>(segments);
    }

    /** Returns a segment that is held, or null. */
    @Nullable CachedSegment find(int number) {
      CachedSegment segment = array.get(number);
      if (segment != null) {
        segment.setUsedAgain(true);
      }
      return segment;
    }
  }
}
