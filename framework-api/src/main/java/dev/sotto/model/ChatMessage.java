package dev.sotto.model;

/**
 * One message of a prompt. The content is plain text: control tokens written in it stay text.
 *
 * @param role who speaks
 * @param content what is said
 */
public record ChatMessage(Role role, String content) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  @Override
  public String toString() {
    return "ChatMessage[" + role + ", " + content.length() + " characters]";
  }
}
