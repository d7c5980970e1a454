package dev.sotto.tools.chat;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One message of a conversation, or one line of the system in it.
 *
 * @param time when it was sent
 * @param day the day on which it was sent where the person is
 * @param sender the name as the conversation shows it; empty for a line of the system
 * @param text what was sent, line ends as {@code \n}
 * @param authorship whether the person wrote it, as far as that is sure
 */
public record ChatEntry(
    Instant time, LocalDate day, String sender, String text, Authorship authorship) {
  /** Who wrote an entry. */
  public enum Authorship {
    /** The person, beyond doubt. */
    OWN,
    /** Somebody else, or it can't be known. */
    OTHERS,
    /** A fixed sentence of the program, in which nobody can put words. */
    PROGRAM
  }

  @Override
  public String toString() {
    return "ChatEntry[" + text.length() + " characters]";
  }
}
