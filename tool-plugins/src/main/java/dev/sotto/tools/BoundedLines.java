package dev.sotto.tools;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream line by line in bounded memory, however long its lines are. A line ends with LF,
 * CR LF or CR. For one thread.
 */
public final class BoundedLines implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private int position;
  private int limit;
  private boolean cut;
  private boolean terminated;
  private long consumedBytes;

  /** Creates a reader over a stream, which it closes; of each line at most this many bytes. */
  public BoundedLines(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Goes to the next line; returns false at the end. */
  public boolean next() throws IOException {
    line.reset();
    cut = false;
    return extend();
  }

  /** Appends the next physical line to the current one; returns false at the end. */
  public boolean extend() throws IOException {
    terminated = false;
    if (peek() < 0) {
      return false;
    }
    while (peek() >= 0) {
      int end = position;
      while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      keep(end - position);
      skip(end - position);
      if (position < limit) {
        byte ending = buffer[position];
        skip(1);
        if (ending == '\r' && peek() == '\n') {
          skip(1);
        }
        terminated = true;
        return true;
      }
    }
    return true;
  }

  /** Returns the first byte of the line after the current one, or -1 at the end. */
  public int peek() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return position < limit ? buffer[position] & 0xFF : -1;
  }

  /** Passes over one byte of the line after the current one. */
  public void skipByte() throws IOException {
    if (peek() >= 0) {
      skip(1);
    }
  }

  /** Returns the current line without its end, or its beginning where it was cut. */
  public byte[] line() {
    return line.toByteArray();
  }

  /** Tells whether the current line is longer than allowed. */
  public boolean isCut() {
    return cut;
  }

  /** Tells whether the current line has a line end, as opposed to the end of the file. */
  public boolean isTerminated() {
    return terminated;
  }

  /** Returns how many bytes of the stream were read so far. */
  public long consumedBytes() {
    return consumedBytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void keep(int length) {
    int room = maxLineBytes - line.size();
    line.write(buffer, position, Math.min(length, room));
    cut |= length > room;
  }

  private void skip(int length) {
    position += length;
    consumedBytes += length;
  }
}
