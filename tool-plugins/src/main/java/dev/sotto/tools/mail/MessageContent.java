package dev.sotto.tools.mail;

import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;

/** Makes the content of a record from the bytes of one message. For any thread. */
final class MessageContent {
  private final MailLimits limits;
  private final MimeReader mimeReader;

  MessageContent(MailLimits limits) {
    this.limits = limits;
    this.mimeReader = new MimeReader(limits);
  }

  /** What came of reading a message. */
  sealed interface Result permits Read, Unreadable, CutOff {}

  /**
   * A message that was read.
   *
   * @param content what it says
   * @param omission what was left out of it, or an empty string
   */
  record Read(RecordContent content, String omission) implements Result {}

  /**
   * A message that can't be read.
   *
   * @param reason why, and what to do
   */
  record Unreadable(String reason) implements Result {}

  /** A message of which the end is missing. */
  record CutOff() implements Result {}

  /**
   * Reads a message.
   *
   * @param raw the message as it stands in its file
   * @param separator its mbox separator, or an empty string
   * @param location where the person finds it
   * @param modified when its file was changed, the last resort for the message's time
   * @param zone the zone of dates that name none
   * @param ending whether it may have been cut off
   */
  Result read(
      byte[] raw,
      String separator,
      String location,
      Instant modified,
      ZoneId zone,
      MailImporter.Ending ending) {
    if (!MessageHeader.startsMessage(firstLines(raw), 1)) {
      if (ending == MailImporter.Ending.MAYBE_CUT_OFF && !new MessageHeader(raw).isEnded()) {
        return new CutOff();
      }
      return new Unreadable(
          "It doesn't start with the header of a message. Export it again as mbox or eml.");
    }
    byte[] bytes = separator.isEmpty() ? raw : MboxReader.unquoted(raw);
    MimeReader.Result parsed;
    try {
      parsed = mimeReader.read(bytes);
      MimePart message = parsed.message();
      if (ending == MailImporter.Ending.MAYBE_CUT_OFF && isCutOff(message, bytes)) {
        return new CutOff();
      }
      return new Read(
          new RecordContent(
              RecordKind.EMAIL,
              BoundedText.of(message.decodedField("subject").orElse(""), BoundedText.MAX_TITLE),
              time(message, separator, zone).orElse(modified),
              participants(message),
              thread(message, bytes, location),
              MailText.of(message),
              Labels.UNLABELLED,
              location),
          parsed.omission());
    } catch (MaxHeaderLimitException | MaxHeaderLengthLimitException e) {
      return new Unreadable(
          "Its header has more than "
              + limits.maxHeaderFields()
              + " fields or a field of more than "
              + limits.maxHeaderBytes()
              + " bytes, which no mail program writes. Delete it if it is not wanted.");
    } catch (MimeException | IOException | RuntimeException e) {
      return new Unreadable(
          "Its structure can't be read ("
              + e.getClass().getSimpleName()
              + "). Open it in the mail program and save it again.");
    }
  }

  private static byte[] firstLines(byte[] raw) {
    return raw.length <= 4_096 ? raw : Arrays.copyOf(raw, 4_096);
  }

  private static boolean isCutOff(MimePart message, byte[] bytes) {
    if (!new MessageHeader(bytes).isEnded()) {
      return true;
    }
    String boundary = message.parameter("boundary");
    return message.isMultipart()
        && !boundary.isEmpty()
        && !new String(bytes, StandardCharsets.ISO_8859_1).contains("--" + boundary + "--");
  }

  private static Optional<Instant> time(MimePart message, String separator, ZoneId zone) {
    return firstDate(message, "date", zone)
        .or(() -> firstDate(message, "received", zone))
        .or(() -> MailDate.of(separator, ZoneOffset.UTC));
  }

  private static Optional<Instant> firstDate(MimePart message, String field, ZoneId zone) {
    return message.fields(field).stream()
        .flatMap(body -> MailDate.of(HeaderText.unfolded(body), zone).stream())
        .findFirst();
  }

  private List<Participant> participants(MimePart message) {
    Set<Participant> participants = new LinkedHashSet<>();
    addAll(participants, message, "from", Participant.Role.AUTHOR);
    if (participants.isEmpty()) {
      addAll(participants, message, "sender", Participant.Role.AUTHOR);
    }
    addAll(participants, message, "to", Participant.Role.RECIPIENT);
    addAll(participants, message, "cc", Participant.Role.RECIPIENT);
    return new ArrayList<>(participants);
  }

  private void addAll(
      Set<Participant> participants, MimePart message, String field, Participant.Role role) {
    for (byte[] body : message.fields(field)) {
      int room = limits.maxParticipants() - participants.size();
      if (room > 0) {
        participants.addAll(AddressList.of(body, role, room));
      }
    }
  }

  private static String thread(MimePart message, byte[] bytes, String location) {
    return firstReference(message, "references")
        .or(() -> firstReference(message, "in-reply-to"))
        .or(() -> new MessageHeader(bytes).messageId())
        .orElse(location);
  }

  private static Optional<String> firstReference(MimePart message, String field) {
    return message.fields(field).stream()
        .flatMap(body -> MessageHeader.firstId(HeaderText.unfolded(body)).stream())
        .findFirst();
  }
}
