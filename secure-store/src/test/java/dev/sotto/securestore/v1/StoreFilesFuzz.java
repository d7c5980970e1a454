package dev.sotto.securestore.v1;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.MasterKey;
import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a fuzzer calls: any bytes are a file of a store, or refused by the exception that is meant
 * for it, in a sentence. What is read can be written again and reads the same. The first byte says
 * which file, the second whether the check over the rest is made right first, as only somebody with
 * the key could, so that the layout behind it is reached. The system property {@code
 * sotto.fuzz.format} takes one kind of file whatever the first byte says. Jazzer finds {@link
 * #fuzzerTestOneInput} by its name: {@code mvn verify -Pfuzz -pl secure-store -am}.
 */
public final class StoreFilesFuzz {
  static final byte[] STORE_ID = filled(KeySlots.STORE_ID_BYTES, 2);
  static final MasterKey MASTER = new MasterKey(filled(MasterKey.BYTES, 1));
  static final DataKey FILE_KEY =
      new DataKey(KeyPurpose.DOCUMENTS, "", filled(DataKey.ID_BYTES, 3), filled(DataKey.BYTES, 4));
  static final String FILE = "seed";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SourceId SOURCE = new SourceId("notes");
  private static final Optional<Format> ONLY =
      Optional.ofNullable(System.getProperty("sotto.fuzz.format"))
          .filter(name -> !name.isEmpty())
          .map(Format::valueOf);
  private static final int LEAST_MESSAGE = 10;

  private StoreFilesFuzz() {}

  /** The files that are read. */
  enum Format {
    ENCRYPTED_FILE,
    MANIFEST,
    KEY_TABLE,
    KEY_SLOTS,
    BACKUP,
    ANCHOR,
    CATALOGUE,
    RECORD
  }

  /** Reads the bytes behind the second as what the first two say. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length >= 2) {
      Format[] formats = Format.values();
      isRefused(
          ONLY.orElse(formats[Byte.toUnsignedInt(input[0]) % formats.length]),
          (input[1] & 1) == 1,
          Arrays.copyOfRange(input, 2, input.length));
    }
  }

  static boolean isRefused(Format format, boolean made, byte[] bytes) throws IOException {
    try {
      byte[] whole = made ? withRightCheck(format, bytes) : bytes;
      return !isRead(format, whole);
    } catch (TamperedFileException e) {
      return isSentence(e);
    } catch (StoreException | WrongPassphraseException e) {
      return isSentence(e);
    }
  }

  private static boolean isSentence(Exception refusal) {
    if (String.valueOf(refusal.getMessage()).length() < LEAST_MESSAGE) {
      throw new AssertionError("The refusal says nothing", refusal);
    }
    return true;
  }

  private static boolean isRead(Format format, byte[] bytes) throws IOException {
    switch (format) {
      case ENCRYPTED_FILE -> readEncrypted(bytes);
      case MANIFEST -> readManifest(bytes);
      case KEY_TABLE -> readTable(bytes);
      case KEY_SLOTS -> readSlots(bytes);
      case BACKUP -> readBackup(bytes);
      case ANCHOR -> {
        return isAnchor(bytes);
      }
      case CATALOGUE -> readCatalogue(bytes);
      case RECORD -> readRecord(bytes);
    }
    return true;
  }

  private static void readEncrypted(byte[] bytes) throws IOException {
    Path file = written(bytes);
    try (ChunkedFileReader reader = files(FileKind.DOCUMENT, FILE_KEY).open(file, FILE)) {
      byte[] chunk = new byte[reader.chunkSize()];
      for (long at = 0; at <= reader.length() / chunk.length; at++) {
        Arrays.fill(chunk, (byte) 7);
        try {
          reader.readChunk(at, chunk);
        } catch (TamperedFileException e) {
          require(isOnly(chunk, 0), "bytes of a damaged chunk were handed out");
          throw e;
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void readManifest(byte[] bytes) throws TamperedFileException {
    byte[] key = MASTER.derive(Manifest.MAC_LABEL);
    Manifest manifest = Manifest.decode(bytes, STORE_ID, key);
    require(
        Manifest.decode(manifest.encode(STORE_ID, key), STORE_ID, key).equals(manifest),
        "a manifest was written as another");
  }

  private static void readTable(byte[] bytes) throws TamperedFileException {
    KeyTable table = KeyTable.decode(bytes, STORE_ID, MASTER);
    KeyTable again = KeyTable.decode(table.encode(STORE_ID, MASTER), STORE_ID, MASTER);
    require(again.revision() == table.revision(), "a table was written with another revision");
    require(again.keys().size() == table.keys().size(), "a table was written with other keys");
    for (int i = 0; i < table.keys().size(); i++) {
      DataKey one = table.keys().get(i);
      DataKey other = again.keys().get(i);
      require(
          one.purpose() == other.purpose()
              && one.name().equals(other.name())
              && Arrays.equals(one.id(), other.id())
              && Arrays.equals(one.copyBytes(), other.copyBytes()),
          "a key was written as another");
    }
  }

  private static void readSlots(byte[] bytes) throws TamperedFileException {
    KeySlots slots = KeySlots.decode(bytes);
    require(Arrays.equals(slots.encode(), bytes), "slots were written as others");
    require(!slots.list().isEmpty(), "there are no slots");
    slots.unlock(StoreFileSeeds.recoveryCode()).close();
  }

  private static void readBackup(byte[] bytes) throws IOException {
    Path file = written(bytes);
    try {
      BackupPreamble preamble = BackupPreamble.read(file);
      KeySlots.decode(preamble.slots());
      try (ChunkedFileReader reader =
          files(FileKind.BACKUP, FILE_KEY)
              .open(file, preamble.encode().length, preamble.boundName())) {
        BackupEntries.read(FILE, reader, new StrictReceiver());
      }
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isAnchor(byte[] bytes) {
    byte[] key = MASTER.derive(LastSeen.MAC_LABEL);
    Optional<LastSeen> seen = LastSeen.decode(bytes, STORE_ID, key);
    seen.ifPresent(known ->
        require(
            Arrays.equals(known.encode(STORE_ID, key), bytes), "an anchor was written as another"));
    return seen.isPresent();
  }

  private static void readCatalogue(byte[] bytes) throws TamperedFileException {
    CatalogueCodec.Head head = CatalogueCodec.decodeHead(FILE, bytes);
    require(
        Arrays.equals(CatalogueCodec.encode(head), bytes), "a catalogue was written as another");
    List<CatalogueSection> sections = CatalogueCodec.decodeSections(FILE, head.sections());
    for (CatalogueSection section : sections) {
      require(
          CatalogueCodec.decodeSections(FILE, CatalogueCodec.encode(section))
              .equals(List.of(section)),
          "a section was written as another");
    }
  }

  private static void readRecord(byte[] bytes) throws TamperedFileException {
    PersonalRecord record = RecordCodec.decode(FILE, SOURCE, bytes);
    require(
        RecordCodec.decode(FILE, SOURCE, RecordCodec.encode(record)).equals(record),
        "a record was written as another");
  }

  /** Takes files as restoring does, and holds the parser to what it promises. */
  private static final class StrictReceiver implements BackupEntries.Receiver {
    private final List<String> names = new ArrayList<>();
    private long left;

    @Override
    public void begin(String name, long length) {
      require(BackupEntries.isName(name) && !name.contains(".."), "a name leads elsewhere");
      require(!names.contains(name), "a name comes twice");
      names.add(name);
      left = length;
    }

    @Override
    public void bytes(byte[] bytes, int length) {
      left -= length;
      require(left >= 0, "a file is longer than it was said to be");
    }

    @Override
    public void end() {
      require(left == 0, "a file is shorter than it was said to be");
    }
  }

  /** Puts the check around bytes that a store would have put there. */
  static byte[] withRightCheck(Format format, byte[] bytes) throws IOException {
    return switch (format) {
      case ENCRYPTED_FILE -> withCommitment(bytes);
      case MANIFEST ->
          withMac(start("SOTTOMAN", 1).writeBytes(STORE_ID).writeBytes(bytes), Manifest.MAC_LABEL);
      case KEY_TABLE -> wrapped(bytes);
      case KEY_SLOTS -> {
        byte[] checked =
            new ByteWriter().writeBytes(ascii("SOTTOKEY")).writeBytes(bytes).toByteArray();
        yield new ByteWriter().writeBytes(checked).writeBytes(Hashes.sha256(checked)).toByteArray();
      }
      case BACKUP -> backup(bytes);
      case ANCHOR ->
          withMac(start("SOTTOANC", 1).writeBytes(STORE_ID).writeBytes(bytes), LastSeen.MAC_LABEL);
      case CATALOGUE, RECORD -> bytes;
    };
  }

  private static byte[] withCommitment(byte[] bytes) {
    byte[] salt = Arrays.copyOf(bytes, ChunkedEncryption.SALT_BYTES);
    ChunkedEncryption derived =
        ChunkedEncryption.derive(
            FILE_KEY.copyBytes(),
            salt,
            FileContext.of(STORE_ID, FileKind.DOCUMENT, FILE, FILE_KEY.id()));
    byte[] rest = Arrays.copyOfRange(bytes, Math.min(bytes.length, salt.length), bytes.length);
    return new ByteWriter()
        .writeBytes(salt)
        .writeBytes(derived.commitment())
        .writeBytes(rest)
        .toByteArray();
  }

  private static byte[] withMac(ByteWriter out, String label) {
    return out.writeBytes(Hashes.hmac(MASTER.derive(label), out.toByteArray())).toByteArray();
  }

  private static byte[] wrapped(byte[] body) {
    byte[] header = start("SOTTOTAB", 2).writeBytes(STORE_ID).toByteArray();
    try {
      byte[] sealed = new AesGcmJce(MASTER.derive("sotto/key-table/v1")).encrypt(body, header);
      return new ByteWriter().writeBytes(header).writeBytes(sealed).toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] backup(byte[] plaintext) throws IOException {
    BackupPreamble preamble = new BackupPreamble(StoreFileSeeds.slots());
    Path file = Files.createTempFile("fuzz", ".backup");
    Files.delete(file);
    try {
      try (ChunkedFileWriter writer =
          files(FileKind.BACKUP, FILE_KEY).create(file, preamble.encode(), preamble.boundName())) {
        writer.write(plaintext, 0, plaintext.length);
      }
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  static ChunkedFiles files(FileKind kind, DataKey key) {
    return new ChunkedFiles(FileOperations.onDisk(), STORE_ID, kind, key, RANDOM);
  }

  private static ByteWriter start(String magic, int version) {
    return new ByteWriter().writeBytes(ascii(magic)).writeShort(version);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Path written(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile("fuzz", ".file"), bytes);
  }

  private static boolean isOnly(byte[] bytes, int value) {
    for (byte one : bytes) {
      if (one != value) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
