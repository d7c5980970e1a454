package dev.sotto.securestore.v1;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of the catalogue of records. The file {@code catalogue} says which segments there are
 * and holds the newest sections itself; a segment holds sections only.
 *
 * <pre>
 * catalogue = version (1) = 1 ‖ generation (8) ‖ segments (4) ‖ stored file ... ‖ section ...
 * segment   = section ...
 * section   = extent (1) ‖ generation (8) ‖ removals known since (8) ‖ entries (4) ‖ entry ...
 * entry     = tag (1) ‖ fields
 * stored file = number (8) ‖ length (8) ‖ header (56)
 * </pre>
 */
public final class CatalogueCodec {
  private static final int VERSION = 1;
  private static final int STORED_FILE_BYTES = 16 + ChunkedEncryption.HEADER_BYTES;
  private static final int LEAST_ENTRY_BYTES = 12;
  private static final int FINGERPRINT_BYTES = 32;
  private static final int RECORD_ID_BYTES = 16;

  private static final int BATCH = 1;
  private static final int SNAPSHOT = 2;

  private static final int SOURCE_PUT = 1;
  private static final int PACK_ADDED = 2;
  private static final int ITEM_PUT = 3;
  private static final int ITEM_REMOVED = 4;
  private static final int REMOVAL = 5;

  private CatalogueCodec() {}

  /** What the file {@code catalogue} says. Immutable. */
  public static final class Head {
    private final long generation;
    private final List<StoredFile> segments;
    private final byte[] sections;

    /**
     * Creates a head.
     *
     * @param generation the number of the last batch
     * @param segments the segments, oldest first
     * @param sections the encoded sections after them, newest last
     */
    public Head(long generation, List<StoredFile> segments, byte[] sections) {
      this.generation = generation;
      this.segments = List.copyOf(segments);
      this.sections = sections.clone();
    }

    /** Returns the number of the last batch. */
    public long generation() {
      return generation;
    }

    /** Returns the segments, oldest first. */
    public List<StoredFile> segments() {
      return segments;
    }

    /**
     * Returns the encoded sections after the segments, newest last, in an array of the caller's
     * own.
     */
    public byte[] sections() {
      return sections.clone();
    }

    @Override
    public String toString() {
      return "Head[" + generation + ", " + segments.size() + " segments]";
    }
  }

  /** Returns the bytes of the file {@code catalogue}. */
  public static byte[] encode(Head head) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION).writeLong(head.generation()).writeInt(head.segments().size());
    head.segments().forEach(segment -> segment.writeTo(out));
    return out.writeBytes(head.sections()).toByteArray();
  }

  /** Returns what the file {@code catalogue} says. */
  public static Head decodeHead(String file, byte[] bytes) throws TamperedFileException {
    ByteReader in = new ByteReader(file, bytes);
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw in.malformed("it has the unknown version " + version);
    }
    long generation = in.readLong();
    int count = in.readCount(STORED_FILE_BYTES);
    List<StoredFile> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(StoredFile.readFrom(in));
    }
    return new Head(generation, segments, in.readBytes(in.remaining()));
  }

  /** Returns the bytes of a section. */
  public static byte[] encode(CatalogueSection section) {
    ByteWriter out = new ByteWriter();
    out.writeByte(
            switch (section.extent()) {
              case BATCH -> BATCH;
              case SNAPSHOT -> SNAPSHOT;
            })
        .writeLong(section.generation())
        .writeLong(section.removalsKnownSince())
        .writeInt(section.entries().size());
    section.entries().forEach(entry -> encode(entry, out));
    return out.toByteArray();
  }

  /** Returns the sections that stand in these bytes, one after another to their end. */
  public static List<CatalogueSection> decodeSections(String file, byte[] bytes)
      throws TamperedFileException {
    ByteReader in = new ByteReader(file, bytes);
    List<CatalogueSection> sections = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        sections.add(decodeSection(in));
      }
    } catch (IllegalArgumentException e) {
      TamperedFileException malformed = in.malformed("an entry holds an impossible value");
      malformed.initCause(e);
      throw malformed;
    }
    return sections;
  }

  private static CatalogueSection decodeSection(ByteReader in) throws TamperedFileException {
    int tag = in.readUnsignedByte();
    CatalogueSection.Extent extent =
        switch (tag) {
          case BATCH -> CatalogueSection.Extent.BATCH;
          case SNAPSHOT -> CatalogueSection.Extent.SNAPSHOT;
          default -> throw in.malformed("a section has the unknown extent " + tag);
        };
    long generation = in.readLong();
    long removalsKnownSince = in.readLong();
    int count = in.readCount(LEAST_ENTRY_BYTES);
    List<CatalogueEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(decodeEntry(in));
    }
    return new CatalogueSection(extent, generation, removalsKnownSince, entries);
  }

  private static void encode(CatalogueEntry entry, ByteWriter out) {
    switch (entry) {
      case CatalogueEntry.SourcePut(Source source) -> {
        out.writeByte(SOURCE_PUT)
            .writeText(source.id().value())
            .writeText(source.importer())
            .writeText(source.path())
            .writeInstant(source.added())
            .writeBoolean(source.lastSync().isPresent());
        source.lastSync().ifPresent(out::writeInstant);
      }
      case CatalogueEntry.PackAdded(StoredFile pack, SourceId source) -> {
        out.writeByte(PACK_ADDED);
        pack.writeTo(out);
        out.writeText(source.value());
      }
      case CatalogueEntry.ItemPut item ->
          out.writeByte(ITEM_PUT)
              .writeLong(item.pack())
              .writeText(item.key().value())
              .writeBytes(HexFormat.of().parseHex(item.fingerprint().value()))
              .writeLong(item.offset())
              .writeInt(item.length())
              .writeLong(item.changed());
      case CatalogueEntry.ItemRemoved(SourceId source, ItemKey key) ->
          out.writeByte(ITEM_REMOVED).writeText(source.value()).writeText(key.value());
      case CatalogueEntry.Removal(RecordId record, long generation) ->
          out.writeByte(REMOVAL)
              .writeBytes(HexFormat.of().parseHex(record.value()))
              .writeLong(generation);
    }
  }

  private static CatalogueEntry decodeEntry(ByteReader in) throws TamperedFileException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case SOURCE_PUT ->
          new CatalogueEntry.SourcePut(
              new Source(
                  new SourceId(in.readText()),
                  in.readText(),
                  in.readText(),
                  in.readInstant(),
                  in.readBoolean() ? Optional.of(in.readInstant()) : Optional.empty()));
      case PACK_ADDED ->
          new CatalogueEntry.PackAdded(StoredFile.readFrom(in), new SourceId(in.readText()));
      case ITEM_PUT ->
          new CatalogueEntry.ItemPut(
              in.readLong(),
              new ItemKey(in.readText()),
              new Fingerprint(HexFormat.of().formatHex(in.readBytes(FINGERPRINT_BYTES))),
              in.readLong(),
              in.readInt(),
              in.readLong());
      case ITEM_REMOVED ->
          new CatalogueEntry.ItemRemoved(new SourceId(in.readText()), new ItemKey(in.readText()));
      case REMOVAL ->
          new CatalogueEntry.Removal(
              new RecordId(HexFormat.of().formatHex(in.readBytes(RECORD_ID_BYTES))), in.readLong());
      default -> throw in.malformed("an entry has the unknown tag " + tag);
    };
  }
}
