package dev.sotto.securestore.v1;

import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first bytes of a backup, which are not encrypted: the key slots, so that whatever unlocks the
 * store unlocks the backup. Their hash is bound to the encrypted part, so none of them can be
 * changed.
 *
 * <pre>
 * "SOTTOBAK" ‖ version (2) = 1 ‖ length of the slots (2) ‖ slots, as in the file keys/slots
 * </pre>
 */
public final class BackupPreamble {
  private static final byte[] MAGIC = "SOTTOBAK".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int FIXED_BYTES = MAGIC.length + 2 * Short.BYTES;
  private static final int MAX_SLOTS_BYTES = 4 << 10;

  private final byte[] slots;

  /** Takes a copy of the bytes of slots. */
  public BackupPreamble(byte[] slots) {
    if (slots.length > MAX_SLOTS_BYTES) {
      throw new IllegalArgumentException(
          "Slots have at most " + MAX_SLOTS_BYTES + " bytes; found " + slots.length);
    }
    this.slots = slots.clone();
  }

  /**
   * Reads the first bytes of a backup.
   *
   * @throws TamperedFileException if they are not those of one
   * @throws StoreException if a newer version of Sotto wrote it
   */
  public static BackupPreamble read(Path file) throws IOException {
    String name = file.getFileName().toString();
    try (InputStream input = Files.newInputStream(file)) {
      byte[] fixed = input.readNBytes(FIXED_BYTES);
      if (fixed.length < FIXED_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(fixed, MAGIC.length))) {
        throw new TamperedFileException(name, "it does not begin as a backup of Sotto does");
      }
      ByteReader in = new ByteReader(name, Arrays.copyOfRange(fixed, MAGIC.length, fixed.length));
      int version = in.readUnsignedShort();
      if (version != VERSION) {
        throw new StoreException(
            "The backup has the format version "
                + version
                + "; this version of Sotto reads version "
                + VERSION
                + ". Use the version of Sotto that wrote it, or a newer one.");
      }
      int length = in.readUnsignedShort();
      if (length > MAX_SLOTS_BYTES) {
        throw in.malformed("its key slots have " + length + " bytes");
      }
      byte[] slots = input.readNBytes(length);
      if (slots.length < length) {
        throw in.malformed("it was cut off within its key slots");
      }
      return new BackupPreamble(slots);
    }
  }

  /** Returns the bytes of the slots. */
  public byte[] slots() {
    return slots.clone();
  }

  /** Returns the file's first bytes. */
  public byte[] encode() {
    return new ByteWriter()
        .writeBytes(MAGIC)
        .writeShort(VERSION)
        .writeShort(slots.length)
        .writeBytes(slots)
        .toByteArray();
  }

  /** Returns the name that the encrypted part is bound to: a hash of these bytes. */
  public String boundName() {
    return "backup-" + HexFormat.of().formatHex(Hashes.sha256(encode()));
  }
}
