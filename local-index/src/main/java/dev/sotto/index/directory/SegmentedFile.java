package dev.sotto.index.directory;

import dev.sotto.storage.EncryptedFileReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * One open encrypted file, seen as plaintext segments of equal size. Shared by an input, its clones
 * and slices; safe for all threads. As a lease it ends when it closes: that is for bytes which
 * inputs decrypted for themselves.
 */
final class SegmentedFile extends Lease implements Closeable {
  private final String name;
  private final EncryptedFileReader reader;
  private final SegmentCache cache;
  private final SegmentCache.Slots slots;
  private final int segmentSize;
  private final long length;
  private final Consumer<SegmentedFile> whenClosed;

  SegmentedFile(
      String name,
      EncryptedFileReader reader,
      SegmentCache cache,
      int segmentSize,
      Consumer<SegmentedFile> whenClosed) {
    this.name = name;
    this.reader = reader;
    this.cache = cache;
    this.segmentSize = segmentSize;
    this.whenClosed = whenClosed;
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

  /**
   * Returns a segment that is held for all inputs, or null where none can be held: then {@link
   * #decrypt} is the way.
   */
  @Nullable CachedSegment shared(int number) throws IOException {
    requireOpen();
    CachedSegment held = slots.find(number);
    if (held != null) {
      return held;
    }
    byte[] plaintext = cache.array(bufferSize());
    decrypt(number, plaintext);
    int used = length(number);
    if (used < plaintext.length) {
      byte[] whole = plaintext;
      plaintext = Arrays.copyOf(whole, used);
      Arrays.fill(whole, (byte) 0);
    }
    return cache.put(slots, number, plaintext);
  }

  /**
   * Decrypts a segment into a buffer of the caller, of at least {@link #bufferSize}, past the
   * cache.
   */
  void decrypt(int number, byte[] target) throws IOException {
    requireOpen();
    try {
      if (fitsOneChunk()) {
        reader.readChunk(number, target);
      } else {
        assemble(number, target);
      }
    } catch (IllegalStateException e) {
      requireOpen();
      throw e;
    }
  }

  private void assemble(int number, byte[] target) throws IOException {
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
    Arrays.fill(scratch, (byte) 0);
  }

  /** Returns how long a buffer has to be for {@link #decrypt}. */
  int bufferSize() {
    return fitsOneChunk() ? reader.chunkSize() : segmentSize;
  }

  /** Throws {@link AlreadyClosedException} if it was closed. */
  void requireOpen() {
    if (hasEnded()) {
      throw new AlreadyClosedException("The index file " + name + " is closed");
    }
  }

  private boolean fitsOneChunk() {
    return segmentSize == reader.chunkSize();
  }

  @Override
  public void close() throws IOException {
    if (!hasEnded()) {
      end();
      cache.release(slots);
      whenClosed.accept(this);
      reader.close();
    }
  }
}
