package dev.sotto.securestore.v1;

import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an anchor holds: the manifest of a store that was seen last.
 *
 * <pre>
 * "SOTTOANC" ‖ version (2) = 1 ‖ store id (16) ‖ epoch (8) ‖ hash of the manifest (32)
 * ‖ HMAC-SHA-256 over all bytes before it (32)
 * </pre>
 *
 * @param epoch the manifest's epoch
 * @param manifest the manifest's hash
 */
public record LastSeen(long epoch, FileMark manifest) {
  /** What the key of its MAC is derived by. */
  public static final String MAC_LABEL = "sotto/anchor-mac/v1";

  private static final byte[] MAGIC = "SOTTOANC".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int MAC_BYTES = 32;

  /** Returns the bytes of an anchor. */
  public byte[] encode(byte[] storeId, byte[] macKey) {
    ByteWriter out = prefix(storeId).writeLong(epoch).writeBytes(manifest.bytes());
    return out.writeBytes(Hashes.hmac(macKey, out.toByteArray())).toByteArray();
  }

  /** Reads the bytes of an anchor; nothing if they are damaged, or not of this store. */
  public static Optional<LastSeen> decode(byte[] bytes, byte[] storeId, byte[] macKey) {
    byte[] prefix = prefix(storeId).toByteArray();
    int end = prefix.length + Long.BYTES + FileMark.BYTES;
    if (bytes.length != end + MAC_BYTES
        || !Arrays.equals(prefix, Arrays.copyOf(bytes, prefix.length))
        || !MessageDigest.isEqual(
            Hashes.hmac(macKey, Arrays.copyOf(bytes, end)),
            Arrays.copyOfRange(bytes, end, bytes.length))) {
      return Optional.empty();
    }
    try {
      ByteReader in =
          new ByteReader("anchor", Arrays.copyOfRange(bytes, prefix.length, bytes.length));
      return Optional.of(
          new LastSeen(in.readLong(), FileMark.ofHash(in.readBytes(FileMark.BYTES))));
    } catch (TamperedFileException e) {
      return Optional.empty();
    }
  }

  private static ByteWriter prefix(byte[] storeId) {
    return new ByteWriter().writeBytes(MAGIC).writeShort(VERSION).writeBytes(storeId);
  }
}
