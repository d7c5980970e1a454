package dev.sotto.importing.process;

import dev.sotto.process.ConstantCode;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.ProtocolException;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.ContactDetails.Birthday;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The bytes of a record's content in a message; {@code docs/format/process-messages-v1.md}. */
final class ContentFields {
  static final int MAX_TITLE = 2_000;
  static final int MAX_NAME = 2_000;
  static final int MAX_PLACE = 20_000;
  static final int MAX_THREAD = 4_096;
  static final int MAX_LOCATION = 8_192;
  static final int MAX_TEXT = 32 << 20;
  static final int MAX_PARTICIPANTS = 10_000;
  static final int MAX_TAGS = 2_000;
  static final int MAX_CONTACT_VALUES = 2_000;
  static final int MAX_RECURRENCE_LINES = 10_000;
  static final int MAX_RECURRENCE_LINE = 200_000;
  static final int MAX_CHAT_MESSAGES = 1_000_000;
  static final int MAX_SERIES = 2_000;
  static final int MAX_ROWS = 200_000;

  private static final int MAX_ZONE = 64;
  private static final int LEAST_TEXT_BYTES = 5;
  private static final int LEAST_PARTICIPANT_BYTES = 11;
  private static final int LEAST_CHAT_MESSAGE_BYTES = 21;
  private static final int LEAST_ROW_BYTES = 12;

  private static final int NONE = 0;
  private static final int EVENT = 1;
  private static final int CONTACT = 2;
  private static final int CHAT = 3;
  private static final int MEASUREMENTS = 4;

  private static final int ALL_DAY = 0;
  private static final int TIMED = 1;

  static final ConstantCode<RecordKind> KINDS =
      new ConstantCode<>(
          List.of(
              RecordKind.NOTE,
              RecordKind.EMAIL,
              RecordKind.CHAT,
              RecordKind.EVENT,
              RecordKind.RECEIPT,
              RecordKind.BOOKING,
              RecordKind.LOG,
              RecordKind.DOC,
              RecordKind.CONTACT));
  static final ConstantCode<Participant.Role> ROLES =
      new ConstantCode<>(List.of(Participant.Role.AUTHOR, Participant.Role.RECIPIENT));
  static final ConstantCode<Integrity> INTEGRITIES =
      new ConstantCode<>(List.of(Integrity.TYPED, Integrity.OWN, Integrity.EXTERNAL));
  static final ConstantCode<Confidentiality> CONFIDENTIALITIES =
      new ConstantCode<>(
          List.of(
              Confidentiality.PUBLIC,
              Confidentiality.PERSONAL,
              Confidentiality.SENSITIVE,
              Confidentiality.LOCAL_ONLY));
  static final ConstantCode<EventDetails.Status> STATUSES =
      new ConstantCode<>(
          List.of(
              EventDetails.Status.CONFIRMED,
              EventDetails.Status.TENTATIVE,
              EventDetails.Status.CANCELLED));

  private ContentFields() {}

  static void write(RecordContent content, MessageWriter out) {
    out.writeByte(KINDS.of(content.kind()))
        .writeText(content.title(), MAX_TITLE)
        .writeInstant(content.time())
        .writeList(content.participants(), MAX_PARTICIPANTS, ContentFields::writeParticipant)
        .writeText(content.thread(), MAX_THREAD)
        .writeText(content.text(), MAX_TEXT)
        .writeByte(INTEGRITIES.of(content.labels().integrity()))
        .writeByte(CONFIDENTIALITIES.of(content.labels().confidentiality()))
        .writeText(content.location(), MAX_LOCATION);
    writeTexts(content.tags(), MAX_TAGS, MAX_NAME, out);
    switch (content.details()) {
      case RecordDetails.None none -> out.writeByte(NONE);
      case EventDetails event -> writeEvent(event, out.writeByte(EVENT));
      case ContactDetails contact -> writeContact(contact, out.writeByte(CONTACT));
      case ChatDetails chat ->
          out.writeByte(CHAT)
              .writeList(chat.messages(), MAX_CHAT_MESSAGES, ContentFields::writeChatMessage);
      case MeasurementDetails measured -> writeMeasured(measured, out.writeByte(MEASUREMENTS));
    }
  }

  static RecordContent read(MessageReader in) throws ProtocolException {
    try {
      return new RecordContent(
          KINDS.read(in),
          in.readText(MAX_TITLE),
          in.readInstant(),
          in.readList(MAX_PARTICIPANTS, LEAST_PARTICIPANT_BYTES, ContentFields::readParticipant),
          in.readText(MAX_THREAD),
          in.readText(MAX_TEXT),
          new Labels(INTEGRITIES.read(in), CONFIDENTIALITIES.read(in)),
          in.readText(MAX_LOCATION),
          readTexts(MAX_TAGS, MAX_NAME, in),
          readDetails(in));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw in.malformed("a record holds an impossible value");
    }
  }

  private static RecordDetails readDetails(MessageReader in) throws ProtocolException {
    int form = in.readUnsignedByte();
    return switch (form) {
      case NONE -> RecordDetails.NONE;
      case EVENT -> readEvent(in);
      case CONTACT -> readContact(in);
      case CHAT ->
          new ChatDetails(
              in.readList(
                  MAX_CHAT_MESSAGES, LEAST_CHAT_MESSAGE_BYTES, ContentFields::readChatMessage));
      case MEASUREMENTS -> readMeasured(in);
      default -> throw in.malformed("details have the unknown form " + form);
    };
  }

  private static void writeTexts(List<String> texts, int max, int maxLength, MessageWriter out) {
    out.writeList(texts, max, (text, to) -> to.writeText(text, maxLength));
  }

  private static List<String> readTexts(int max, int maxLength, MessageReader in)
      throws ProtocolException {
    return in.readList(max, LEAST_TEXT_BYTES, from -> from.readText(maxLength));
  }

  private static void writeParticipant(Participant participant, MessageWriter out) {
    out.writeText(participant.name(), MAX_NAME)
        .writeText(participant.address(), MAX_NAME)
        .writeByte(ROLES.of(participant.role()));
  }

  private static Participant readParticipant(MessageReader in) throws ProtocolException {
    return new Participant(in.readText(MAX_NAME), in.readText(MAX_NAME), ROLES.read(in));
  }

  private static void writeEvent(EventDetails event, MessageWriter out) {
    out.writeText(event.uid(), MAX_THREAD).writeBoolean(event.recurrenceId().isPresent());
    event.recurrenceId().ifPresent(id -> writeTime(id, out));
    writeTime(event.start(), out);
    writeTime(event.end(), out);
    out.writeByte(STATUSES.of(event.status()))
        .writeInt(event.sequence())
        .writeInstant(event.modified());
    writeTexts(event.recurrence(), MAX_RECURRENCE_LINES, MAX_RECURRENCE_LINE, out);
    out.writeText(event.place(), MAX_PLACE);
  }

  private static EventDetails readEvent(MessageReader in) throws ProtocolException {
    return new EventDetails(
        in.readText(MAX_THREAD),
        in.readBoolean() ? Optional.of(readTime(in)) : Optional.empty(),
        readTime(in),
        readTime(in),
        STATUSES.read(in),
        in.readInt(),
        in.readInstant(),
        readTexts(MAX_RECURRENCE_LINES, MAX_RECURRENCE_LINE, in),
        in.readText(MAX_PLACE));
  }

  private static void writeTime(EventTime time, MessageWriter out) {
    switch (time) {
      case EventTime.AllDay allDay -> out.writeByte(ALL_DAY).writeLong(allDay.day().toEpochDay());
      case EventTime.Timed timed ->
          out.writeByte(TIMED)
              .writeInstant(timed.time().toInstant(ZoneOffset.UTC))
              .writeText(timed.zone().getId(), MAX_ZONE);
    }
  }

  private static EventTime readTime(MessageReader in) throws ProtocolException {
    int form = in.readUnsignedByte();
    return switch (form) {
      case ALL_DAY -> new EventTime.AllDay(LocalDate.ofEpochDay(in.readLong()));
      case TIMED ->
          new EventTime.Timed(
              LocalDateTime.ofInstant(in.readInstant(), ZoneOffset.UTC),
              ZoneId.of(in.readText(MAX_ZONE)));
      default -> throw in.malformed("an event's time has the unknown form " + form);
    };
  }

  private static void writeContact(ContactDetails contact, MessageWriter out) {
    out.writeText(contact.uid(), MAX_THREAD);
    writeTexts(contact.names(), MAX_CONTACT_VALUES, MAX_NAME, out);
    writeTexts(contact.nicknames(), MAX_CONTACT_VALUES, MAX_NAME, out);
    writeTexts(contact.addresses(), MAX_CONTACT_VALUES, MAX_NAME, out);
    writeTexts(contact.telephones(), MAX_CONTACT_VALUES, MAX_NAME, out);
    out.writeBoolean(contact.birthday().isPresent());
    contact
        .birthday()
        .ifPresent(born -> {
          out.writeBoolean(born.year().isPresent());
          born.year().ifPresent(out::writeInt);
          out.writeByte(born.day().getMonthValue()).writeByte(born.day().getDayOfMonth());
        });
    out.writeText(contact.organisation(), MAX_NAME);
  }

  private static ContactDetails readContact(MessageReader in) throws ProtocolException {
    return new ContactDetails(
        in.readText(MAX_THREAD),
        readTexts(MAX_CONTACT_VALUES, MAX_NAME, in),
        readTexts(MAX_CONTACT_VALUES, MAX_NAME, in),
        readTexts(MAX_CONTACT_VALUES, MAX_NAME, in),
        readTexts(MAX_CONTACT_VALUES, MAX_NAME, in),
        in.readBoolean() ? Optional.of(readBirthday(in)) : Optional.empty(),
        in.readText(MAX_NAME));
  }

  private static Birthday readBirthday(MessageReader in) throws ProtocolException {
    OptionalInt year = in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    return new Birthday(year, MonthDay.of(in.readUnsignedByte(), in.readUnsignedByte()));
  }

  private static void writeChatMessage(ChatDetails.Message message, MessageWriter out) {
    out.writeInt(message.start())
        .writeInstant(message.time())
        .writeText(message.sender(), MAX_NAME);
  }

  private static ChatDetails.Message readChatMessage(MessageReader in) throws ProtocolException {
    return new ChatDetails.Message(in.readInt(), in.readInstant(), in.readText(MAX_NAME));
  }

  private static void writeMeasured(MeasurementDetails measured, MessageWriter out) {
    writeTexts(measured.series(), MAX_SERIES, MAX_NAME, out);
    out.writeList(
        measured.rows(),
        MAX_ROWS,
        (row, to) -> {
          to.writeInt(row.start()).writeLong(row.day().toEpochDay());
          row.values().forEach(value -> to.writeLong(Double.doubleToLongBits(value)));
        });
  }

  private static MeasurementDetails readMeasured(MessageReader in) throws ProtocolException {
    List<String> series = readTexts(MAX_SERIES, MAX_NAME, in);
    return new MeasurementDetails(
        series,
        in.readList(
            MAX_ROWS,
            LEAST_ROW_BYTES + Long.BYTES * series.size(),
            from -> {
              int start = from.readInt();
              LocalDate day = LocalDate.ofEpochDay(from.readLong());
              List<Double> values = new ArrayList<>(series.size());
              for (int i = 0; i < series.size(); i++) {
                values.add(Double.longBitsToDouble(from.readLong()));
              }
              return new MeasurementDetails.Row(start, day, values);
            }));
  }
}
