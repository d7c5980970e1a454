package dev.sotto.securestore.ledger;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key that notes are checked with (C2SP signed-note). Immutable.
 *
 * @see <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>
 */
public final class NoteKey {
  private static final int TYPE_ED25519 = 1;
  private static final int ID_BYTES = 4;
  private static final int KEY_BYTES = 32;

  private final String name;
  private final byte[] publicKey;
  private final byte[] id;

  /**
   * Takes a copy of a public key.
   *
   * @param name the key's name: no spaces, no plus signs
   * @param publicKey 32 bytes (RFC 8032)
   */
  public NoteKey(String name, byte[] publicKey) {
    if (name.isEmpty() || name.contains("+") || name.chars().anyMatch(NoteKey::isSpaceOrControl)) {
      throw new IllegalArgumentException("A key's name has no spaces and no plus signs");
    }
    if (publicKey.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "An Ed25519 key has " + KEY_BYTES + " bytes; found " + publicKey.length);
    }
    this.name = name;
    this.publicKey = publicKey.clone();
    id = Arrays.copyOf(Hashes.sha256(utf8(name + "\n"), typed()), ID_BYTES);
  }

  /** Returns the key's name. */
  public String name() {
    return name;
  }

  /** Returns the key as a verifier key: name, id and key, joined by plus signs. */
  public String verifierKey() {
    return name
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed());
  }

  /** Returns a signature line over it. */
  String signatureLine(byte[] signature) {
    byte[] identified = Arrays.copyOf(id, ID_BYTES + signature.length);
    System.arraycopy(signature, 0, identified, ID_BYTES, signature.length);
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(identified) + "\n";
  }

  /** Returns whether a signature of this key is over a text. */
  public boolean verifies(String text, byte[] signature) {
    try {
      new Ed25519Verify(publicKey).verify(signature, utf8(text));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "NoteKey[" + HexFormat.of().formatHex(id) + "]";
  }

  private byte[] typed() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = TYPE_ED25519;
    System.arraycopy(publicKey, 0, typed, 1, KEY_BYTES);
    return typed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isSpaceOrControl(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
