package dev.sotto.ledger.verifier;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes, and texts that stand for bytes and numbers in one form only. */
final class Checks {
  static final int HASH_BYTES = 32;

  private static final int MAX_DIGITS = 18;

  private Checks() {}

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java lacks SHA-256", e);
    }
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java lacks HMAC with SHA-256", e);
    }
  }

  /** Returns the bytes of a base64 text (RFC 4648, 4) if it is the only one for them. */
  static byte[] base64(String text, String what) throws InvalidLedgerException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      InvalidLedgerException malformed = InvalidLedgerException.malformed(what + " is not base64");
      malformed.initCause(e);
      throw malformed;
    }
    throw InvalidLedgerException.malformed(what + " is not base64 in its one form");
  }

  static byte[] hash(String text, String what) throws InvalidLedgerException {
    byte[] bytes = base64(text, what);
    if (bytes.length != HASH_BYTES) {
      throw InvalidLedgerException.malformed(
          what + " has " + bytes.length + " bytes; " + HASH_BYTES + " were expected");
    }
    return bytes;
  }

  /** Returns a number that is not negative and has no leading zeros. */
  static long number(String text, String what) throws InvalidLedgerException {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    if (!digits) {
      throw InvalidLedgerException.malformed(what + " is not a number in its one form");
    }
    return Long.parseLong(text);
  }

  static IllegalStateException lacksEd25519(GeneralSecurityException cause) {
    return new IllegalStateException("This Java lacks Ed25519", cause);
  }
}
