package dev.sotto.securestore.v1;

import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files in chunked encryption, bound to store, kind, name and key. New files lie under the first of
 * the keys; a file under another one is read too, which takes about 3 microseconds for each key
 * that does not fit, since the header commits to its key. Opening takes the same time for every
 * length. Safe for all threads. It does not notice that a file was replaced by an older one of the
 * same name and key; whoever needs that compares {@link ChunkedFileReader#header}, which no two
 * files share.
 */
public final class ChunkedFiles implements FileEncryption {
  /** Length of a file's header in bytes. */
  public static final int HEADER_BYTES = ChunkedEncryption.HEADER_BYTES;

  private final FileOperations operations;
  private final byte[] storeId;
  private final FileKind kind;
  private final List<DataKey> keys;
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
    this(operations, storeId, kind, List.of(key), random);
  }

  /**
   * Creates an encryption for files of one kind while they move from one key to another.
   *
   * @param storeId the store's random id
   * @param keys those that a file may lie under, the one of new files first; stay the caller's
   * @param random gives each file its salt
   */
  public ChunkedFiles(
      FileOperations operations,
      byte[] storeId,
      FileKind kind,
      List<DataKey> keys,
      SecureRandom random) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Files are encrypted under at least one key; found none");
    }
    this.operations = operations;
    this.storeId = storeId.clone();
    this.kind = kind;
    this.keys = List.copyOf(keys);
    this.random = random;
  }

  @Override
  public ChunkedFileWriter create(Path path, String boundName) throws IOException {
    return create(path, new byte[0], boundName);
  }

  /**
   * Creates a file that begins with bytes which are not encrypted.
   *
   * @param path where; must not exist
   * @param preamble the bytes before the encrypted part; whoever reads them authenticates them
   * @param boundName the name bound to the bytes
   */
  public ChunkedFileWriter create(Path path, byte[] preamble, String boundName) throws IOException {
    byte[] salt = new byte[ChunkedEncryption.SALT_BYTES];
    random.nextBytes(salt);
    ChunkedEncryption derived = derive(keys.getFirst(), salt, boundName);
    FileChannel channel = operations.create(path);
    try {
      byte[] header = Arrays.copyOf(salt, ChunkedEncryption.HEADER_BYTES);
      byte[] commitment = derived.commitment();
      System.arraycopy(commitment, 0, header, salt.length, commitment.length);
      if (preamble.length > 0) {
        operations.write(channel, ByteBuffer.wrap(preamble));
      }
      operations.write(channel, ByteBuffer.wrap(header));
      return new ChunkedFileWriter(operations, channel, derived, header);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public ChunkedFileReader open(Path path, String boundName) throws IOException {
    return open(path, 0, boundName);
  }

  /**
   * Opens a file that begins with bytes which are not encrypted.
   *
   * @param start how many they are
   */
  public ChunkedFileReader open(Path path, long start, String boundName) throws IOException {
    return ChunkedFileReader.open(path, start, candidates(keys, boundName));
  }

  /**
   * Returns the one of the keys that a file was written under, by its first bytes alone; empty if
   * it is none of them, or not a file of this kind and name.
   */
  public Optional<DataKey> keyOf(Path path, String boundName) throws IOException {
    try (InputStream input = Files.newInputStream(path)) {
      return keyOf(input.readNBytes(ChunkedEncryption.HEADER_BYTES), boundName);
    }
  }

  /** Returns the one of the keys that a file with this header was written under. */
  public Optional<DataKey> keyOf(byte[] header, String boundName) {
    if (header.length != ChunkedEncryption.HEADER_BYTES) {
      return Optional.empty();
    }
    return keys.stream()
        .filter(key ->
            ChunkedFileReader.fitting(header, candidates(List.of(key), boundName)).isPresent())
        .findFirst();
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

  private List<Function<byte[], ChunkedEncryption>> candidates(
      List<DataKey> possible, String boundName) {
    List<Function<byte[], ChunkedEncryption>> candidates = new ArrayList<>(possible.size());
    for (DataKey key : possible) {
      candidates.add(salt -> derive(key, salt, boundName));
    }
    return candidates;
  }

  private ChunkedEncryption derive(DataKey key, byte[] salt, String boundName) {
    byte[] inputKey = key.copyBytes();
    try {
      return ChunkedEncryption.derive(
          inputKey, salt, FileContext.of(storeId, kind, boundName, key.id()));
    } finally {
      Arrays.fill(inputKey, (byte) 0);
    }
  }
}
