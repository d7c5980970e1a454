package dev.sotto.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands things from one thread to another, of which only so many bytes may wait; a thing that is
 * larger by itself waits alone.
 *
 * @param <T> the things
 */
final class BoundedQueue<T> {
  private record Waiting<T>(T thing, int bytes) {}

  private final int window;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;

  BoundedQueue(int window) {
    this.window = window;
  }

  /** Adds a thing once there is room; returns false if that took too long or the queue closed. */
  boolean put(T thing, int bytes, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && waitingBytes > 0 && waitingBytes + bytes > window) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return false;
      }
      waiting.add(new Waiting<>(thing, bytes));
      waitingBytes += bytes;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest thing, or nothing if none came in time or the queue is closed and empty. */
  Optional<T> take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      Waiting<T> first = waiting.remove();
      waitingBytes -= first.bytes();
      changed.signalAll();
      return Optional.of(first.thing());
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether nothing waits and nothing will come any more. */
  boolean isExhausted() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "BoundedQueue[" + waiting.size() + " waiting, " + waitingBytes + " bytes]";
  }
}
