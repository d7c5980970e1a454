package dev.sotto.model;

import java.util.List;

/**
 * What a language model is asked: messages in order, the last one not from the assistant. The model
 * puts its own chat template around them and opens the assistant's turn.
 *
 * @param messages at least one
 */
public record Prompt(List<ChatMessage> messages) {
  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("A prompt has at least one message; found none");
    }
  }

  /** Returns a prompt of one system and one user message. */
  public static Prompt of(String system, String user) {
    return new Prompt(
        List.of(
            new ChatMessage(ChatMessage.Role.SYSTEM, system),
            new ChatMessage(ChatMessage.Role.USER, user)));
  }

  @Override
  public String toString() {
    return "Prompt[" + messages.size() + " messages]";
  }
}
