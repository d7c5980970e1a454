package dev.sotto.index.directory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.BitUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads an encrypted file, or a slice of it. It holds on to the segment it stands in, so that reads
 * within it cost an array access and a look at whether the segment still stands ({@link Lease}). If
 * it does not, the segment is fetched anew and read again; once file or directory are closed, an
 * {@link AlreadyClosedException} follows. For one thread, like every index input; clones and slices
 * share the file and its decrypted segments.
 */
final class EncryptedIndexInput extends IndexInput implements RandomAccessInput {
  private static final byte[] NOTHING = new byte[0];
  private static final int MOST_BYTES_OF_A_VINT = 5;
  private static final int FEW = 16;
  private static final int MOST_LOSSES = 3;

  /** How decrypted segments are kept. */
  enum Caching {
    /** In the cache that all inputs share. */
    SHARED,
    /**
     * In a buffer of this input alone while it goes forward: for files that are read once. When it
     * comes back to a segment it has left, it uses the shared cache from then on.
     */
    PRIVATE
  }

  private final SegmentedFile file;
  private final Ownership ownership;
  private final long sliceStart;
  private final long length;

  private Caching caching;
  private byte @Nullable [] privateBuffer;
  private int lastPrivate = -1;
  private byte[] segment = NOTHING;
  private Lease lease;
  private long segmentStart;
  private int index;
  private int limit;
  private int losses;

  private byte[] randomSegment = NOTHING;
  private Lease randomLease;
  private long randomStart;
  private int randomLimit;
  private boolean closed;

  private enum Ownership {
    ORIGINAL,
    BORROWER
  }

  EncryptedIndexInput(String description, SegmentedFile file, Caching caching) {
    this(description, file, caching, Ownership.ORIGINAL, 0, file.length());
  }

  private EncryptedIndexInput(
      String description,
      SegmentedFile file,
      Caching caching,
      Ownership ownership,
      long sliceStart,
      long length) {
    super(description);
    this.file = file;
    this.caching = caching;
    this.lease = file;
    this.randomLease = file;
    this.ownership = ownership;
    this.sliceStart = sliceStart;
    this.length = length;
    this.segmentStart = sliceStart;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long getFilePointer() {
    return segmentStart + index - sliceStart;
  }

  @Override
  public void seek(long position) throws IOException {
    if (position < 0 || position > length) {
      throw pastEnd(position, 0);
    }
    requireOpen();
    long place = sliceStart + position;
    if (place >= segmentStart && place < segmentStart + limit) {
      index = (int) (place - segmentStart);
    } else {
      segment = NOTHING;
      lease = file;
      segmentStart = place;
      index = 0;
      limit = 0;
    }
  }

  @Override
  public byte readByte() throws IOException {
    if (index == limit) {
      refill();
    }
    byte value = segment[index];
    if (lease.hasEnded()) {
      lose();
      return readByte();
    }
    index++;
    return value;
  }

  @Override
  public void readBytes(byte[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (index == limit) {
        refill();
      }
      int part = Math.min(limit - index, count - done);
      System.arraycopy(segment, index, target, offset + done, part);
      if (lease.hasEnded()) {
        lose();
      } else {
        index += part;
        done += part;
      }
    }
  }

  @Override
  public short readShort() throws IOException {
    if (limit - index < Short.BYTES) {
      return super.readShort();
    }
    short value = (short) BitUtil.VH_LE_SHORT.get(segment, index);
    if (lease.hasEnded()) {
      lose();
      return readShort();
    }
    index += Short.BYTES;
    return value;
  }

  @Override
  public int readInt() throws IOException {
    if (limit - index < Integer.BYTES) {
      return super.readInt();
    }
    int value = (int) BitUtil.VH_LE_INT.get(segment, index);
    if (lease.hasEnded()) {
      lose();
      return readInt();
    }
    index += Integer.BYTES;
    return value;
  }

  @Override
  public long readLong() throws IOException {
    if (limit - index < Long.BYTES) {
      return super.readLong();
    }
    long value = (long) BitUtil.VH_LE_LONG.get(segment, index);
    if (lease.hasEnded()) {
      lose();
      return readLong();
    }
    index += Long.BYTES;
    return value;
  }

  @Override
  public int readVInt() throws IOException {
    if (limit - index < MOST_BYTES_OF_A_VINT) {
      return super.readVInt();
    }
    byte[] bytes = segment;
    int at = index;
    byte part = bytes[at++];
    int value = part & 0x7F;
    for (int shift = 7; part < 0 && shift < Integer.SIZE; shift += 7) {
      part = bytes[at++];
      value |= (part & 0x7F) << shift;
    }
    if (lease.hasEnded()) {
      lose();
      return readVInt();
    }
    if (part < 0 || (at - index == MOST_BYTES_OF_A_VINT && part > 0x0F)) {
      return super.readVInt();
    }
    index = at;
    return value;
  }

  @Override
  public void readLongs(long[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Long.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = readLong();
        continue;
      }
      if (whole <= FEW) {
        for (int i = 0; i < whole; i++) {
          target[offset + done + i] =
              (long) BitUtil.VH_LE_LONG.get(segment, index + i * Long.BYTES);
        }
      } else {
        littleEndian(whole * Long.BYTES).asLongBuffer().get(target, offset + done, whole);
      }
      done += consumed(whole, Long.BYTES);
    }
  }

  @Override
  public void readInts(int[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Integer.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = readInt();
        continue;
      }
      if (whole <= FEW) {
        for (int i = 0; i < whole; i++) {
          target[offset + done + i] =
              (int) BitUtil.VH_LE_INT.get(segment, index + i * Integer.BYTES);
        }
      } else {
        littleEndian(whole * Integer.BYTES).asIntBuffer().get(target, offset + done, whole);
      }
      done += consumed(whole, Integer.BYTES);
    }
  }

  @Override
  public void readFloats(float[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Float.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = Float.intBitsToFloat(readInt());
        continue;
      }
      if (whole <= FEW) {
        for (int i = 0; i < whole; i++) {
          target[offset + done + i] =
              Float.intBitsToFloat((int) BitUtil.VH_LE_INT.get(segment, index + i * Float.BYTES));
        }
      } else {
        littleEndian(whole * Float.BYTES).asFloatBuffer().get(target, offset + done, whole);
      }
      done += consumed(whole, Float.BYTES);
    }
  }

  @Override
  public byte readByte(long position) throws IOException {
    while (true) {
      int at = locate(position, Byte.BYTES);
      byte value = randomSegment[at];
      if (!randomLease.hasEnded()) {
        return value;
      }
      loseRandom();
    }
  }

  @Override
  public void readBytes(long position, byte[] target, int offset, int count) throws IOException {
    requireInside(position, count);
    int done = 0;
    while (done < count) {
      int at = locate(position + done, Byte.BYTES);
      int part = Math.min(randomLimit - at, count - done);
      System.arraycopy(randomSegment, at, target, offset + done, part);
      if (randomLease.hasEnded()) {
        loseRandom();
      } else {
        done += part;
      }
    }
  }

  @Override
  public short readShort(long position) throws IOException {
    while (true) {
      int at = locate(position, Short.BYTES);
      if (at + Short.BYTES > randomLimit) {
        return (short) assemble(position, Short.BYTES);
      }
      short value = (short) BitUtil.VH_LE_SHORT.get(randomSegment, at);
      if (!randomLease.hasEnded()) {
        return value;
      }
      loseRandom();
    }
  }

  @Override
  public int readInt(long position) throws IOException {
    while (true) {
      int at = locate(position, Integer.BYTES);
      if (at + Integer.BYTES > randomLimit) {
        return (int) assemble(position, Integer.BYTES);
      }
      int value = (int) BitUtil.VH_LE_INT.get(randomSegment, at);
      if (!randomLease.hasEnded()) {
        return value;
      }
      loseRandom();
    }
  }

  @Override
  public long readLong(long position) throws IOException {
    while (true) {
      int at = locate(position, Long.BYTES);
      if (at + Long.BYTES > randomLimit) {
        return assemble(position, Long.BYTES);
      }
      long value = (long) BitUtil.VH_LE_LONG.get(randomSegment, at);
      if (!randomLease.hasEnded()) {
        return value;
      }
      loseRandom();
    }
  }

  @Override
  public void prefetch(long position, long count) throws IOException {
    requireOpen();
    requireInside(position, count);
  }

  @Override
  public IndexInput slice(String description, long offset, long sliceLength) {
    requireOpen();
    if (offset < 0 || sliceLength < 0 || offset > length - sliceLength) {
      throw new IllegalArgumentException(
          "A slice of "
              + sliceLength
              + " bytes at "
              + offset
              + " does not lie within the "
              + length
              + " bytes of "
              + this);
    }
    return new EncryptedIndexInput(
        getFullSliceDescription(description),
        file,
        caching,
        Ownership.BORROWER,
        sliceStart + offset,
        sliceLength);
  }

  @Override
  public EncryptedIndexInput clone() {
    requireOpen();
    EncryptedIndexInput clone =
        new EncryptedIndexInput(toString(), file, caching, Ownership.BORROWER, sliceStart, length);
    if (lease == file) {
      clone.segmentStart = segmentStart + index;
    } else {
      clone.segment = segment;
      clone.lease = lease;
      clone.segmentStart = segmentStart;
      clone.index = index;
      clone.limit = limit;
    }
    return clone;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      forget();
      randomLimit = 0;
      randomSegment = NOTHING;
      randomLease = file;
      if (privateBuffer != null) {
        Arrays.fill(privateBuffer, (byte) 0);
        privateBuffer = null;
      }
      if (ownership == Ownership.ORIGINAL) {
        file.close();
      }
    }
  }

  private void refill() throws IOException {
    requireOpen();
    long place = segmentStart + index;
    long end = sliceStart + length;
    if (place >= end) {
      throw pastEnd(place - sliceStart, 1);
    }
    int number = (int) (place / file.segmentSize());
    CachedSegment held = null;
    if (isForShared(number)) {
      held = file.shared(number);
    }
    if (held == null) {
      segment = decryptPrivately(number);
      lease = file;
    } else {
      segment = held.plaintext();
      lease = held;
    }
    segmentStart = (long) number * file.segmentSize();
    index = (int) (place - segmentStart);
    limit = (int) Math.min(file.length(number), end - segmentStart);
  }

  private boolean isForShared(int number) {
    if (losses > MOST_LOSSES) {
      losses = 0;
      return false;
    }
    if (caching == Caching.PRIVATE && number < lastPrivate) {
      caching = Caching.SHARED;
    }
    return caching == Caching.SHARED;
  }

  private byte[] decryptPrivately(int number) throws IOException {
    byte[] buffer = privateBuffer;
    if (buffer == null) {
      buffer = new byte[file.bufferSize()];
      privateBuffer = buffer;
    }
    if (number != lastPrivate) {
      forget();
      lastPrivate = -1;
      file.decrypt(number, buffer);
      lastPrivate = number;
    }
    return buffer;
  }

  /** Lets go of the segment, keeping the place. */
  private void forget() {
    segmentStart += index;
    index = 0;
    limit = 0;
    segment = NOTHING;
    lease = file;
  }

  /** Lets go of a segment that was taken away while it was read. */
  private void lose() throws IOException {
    forget();
    requireOpen();
    file.requireOpen();
    losses++;
  }

  private void loseRandom() throws IOException {
    randomLimit = 0;
    requireOpen();
    file.requireOpen();
    losses++;
  }

  /**
   * Returns how many of the numbers just read count: all, or none if the segment was taken away.
   */
  private int consumed(int numbers, int width) throws IOException {
    if (lease.hasEnded()) {
      lose();
      return 0;
    }
    index += numbers * width;
    return numbers;
  }

  private int locate(long position, int width) throws IOException {
    requireInside(position, width);
    long place = sliceStart + position;
    if (place >= randomStart && place < randomStart + randomLimit) {
      return (int) (place - randomStart);
    }
    requireOpen();
    int number = (int) (place / file.segmentSize());
    CachedSegment held = losses > MOST_LOSSES ? null : file.shared(number);
    if (held == null) {
      losses = 0;
      randomSegment = new byte[file.bufferSize()];
      file.decrypt(number, randomSegment);
      randomLease = file;
    } else {
      randomSegment = held.plaintext();
      randomLease = held;
    }
    randomStart = (long) number * file.segmentSize();
    randomLimit = file.length(number);
    return (int) (place - randomStart);
  }

  private long assemble(long position, int width) throws IOException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (readByte(position + i) & 0xFFL) << (Byte.SIZE * i);
    }
    return value;
  }

  private ByteBuffer littleEndian(int count) {
    return ByteBuffer.wrap(segment, index, count).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void requireOpen() {
    if (closed) {
      throw new AlreadyClosedException("Already closed: " + this);
    }
  }

  private void requireInside(long position, long count) throws EOFException {
    if (position < 0 || count < 0 || position > length - count) {
      throw pastEnd(position, count);
    }
  }

  private EOFException pastEnd(long position, long count) {
    return new EOFException(
        "Read past the end: "
            + count
            + " bytes at "
            + position
            + " of "
            + length
            + " bytes: "
            + this);
  }
}
