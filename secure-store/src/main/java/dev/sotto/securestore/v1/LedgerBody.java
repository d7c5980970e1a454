package dev.sotto.securestore.v1;

import dev.sotto.ledger.LedgerEntry;
import dev.sotto.ledger.References;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.RecordId;
import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What is encrypted of one entry: its text with salted references, which the tree commits to, and
 * beside it the true references.
 *
 * <pre>
 * body = length (4) ‖ text ‖ references: payload (32), shown text (32), record ids (16 each), as the entry has them
 * </pre>
 */
public final class LedgerBody {
  private static final int HASH_BYTES = 32;
  private static final int RECORD_ID_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] text;
  private final byte[] references;

  private LedgerBody(byte[] text, byte[] references) {
    this.text = text;
    this.references = references;
  }

  /**
   * Returns the body of an entry.
   *
   * @param saltKey salts its references
   */
  public static LedgerBody of(LedgerEntry entry, byte[] saltKey) {
    ByteWriter references = new ByteWriter();
    LedgerEntry salted = entry.with(new Salted(saltKey, references));
    return new LedgerBody(LedgerEntryCodec.encode(salted), references.toByteArray());
  }

  /** Reads a body. */
  public static LedgerBody decode(byte[] bytes) throws TamperedFileException {
    ByteReader in = new ByteReader(LedgerFile.FILE, bytes);
    byte[] text = in.readBytes(in.readInt());
    return new LedgerBody(text, in.readBytes(in.remaining()));
  }

  /** Returns the body's bytes. */
  public byte[] encode() {
    return new ByteWriter()
        .writeInt(text.length)
        .writeBytes(text)
        .writeBytes(references)
        .toByteArray();
  }

  /** Returns a copy of the entry's text with salted references. */
  public byte[] text() {
    return text.clone();
  }

  /** Returns what the tree commits to for this text. */
  public byte[] commitment(byte[] openingKey) {
    return Hashes.hmac(openingKey, text);
  }

  /** Returns the entry with salted references. */
  public LedgerEntry salted() throws TamperedFileException {
    return LedgerEntryCodec.decode(LedgerFile.FILE, text);
  }

  /** Returns the entry with its true references. */
  public LedgerEntry entry() throws TamperedFileException {
    LedgerEntry salted = salted();
    Stored stored = new Stored(references);
    LedgerEntry entry;
    try {
      entry = salted.with(stored);
    } catch (IllegalArgumentException e) {
      TamperedFileException malformed =
          new TamperedFileException(LedgerFile.FILE, "an entry lacks its references");
      malformed.initCause(e);
      throw malformed;
    }
    stored.in.requireEnd();
    return entry;
  }

  @Override
  public String toString() {
    return "LedgerBody[" + text.length + " bytes]";
  }

  /** Salts references and keeps the true ones. */
  private record Salted(byte[] key, ByteWriter kept) implements References {
    @Override
    public Fingerprint payload(Fingerprint hash) {
      return salted("payload", hash);
    }

    @Override
    public Fingerprint shownText(Fingerprint hash) {
      return salted("shown-text", hash);
    }

    @Override
    public RecordId record(RecordId id) {
      byte[] bytes = HEX.parseHex(id.value());
      kept.writeBytes(bytes);
      return new RecordId(HEX.formatHex(mac("record", bytes), 0, RECORD_ID_BYTES));
    }

    private Fingerprint salted(String label, Fingerprint hash) {
      byte[] bytes = HEX.parseHex(hash.value());
      kept.writeBytes(bytes);
      return new Fingerprint(HEX.formatHex(mac(label, bytes)));
    }

    private byte[] mac(String label, byte[] bytes) {
      return Hashes.hmac(key, label.getBytes(StandardCharsets.US_ASCII), new byte[1], bytes);
    }

    @Override
    public String toString() {
      return "Salted";
    }
  }

  /**
   * Gives the true references in place of the salted ones, in the order in which they were kept.
   */
  private static final class Stored implements References {
    private final ByteReader in;

    Stored(byte[] references) {
      in = new ByteReader(LedgerFile.FILE, references);
    }

    @Override
    public Fingerprint payload(Fingerprint hash) {
      return new Fingerprint(next(HASH_BYTES));
    }

    @Override
    public Fingerprint shownText(Fingerprint hash) {
      return new Fingerprint(next(HASH_BYTES));
    }

    @Override
    public RecordId record(RecordId id) {
      return new RecordId(next(RECORD_ID_BYTES));
    }

    private String next(int bytes) {
      try {
        return HEX.formatHex(in.readBytes(bytes));
      } catch (TamperedFileException e) {
        throw new IllegalArgumentException("The references are too few", e);
      }
    }
  }
}
