package dev.sotto.securestore.v1;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of the file {@code ledger/log}: a header and one frame for each entry, appended by one
 * write.
 *
 * <pre>
 * header = "SOTTOLED" ‖ version (2) = 1 ‖ store id (16) ‖ key id (8)
 * frame  = length after these eight bytes (4) ‖ its bitwise complement (4)
 *          ‖ wrapped secret (61) ‖ commitment (32) ‖ signature (64) ‖ sealed body
 * wrapped secret = AES-256-GCM under the ledger's data key: nonce (12) ‖ state (1) ‖ secret (32) ‖ tag (16)
 * sealed body    = AES-256-GCM under a key made from the secret: nonce (12) ‖ body ‖ tag (16)
 * </pre>
 *
 * The signature is over the checkpoint of the tree that ends with this frame's entry. An erased
 * entry has the state 1, a secret of zeros, and no body.
 */
public final class LedgerFile {
  /** The file's name. */
  public static final String FILE = "log";

  /** Length of the header in bytes. */
  public static final int HEADER_BYTES = 34;

  /** Length of the fields before a frame in bytes. */
  public static final int LENGTH_BYTES = 8;

  /** The most bytes that a frame may have after its length. */
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /** The fewest bytes that a frame may have after its length. */
  public static final int LEAST_FRAME_BYTES = 61 + 32 + 64;

  static final int SECRET_BYTES = 32;

  private static final byte[] MAGIC = "SOTTOLED".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int WRAPPED_BYTES = 61;
  private static final int COMMITMENT_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final byte PRESENT = 0;
  private static final byte ERASED = 1;
  private static final String SECRET_LABEL = "sotto/ledger-secret/v1";
  private static final String BODY_LABEL = "sotto/ledger-entry/v1";

  private final byte[] storeId;
  private final DataKey key;

  /**
   * Creates the layout of a ledger's file.
   *
   * @param storeId the store's random id
   * @param key what the entries' secrets lie under; stays the caller's
   */
  public LedgerFile(byte[] storeId, DataKey key) {
    this.storeId = storeId.clone();
    this.key = key;
  }

  /**
   * A frame as it is on disk.
   *
   * @param wrappedSecret the entry's secret, wrapped
   * @param commitment what the tree's leaf is made of
   * @param signature over the checkpoint with this entry
   * @param sealedBody the entry, encrypted; empty if erased
   */
  public record Frame(
      byte[] wrappedSecret, byte[] commitment, byte[] signature, byte[] sealedBody) {
    /** Returns how many bytes {@link #encode} gives. */
    public int encodedBytes() {
      return LENGTH_BYTES + LEAST_FRAME_BYTES + sealedBody.length;
    }

    /** Returns the frame's bytes, its length first. */
    public byte[] encode() {
      int length = LEAST_FRAME_BYTES + sealedBody.length;
      return new ByteWriter()
          .writeInt(length)
          .writeInt(~length)
          .writeBytes(wrappedSecret)
          .writeBytes(commitment)
          .writeBytes(signature)
          .writeBytes(sealedBody)
          .toByteArray();
    }

    /**
     * Reads the bytes after a frame's length.
     *
     * @throws TamperedFileException if they are too few
     */
    public static Frame decode(byte[] bytes) throws TamperedFileException {
      ByteReader in = new ByteReader(FILE, bytes);
      return new Frame(
          in.readBytes(WRAPPED_BYTES),
          in.readBytes(COMMITMENT_BYTES),
          in.readBytes(SIGNATURE_BYTES),
          in.readBytes(in.remaining()));
    }

    @Override
    public String toString() {
      return "Frame[" + sealedBody.length + " bytes]";
    }
  }

  /** Returns the id of the key that a file names in its header. */
  public static byte[] keyId(byte[] header, byte[] storeId) throws TamperedFileException {
    byte[] expected = prefix(storeId).toByteArray();
    if (header.length != HEADER_BYTES
        || !Arrays.equals(expected, Arrays.copyOf(header, expected.length))) {
      throw new TamperedFileException(FILE, "its first bytes are not those of this store");
    }
    return Arrays.copyOfRange(header, expected.length, HEADER_BYTES);
  }

  /** Returns the header. */
  public byte[] header() {
    return prefix(storeId).writeBytes(key.id()).toByteArray();
  }

  /** Returns an entry's secret, wrapped. */
  public byte[] wrap(long number, LedgerSecret secret) {
    byte[] plain = new byte[1 + SECRET_BYTES];
    plain[0] = PRESENT;
    byte[] bytes = secret.copyBytes();
    System.arraycopy(bytes, 0, plain, 1, SECRET_BYTES);
    Arrays.fill(bytes, (byte) 0);
    return wrap(number, plain);
  }

  /** Returns what stands in place of the secret of an erased entry. */
  public byte[] wrapErased(long number) {
    byte[] plain = new byte[1 + SECRET_BYTES];
    plain[0] = ERASED;
    return wrap(number, plain);
  }

  /**
   * Unwraps an entry's secret.
   *
   * @return nothing if the entry was erased
   * @throws TamperedFileException if it is not what was wrapped for this entry
   */
  public Optional<LedgerSecret> unwrap(long number, byte[] wrapped) throws TamperedFileException {
    byte[] wrapping = key.copyBytes();
    byte[] plain = {};
    try {
      plain = new AesGcmJce(wrapping).decrypt(wrapped, bound(SECRET_LABEL, number));
      return plain[0] == PRESENT
          ? Optional.of(new LedgerSecret(Arrays.copyOfRange(plain, 1, plain.length)))
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw tampered(number, "its key does not authenticate", e);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Encrypts an entry's body. */
  public byte[] seal(long number, LedgerSecret secret, byte[] commitment, byte[] body) {
    byte[] bodyKey = secret.bodyKey();
    try {
      return new AesGcmJce(bodyKey).encrypt(body, boundBody(number, commitment));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("An entry could not be encrypted", e);
    } finally {
      Arrays.fill(bodyKey, (byte) 0);
    }
  }

  /**
   * Decrypts an entry's body.
   *
   * @throws TamperedFileException if it is not what was encrypted for this entry
   */
  public byte[] open(long number, LedgerSecret secret, Frame frame) throws TamperedFileException {
    byte[] bodyKey = secret.bodyKey();
    try {
      return new AesGcmJce(bodyKey)
          .decrypt(frame.sealedBody(), boundBody(number, frame.commitment()));
    } catch (GeneralSecurityException e) {
      throw tampered(number, "it does not authenticate", e);
    } finally {
      Arrays.fill(bodyKey, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "LedgerFile[" + key + "]";
  }

  private byte[] wrap(long number, byte[] plain) {
    byte[] wrapping = key.copyBytes();
    try {
      return new AesGcmJce(wrapping).encrypt(plain, bound(SECRET_LABEL, number));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("An entry's key could not be wrapped", e);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private byte[] boundBody(long number, byte[] commitment) {
    return new ByteWriter()
        .writeBytes(bound(BODY_LABEL, number))
        .writeBytes(commitment)
        .toByteArray();
  }

  private byte[] bound(String label, long number) {
    return new ByteWriter().writeText(label).writeBytes(storeId).writeLong(number).toByteArray();
  }

  private static ByteWriter prefix(byte[] storeId) {
    return new ByteWriter().writeBytes(MAGIC).writeShort(VERSION).writeBytes(storeId);
  }

  private static TamperedFileException tampered(long number, String finding, Exception cause) {
    TamperedFileException tampered =
        new TamperedFileException(FILE, "of entry " + number + ", " + finding);
    tampered.initCause(cause);
    return tampered;
  }
}
