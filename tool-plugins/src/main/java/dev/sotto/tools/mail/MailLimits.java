package dev.sotto.tools.mail;

/**
 * How much of a single message is read, so that a hostile one costs bounded memory and time.
 *
 * @param maxMessageBytes the largest message that is read; a larger one is a problem
 * @param maxDepth how deep parts and attached messages may nest; what lies deeper is left out
 * @param maxParts how many parts are read; the rest is left out
 * @param maxHeaderFields how many header fields a part may have; a message with more is a problem
 * @param maxHeaderBytes how long one header field may be; a message with a longer one is a problem
 * @param maxTextBytes how much decoded text is kept; the rest is left out
 * @param maxParticipants how many people are kept as participants; the rest is left out
 */
public record MailLimits(
    int maxMessageBytes,
    int maxDepth,
    int maxParts,
    int maxHeaderFields,
    int maxHeaderBytes,
    int maxTextBytes,
    int maxParticipants) {
  /** The limits of the application. */
  public static final MailLimits DEFAULT =
      new MailLimits(64 << 20, 32, 1_000, 2_000, 1 << 20, 8 << 20, 500);

  public MailLimits {
    requirePositive("maxMessageBytes", maxMessageBytes);
    requirePositive("maxDepth", maxDepth);
    requirePositive("maxParts", maxParts);
    requirePositive("maxHeaderFields", maxHeaderFields);
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxTextBytes", maxTextBytes);
    requirePositive("maxParticipants", maxParticipants);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1; found " + value);
    }
  }
}
