package dev.sotto.securestore.v1;

import dev.sotto.record.ChatDetails;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyDerivationPreset;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.securestore.v1.StoreFilesFuzz.Format;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Makes the files that a fuzzer starts from; nothing in them is of a person. */
final class StoreFileSeeds {
  private static final SourceId NOTES = new SourceId("notes");
  private static final byte[] SLOTS = makeSlots();

  private StoreFileSeeds() {}

  /** Random bytes that are the same each time. */
  private static final class KnownRandom extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final Random random = new Random(7);

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }

  /** Returns the code that opens the slots. */
  static RecoveryCode recoveryCode() {
    return RecoveryCode.random(new KnownRandom());
  }

  /** Returns slots that the code opens. */
  static byte[] slots() {
    return SLOTS.clone();
  }

  /** Returns inputs of the fuzzer by name: whole files, and what a store puts its check around. */
  static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>();
    byte[] manifest = manifest();
    add(seeds, Format.MANIFEST, manifest, inside(manifest, 26, 32));
    byte[] table = tableBody();
    add(seeds, Format.KEY_TABLE, StoreFilesFuzz.withRightCheck(Format.KEY_TABLE, table), table);
    add(seeds, Format.KEY_SLOTS, slots(), inside(slots(), 8, 32));
    byte[] entries = backupEntries();
    add(seeds, Format.BACKUP, StoreFilesFuzz.withRightCheck(Format.BACKUP, entries), entries);
    byte[] anchor =
        new LastSeen(4, FileMark.of(manifest))
            .encode(StoreFilesFuzz.STORE_ID, StoreFilesFuzz.MASTER.derive(LastSeen.MAC_LABEL));
    add(seeds, Format.ANCHOR, anchor, inside(anchor, 26, 32));
    add(seeds, Format.CATALOGUE, catalogue(), catalogue());
    add(seeds, Format.RECORD, record(), record());
    byte[] file = encryptedFile(40);
    add(seeds, Format.ENCRYPTED_FILE, file, withoutCommitment(file));
    byte[] chunks = encryptedFile(ChunkedEncryption.CHUNK_BYTES + 9);
    seeds.put("encrypted_file-two-chunks", input(Format.ENCRYPTED_FILE, 0, chunks));
    return seeds;
  }

  private static void add(Map<String, byte[]> seeds, Format format, byte[] whole, byte[] inside) {
    String name = format.name().toLowerCase(Locale.ROOT);
    seeds.put(name + "-whole", input(format, 0, whole));
    seeds.put(name + "-inside", input(format, 1, inside));
  }

  private static byte[] input(Format format, int made, byte[] bytes) {
    return new ByteWriter()
        .writeByte(format.ordinal())
        .writeByte(made)
        .writeBytes(bytes)
        .toByteArray();
  }

  private static byte[] inside(byte[] whole, int before, int behind) {
    return Arrays.copyOfRange(whole, before, whole.length - behind);
  }

  private static byte[] withoutCommitment(byte[] file) {
    return new ByteWriter()
        .writeBytes(Arrays.copyOf(file, ChunkedEncryption.SALT_BYTES))
        .writeBytes(Arrays.copyOfRange(file, ChunkedEncryption.HEADER_BYTES, file.length))
        .toByteArray();
  }

  private static byte[] makeSlots() {
    try (Passphrase passphrase = new Passphrase("made up words".toCharArray());
        RecoveryCode code = recoveryCode()) {
      return KeySlots.create(
              StoreFilesFuzz.STORE_ID,
              StoreFilesFuzz.MASTER,
              passphrase,
              new KeyDerivationPreset(8 << 10, 1, 1),
              code,
              new KnownRandom())
          .encode();
    }
  }

  private static byte[] manifest() {
    FileMark one = FileMark.of(new byte[] {1});
    FileMark two = FileMark.of(new byte[] {2});
    return new Manifest(
            5,
            one,
            new TreeMap<>(
                Map.of(
                    "catalogue", List.of(two, one),
                    "doc/settings", List.of(one),
                    "slots", List.of(one),
                    "table", List.of(two))),
            List.of("segments_2", "segments_1"),
            new TreeMap<>(Map.of("_0.cfs", one, "segments_2", two)),
            new LedgerHead(3, one, 100, 200, two))
        .encode(StoreFilesFuzz.STORE_ID, StoreFilesFuzz.MASTER.derive(Manifest.MAC_LABEL));
  }

  private static byte[] tableBody() {
    ByteWriter body = new ByteWriter().writeLong(9).writeInt(3);
    KnownRandom random = new KnownRandom();
    for (DataKey key :
        List.of(
            DataKey.random(KeyPurpose.INDEX, "12", random),
            DataKey.random(KeyPurpose.SOURCE, "notes", random),
            DataKey.random(KeyPurpose.LEDGER, "", random))) {
      body.writeByte(Codes.of(key.purpose()))
          .writeText(key.name())
          .writeBytes(key.id())
          .writeBytes(key.copyBytes());
    }
    return body.toByteArray();
  }

  private static byte[] backupEntries() {
    ByteWriter out = new ByteWriter();
    for (String name : List.of("keys/table", "records/catalogue", "index/_0.cfs")) {
      byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
      out.writeByte(1).writeShort(encoded.length).writeBytes(encoded).writeLong(5);
      out.writeBytes(new byte[] {1, 2, 3, 4, 5});
    }
    out.writeByte(0).writeInt(3);
    return out.writeBytes(Hashes.sha256(out.toByteArray())).toByteArray();
  }

  private static byte[] catalogue() {
    StoredFile pack = StoredFile.of(77, 300, new byte[ChunkedEncryption.HEADER_BYTES]);
    CatalogueSection batch =
        new CatalogueSection(
            CatalogueSection.Extent.BATCH,
            2,
            0,
            List.of(
                new CatalogueEntry.SourcePut(
                    new Source(
                        NOTES, "markdown", "/notes", Instant.EPOCH, Optional.of(Instant.EPOCH))),
                new CatalogueEntry.PackAdded(pack, NOTES),
                new CatalogueEntry.ItemPut(77, new ItemKey("a"), fingerprint(), 0, 300, 2),
                new CatalogueEntry.ItemRemoved(NOTES, new ItemKey("b")),
                new CatalogueEntry.Removal(RecordId.of(NOTES, new ItemKey("b")), 2)));
    return CatalogueCodec.encode(
        new CatalogueCodec.Head(2, List.of(pack), CatalogueCodec.encode(batch)));
  }

  private static byte[] record() {
    return RecordCodec.encode(
        PersonalRecord.of(
            NOTES,
            new ItemKey("a"),
            fingerprint(),
            new RecordContent(
                RecordKind.CHAT,
                "Title",
                Instant.EPOCH,
                List.of(),
                "thread",
                "a text",
                Labels.OWN,
                "",
                List.of("tag"),
                new ChatDetails(List.of(new ChatDetails.Message(0, Instant.EPOCH, "Mara"))))));
  }

  private static Fingerprint fingerprint() {
    return Fingerprint.of(new byte[] {3});
  }

  private static byte[] encryptedFile(int length) throws IOException {
    Path file = Files.createTempFile("seed", ".file");
    Files.delete(file);
    try {
      try (ChunkedFileWriter writer =
          StoreFilesFuzz.files(FileKind.DOCUMENT, StoreFilesFuzz.FILE_KEY)
              .create(file, StoreFilesFuzz.FILE)) {
        writer.write(new byte[length], 0, length);
      }
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
