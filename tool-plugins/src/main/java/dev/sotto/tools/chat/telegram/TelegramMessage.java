package dev.sotto.tools.chat.telegram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One message as the export has it: its fields by name (those of nested objects as {@code
 * poll.question}), the people it names and its text. For one thread.
 */
final class TelegramMessage {
  /** How much of a message's text is kept. */
  static final int MAX_TEXT = 100_000;

  /** The fields that are read. */
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "type",
          "date",
          "date_unixtime",
          "from",
          "from_id",
          "actor",
          "actor_id",
          "action",
          "forwarded_from",
          "saved_from",
          "reply_to_message_id",
          "via_bot",
          "photo",
          "file",
          "file_name",
          "media_type",
          "sticker_emoji",
          "duration_seconds",
          "performer",
          "title",
          "new_title",
          "place_name",
          "address",
          "game_title",
          "inviter",
          "discard_reason",
          "information_text",
          "author",
          "contact_information.first_name",
          "contact_information.last_name",
          "contact_information.phone_number",
          "location_information.latitude",
          "location_information.longitude",
          "poll.question",
          "invoice_information.title",
          "invoice_information.description");

  private static final int MAX_VALUE = 4_000;
  private static final int MAX_LISTED = 50;

  private final Map<String, String> fields = new HashMap<>();
  private final List<String> members = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean cut;

  void put(String field, String value) {
    fields.put(field, value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE));
  }

  void addMember(String name) {
    if (members.size() < MAX_LISTED) {
      members.add(oneLine(name));
    }
  }

  void addAnswer(String answer) {
    if (answers.size() < MAX_LISTED) {
      answers.add(oneLine(answer));
    }
  }

  void addText(String part) {
    int room = MAX_TEXT - text.length();
    cut |= part.length() > room;
    text.append(part, 0, Math.min(part.length(), room));
  }

  boolean hasText() {
    return !text.isEmpty();
  }

  /** Tells whether the text was longer than what is kept. */
  boolean wasCut() {
    return cut;
  }

  /** Returns the value of a field, empty if it has none. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean isService() {
    return field("type").equals("service");
  }

  /** Tells whether the export says no more than that there is a message. */
  boolean isUnsupported() {
    return field("type").equals("unsupported");
  }

  /** Tells whether the sender passed on what somebody or something else wrote. */
  boolean isPassedOn() {
    return fields.containsKey("forwarded_from")
        || fields.containsKey("saved_from")
        || fields.containsKey("via_bot");
  }

  /** Returns the name of the sender on one line, without what would end it. */
  String sender() {
    return senderName(field("from"));
  }

  /** Returns a name as it may stand before a colon. */
  static String senderName(String name) {
    String clean = oneLine(name).replace(": ", " ").replace('：', ' ').strip();
    String bounded = clean.length() <= 100 ? clean : clean.substring(0, 100).strip();
    String bare = bounded.endsWith(":") ? bounded.substring(0, bounded.length() - 1) : bounded;
    return bare.isBlank() ? "Deleted Account" : bare;
  }

  /**
   * Returns what was sent: the text, and in square brackets what else the message consists of.
   *
   * @param repliedTo who wrote the message that this one answers, empty if that is not known
   */
  String said(String repliedTo) {
    StringBuilder said = new StringBuilder();
    if (!repliedTo.isEmpty()) {
      append(said, "[reply to " + repliedTo + "]");
    }
    if (fields.containsKey("forwarded_from")) {
      append(said, "[forwarded from " + senderName(field("forwarded_from")) + "]");
    }
    append(said, attachment());
    append(said, text.toString().strip());
    return said.toString();
  }

  private String attachment() {
    String name =
        name(field("contact_information.first_name"), field("contact_information.last_name"));
    if (!name.isEmpty() || fields.containsKey("contact_information.phone_number")) {
      return "[contact: " + joined(name, field("contact_information.phone_number")) + "]";
    }
    if (fields.containsKey("place_name") || fields.containsKey("location_information.latitude")) {
      return "[location: "
          + joined(
              field("place_name"),
              field("address"),
              joined(
                  field("location_information.latitude"), field("location_information.longitude")))
          + "]";
    }
    if (fields.containsKey("poll.question")) {
      String question = oneLine(field("poll.question"));
      return answers.isEmpty()
          ? "[poll: " + question + "]"
          : "[poll: " + question + " " + String.join(" / ", answers) + "]";
    }
    if (fields.containsKey("invoice_information.title")) {
      return "[invoice: "
          + joined(field("invoice_information.title"), field("invoice_information.description"))
          + "]";
    }
    if (fields.containsKey("game_title")) {
      return "[game: " + oneLine(field("game_title")) + "]";
    }
    if (fields.containsKey("photo")) {
      return "[photo]";
    }
    return fields.containsKey("file") || fields.containsKey("media_type") ? file() : "";
  }

  private String file() {
    String kind =
        switch (field("media_type")) {
          case "sticker" -> "sticker";
          case "video_message" -> "video message";
          case "voice_message" -> "voice message";
          case "animation" -> "animation";
          case "video_file" -> "video";
          case "audio_file" -> "audio";
          default -> "file";
        };
    String what = joined(field("performer"), field("title"));
    if (kind.equals("sticker")) {
      what = field("sticker_emoji");
    } else if (what.isEmpty() && (kind.equals("file") || fields.containsKey("file_name"))) {
      what = fileName();
    }
    return what.isEmpty() ? "[" + kind + "]" : "[" + kind + ": " + oneLine(what) + "]";
  }

  private String fileName() {
    String path = fields.containsKey("file_name") ? field("file_name") : field("file");
    return path.startsWith("(") ? "" : path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns what a line of the system says. */
  String event() {
    String actor = fields.containsKey("actor") ? oneLine(field("actor")) : oneLine(field("from"));
    String title = oneLine(fields.containsKey("title") ? field("title") : field("new_title"));
    String people = members.stream().filter(m -> !m.isEmpty()).collect(Collectors.joining(", "));
    String what =
        switch (field("action")) {
          case "create_group" -> "created the group \u201c" + title + "\u201d";
          case "create_channel" -> "created the channel \u201c" + title + "\u201d";
          case "edit_group_title" -> "renamed the group to \u201c" + title + "\u201d";
          case "invite_members" -> "invited " + people;
          case "remove_members" -> "removed " + people;
          case "join_group_by_link" -> "joined the group by a link";
          case "join_group_by_request" -> "joined the group";
          case "pin_message" -> "pinned a message";
          case "phone_call" -> call();
          case "joined_telegram" -> "joined Telegram";
          case "topic_created" -> "created the topic \u201c" + title + "\u201d";
          case "edit_group_photo" -> "changed the group's photo";
          case "" -> field("information_text");
          default ->
              joined(
                  oneLine(field("action").replace('_', ' ').toLowerCase(Locale.ROOT)),
                  title,
                  people);
        };
    String event = oneLine(actor + " " + what);
    return hasText() ? event + " " + text.toString().strip() : event;
  }

  private String call() {
    String seconds = field("duration_seconds");
    return switch (field("discard_reason")) {
      case "missed", "busy" -> "called, the call was not taken";
      default ->
          seconds.isEmpty() ? "called" : "called, the call took " + oneLine(seconds) + " seconds";
    };
  }

  private static void append(StringBuilder said, String part) {
    if (!part.isEmpty()) {
      said.append(said.isEmpty() ? "" : " ").append(part);
    }
  }

  private static String name(String first, String last) {
    return oneLine(first + " " + last);
  }

  private static String joined(String... parts) {
    return List.of(parts).stream()
        .map(TelegramMessage::oneLine)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean turnsDirection =
          c == '\u200e'
              || c == '\u200f'
              || c == '\u061c'
              || (c >= '\u202a' && c <= '\u202e')
              || (c >= '\u2066' && c <= '\u2069')
              || c == '\ufeff';
      if (!turnsDirection) {
        boolean space =
            Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
        line.append(space ? ' ' : c);
      }
    }
    return line.toString().strip();
  }

  @Override
  public String toString() {
    return "TelegramMessage[" + text.length() + " characters]";
  }
}
