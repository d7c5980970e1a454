package dev.sotto.tools.mail;

import dev.sotto.tools.BoundedText;
import dev.sotto.tools.TextDecoding;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quick look at the header of a raw message, without parsing it: what is needed to name a message
 * that may be stored already. For any thread.
 */
final class MessageHeader {
  private static final int MAX_LOOKED_AT = 1 << 20;
  private static final int MAX_ID = 1_000;
  private static final Pattern ID = Pattern.compile("<\\s*([^<>\\s]{1,1000})\\s*>");
  private static final Pattern KNOWN_FIELD =
      Pattern.compile(
          "(?:from|date|subject|received|message-id|return-path|to|mime-version|delivered-to|sender|reply-to|x-[a-z-]+)",
          Pattern.CASE_INSENSITIVE);
  private static final int MAX_TAGS = 100;
  private static final int MAX_TAG = 100;
  private static final int EXPUNGED = 0x0008;

  private final byte[] message;

  MessageHeader(byte[] message) {
    this.message = message;
  }

  /**
   * Tells whether bytes start like a message: at least {@code min} header fields known from mail.
   */
  static boolean startsMessage(byte[] head, int min) {
    int known = 0;
    int fields = 0;
    String text = TextDecoding.windows1252(head);
    for (String line : text.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (fields > 0 && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || !line.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 127)) {
        break;
      }
      fields++;
      known += KNOWN_FIELD.matcher(line.substring(0, colon)).matches() ? 1 : 0;
    }
    return known >= min;
  }

  /** Returns the message id without its brackets, if the message has one. */
  Optional<String> messageId() {
    return field("message-id")
        .map(value -> {
          Matcher id = ID.matcher(value);
          String found = id.find() ? id.group(1) : value.replaceAll("[<>\\s]+", "");
          return found.substring(0, Math.min(found.length(), MAX_ID));
        })
        .filter(id -> !id.isEmpty());
  }

  /** Tells whether Thunderbird has deleted the message and only not yet compacted its folder. */
  boolean isExpunged() {
    return field("x-mozilla-status")
        .filter(value -> value.matches("[0-9A-Fa-f]{4}"))
        .map(value -> (Integer.parseInt(value, 16) & EXPUNGED) != 0)
        .orElse(false);
  }

  /** Returns the words by which mail programs filed the message: labels and keywords. */
  List<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    addTags(tags, "x-gmail-labels", ",");
    addTags(tags, "keywords", ",");
    addTags(tags, "x-keywords", "[,\\s]+");
    addTags(tags, "x-mozilla-keys", "\\s+");
    return List.copyOf(tags);
  }

  private void addTags(Set<String> tags, String name, String separator) {
    field(name)
        .map(HeaderText::decoded)
        .ifPresent(value -> {
          for (String tag : value.split(separator)) {
            if (!tag.isBlank() && tags.size() < MAX_TAGS) {
              tags.add(BoundedText.of(tag.strip(), MAX_TAG));
            }
          }
        });
  }

  /** Tells whether the header ends within the message, with an empty line. */
  boolean isEnded() {
    return end() < message.length;
  }

  private Optional<String> field(String name) {
    int end = Math.min(end(), MAX_LOOKED_AT);
    for (int at = 0; at < end; at = lineEnd(at) + 1) {
      if (isField(at, name)) {
        int valueEnd = lineEnd(at);
        while (valueEnd + 1 < end
            && (message[valueEnd + 1] == ' ' || message[valueEnd + 1] == '\t')) {
          valueEnd = lineEnd(valueEnd + 1);
        }
        int start = at + name.length() + 1;
        return Optional.of(
            TextDecoding.windows1252(Arrays.copyOfRange(message, start, Math.max(start, valueEnd)))
                .strip());
      }
    }
    return Optional.empty();
  }

  private boolean isField(int start, String name) {
    if (start + name.length() >= message.length || message[start + name.length()] != ':') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.toLowerCase((char) message[start + i]) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int end() {
    for (int at = 0; at < message.length; at = lineEnd(at) + 1) {
      if (message[at] == '\n'
          || (message[at] == '\r' && at + 1 < message.length && message[at + 1] == '\n')) {
        return at;
      }
    }
    return message.length;
  }

  private int lineEnd(int start) {
    int at = start;
    while (at < message.length && message[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Returns the first message id that a reference field names. */
  static Optional<String> firstId(String references) {
    Matcher id = ID.matcher(references);
    return id.find() ? Optional.of(id.group(1)) : Optional.empty();
  }
}
