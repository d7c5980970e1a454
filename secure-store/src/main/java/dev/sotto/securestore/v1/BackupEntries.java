package dev.sotto.securestore.v1;

import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The plaintext of a backup: the store's files one after another. Names are those that a store can
 * have and no others, so nothing can be written outside of the folder it is restored to.
 *
 * <pre>
 * file: 1 ‖ length of the name (2) ‖ name ‖ length (8) ‖ bytes
 * end:  0 ‖ number of files (4) ‖ SHA-256 over everything before this hash (32)
 * </pre>
 */
public final class BackupEntries {
  private static final int FILE = 1;
  private static final int END = 0;
  private static final int MAX_FILES = 4_000_000;
  private static final int MAX_NAME_BYTES = 200;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Pattern NAME =
      Pattern.compile(
          "keys/table|records/catalogue|records/(pack|segment)-[0-9a-f]{16}|documents/[a-z-]{1,32}"
              + "|ledger/log|index/[A-Za-z0-9_]{1,100}([.][A-Za-z0-9]{1,20})?");

  private BackupEntries() {}

  /** Returns whether a store has files of this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Writes files. For one thread; does not close what it writes to. */
  public static final class Writer {
    private final ChunkedFileWriter out;
    private final MessageDigest hash = sha256();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int files;

    /** Creates a writer at the start of the encrypted part. */
    public Writer(ChunkedFileWriter out) {
      this.out = out;
    }

    /**
     * Writes a file.
     *
     * @param length how many bytes follow; the input must have as many
     */
    public void write(String name, long length, InputStream input) throws IOException {
      if (!isName(name)) {
        throw new IllegalArgumentException("No file of a store has such a name");
      }
      byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
      put(
          new ByteWriter()
              .writeByte(FILE)
              .writeShort(encoded.length)
              .writeBytes(encoded)
              .writeLong(length)
              .toByteArray());
      for (long left = length; left > 0; ) {
        int read = input.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new TamperedFileException(name, "it was cut off while it was copied");
        }
        put(buffer, read);
        left -= read;
      }
      files++;
    }

    /** Writes the end; returns the hash over everything. */
    public String end() throws IOException {
      put(new ByteWriter().writeByte(END).writeInt(files).toByteArray());
      byte[] digest = hash.digest();
      out.write(digest, 0, digest.length);
      return HexFormat.of().formatHex(digest);
    }

    private void put(byte[] bytes) throws IOException {
      put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int length) throws IOException {
      hash.update(bytes, 0, length);
      out.write(bytes, 0, length);
    }
  }

  /** Takes the bytes of files. */
  public interface Receiver {
    /** A file begins. */
    void begin(String name, long length) throws IOException;

    /** Some bytes of it. */
    void bytes(byte[] bytes, int length) throws IOException;

    /** The file is complete. */
    void end() throws IOException;
  }

  /**
   * Reads all files to the end.
   *
   * @return the hash over everything
   * @throws TamperedFileException if they are not what was written; the receiver has had files then
   */
  public static String read(String file, EncryptedFileReader reader, Receiver receiver)
      throws IOException {
    return new Reading(file, reader).all(receiver);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  private static final class Reading {
    private final String file;
    private final EncryptedFileReader reader;
    private final MessageDigest hash = sha256();
    private final byte[] chunk;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long position;
    private long held = -1;

    Reading(String file, EncryptedFileReader reader) {
      this.file = file;
      this.reader = reader;
      this.chunk = new byte[reader.chunkSize()];
    }

    String all(Receiver receiver) throws IOException {
      Set<String> names = new HashSet<>();
      while (true) {
        int tag = take(1)[0];
        if (tag == END) {
          break;
        }
        if (tag != FILE || names.size() == MAX_FILES) {
          throw new TamperedFileException(file, "it holds something that is no file of a store");
        }
        int nameBytes = Short.toUnsignedInt(ByteBuffer.wrap(take(Short.BYTES)).getShort());
        if (nameBytes > MAX_NAME_BYTES) {
          throw new TamperedFileException(file, "a name in it is too long");
        }
        String name = new String(take(nameBytes), StandardCharsets.US_ASCII);
        long length = ByteBuffer.wrap(take(Long.BYTES)).getLong();
        if (!isName(name) || !names.add(name)) {
          throw new TamperedFileException(file, "a name in it is none of a store, or there twice");
        }
        if (length < 0 || length > reader.length() - position) {
          throw new TamperedFileException(file, "a file in it is longer than the backup");
        }
        receiver.begin(name, length);
        for (long left = length; left > 0; ) {
          int part = (int) Math.min(left, buffer.length);
          fill(part);
          hash.update(buffer, 0, part);
          receiver.bytes(buffer, part);
          left -= part;
        }
        receiver.end();
      }
      int count = ByteBuffer.wrap(take(Integer.BYTES)).getInt();
      byte[] digest = hash.digest();
      fill(digest.length);
      if (count != names.size()
          || position != reader.length()
          || !MessageDigest.isEqual(digest, Arrays.copyOf(buffer, digest.length))) {
        throw new TamperedFileException(file, "its end does not fit what comes before");
      }
      return HexFormat.of().formatHex(digest);
    }

    private byte[] take(int count) throws IOException {
      fill(count);
      hash.update(buffer, 0, count);
      return Arrays.copyOf(buffer, count);
    }

    private void fill(int count) throws IOException {
      Objects.checkFromIndexSize(0, count, buffer.length);
      if (count > reader.length() - position) {
        throw new TamperedFileException(file, "it ends too early");
      }
      for (int done = 0; done < count; ) {
        long number = position / chunk.length;
        if (number != held) {
          reader.readChunk(number, chunk);
          held = number;
        }
        int from = (int) (position % chunk.length);
        int part = Math.min(chunk.length - from, count - done);
        System.arraycopy(chunk, from, buffer, done, part);
        done += part;
        position += part;
      }
    }
  }
}
