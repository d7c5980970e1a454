package dev.sotto.securestore.v1;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Files in chunked encryption under one data key, bound to store, kind, name and key. Opening takes
 * the same time for every length. Safe for all threads. It does not notice that a file was replaced
 * by an older one of the same name and key; whoever needs that compares {@link
 * ChunkedFileReader#header}, which no two files share.
 */
public final class ChunkedFiles implements FileEncryption {
  /** Length of a file's header in bytes. */
  public static final int HEADER_BYTES = ChunkedEncryption.HEADER_BYTES;

  private final FileOperations operations;
  private final byte[] storeId;
  private final FileKind kind;
  private final DataKey key;
  private final SecureRandom random;

  /**
   * Creates an encryption for files of one kind.
   *
   * @param storeId the store's random id
   * @param key the key that they lie under; stays the caller's
   * @param random gives each file its salt
   */
  public ChunkedFiles(
      FileOperations operations, byte[] storeId, FileKind kind, DataKey key, SecureRandom random) {
    this.operations = operations;
    this.storeId = storeId.clone();
    this.kind = kind;
    this.key = key;
    this.random = random;
  }

  @Override
  public ChunkedFileWriter create(Path path, String boundName) throws IOException {
    byte[] salt = new byte[ChunkedEncryption.SALT_BYTES];
    random.nextBytes(salt);
    ChunkedEncryption keys = derive(salt, boundName);
    FileChannel channel = operations.create(path);
    try {
      byte[] header = Arrays.copyOf(salt, ChunkedEncryption.HEADER_BYTES);
      byte[] commitment = keys.commitment();
      System.arraycopy(commitment, 0, header, salt.length, commitment.length);
      operations.write(channel, ByteBuffer.wrap(header));
      return new ChunkedFileWriter(operations, channel, keys, header);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public ChunkedFileReader open(Path path, String boundName) throws IOException {
    return ChunkedFileReader.open(path, salt -> derive(salt, boundName));
  }

  /**
   * Writes a whole file and forces it to the disk, without forcing its folder.
   *
   * @return its header, which no other file has
   */
  public byte[] writeDurably(Path path, String boundName, byte[] content) throws IOException {
    try (ChunkedFileWriter writer = create(path, boundName)) {
      writer.write(content, 0, content.length);
      return writer.closeDurably();
    }
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes the most that such a file can have
   * @throws TamperedFileException if it is longer, or not what was written under that name and key
   */
  public byte[] readWhole(Path path, String boundName, int maxBytes) throws IOException {
    try (ChunkedFileReader reader = open(path, boundName)) {
      if (reader.length() > maxBytes) {
        throw reader.tampered("it has " + reader.length() + " bytes, more than " + maxBytes);
      }
      return reader.read(0, (int) reader.length());
    }
  }

  private ChunkedEncryption derive(byte[] salt, String boundName) {
    byte[] inputKey = key.copyBytes();
    try {
      return ChunkedEncryption.derive(
          inputKey, salt, FileContext.of(storeId, kind, boundName, key.id()));
    } finally {
      Arrays.fill(inputKey, (byte) 0);
    }
  }
}
