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
 * <p>{@link #close} overwrites what is still held. What was evicted before is left to the garbage
 * collector.
 */
final class SegmentCache implements AutoCloseable {
  private final long budgetBytes;
  private final Deque<Resident> clock = new ArrayDeque<>();
  private long residentBytes;
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

  /** Puts a segment in place, and others out where the budget asks for it. */
  void put(Slots slots, int number, byte[] plaintext) {
    Resident resident = new Resident(slots, number, plaintext);
    synchronized (clock) {
      if (closed
          || slots.released
          || plaintext.length > budgetBytes
          || slots.array.get(number) != null) {
        return;
      }
      residentBytes += plaintext.length;
      slots.array.set(number, resident);
      clock.addLast(resident);
      while (residentBytes > budgetBytes) {
        evictOne();
      }
    }
  }

  /** Lets go of all segments of a file that was closed. */
  void release(Slots slots) {
    synchronized (clock) {
      slots.released = true;
      for (int i = 0; i < slots.array.length(); i++) {
        Resident resident = slots.array.getAndSet(i, null);
        if (resident != null) {
          residentBytes -= resident.plaintext.length;
          resident.gone = true;
        }
      }
      if (clock.size() > 64 && clock.peekFirst() != null && clock.peekFirst().gone) {
        clock.removeIf(resident -> resident.gone);
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
      for (Resident resident : clock) {
        resident.slots.array.set(resident.number, null);
        Arrays.fill(resident.plaintext, (byte) 0);
      }
      clock.clear();
      residentBytes = 0;
    }
  }

  private void evictOne() {
    while (true) {
      Resident candidate = clock.removeFirst();
      if (candidate.gone) {
        continue;
      }
      if (candidate.usedAgain) {
        candidate.usedAgain = false;
        clock.addLast(candidate);
        continue;
      }
      candidate.slots.array.set(candidate.number, null);
      candidate.gone = true;
      residentBytes -= candidate.plaintext.length;
      return;
    }
  }

  /** The places of one open file's segments. */
  static final class Slots {
    private final AtomicReferenceArray<@Nullable Resident> array;
    private boolean released;

    Slots(int segments) {
      array = new AtomicReferenceArray<>(segments);
    }

    /** Returns a segment that is held, or null. */
    byte @Nullable [] find(int number) {
      Resident resident = array.get(number);
      if (resident == null) {
        return null;
      }
      if (!resident.usedAgain) {
        resident.usedAgain = true;
      }
      return resident.plaintext;
    }
  }

  private static final class Resident {
    final Slots slots;
    final int number;
    final byte[] plaintext;
    volatile boolean usedAgain;
    boolean gone;

    Resident(Slots slots, int number, byte[] plaintext) {
      this.slots = slots;
      this.number = number;
      this.plaintext = plaintext;
    }
  }
}
