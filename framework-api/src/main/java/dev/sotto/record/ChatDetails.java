package dev.sotto.record;

import java.time.Instant;
import java.util.List;

/**
 * The messages of a piece of a conversation, in the order of the record's text.
 *
 * @param messages what was said when by whom
 */
public record ChatDetails(List<Message> messages) implements RecordDetails {
  /**
   * One message.
   *
   * @param start offset of its line in the record's text
   * @param time when it was sent
   * @param sender the name as the chat shows it; empty for a line of the system
   */
  public record Message(int start, Instant time, String sender) {
    @Override
    public String toString() {
      return "Message[" + start + "]";
    }
  }

  public ChatDetails {
    messages = List.copyOf(messages);
  }

  @Override
  public String toString() {
    return "ChatDetails[" + messages.size() + " messages]";
  }
}
