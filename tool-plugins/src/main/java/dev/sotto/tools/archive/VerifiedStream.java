package dev.sotto.tools.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** The bytes of a member, which must be as many as its entry says and have its checksum. */
final class VerifiedStream extends FilterInputStream {
  private final long size;
  private final long expected;
  private final CRC32 checksum = new CRC32();
  private long count;

  VerifiedStream(InputStream in, long size, long checksum) {
    super(in);
    this.size = size;
    this.expected = checksum;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read < 0) {
      if (count != size || checksum.getValue() != expected) {
        throw new IOException("A member of an archive is damaged");
      }
      return read;
    }
    count += read;
    if (count > size) {
      throw new IOException("A member of an archive unpacks to more than it says");
    }
    checksum.update(target, offset, read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = 0;
    byte[] block = new byte[4_096];
    while (skipped < n) {
      int read = read(block, 0, (int) Math.min(block.length, n - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
