package dev.sotto.tools.pdf;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** The bytes of a file, read only as long as the budget lasts. */
final class GuardedBytes implements RandomAccessRead {
  private static final int READS_BETWEEN_CHECKS = 1_024;

  private final byte[] bytes;
  private final PdfBudget budget;
  private int position;
  private int reads;
  private boolean closed;

  GuardedBytes(byte[] bytes, PdfBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    guard();
    return position < bytes.length ? bytes[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    guard();
    if (position >= bytes.length) {
      return -1;
    }
    int count = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public long getPosition() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0) {
      throw new IOException("A position is negative");
    }
    position = (int) Math.min(target, bytes.length);
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isEOF() {
    return position >= bytes.length;
  }

  @Override
  public RandomAccessReadView createView(long start, long length) throws IOException {
    return new RandomAccessReadView(this, start, length);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void guard() throws IOException {
    if (++reads % READS_BETWEEN_CHECKS == 0) {
      budget.check();
    }
  }

  @Override
  public String toString() {
    return "GuardedBytes[" + bytes.length + " bytes]";
  }
}
