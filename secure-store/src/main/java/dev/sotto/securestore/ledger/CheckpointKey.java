package dev.sotto.securestore.ledger;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key that signs the checkpoints of one ledger (C2SP tlog-checkpoint). The ledger's name is
 * made from the public key, so that nobody else's key can go by it. Safe for all threads.
 *
 * @see <a href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>
 */
public final class CheckpointKey {
  private static final String ORIGIN = "sotto-ledger/";
  private static final int ORIGIN_DIGITS = 32;

  private final Ed25519Sign signer;
  private final NoteKey key;

  private CheckpointKey(Ed25519Sign signer, NoteKey key) {
    this.signer = signer;
    this.key = key;
  }

  /** Returns the key of a seed of 32 bytes, which stays the caller's. */
  public static CheckpointKey ofSeed(byte[] seed) {
    try {
      Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
      byte[] publicKey = pair.getPublicKey();
      String digits = HexFormat.of().formatHex(Hashes.sha256(publicKey));
      return new CheckpointKey(
          new Ed25519Sign(pair.getPrivateKey()),
          new NoteKey(ORIGIN + digits.substring(0, ORIGIN_DIGITS), publicKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The signing key could not be made", e);
    }
  }

  /** Returns the public key. */
  public NoteKey publicKey() {
    return key;
  }

  /** Signs that the tree of so many leaves has this root. */
  public byte[] sign(long size, byte[] root) {
    try {
      return signer.sign(text(size, root).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The checkpoint could not be signed", e);
    }
  }

  /** Returns whether a signature of this key says that the tree of so many leaves has this root. */
  public boolean verifies(long size, byte[] root, byte[] signature) {
    return key.verifies(text(size, root), signature);
  }

  /** Returns the checkpoint that {@link #sign} signed. */
  public String note(long size, byte[] root, byte[] signature) {
    return text(size, root) + "\n" + key.signatureLine(signature);
  }

  @Override
  public String toString() {
    return "CheckpointKey[" + key + "]";
  }

  private String text(long size, byte[] root) {
    return key.name() + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }
}
