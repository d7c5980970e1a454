package dev.sotto.securestore.v1;

import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file {@code manifest}: which forms of the store's files belong together, under a MAC of the
 * master key. Each form of it has a higher epoch than the one before and names it by its hash.
 *
 * <pre>
 * "SOTTOMAN" ‖ version (2) = 1 ‖ store id (16) ‖ epoch (8) ‖ hash of the manifest before (32)
 * ‖ parts (4), of each: name ‖ forms (1) ‖ mark (32) ...
 * ‖ roots of the index (1), of each: name
 * ‖ files of the index (4), of each: name ‖ mark (32)
 * ‖ ledger: size (8) ‖ root (32) ‖ offset of the last frame (8) ‖ end (8) ‖ mark of the last frame (32)
 * ‖ HMAC-SHA-256 over all bytes before it (32)
 * </pre>
 *
 * A part has two forms while it is being replaced, the next one first; after a power cut either may
 * be on the disk.
 *
 * @param epoch rises with each form of the manifest
 * @param before hash of the manifest before
 * @param parts the forms that each file outside the index may have, newest first
 * @param roots the files from which the index's others are found, newest first; empty without index
 * @param indexFiles every file of the index
 * @param ledger how far the ledger was written
 */
public record Manifest(
    long epoch,
    FileMark before,
    SortedMap<String, List<FileMark>> parts,
    List<String> roots,
    SortedMap<String, FileMark> indexFiles,
    LedgerHead ledger) {
  /** The file's name. */
  public static final String FILE = "manifest";

  /** The most bytes that it may have. */
  public static final int MAX_BYTES = 16 << 20;

  /** What the key of its MAC is derived by. */
  public static final String MAC_LABEL = "sotto/manifest-mac/v1";

  private static final byte[] MAGIC = "SOTTOMAN".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int MAC_BYTES = 32;
  private static final int MAX_FORMS = 255;
  private static final int LEAST_BYTES = MAGIC.length + 2 + KeySlots.STORE_ID_BYTES + MAC_BYTES;

  public Manifest {
    TreeMap<String, List<FileMark>> copied = new TreeMap<>();
    parts.forEach((name, forms) -> copied.put(name, List.copyOf(forms)));
    parts = copied;
    roots = List.copyOf(roots);
    indexFiles = new TreeMap<>(indexFiles);
    if (roots.size() > MAX_FORMS
        || parts.values().stream().anyMatch(forms -> forms.size() > MAX_FORMS)) {
      throw new StoreException(
          "Replacing a file of the store failed too often. Close the store and open it again.");
    }
  }

  /** Returns the file's bytes. */
  public byte[] encode(byte[] storeId, byte[] macKey) {
    ByteWriter out = new ByteWriter();
    out.writeBytes(MAGIC).writeShort(VERSION).writeBytes(storeId);
    out.writeLong(epoch).writeBytes(before.bytes()).writeInt(parts.size());
    for (Map.Entry<String, List<FileMark>> part : parts.entrySet()) {
      out.writeText(part.getKey()).writeByte(part.getValue().size());
      part.getValue().forEach(mark -> out.writeBytes(mark.bytes()));
    }
    out.writeByte(roots.size());
    roots.forEach(out::writeText);
    out.writeInt(indexFiles.size());
    indexFiles.forEach((name, mark) -> out.writeText(name).writeBytes(mark.bytes()));
    ledger.writeTo(out);
    return out.writeBytes(Hashes.hmac(macKey, out.toByteArray())).toByteArray();
  }

  /**
   * Reads the file's bytes.
   *
   * @throws TamperedFileException if they are not a manifest of this store and key
   * @throws StoreException if a newer version of Sotto wrote them
   */
  public static Manifest decode(byte[] bytes, byte[] storeId, byte[] macKey)
      throws TamperedFileException {
    if (bytes.length < LEAST_BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new TamperedFileException(FILE, "its first bytes are not those of a manifest");
    }
    int end = bytes.length - MAC_BYTES;
    byte[] authenticated = Arrays.copyOf(bytes, end);
    if (!MessageDigest.isEqual(
        Hashes.hmac(macKey, authenticated), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new TamperedFileException(FILE, "it does not authenticate");
    }
    ByteReader in = new ByteReader(FILE, Arrays.copyOfRange(authenticated, MAGIC.length, end));
    int version = in.readUnsignedShort();
    if (version != VERSION) {
      throw new StoreException(
          "The store has a manifest of version "
              + version
              + "; this version of Sotto reads version "
              + VERSION
              + ". Use the version of Sotto that wrote it, or a newer one.");
    }
    if (!Arrays.equals(storeId, in.readBytes(KeySlots.STORE_ID_BYTES))) {
      throw new TamperedFileException(FILE, "it is that of another store");
    }
    Manifest manifest =
        new Manifest(
            in.readLong(),
            mark(in),
            readParts(in),
            readRoots(in),
            readFiles(in),
            LedgerHead.readFrom(in));
    in.requireEnd();
    return manifest;
  }

  @Override
  public String toString() {
    return "Manifest[epoch "
        + epoch
        + ", "
        + parts.size()
        + " parts, "
        + indexFiles.size()
        + " index files, "
        + ledger.size()
        + " entries]";
  }

  private static SortedMap<String, List<FileMark>> readParts(ByteReader in)
      throws TamperedFileException {
    SortedMap<String, List<FileMark>> parts = new TreeMap<>();
    for (int left = in.readCount(FileMark.BYTES); left > 0; left--) {
      String name = in.readText();
      List<FileMark> forms = new ArrayList<>();
      for (int more = in.readUnsignedByte(); more > 0; more--) {
        forms.add(mark(in));
      }
      parts.put(name, forms);
    }
    return parts;
  }

  private static List<String> readRoots(ByteReader in) throws TamperedFileException {
    List<String> roots = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      roots.add(in.readText());
    }
    return roots;
  }

  private static SortedMap<String, FileMark> readFiles(ByteReader in) throws TamperedFileException {
    SortedMap<String, FileMark> files = new TreeMap<>();
    for (int left = in.readCount(FileMark.BYTES); left > 0; left--) {
      files.put(in.readText(), mark(in));
    }
    return files;
  }

  private static FileMark mark(ByteReader in) throws TamperedFileException {
    return FileMark.ofHash(in.readBytes(FileMark.BYTES));
  }
}
