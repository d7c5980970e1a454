package dev.sotto.securestore.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a ledger as text for a verifier: a line for the public key, one for each entry, an empty
 * line, a checkpoint. For one thread; the stream stays the caller's.
 *
 * <pre>
 * sotto-ledger-bundle@v1
 * key VERIFIER_KEY
 * entry NUMBER base64(opening key) base64(text)
 * erased NUMBER base64(commitment)
 * </pre>
 */
public final class LedgerBundle {
  private static final String VERSION = "sotto-ledger-bundle@v1";
  private static final byte ERASED = 0;
  private static final byte ENTRY = 1;

  private final OutputStream out;

  /** Creates a bundle that goes to a stream. */
  public LedgerBundle(OutputStream out) {
    this.out = out;
  }

  /** Writes what stands before the entries. */
  public void begin(String verifierKey) throws IOException {
    line(VERSION);
    line("key " + verifierKey);
  }

  /** Writes an entry. */
  public void add(long number, byte[] openingKey, byte[] text) throws IOException {
    line("entry " + number + " " + base64(openingKey) + " " + base64(text));
  }

  /** Writes what is left of an entry that was erased. */
  public void addErased(long number, byte[] commitment) throws IOException {
    line("erased " + number + " " + base64(commitment));
  }

  /** Writes what stands after the entries. */
  public void end(String checkpoint) throws IOException {
    line("");
    out.write(checkpoint.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Returns the extra data of a proof that discloses an entry. */
  public static byte[] entryExtra(byte[] openingKey, byte[] text) {
    byte[] extra = new byte[1 + openingKey.length + text.length];
    extra[0] = ENTRY;
    System.arraycopy(openingKey, 0, extra, 1, openingKey.length);
    System.arraycopy(text, 0, extra, 1 + openingKey.length, text.length);
    return extra;
  }

  /** Returns the extra data of a proof that an entry, since erased, had this commitment. */
  public static byte[] erasedExtra(byte[] commitment) {
    byte[] extra = new byte[1 + commitment.length];
    extra[0] = ERASED;
    System.arraycopy(commitment, 0, extra, 1, commitment.length);
    return extra;
  }

  private void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
