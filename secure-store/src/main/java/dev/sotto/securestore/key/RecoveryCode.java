package dev.sotto.securestore.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A random code that opens the store when its passphrase is lost: 130 bits as 26 characters of
 * Crockford's base 32 and two check characters, in seven groups of four. Read forgivingly: upper or
 * lower case, with or without dashes and spaces, {@code O} for {@code 0}, {@code I} and {@code L}
 * for {@code 1}. For one thread.
 */
public final class RecoveryCode implements AutoCloseable {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int RANDOM_CHARACTERS = 26;
  private static final int CHECK_CHARACTERS = 2;
  private static final int CHARACTERS = RANDOM_CHARACTERS + CHECK_CHARACTERS;
  private static final int GROUP = 4;

  private final char[] characters;
  private boolean closed;

  private RecoveryCode(char[] characters) {
    this.characters = characters;
  }

  /** Returns a new random code. */
  public static RecoveryCode random(SecureRandom random) {
    char[] characters = new char[CHARACTERS];
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      characters[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    System.arraycopy(check(characters), 0, characters, RANDOM_CHARACTERS, CHECK_CHARACTERS);
    return new RecoveryCode(characters);
  }

  /**
   * Reads a code from a file of one line, under the rules of {@link Passphrase#fromFile}.
   *
   * @throws IllegalArgumentException if it can't be a code
   */
  public static RecoveryCode fromFile(Path file) throws IOException {
    try (Passphrase line = Passphrase.fromFile(file)) {
      char[] characters = line.characters();
      try {
        return parse(characters);
      } finally {
        Arrays.fill(characters, '\0');
      }
    }
  }

  /**
   * Reads a code as a person typed it.
   *
   * @param typed what was typed; wiping it stays the caller's
   * @throws IllegalArgumentException if it can't be a code: too long, too short, or mistyped
   */
  public static RecoveryCode parse(char[] typed) {
    char[] characters = new char[CHARACTERS];
    int count = 0;
    for (char c : typed) {
      if (Character.isWhitespace(c) || Character.getType(c) == Character.DASH_PUNCTUATION) {
        continue;
      }
      if (count < CHARACTERS) {
        characters[count] = canonical(c);
      }
      count++;
    }
    if (count != CHARACTERS) {
      throw new IllegalArgumentException(
          "A recovery code has %d letters and digits; found %d. Type all seven groups of four."
              .formatted(CHARACTERS, count));
    }
    char[] check = check(characters);
    int mistakes = 0;
    for (int i = 0; i < CHECK_CHARACTERS; i++) {
      mistakes |= characters[RANDOM_CHARACTERS + i] ^ check[i];
    }
    if (mistakes != 0) {
      Arrays.fill(characters, '\0');
      throw new IllegalArgumentException(
          "The recovery code has a typing mistake: its check characters do not fit. Compare it"
              + " group by group.");
    }
    return new RecoveryCode(characters);
  }

  /**
   * Returns the code in groups with dashes between them, to be shown to the person once, in an
   * array that the caller wipes.
   */
  public char[] reveal() {
    requireOpen();
    char[] shown = new char[CHARACTERS + CHARACTERS / GROUP - 1];
    for (int i = 0, at = 0; i < CHARACTERS; i++) {
      if (i > 0 && i % GROUP == 0) {
        shown[at++] = '-';
      }
      shown[at++] = characters[i];
    }
    return shown;
  }

  /** Returns the 26 random characters as ASCII in an array that the caller wipes. */
  byte[] secret() {
    requireOpen();
    byte[] secret = new byte[RANDOM_CHARACTERS];
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      secret[i] = (byte) characters[i];
    }
    return secret;
  }

  /** Wipes the code. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "RecoveryCode[hidden]";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The recovery code was wiped");
    }
  }

  private static char canonical(char typed) {
    char upper = Character.toUpperCase(typed);
    return switch (upper) {
      case 'O' -> '0';
      case 'I', 'L' -> '1';
      default -> {
        if (ALPHABET.indexOf(upper) < 0) {
          throw new IllegalArgumentException(
              "A recovery code holds digits and letters except U; found another character");
        }
        yield upper;
      }
    };
  }

  private static char[] check(char[] characters) {
    byte[] random = new byte[RANDOM_CHARACTERS];
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      random[i] = (byte) characters[i];
    }
    byte[] hash = checkHash(random);
    Arrays.fill(random, (byte) 0);
    char[] check = new char[CHECK_CHARACTERS];
    for (int i = 0; i < CHECK_CHARACTERS; i++) {
      check[i] = ALPHABET.charAt(hash[i] & 31);
    }
    return check;
  }

  private static byte[] checkHash(byte[] random) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update("sotto/recovery-code-check/v1".getBytes(StandardCharsets.US_ASCII));
      return sha256.digest(random);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
