package dev.sotto.securestore.v1;

import dev.sotto.storage.TamperedFileException;

/**
 * How far the ledger was written.
 *
 * @param size number of entries; 0 while there is no ledger
 * @param root hash of the Merkle tree over them
 * @param frame offset of the last frame in bytes
 * @param end offset behind it
 * @param mark of that frame's bytes
 */
public record LedgerHead(long size, FileMark root, long frame, long end, FileMark mark) {
  /** No ledger. */
  public static final LedgerHead NONE = new LedgerHead(0, FileMark.ABSENT, 0, 0, FileMark.ABSENT);

  void writeTo(ByteWriter out) {
    out.writeLong(size)
        .writeBytes(root.bytes())
        .writeLong(frame)
        .writeLong(end)
        .writeBytes(mark.bytes());
  }

  static LedgerHead readFrom(ByteReader in) throws TamperedFileException {
    return new LedgerHead(
        in.readLong(),
        FileMark.ofHash(in.readBytes(FileMark.BYTES)),
        in.readLong(),
        in.readLong(),
        FileMark.ofHash(in.readBytes(FileMark.BYTES)));
  }
}
