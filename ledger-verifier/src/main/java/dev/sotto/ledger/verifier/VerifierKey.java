package dev.sotto.ledger.verifier;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A named public Ed25519 key (C2SP signed-note).
 *
 * @see <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>
 */
public final class VerifierKey {
  private static final int ED25519 = 1;
  private static final int ID_BYTES = 4;
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final String ORIGIN = "sotto-ledger/";
  private static final int ORIGIN_DIGITS = 32;

  private final String text;
  private final String name;
  private final byte[] id;
  private final byte[] encoded;
  private final PublicKey key;

  private VerifierKey(String text, String name, byte[] id, byte[] encoded, PublicKey key) {
    this.text = text;
    this.name = name;
    this.id = id;
    this.encoded = encoded;
    this.key = key;
  }

  /**
   * Reads a key: its name, its id in hexadecimal, and its type and bytes in base64, joined by plus
   * signs.
   */
  public static VerifierKey parse(String text) throws InvalidLedgerException {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3
        || parts[0].isEmpty()
        || parts[0].chars().anyMatch(VerifierKey::isSpace)) {
      throw InvalidLedgerException.malformed("the key is not name+id+base64");
    }
    byte[] typed = Checks.base64(parts[2], "the key");
    if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
      throw InvalidLedgerException.malformed("the key is no Ed25519 key");
    }
    byte[] named = (parts[0] + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] id = Arrays.copyOf(Checks.sha256(named, typed), ID_BYTES);
    if (!HexFormat.of().formatHex(id).equals(parts[1])) {
      throw InvalidLedgerException.malformed("the key's id is not that of its name and bytes");
    }
    byte[] encoded = Arrays.copyOfRange(typed, 1, typed.length);
    return new VerifierKey(text, parts[0], id, encoded, publicKey(encoded));
  }

  /** Returns the key's name. */
  public String name() {
    return name;
  }

  /** Returns whether the name is the one that Sotto makes from the key itself. */
  boolean isNamedAfterItself() {
    String digits = HexFormat.of().formatHex(Checks.sha256(encoded));
    return name.equals(ORIGIN + digits.substring(0, ORIGIN_DIGITS));
  }

  /**
   * Reads a signature line.
   *
   * @return whether it is one of this key
   * @throws InvalidLedgerException if it says that it is, and does not fit the text
   */
  boolean checkSignatureLine(String line, String signedText) throws InvalidLedgerException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[0].equals("\u2014") || parts[1].isEmpty()) {
      throw InvalidLedgerException.malformed("a signature line has an unknown form");
    }
    byte[] identified = Checks.base64(parts[2], "a signature");
    if (identified.length < ID_BYTES) {
      throw InvalidLedgerException.malformed("a signature is too short");
    }
    if (!parts[1].equals(name) || !Arrays.equals(id, Arrays.copyOf(identified, ID_BYTES))) {
      return false;
    }
    byte[] signature = Arrays.copyOfRange(identified, ID_BYTES, identified.length);
    if (signature.length != SIGNATURE_BYTES || !verifies(signedText, signature)) {
      throw InvalidLedgerException.forged("the signature of " + name + " does not fit");
    }
    return true;
  }

  /** Returns the key as {@link #parse} reads it. */
  @Override
  public String toString() {
    return text;
  }

  private boolean verifies(String signedText, byte[] signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(signedText.getBytes(StandardCharsets.UTF_8));
      return ed25519.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw Checks.lacksEd25519(e);
    }
  }

  /**
   * Decodes a point: its y coordinate, little-endian, and in the last bit whether x is odd (RFC
   * 8032, 5.1.2).
   */
  private static PublicKey publicKey(byte[] encoded) throws InvalidLedgerException {
    byte[] y = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      y[i] = encoded[KEY_BYTES - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    } catch (NoSuchAlgorithmException e) {
      throw Checks.lacksEd25519(e);
    } catch (GeneralSecurityException e) {
      InvalidLedgerException malformed =
          InvalidLedgerException.malformed("the key is no point of the curve");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
