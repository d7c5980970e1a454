package dev.sotto.securestore.v1;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The file {@code keys/table}: the random data keys, wrapped together by the master key. A key that
 * is left out of the next table is gone, as far as the disk gives up the old one.
 *
 * <pre>
 * "SOTTOTAB" ‖ version (2) = 2 ‖ store id (16) ‖ AES-256-GCM: nonce (12) ‖ body ‖ tag (16)
 * body = revision (8) ‖ keys (4), of each: purpose (1) ‖ name ‖ id (8) ‖ key (32)
 * </pre>
 *
 * Version 1 has the same layout and was written before stores had a {@link Manifest}; in version 2
 * the store has one, so that it can't be taken away unnoticed.
 */
public final class KeyTable {
  /** The file's name. */
  public static final String FILE = "table";

  private static final byte[] MAGIC = "SOTTOTAB".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  private static final int WITHOUT_MANIFEST = 1;
  private static final String LABEL = "sotto/key-table/v1";
  private static final int LEAST_KEY_BYTES = 1 + 5 + DataKey.ID_BYTES + DataKey.BYTES;

  private final long revision;
  private final List<DataKey> keys;
  private final int version;

  /**
   * Creates a table.
   *
   * @param revision how often it was replaced
   * @param keys all data keys
   */
  public KeyTable(long revision, List<DataKey> keys) {
    this(revision, keys, VERSION);
  }

  private KeyTable(long revision, List<DataKey> keys, int version) {
    this.revision = revision;
    this.keys = List.copyOf(keys);
    this.version = version;
  }

  /** Returns how often the table was replaced. */
  public long revision() {
    return revision;
  }

  /** Returns all data keys. */
  public List<DataKey> keys() {
    return keys;
  }

  /** Returns whether the store that it was read from has a manifest. */
  public boolean hasManifest() {
    return version != WITHOUT_MANIFEST;
  }

  /** Returns the file's bytes. */
  public byte[] encode(byte[] storeId, MasterKey master) {
    ByteWriter body = new ByteWriter();
    body.writeLong(revision).writeInt(keys.size());
    for (DataKey key : keys) {
      byte[] bytes = key.copyBytes();
      body.writeByte(Codes.of(key.purpose()))
          .writeText(key.name())
          .writeBytes(key.id())
          .writeBytes(bytes);
      Arrays.fill(bytes, (byte) 0);
    }
    byte[] plaintext = body.toByteArray();
    byte[] wrapping = master.derive(LABEL);
    try {
      byte[] header = header(storeId, VERSION);
      return new ByteWriter()
          .writeBytes(header)
          .writeBytes(new AesGcmJce(wrapping).encrypt(plaintext, header))
          .toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key table could not be wrapped", e);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
      Arrays.fill(wrapping, (byte) 0);
    }
  }

  /**
   * Reads the file's bytes.
   *
   * @throws TamperedFileException if they are not a table of this store and master key
   */
  public static KeyTable decode(byte[] bytes, byte[] storeId, MasterKey master)
      throws TamperedFileException {
    byte[] header = header(storeId, VERSION);
    int version = VERSION;
    byte[] found = Arrays.copyOf(bytes, header.length);
    if (Arrays.equals(header(storeId, WITHOUT_MANIFEST), found)) {
      version = WITHOUT_MANIFEST;
      header = found;
    }
    if (bytes.length < header.length || !Arrays.equals(header, found)) {
      throw new TamperedFileException(FILE, "its first bytes are not those of this store");
    }
    byte[] wrapping = master.derive(LABEL);
    byte[] plaintext;
    try {
      plaintext =
          new AesGcmJce(wrapping)
              .decrypt(Arrays.copyOfRange(bytes, header.length, bytes.length), header);
    } catch (GeneralSecurityException e) {
      TamperedFileException tampered = new TamperedFileException(FILE, "it does not authenticate");
      tampered.initCause(e);
      throw tampered;
    } finally {
      Arrays.fill(wrapping, (byte) 0);
    }
    try {
      return decodeBody(new ByteReader(FILE, plaintext), version);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "KeyTable[revision " + revision + ", " + keys.size() + " keys]";
  }

  private static KeyTable decodeBody(ByteReader in, int version) throws TamperedFileException {
    long revision = in.readLong();
    int count = in.readCount(LEAST_KEY_BYTES);
    List<DataKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int purpose = in.readUnsignedByte();
      String name = in.readText();
      byte[] id = in.readBytes(DataKey.ID_BYTES);
      byte[] bytes = in.readBytes(DataKey.BYTES);
      try {
        keys.add(new DataKey(Codes.purpose(purpose), name, id, bytes));
      } catch (IllegalArgumentException e) {
        TamperedFileException malformed =
            in.malformed("a key is of the unknown purpose " + purpose);
        malformed.initCause(e);
        throw malformed;
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
    in.requireEnd();
    return new KeyTable(revision, keys, version);
  }

  private static byte[] header(byte[] storeId, int version) {
    return new ByteWriter().writeBytes(MAGIC).writeShort(version).writeBytes(storeId).toByteArray();
  }
}
