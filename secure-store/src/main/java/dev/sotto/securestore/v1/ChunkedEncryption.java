package dev.sotto.securestore.v1;

import dev.sotto.securestore.key.Hkdf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one file in C2SP chunked encryption (c2sp.org/chunked-encryption): AES-GCM over
 * chunks of 16 KiB, keys and a commitment to them derived from an input key, a random salt and a
 * context. Immutable, safe for all threads.
 *
 * <pre>
 * file   = salt (24) ‖ commitment (32) ‖ chunk 0 ‖ chunk 1 ‖ ... ‖ last chunk
 * chunk  = AES-GCM (key, base nonce XOR chunk number, no associated data): 16,384 + 16 bytes
 * last   = the same, but shorter: 0 to 16,383 + 16 bytes
 * </pre>
 */
final class ChunkedEncryption {
  static final int CHUNK_BYTES = 1 << 14;
  static final int TAG_BYTES = 16;
  static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
  static final int SALT_BYTES = 24;
  static final int COMMITMENT_BYTES = 32;
  static final int HEADER_BYTES = SALT_BYTES + COMMITMENT_BYTES;
  static final long MAX_CHUNKS = 1L << 38;

  private static final int NONCE_BYTES = 12;
  private static final String LABEL = "c2sp.org/chunked-encryption@v1+";

  private final SecretKeySpec key;
  private final byte[] baseNonce;
  private final byte[] commitment;

  private ChunkedEncryption(SecretKeySpec key, byte[] baseNonce, byte[] commitment) {
    this.key = key;
    this.baseNonce = baseNonce;
    this.commitment = commitment;
  }

  /**
   * Derives the keys of a file.
   *
   * @param inputKey 32 bytes for Cobblestone-256, which the store uses; 16 for Cobblestone-128
   * @param salt 24 bytes
   * @param context what the file is bound to
   */
  static ChunkedEncryption derive(byte[] inputKey, byte[] salt, byte[] context) {
    String aead =
        switch (inputKey.length) {
          case 32 -> "AEAD_AES_256_GCM";
          case 16 -> "AEAD_AES_128_GCM";
          default ->
              throw new IllegalArgumentException(
                  "Chunked encryption takes a key of 16 or 32 bytes; found " + inputKey.length);
        };
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException(
          "Chunked encryption takes a salt of " + SALT_BYTES + " bytes; found " + salt.length);
    }
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes((LABEL + aead).getBytes(StandardCharsets.US_ASCII));
    info.write(0);
    info.writeBytes(salt);
    info.writeBytes(context);
    int keyBytes = inputKey.length;
    byte[] derived =
        Hkdf.expand(inputKey, info.toByteArray(), keyBytes + NONCE_BYTES + COMMITMENT_BYTES);
    ChunkedEncryption keys =
        new ChunkedEncryption(
            new SecretKeySpec(derived, 0, keyBytes, "AES"),
            Arrays.copyOfRange(derived, keyBytes, keyBytes + NONCE_BYTES),
            Arrays.copyOfRange(derived, keyBytes + NONCE_BYTES, derived.length));
    Arrays.fill(derived, (byte) 0);
    return keys;
  }

  /** Returns a cipher for {@link #seal} and {@link #open}; for one thread. */
  static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every Java platform", e);
    }
  }

  /** Returns the plaintext length of a file of this length, or -1 if no file has that length. */
  static long plaintextLength(long fileLength) {
    long body = fileLength - HEADER_BYTES;
    long last = body % SEALED_CHUNK_BYTES;
    long chunks = body / SEALED_CHUNK_BYTES + 1;
    if (body < TAG_BYTES || last < TAG_BYTES || chunks > MAX_CHUNKS) {
      return -1;
    }
    return (chunks - 1) * CHUNK_BYTES + last - TAG_BYTES;
  }

  /** Returns where a chunk starts in the file. */
  static long offsetOf(long chunk) {
    return HEADER_BYTES + chunk * SEALED_CHUNK_BYTES;
  }

  byte[] commitment() {
    return commitment.clone();
  }

  /**
   * Encrypts one chunk and returns how many bytes it has then. Each chunk number may be used once.
   */
  int seal(Cipher cipher, long chunk, byte[] plaintext, int length, byte[] target) {
    if (chunk < 0 || chunk >= MAX_CHUNKS) {
      throw new IllegalArgumentException("A file has at most " + MAX_CHUNKS + " chunks");
    }
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(chunk));
      return cipher.doFinal(plaintext, 0, length, target, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A chunk could not be encrypted", e);
    }
  }

  /**
   * Decrypts one chunk and returns how many bytes it has then.
   *
   * @throws GeneralSecurityException if it does not authenticate; the target then holds zeros
   */
  int open(Cipher cipher, long chunk, byte[] sealed, int length, byte[] target)
      throws GeneralSecurityException {
    cipher.init(Cipher.DECRYPT_MODE, key, nonce(chunk));
    try {
      return cipher.doFinal(sealed, 0, length, target, 0);
    } catch (GeneralSecurityException e) {
      Arrays.fill(target, 0, Math.min(target.length, CHUNK_BYTES), (byte) 0);
      throw e;
    }
  }

  private GCMParameterSpec nonce(long chunk) {
    byte[] nonce = baseNonce.clone();
    for (int i = NONCE_BYTES - 1, shift = 0; shift < Long.SIZE; i--, shift += Byte.SIZE) {
      nonce[i] ^= (byte) (chunk >>> shift);
    }
    return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
  }
}
