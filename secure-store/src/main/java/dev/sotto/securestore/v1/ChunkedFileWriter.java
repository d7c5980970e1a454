package dev.sotto.securestore.v1;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.storage.EncryptedFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Writes a file in chunked encryption. Full chunks go to the file at once; the last one, which
 * marks the end, when the writer is closed. After a failed write the file stays unreadable. For one
 * thread.
 */
public final class ChunkedFileWriter implements EncryptedFileWriter {
  private final FileOperations operations;
  private final FileChannel channel;
  private final ChunkedEncryption keys;
  private final byte[] header;
  private final Cipher cipher = ChunkedEncryption.newCipher();
  private final byte[] plaintext = new byte[ChunkedEncryption.CHUNK_BYTES];
  private final byte[] sealed = new byte[ChunkedEncryption.SEALED_CHUNK_BYTES];
  private int buffered;
  private long chunk;
  private boolean closed;
  private boolean failed;

  ChunkedFileWriter(
      FileOperations operations, FileChannel channel, ChunkedEncryption keys, byte[] header) {
    this.operations = operations;
    this.channel = channel;
    this.keys = keys;
    this.header = header;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IllegalStateException("The writer is closed");
    }
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int at = offset, end = offset + length; at < end; ) {
      int part = Math.min(end - at, plaintext.length - buffered);
      System.arraycopy(bytes, at, plaintext, buffered, part);
      buffered += part;
      at += part;
      if (buffered == plaintext.length) {
        writeChunk();
      }
    }
  }

  /** Returns the file's first 56 bytes; no two files have the same. */
  public byte[] header() {
    return header.clone();
  }

  @Override
  public long position() {
    return chunk * ChunkedEncryption.CHUNK_BYTES + buffered;
  }

  @Override
  public void close() throws IOException {
    close(false);
  }

  /** Closes the file and forces it to the disk; returns its header, which no other file has. */
  public byte[] closeDurably() throws IOException {
    if (closed) {
      throw new IllegalStateException("The writer is closed");
    }
    close(true);
    return header.clone();
  }

  private void close(boolean durably) throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      if (!failed) {
        writeChunk();
      }
      if (durably) {
        operations.force(channel);
      }
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private void writeChunk() throws IOException {
    if (failed) {
      throw new IOException("An earlier write failed; the file is not complete");
    }
    failed = true;
    int length = keys.seal(cipher, chunk, plaintext, buffered, sealed);
    operations.write(channel, ByteBuffer.wrap(sealed, 0, length));
    failed = false;
    chunk++;
    buffered = 0;
  }
}
