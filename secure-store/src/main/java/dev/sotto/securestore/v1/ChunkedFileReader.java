package dev.sotto.securestore.v1;

import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in chunked encryption from a mapping of its ciphertext, or from a copy of it where
 * it has one chunk: ending a mapping stops all threads for a moment. Safe for all threads: they
 * share ciphertext and keys, and each has a cipher of its own. No plaintext is kept.
 */
public final class ChunkedFileReader implements EncryptedFileReader {
  private static final int ONE_CHUNK_BYTES =
      ChunkedEncryption.HEADER_BYTES + ChunkedEncryption.SEALED_CHUNK_BYTES;
  private static final ThreadLocal<Decryption> DECRYPTION =
      ThreadLocal.withInitial(Decryption::new);

  private final String file;
  private final @Nullable Arena arena;
  private final MemorySegment ciphertext;
  private final ChunkedEncryption keys;
  private final byte[] header;
  private final long length;
  private volatile boolean closed;

  private ChunkedFileReader(
      String file,
      @Nullable Arena arena,
      MemorySegment ciphertext,
      ChunkedEncryption keys,
      byte[] header,
      long length) {
    this.file = file;
    this.arena = arena;
    this.ciphertext = ciphertext;
    this.keys = keys;
    this.header = header;
    this.length = length;
  }

  static ChunkedFileReader open(Path path, Function<byte[], ChunkedEncryption> derive)
      throws IOException {
    return open(path, 0, List.of(derive));
  }

  @SuppressWarnings("MustBeClosedChecker") // the reader owns the mapping and closes it
  static ChunkedFileReader open(
      Path path, long start, List<Function<byte[], ChunkedEncryption>> candidates)
      throws IOException {
    String file = path.getFileName().toString();
    Arena arena = null;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = Math.max(0, channel.size() - start);
      MemorySegment ciphertext;
      if (size <= ONE_CHUNK_BYTES) {
        channel.position(start);
        ciphertext = MemorySegment.ofArray(readWhole(file, channel, (int) size));
      } else {
        arena = Arena.ofShared();
        ciphertext = channel.map(FileChannel.MapMode.READ_ONLY, start, size, arena);
      }
      long length = ChunkedEncryption.plaintextLength(ciphertext.byteSize());
      if (length < 0) {
        throw new TamperedFileException(
            file, "no file has its length of " + ciphertext.byteSize() + " bytes; it was cut off");
      }
      byte[] header = copy(file, ciphertext, 0, new byte[ChunkedEncryption.HEADER_BYTES]);
      ChunkedEncryption keys =
          fitting(header, candidates)
              .orElseThrow(() ->
                  new TamperedFileException(
                      file, "its header does not fit its name, kind, key and store"));
      ChunkedFileReader reader =
          new ChunkedFileReader(file, arena, ciphertext, keys, header, length);
      reader.checkLastChunk();
      return reader;
    } catch (IOException | RuntimeException e) {
      if (arena != null) {
        arena.close();
      }
      throw e;
    }
  }

  /** Returns the first of several keys of a file that its header was made with. */
  static Optional<ChunkedEncryption> fitting(
      byte[] header, List<Function<byte[], ChunkedEncryption>> candidates) {
    byte[] salt = Arrays.copyOf(header, ChunkedEncryption.SALT_BYTES);
    byte[] commitment =
        Arrays.copyOfRange(header, ChunkedEncryption.SALT_BYTES, ChunkedEncryption.HEADER_BYTES);
    for (Function<byte[], ChunkedEncryption> candidate : candidates) {
      ChunkedEncryption keys = candidate.apply(salt);
      if (MessageDigest.isEqual(commitment, keys.commitment())) {
        return Optional.of(keys);
      }
    }
    return Optional.empty();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int chunkSize() {
    return ChunkedEncryption.CHUNK_BYTES;
  }

  /** Returns the file's first 56 bytes; no two files have the same. */
  public byte[] header() {
    return header.clone();
  }

  @Override
  public int readChunk(long chunk, byte[] target) throws IOException {
    if (target.length < ChunkedEncryption.CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "A chunk needs " + ChunkedEncryption.CHUNK_BYTES + " bytes; found " + target.length);
    }
    Objects.checkIndex(chunk, lastChunk() + 1);
    if (closed) {
      throw new IllegalStateException("Already closed: " + this);
    }
    Decryption decryption = DECRYPTION.get();
    long offset = ChunkedEncryption.offsetOf(chunk);
    int sealedBytes =
        (int) Math.min(ChunkedEncryption.SEALED_CHUNK_BYTES, ciphertext.byteSize() - offset);
    copy(file, ciphertext, offset, decryption.sealed, sealedBytes);
    try {
      return keys.open(decryption.cipher, chunk, decryption.sealed, sealedBytes, target);
    } catch (GeneralSecurityException e) {
      TamperedFileException tampered = tampered("chunk " + chunk + " does not authenticate");
      tampered.initCause(e);
      throw tampered;
    }
  }

  /** Reads a range of the plaintext into an array of the caller's own. */
  public byte[] read(long offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, length);
    byte[] range = new byte[count];
    byte[] chunk = new byte[ChunkedEncryption.CHUNK_BYTES];
    for (int done = 0; done < count; ) {
      long at = offset + done;
      int from = (int) (at % ChunkedEncryption.CHUNK_BYTES);
      int available = readChunk(at / ChunkedEncryption.CHUNK_BYTES, chunk) - from;
      int part = Math.min(available, count - done);
      System.arraycopy(chunk, from, range, done, part);
      done += part;
    }
    Arrays.fill(chunk, (byte) 0);
    return range;
  }

  /** Returns the exception that says that something about this file's content does not fit. */
  public TamperedFileException tampered(String finding) {
    return new TamperedFileException(file, finding);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (arena != null) {
        arena.close();
      }
    }
  }

  @Override
  public String toString() {
    return "ChunkedFileReader[" + file + ", " + length + " bytes]";
  }

  private long lastChunk() {
    return length / ChunkedEncryption.CHUNK_BYTES;
  }

  private void checkLastChunk() throws IOException {
    byte[] last = new byte[ChunkedEncryption.CHUNK_BYTES];
    readChunk(lastChunk(), last);
    Arrays.fill(last, (byte) 0);
  }

  private static byte[] readWhole(String file, FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new TamperedFileException(file, "it was cut off while it was opened");
      }
    }
    return bytes.array();
  }

  private static byte[] copy(String file, MemorySegment from, long offset, byte[] to)
      throws TamperedFileException {
    copy(file, from, offset, to, to.length);
    return to;
  }

  private static void copy(String file, MemorySegment from, long offset, byte[] to, int length)
      throws TamperedFileException {
    try {
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, to, 0, length);
    } catch (InternalError e) {
      TamperedFileException tampered =
          new TamperedFileException(file, "it was cut off while it was open");
      tampered.initCause(e);
      throw tampered;
    }
  }

  private static final class Decryption {
    private final Cipher cipher = ChunkedEncryption.newCipher();
    private final byte[] sealed = new byte[ChunkedEncryption.SEALED_CHUNK_BYTES];
  }
}
