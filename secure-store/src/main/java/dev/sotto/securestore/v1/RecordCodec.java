package dev.sotto.securestore.v1;

import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.storage.TamperedFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of one record in a pack. Numbers are big-endian; a text is its form, its length and its
 * bytes.
 *
 * <pre>
 * version (1) = 2 ‖ item key ‖ fingerprint (32) ‖ kind (1) ‖ title ‖ second (8) nanosecond (4)
 * ‖ participants (4), of each: name ‖ address ‖ role (1)
 * ‖ thread ‖ text ‖ integrity (1) ‖ confidentiality (1) ‖ location ‖ tags ‖ details
 * </pre>
 *
 * Version 1 ends after the location; it is read, no longer written.
 */
public final class RecordCodec {
  /** The most bytes that one record may have. */
  public static final int MAX_BYTES = 64 << 20;

  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_DETAILS = 1;
  private static final int FINGERPRINT_BYTES = 32;
  private static final int LEAST_PARTICIPANT_BYTES = 11;

  private RecordCodec() {}

  /**
   * Returns a record as bytes.
   *
   * @throws IllegalArgumentException if it has more than 64 MiB
   */
  public static byte[] encode(PersonalRecord record) {
    RecordContent content = record.content();
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION)
        .writeText(record.key().value())
        .writeBytes(HexFormat.of().parseHex(record.fingerprint().value()))
        .writeByte(Codes.of(content.kind()))
        .writeText(content.title())
        .writeInstant(content.time())
        .writeInt(content.participants().size());
    for (Participant participant : content.participants()) {
      out.writeText(participant.name())
          .writeText(participant.address())
          .writeByte(Codes.of(participant.role()));
    }
    out.writeText(content.thread())
        .writeText(content.text())
        .writeByte(Codes.of(content.labels().integrity()))
        .writeByte(Codes.of(content.labels().confidentiality()))
        .writeText(content.location());
    DetailsCodec.encodeTexts(content.tags(), out);
    DetailsCodec.encode(content.details(), out);
    if (out.length() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A record has at most "
              + MAX_BYTES
              + " bytes; the record "
              + record.id()
              + " has "
              + out.length()
              + ". Divide it into several items");
    }
    return out.toByteArray();
  }

  /**
   * Returns the record that stands in these bytes.
   *
   * @param file the name of the file they come from, for the exception
   * @param source the source that the file belongs to
   * @throws TamperedFileException if they are not exactly one record
   */
  public static PersonalRecord decode(String file, SourceId source, byte[] bytes)
      throws TamperedFileException {
    ByteReader in = new ByteReader(file, bytes);
    int version = in.readUnsignedByte();
    if (version != VERSION && version != VERSION_WITHOUT_DETAILS) {
      throw in.malformed("a record has the unknown version " + version);
    }
    try {
      ItemKey key = new ItemKey(in.readText());
      Fingerprint fingerprint =
          new Fingerprint(HexFormat.of().formatHex(in.readBytes(FINGERPRINT_BYTES)));
      RecordContent content = decodeContent(version, in);
      in.requireEnd();
      return PersonalRecord.of(source, key, fingerprint, content);
    } catch (IllegalArgumentException e) {
      TamperedFileException malformed = in.malformed("a record holds an impossible value");
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static RecordContent decodeContent(int version, ByteReader in)
      throws TamperedFileException {
    RecordKind kind = Codes.kind(in.readUnsignedByte());
    String title = in.readText();
    Instant time = in.readInstant();
    int count = in.readCount(LEAST_PARTICIPANT_BYTES);
    List<Participant> participants = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      participants.add(
          new Participant(in.readText(), in.readText(), Codes.role(in.readUnsignedByte())));
    }
    String thread = in.readText();
    String text = in.readText();
    Integrity integrity = Codes.integrity(in.readUnsignedByte());
    Confidentiality confidentiality = Codes.confidentiality(in.readUnsignedByte());
    String location = in.readText();
    boolean detailed = version != VERSION_WITHOUT_DETAILS;
    return new RecordContent(
        kind,
        title,
        time,
        participants,
        thread,
        text,
        new Labels(integrity, confidentiality),
        location,
        detailed ? DetailsCodec.decodeTexts(in) : List.of(),
        detailed ? DetailsCodec.decode(in) : RecordDetails.NONE);
  }
}
