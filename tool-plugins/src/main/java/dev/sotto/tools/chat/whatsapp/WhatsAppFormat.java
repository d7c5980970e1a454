package dev.sotto.tools.chat.whatsapp;

import dev.sotto.tools.TextDecoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/** Tells an exported chat from other text by its first lines. Stateless. */
public final class WhatsAppFormat {
  /** How many bytes from the start of a file are enough to tell. */
  public static final int HEAD_BYTES = 16 << 10;

  private static final int MAX_LEADING_LINES = 5;
  private static final Set<String> LOG_LEVELS =
      Set.of(
          "trace",
          "debug",
          "info",
          "information",
          "notice",
          "warn",
          "warning",
          "error",
          "err",
          "severe",
          "fatal",
          "critical",
          "fine");

  private WhatsAppFormat() {}

  /**
   * Tells whether a file is an exported chat: it begins with a stamped line, and what follows the
   * stamps are names and messages, or the sentences with which exports begin.
   *
   * @param head its first bytes; {@link #HEAD_BYTES} are enough
   */
  public static boolean looksLikeChat(byte[] head) {
    int lines = 0;
    int stamped = 0;
    int said = 0;
    boolean notice = false;
    try (ChatLineReader reader = new ChatLineReader(new ByteArrayInputStream(head))) {
      while (reader.next()) {
        String line = reader.text();
        if (line.isBlank()) {
          continue;
        }
        lines++;
        Optional<LineStamp> stamp = LineStamp.of(line).filter(found -> hasDate(found));
        if (stamp.isEmpty()) {
          if (stamped == 0 && lines == MAX_LEADING_LINES) {
            return false;
          }
          continue;
        }
        stamped++;
        String rest = line.substring(stamp.get().end());
        notice |= ProgramWords.saysEncrypted(rest);
        said += namesSender(rest) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean binary = TextDecoding.isBinary(head) && stamped < 2;
    return !binary && stamped > 0 && (notice || (said > 0 && 2 * said >= stamped));
  }

  private static boolean hasDate(LineStamp stamp) {
    for (DateOrder order : DateOrder.values()) {
      if (stamp.date(order).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesSender(String rest) {
    int colon = rest.indexOf(": ");
    if (colon <= 0 || colon > 80) {
      return false;
    }
    String name = ProgramWords.name(rest.substring(0, colon));
    return !name.isEmpty()
        && !LOG_LEVELS.contains(
            name.toLowerCase(java.util.Locale.ROOT).replaceAll("[\\[\\] ]", ""));
  }
}
