package dev.sotto.securestore.key;

import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;

/**
 * A passphrase, in Unicode NFC, so that it opens the store however a keyboard composes its
 * characters. For one thread. {@link #close} wipes it as far as the Java heap allows: copies that
 * the garbage collector left behind, and the one that normalising text outside NFC makes, are not
 * reached.
 */
public final class Passphrase implements AutoCloseable {
  private static final int MAX_FILE_BYTES = 4_096;
  private static final int MAX_UTF8_BYTES_EACH = 3;
  private static final Set<PosixFilePermission> READABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final char[] characters;
  private boolean closed;

  /**
   * Takes a copy of a passphrase; wiping the original stays the caller's.
   *
   * @param characters at least one character, no unpaired surrogates
   */
  public Passphrase(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("A passphrase has at least one character");
    }
    CharBuffer given = CharBuffer.wrap(characters);
    this.characters =
        Normalizer.isNormalized(given, Normalizer.Form.NFC)
            ? characters.clone()
            : Normalizer.normalize(given, Normalizer.Form.NFC).toCharArray();
    Arrays.fill(utf8(), (byte) 0);
  }

  /**
   * Reads a passphrase from a file of one line; the line's end is not part of it.
   *
   * @throws StoreException if others than the owner can read the file, or it is not one line of
   *     UTF-8
   * @throws NoSuchFileException if there is no such file
   */
  public static Passphrase fromFile(Path file) throws IOException {
    requireOwnerOnly(file);
    byte[] bytes;
    try (var input = Files.newInputStream(file)) {
      bytes = input.readNBytes(MAX_FILE_BYTES + 1);
    }
    try {
      return ofLine(file, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Returns the passphrase as UTF-8 in an array that the caller wipes.
   *
   * @throws IllegalStateException if it was closed
   */
  byte[] utf8() {
    if (closed) {
      throw new IllegalStateException("The passphrase was wiped");
    }
    ByteBuffer encoded = ByteBuffer.allocate(characters.length * MAX_UTF8_BYTES_EACH);
    try {
      CharsetEncoder encoder =
          StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
      CoderResult result = encoder.encode(CharBuffer.wrap(characters), encoded, true);
      if (result.isError()) {
        result.throwException();
      }
      return Arrays.copyOf(encoded.array(), encoded.position());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A passphrase is Unicode text; found half of a surrogate pair", e);
    } finally {
      Arrays.fill(encoded.array(), (byte) 0);
    }
  }

  /** Returns a copy of the characters, which the caller wipes. */
  char[] characters() {
    return characters.clone();
  }

  /** Wipes the passphrase. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Passphrase[hidden]";
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(READABLE_BY_OTHERS::contains)) {
      throw new StoreException(
          "The passphrase file "
              + file
              + " can be read by others. Make it yours alone (chmod 600), and choose a new"
              + " passphrase if others could have read it.");
    }
  }

  private static Passphrase ofLine(Path file, byte[] bytes) {
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
      if (end > 0 && bytes[end - 1] == '\r') {
        end--;
      }
    }
    boolean oneLine = true;
    for (int i = 0; i < end; i++) {
      oneLine &= bytes[i] != '\n' && bytes[i] != '\r';
    }
    if (end == 0 || !oneLine || bytes.length > MAX_FILE_BYTES) {
      throw new StoreException(
          "The passphrase file "
              + file
              + " must hold the passphrase in one line of at most "
              + MAX_FILE_BYTES
              + " bytes and nothing else.");
    }
    CharBuffer decoded = CharBuffer.allocate(end);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end), decoded, true);
    char[] characters = Arrays.copyOf(decoded.array(), decoded.position());
    Arrays.fill(decoded.array(), '\0');
    if (result.isError()) {
      throw new StoreException("The passphrase file " + file + " must be UTF-8 text.");
    }
    try {
      return new Passphrase(characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }
}
