package dev.sotto.index.directory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.BitUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads an encrypted file, or a slice of it. It holds on to the segment it stands in, so that reads
 * within it cost an array access. For one thread, like every index input; clones and slices share
 * the file and its decrypted segments.
 */
final class EncryptedIndexInput extends IndexInput implements RandomAccessInput {
  private static final byte[] NOTHING = new byte[0];

  /** How decrypted segments are kept. */
  enum Caching {
    /** In the cache that all inputs share. */
    SHARED,
    /** In a buffer of this input alone: for files that are read once from front to back. */
    PRIVATE
  }

  private final SegmentedFile file;
  private final Caching caching;
  private final Ownership ownership;
  private final long sliceStart;
  private final long length;

  private byte @Nullable [] privateBuffer;
  private byte[] segment = NOTHING;
  private long segmentStart;
  private int index;
  private int limit;

  private byte[] randomSegment = NOTHING;
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
    return segment[index++];
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
      index += part;
      done += part;
    }
  }

  @Override
  public short readShort() throws IOException {
    if (limit - index >= Short.BYTES) {
      short value = (short) BitUtil.VH_LE_SHORT.get(segment, index);
      index += Short.BYTES;
      return value;
    }
    return super.readShort();
  }

  @Override
  public int readInt() throws IOException {
    if (limit - index >= Integer.BYTES) {
      int value = (int) BitUtil.VH_LE_INT.get(segment, index);
      index += Integer.BYTES;
      return value;
    }
    return super.readInt();
  }

  @Override
  public long readLong() throws IOException {
    if (limit - index >= Long.BYTES) {
      long value = (long) BitUtil.VH_LE_LONG.get(segment, index);
      index += Long.BYTES;
      return value;
    }
    return super.readLong();
  }

  @Override
  public void readLongs(long[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Long.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = readLong();
      } else {
        littleEndian(whole * Long.BYTES).asLongBuffer().get(target, offset + done, whole);
        index += whole * Long.BYTES;
        done += whole;
      }
    }
  }

  @Override
  public void readInts(int[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Integer.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = readInt();
      } else {
        littleEndian(whole * Integer.BYTES).asIntBuffer().get(target, offset + done, whole);
        index += whole * Integer.BYTES;
        done += whole;
      }
    }
  }

  @Override
  public void readFloats(float[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int whole = Math.min((limit - index) / Float.BYTES, count - done);
      if (whole == 0) {
        target[offset + done++] = Float.intBitsToFloat(readInt());
      } else {
        littleEndian(whole * Float.BYTES).asFloatBuffer().get(target, offset + done, whole);
        index += whole * Float.BYTES;
        done += whole;
      }
    }
  }

  @Override
  public byte readByte(long position) throws IOException {
    int at = locate(position, Byte.BYTES);
    return randomSegment[at];
  }

  @Override
  public void readBytes(long position, byte[] target, int offset, int count) throws IOException {
    requireInside(position, count);
    int done = 0;
    while (done < count) {
      int at = locate(position + done, Byte.BYTES);
      int part = Math.min(randomLimit - at, count - done);
      System.arraycopy(randomSegment, at, target, offset + done, part);
      done += part;
    }
  }

  @Override
  public short readShort(long position) throws IOException {
    int at = locate(position, Short.BYTES);
    return at + Short.BYTES <= randomLimit
        ? (short) BitUtil.VH_LE_SHORT.get(randomSegment, at)
        : (short) assemble(position, Short.BYTES);
  }

  @Override
  public int readInt(long position) throws IOException {
    int at = locate(position, Integer.BYTES);
    return at + Integer.BYTES <= randomLimit
        ? (int) BitUtil.VH_LE_INT.get(randomSegment, at)
        : (int) assemble(position, Integer.BYTES);
  }

  @Override
  public long readLong(long position) throws IOException {
    int at = locate(position, Long.BYTES);
    return at + Long.BYTES <= randomLimit
        ? (long) BitUtil.VH_LE_LONG.get(randomSegment, at)
        : assemble(position, Long.BYTES);
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
    clone.segmentStart = segmentStart + index;
    return clone;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      segmentStart += index;
      index = 0;
      limit = 0;
      randomLimit = 0;
      segment = NOTHING;
      randomSegment = NOTHING;
      privateBuffer = null;
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
    byte[] next = caching == Caching.SHARED ? file.shared(number) : decryptPrivately(number);
    segment = next;
    segmentStart = (long) number * file.segmentSize();
    index = (int) (place - segmentStart);
    limit = (int) Math.min(file.length(number), end - segmentStart);
  }

  private byte[] decryptPrivately(int number) throws IOException {
    byte[] buffer = privateBuffer;
    if (buffer == null) {
      buffer = new byte[file.bufferSize()];
      privateBuffer = buffer;
    }
    segmentStart += index;
    index = 0;
    limit = 0;
    file.decrypt(number, buffer);
    return buffer;
  }

  private int locate(long position, int width) throws IOException {
    requireInside(position, width);
    long place = sliceStart + position;
    if (place >= randomStart && place < randomStart + randomLimit) {
      return (int) (place - randomStart);
    }
    requireOpen();
    int number = (int) (place / file.segmentSize());
    randomSegment = file.shared(number);
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
