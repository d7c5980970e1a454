package dev.sotto.index.directory;

import dev.sotto.storage.EncryptedFileWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Hands the plaintext of an index output on to an encrypted file. */
final class EncryptedOutputStream extends OutputStream {
  private final EncryptedFileWriter writer;
  private final Runnable afterClose;

  EncryptedOutputStream(EncryptedFileWriter writer, Runnable afterClose) {
    this.writer = writer;
    this.afterClose = afterClose;
  }

  @Override
  public void write(int value) throws IOException {
    writer.write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    writer.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      afterClose.run();
    }
  }
}
