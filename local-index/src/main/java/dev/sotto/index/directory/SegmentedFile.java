package dev.sotto.index.directory;

import dev.sotto.storage.EncryptedFileReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * One open encrypted file, seen as plaintext segments of equal size. Shared by an input, its clones
 * and slices; safe for all threads.
 */
final class SegmentedFile implements Closeable {
  private final String name;
  private final EncryptedFileReader reader;
  private final SegmentCache cache;
  private final SegmentCache.Slots slots;
  private final int segmentSize;
  private final long length;
  private volatile boolean closed;

  SegmentedFile(String name, EncryptedFileReader reader, SegmentCache cache, int segmentSize) {
    this.name = name;
    this.reader = reader;
    this.cache = cache;
    this.segmentSize = segmentSize;
    this.length = reader.length();
    this.slots = new SegmentCache.Slots(Math.toIntExact((length + segmentSize - 1) / segmentSize));
  }

  long length() {
    return length;
  }

  int segmentSize() {
    return segmentSize;
  }

  /** Returns how many plaintext bytes a segment has. */
  int length(int number) {
    return (int) Math.min(segmentSize, length - (long) number * segmentSize);
  }

  /** Returns a segment's plaintext, held for others too. Never written to by its readers. */
  byte[] shared(int number) throws IOException {
    requireOpen();
    byte[] held = slots.find(number);
    if (held != null) {
      return held;
    }
    byte[] plaintext = new byte[bufferSize()];
    decrypt(number, plaintext);
    int used = length(number);
    if (used < plaintext.length) {
      plaintext = Arrays.copyOf(plaintext, used);
    }
    cache.put(slots, number, plaintext);
    return plaintext;
  }

  /**
   * Decrypts a segment into a buffer of the caller, of at least {@link #bufferSize}, past the
   * cache.
   */
  void decrypt(int number, byte[] target) throws IOException {
    requireOpen();
    if (fitsOneChunk()) {
      reader.readChunk(number, target);
      return;
    }
    int chunkSize = reader.chunkSize();
    byte[] scratch = new byte[chunkSize];
    long start = (long) number * segmentSize;
    long end = start + length(number);
    for (long chunk = start / chunkSize; chunk * chunkSize < end; chunk++) {
      long chunkStart = chunk * chunkSize;
      int chunkLength = reader.readChunk(chunk, scratch);
      int from = (int) Math.max(start - chunkStart, 0);
      int to = (int) Math.min(end - chunkStart, chunkLength);
      System.arraycopy(scratch, from, target, (int) (chunkStart + from - start), to - from);
    }
  }

  /** Returns how long a buffer has to be for {@link #decrypt}. */
  int bufferSize() {
    return fitsOneChunk() ? reader.chunkSize() : segmentSize;
  }

  private boolean fitsOneChunk() {
    return segmentSize == reader.chunkSize();
  }

  private void requireOpen() {
    if (closed) {
      throw new AlreadyClosedException("The index file " + name + " is closed");
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      cache.release(slots);
      reader.close();
    }
  }
}
