package dev.sotto.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A fake for tests that encrypts nothing: a file is the SHA-256 of its name and content, and the
 * content. It notices accidents, not attackers.
 */
public final class PlainFileEncryption implements FileEncryption {
  private static final int CHUNK_BYTES = 1 << 14;
  private static final int HASH_BYTES = 32;

  @Override
  public EncryptedFileWriter create(Path path, String boundName) throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Files.createFile(path);
    return new Writer(path, boundName);
  }

  @Override
  public EncryptedFileReader open(Path path, String boundName) throws IOException {
    byte[] file = Files.readAllBytes(path);
    byte[] content = Arrays.copyOfRange(file, Math.min(HASH_BYTES, file.length), file.length);
    byte[] hash = Arrays.copyOf(file, HASH_BYTES);
    if (file.length < HASH_BYTES || !Arrays.equals(hash, hash(boundName, content))) {
      throw new TamperedFileException(path.getFileName().toString(), "its hash does not fit");
    }
    return new Reader(content);
  }

  private static byte[] hash(String name, byte[] content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      return sha256.digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Writer implements EncryptedFileWriter {
    private final Path path;
    private final String name;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean closed;

    Writer(Path path, String name) {
      this.path = path;
      this.name = name;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (closed) {
        throw new IllegalStateException("The writer is closed");
      }
      content.write(bytes, offset, length);
    }

    @Override
    public long position() {
      return content.size();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        Files.write(path, hash(name, content.toByteArray()));
        Files.write(path, content.toByteArray(), StandardOpenOption.APPEND);
      }
    }
  }

  private static final class Reader implements EncryptedFileReader {
    private final byte[] content;
    private volatile boolean closed;

    Reader(byte[] content) {
      this.content = content;
    }

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public int chunkSize() {
      return CHUNK_BYTES;
    }

    @Override
    public int readChunk(long chunk, byte[] target) {
      if (closed) {
        throw new IllegalStateException("The reader is closed");
      }
      if (target.length < CHUNK_BYTES) {
        throw new IllegalArgumentException("The target is shorter than a chunk");
      }
      Objects.checkIndex(chunk, content.length / CHUNK_BYTES + 1L);
      int from = (int) chunk * CHUNK_BYTES;
      int length = Math.min(CHUNK_BYTES, content.length - from);
      System.arraycopy(content, from, target, 0, length);
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
