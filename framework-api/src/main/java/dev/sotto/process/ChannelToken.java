package dev.sotto.process;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret of 128 random bits that both ends of a channel were given by whoever started them. Each
 * proves to the other that it has it, without sending it, so that no other process that opens the
 * streams can answer in its place. It protects nothing against a program that can read the memory
 * of one of both.
 */
public final class ChannelToken {
  static final int BYTES = 16;
  static final int PROOF_BYTES = 32;

  private static final byte[] PURPOSE = "sotto-channel-1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  private ChannelToken(byte[] secret) {
    this.secret = secret;
  }

  /** Returns a new token. */
  public static ChannelToken random(SecureRandom random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return new ChannelToken(secret);
  }

  /**
   * Returns the token that {@link #hexadecimal} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ChannelToken parse(String hexadecimal) {
    if (hexadecimal.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "A channel token has "
              + 2 * BYTES
              + " hexadecimal digits; found "
              + hexadecimal.length()
              + " characters");
    }
    try {
      return new ChannelToken(HexFormat.of().parseHex(hexadecimal));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("A channel token has hexadecimal digits only");
    }
  }

  /**
   * Returns the token as 32 hexadecimal digits, to be handed to the started process where no other
   * user or program sees it: not on its command line.
   */
  public String hexadecimal() {
    return HexFormat.of().formatHex(secret);
  }

  /** Returns the proof that the side of a role knows this token in the exchange of these hellos. */
  byte[] proof(Role role, byte[] starterHello, byte[] startedHello) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(PURPOSE);
      sha256.update(secret);
      sha256.update((byte) role.number());
      sha256.update(starterHello);
      sha256.update(startedHello);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  @Override
  public String toString() {
    return "ChannelToken";
  }
}
