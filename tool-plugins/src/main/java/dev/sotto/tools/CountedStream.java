package dev.sotto.tools;

import java.io.IOException;
import java.io.InputStream;

/** A stream that counts the bytes that are read of another one. For one thread; owns the other. */
public final class CountedStream extends InputStream {
  private final InputStream in;
  private long count;

  public CountedStream(InputStream in) {
    this.in = in;
  }

  /** Returns how many bytes were read. */
  public long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count += b < 0 ? 0 : 1;
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count += Math.max(0, read);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
