package dev.sotto.tools.chat.telegram;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Walks through an export of one chat or of all chats, holding one message at a time. What it does
 * not know it skips. Syntax errors and failures to read are {@code JacksonException}s. Not for
 * several threads.
 */
final class ExportReader implements Closeable {
  private static final int MAX_HEADERS = 100_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * BoundedJson.MAX_DEPTH)
                  .maxStringLength(2 * BoundedJson.MAX_STRING)
                  .maxNameLength(2 * BoundedJson.MAX_STRING)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  /** Receives the messages of a walk. */
  interface Visitor {
    /**
     * Takes the chat whose messages follow.
     *
     * @param ordinal which of the chats in the file it is, from 0
     * @param header what stands before the messages
     * @param ownId the number of the account that made the export, empty if that is not known yet
     */
    void chat(int ordinal, Header header, String ownId) throws IOException;

    /** Takes the next message of that chat. */
    void message(TelegramMessage message) throws IOException;

    /** Tells that the chat has no more messages. */
    void chatEnd() throws IOException;
  }

  /**
   * What an export says of a chat.
   *
   * @param id its number
   * @param name its name; empty for saved messages
   * @param type what sort of chat it is, such as {@code personal_chat}
   */
  record Header(String id, String name, String type) {
    /** Tells whether it has all that every export has. */
    boolean isComplete() {
      return !id.isEmpty() && !type.isEmpty();
    }

    @Override
    public String toString() {
      return "Header[" + name.length() + " characters of a name]";
    }
  }

  private final JsonParser parser;
  private final @Nullable Visitor visitor;
  private final List<Header> headers = new ArrayList<>();
  private String ownId = "";
  private int chats;

  private ExportReader(Reader json, @Nullable Visitor visitor) {
    this.parser = JSON.createParser(ObjectReadContext.empty(), json);
    this.visitor = visitor;
  }

  /** Returns a reader that passes over messages and collects what the export says of its chats. */
  static ExportReader ofHeaders(Reader json) {
    return new ExportReader(json, null);
  }

  /** Returns a reader that hands over all messages. */
  static ExportReader ofMessages(Reader json, Visitor visitor) {
    return new ExportReader(json, visitor);
  }

  /** Returns the chats in the order of the file, as far as the walk came. */
  List<Header> headers() {
    return List.copyOf(headers);
  }

  /** Walks to the end. */
  void read() throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      chat();
    }
  }

  /** Reads an object that may be a chat, an export of many, or both. */
  private void chat() throws IOException {
    int ordinal = -1;
    String id = "";
    String name = "";
    String type = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (property) {
        case "id" -> id = scalar(value);
        case "name" -> name = scalar(value);
        case "type" -> type = scalar(value);
        case "messages" -> {
          if (value == JsonToken.START_ARRAY) {
            ordinal = ordinal < 0 ? chats++ : ordinal;
            messages(ordinal, new Header(id, name, type));
          } else {
            parser.skipChildren();
          }
        }
        case "personal_information" -> personalInformation(value);
        case "chats", "left_chats" -> chatLists(value);
        default -> parser.skipChildren();
      }
      if (visitor == null && ordinal >= 0 && ordinal < MAX_HEADERS) {
        Header header = new Header(id, name, type);
        if (ordinal == headers.size()) {
          headers.add(header);
        } else if (ordinal < headers.size()) {
          headers.set(ordinal, header);
        }
      }
    }
  }

  private void personalInformation(JsonToken value) {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean userId = parser.currentName().equals("user_id");
      String number = scalar(parser.nextToken());
      ownId = userId ? number : ownId;
    }
  }

  private void chatLists(JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean list = parser.currentName().equals("list");
      if (parser.nextToken() != JsonToken.START_ARRAY || !list) {
        parser.skipChildren();
        continue;
      }
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY && next != null;
          next = parser.nextToken()) {
        if (next == JsonToken.START_OBJECT) {
          chat();
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void messages(int ordinal, Header inline) throws IOException {
    if (visitor == null) {
      parser.skipChildren();
      return;
    }
    visitor.chat(ordinal, inline, ownId);
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = parser.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        visitor.message(message());
      } else {
        parser.skipChildren();
      }
    }
    visitor.chatEnd();
  }

  private TelegramMessage message() {
    TelegramMessage message = new TelegramMessage();
    boolean textSeen = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (property) {
        case "text", "text_entities" -> {
          boolean before = message.hasText();
          if (textSeen && before) {
            parser.skipChildren();
          } else {
            text(value, message);
            textSeen = true;
          }
        }
        case "members" -> members(value, message);
        case "contact_information", "location_information", "poll", "invoice_information" ->
            nested(property, value, message);
        default -> {
          String scalar = scalar(value);
          if (TelegramMessage.FIELDS.contains(property)
              && (!scalar.isEmpty() || value == JsonToken.VALUE_NULL)) {
            message.put(property, scalar);
          }
        }
      }
    }
    return message;
  }

  private void text(JsonToken value, TelegramMessage message) {
    if (value != JsonToken.START_ARRAY) {
      message.addText(scalar(value));
      return;
    }
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = parser.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        entity(message);
      } else {
        message.addText(scalar(next));
      }
    }
  }

  private void entity(TelegramMessage message) {
    String text = "";
    String link = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = parser.currentName();
      String value = scalar(parser.nextToken());
      switch (property) {
        case "text" -> text = value;
        case "href" -> link = value;
        default -> {}
      }
    }
    message.addText(text);
    if (!link.isEmpty() && !link.equals(text)) {
      message.addText(" (" + link + ")");
    }
  }

  private void members(JsonToken value, TelegramMessage message) {
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = parser.nextToken()) {
      message.addMember(scalar(next));
    }
  }

  private void nested(String name, JsonToken value, TelegramMessage message) {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String property = name + "." + parser.currentName();
      JsonToken inner = parser.nextToken();
      if (property.equals("poll.answers") && inner == JsonToken.START_ARRAY) {
        answers(message);
        continue;
      }
      String scalar = scalar(inner);
      if (TelegramMessage.FIELDS.contains(property) && !scalar.isEmpty()) {
        message.put(property, scalar);
      }
    }
  }

  private void answers(TelegramMessage message) {
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY && next != null;
        next = parser.nextToken()) {
      if (next != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean text = parser.currentName().equals("text");
        String answer = scalar(parser.nextToken());
        if (text) {
          message.addAnswer(answer);
        }
      }
    }
  }

  /** Returns a string or number as text; an empty one for anything else, which is skipped. */
  private String scalar(@Nullable JsonToken token) {
    if (token == null) {
      return "";
    }
    return switch (token) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
      case START_OBJECT, START_ARRAY -> {
        parser.skipChildren();
        yield "";
      }
      default -> "";
    };
  }

  @Override
  public void close() {
    parser.close();
  }
}
