package dev.sotto.securestore.v1;

import dev.sotto.record.ChatDetails;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.ContactDetails.Birthday;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.RecordDetails;
import dev.sotto.storage.TamperedFileException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bytes of a record's details: a form (1) and the fields of that form; {@code
 * docs/format/records-v1.md} lists them.
 */
final class DetailsCodec {
  private static final int NONE = 0;
  private static final int EVENT = 1;
  private static final int CONTACT = 2;
  private static final int CHAT = 3;
  private static final int MEASUREMENTS = 4;

  private static final int ALL_DAY = 0;
  private static final int TIMED = 1;

  private static final int LEAST_TEXT_BYTES = 5;
  private static final int LEAST_MESSAGE_BYTES = 21;
  private static final int LEAST_ROW_BYTES = 12;

  private DetailsCodec() {}

  static void encode(RecordDetails details, ByteWriter out) {
    switch (details) {
      case RecordDetails.None none -> out.writeByte(NONE);
      case EventDetails event -> encodeEvent(event, out.writeByte(EVENT));
      case ContactDetails contact -> encodeContact(contact, out.writeByte(CONTACT));
      case ChatDetails chat -> encodeChat(chat, out.writeByte(CHAT));
      case MeasurementDetails measured -> encodeMeasured(measured, out.writeByte(MEASUREMENTS));
    }
  }

  static RecordDetails decode(ByteReader in) throws TamperedFileException {
    int form = in.readUnsignedByte();
    try {
      return switch (form) {
        case NONE -> RecordDetails.NONE;
        case EVENT -> decodeEvent(in);
        case CONTACT -> decodeContact(in);
        case CHAT -> decodeChat(in);
        case MEASUREMENTS -> decodeMeasured(in);
        default -> throw in.malformed("details have the unknown form " + form);
      };
    } catch (DateTimeException e) {
      TamperedFileException malformed = in.malformed("details hold an impossible day or zone");
      malformed.initCause(e);
      throw malformed;
    }
  }

  static void encodeTexts(List<String> texts, ByteWriter out) {
    out.writeInt(texts.size());
    texts.forEach(out::writeText);
  }

  static List<String> decodeTexts(ByteReader in) throws TamperedFileException {
    int count = in.readCount(LEAST_TEXT_BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readText());
    }
    return texts;
  }

  private static void encodeEvent(EventDetails event, ByteWriter out) {
    out.writeText(event.uid()).writeBoolean(event.recurrenceId().isPresent());
    event.recurrenceId().ifPresent(id -> encodeTime(id, out));
    encodeTime(event.start(), out);
    encodeTime(event.end(), out);
    out.writeByte(Codes.of(event.status()))
        .writeInt(event.sequence())
        .writeInstant(event.modified());
    encodeTexts(event.recurrence(), out);
    out.writeText(event.place());
  }

  private static EventDetails decodeEvent(ByteReader in) throws TamperedFileException {
    return new EventDetails(
        in.readText(),
        in.readBoolean() ? Optional.of(decodeTime(in)) : Optional.empty(),
        decodeTime(in),
        decodeTime(in),
        Codes.eventStatus(in.readUnsignedByte()),
        in.readInt(),
        in.readInstant(),
        decodeTexts(in),
        in.readText());
  }

  private static void encodeTime(EventTime time, ByteWriter out) {
    switch (time) {
      case EventTime.AllDay allDay -> out.writeByte(ALL_DAY).writeLong(allDay.day().toEpochDay());
      case EventTime.Timed timed ->
          out.writeByte(TIMED).writeText(timed.time().toString()).writeText(timed.zone().getId());
    }
  }

  private static EventTime decodeTime(ByteReader in) throws TamperedFileException {
    int form = in.readUnsignedByte();
    return switch (form) {
      case ALL_DAY -> new EventTime.AllDay(LocalDate.ofEpochDay(in.readLong()));
      case TIMED ->
          new EventTime.Timed(LocalDateTime.parse(in.readText()), ZoneId.of(in.readText()));
      default -> throw in.malformed("an event's time has the unknown form " + form);
    };
  }

  private static void encodeContact(ContactDetails contact, ByteWriter out) {
    out.writeText(contact.uid());
    encodeTexts(contact.names(), out);
    encodeTexts(contact.nicknames(), out);
    encodeTexts(contact.addresses(), out);
    encodeTexts(contact.telephones(), out);
    out.writeBoolean(contact.birthday().isPresent());
    contact
        .birthday()
        .ifPresent(born -> {
          out.writeBoolean(born.year().isPresent());
          born.year().ifPresent(out::writeInt);
          out.writeByte(born.day().getMonthValue()).writeByte(born.day().getDayOfMonth());
        });
    out.writeText(contact.organisation());
  }

  private static ContactDetails decodeContact(ByteReader in) throws TamperedFileException {
    return new ContactDetails(
        in.readText(),
        decodeTexts(in),
        decodeTexts(in),
        decodeTexts(in),
        decodeTexts(in),
        in.readBoolean() ? Optional.of(decodeBirthday(in)) : Optional.empty(),
        in.readText());
  }

  private static Birthday decodeBirthday(ByteReader in) throws TamperedFileException {
    OptionalInt year = in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    return new Birthday(year, MonthDay.of(in.readUnsignedByte(), in.readUnsignedByte()));
  }

  private static void encodeChat(ChatDetails chat, ByteWriter out) {
    out.writeInt(chat.messages().size());
    for (ChatDetails.Message message : chat.messages()) {
      out.writeInt(message.start()).writeInstant(message.time()).writeText(message.sender());
    }
  }

  private static ChatDetails decodeChat(ByteReader in) throws TamperedFileException {
    int count = in.readCount(LEAST_MESSAGE_BYTES);
    List<ChatDetails.Message> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      messages.add(new ChatDetails.Message(in.readInt(), in.readInstant(), in.readText()));
    }
    return new ChatDetails(messages);
  }

  private static void encodeMeasured(MeasurementDetails measured, ByteWriter out) {
    encodeTexts(measured.series(), out);
    out.writeInt(measured.rows().size());
    for (MeasurementDetails.Row row : measured.rows()) {
      out.writeInt(row.start()).writeLong(row.day().toEpochDay());
      row.values().forEach(value -> out.writeLong(Double.doubleToLongBits(value)));
    }
  }

  private static MeasurementDetails decodeMeasured(ByteReader in) throws TamperedFileException {
    List<String> series = decodeTexts(in);
    int count = in.readCount(LEAST_ROW_BYTES + Long.BYTES * series.size());
    List<MeasurementDetails.Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.readInt();
      LocalDate day = LocalDate.ofEpochDay(in.readLong());
      List<Double> values = new ArrayList<>(series.size());
      for (int j = 0; j < series.size(); j++) {
        values.add(Double.longBitsToDouble(in.readLong()));
      }
      rows.add(new MeasurementDetails.Row(start, day, values));
    }
    return new MeasurementDetails(series, rows);
  }
}
