package dev.sotto.tools.calendar;

/**
 * How much of a calendar is read, so that a hostile one costs bounded memory and time.
 *
 * @param maxFileBytes the largest file that is read; a larger one is a problem
 * @param maxLineBytes how long one unfolded line may be; of a longer one the beginning is kept if
 *     it is text, else it is left out
 * @param maxComponentBytes how large one event may be; what comes behind is left out
 * @param maxComponentLines how many lines one event may have; what comes behind is left out
 * @param maxEvents how many events a source may have; the rest is left out
 * @param maxParticipants how many people of an event are kept
 */
public record CalendarLimits(
    long maxFileBytes,
    int maxLineBytes,
    int maxComponentBytes,
    int maxComponentLines,
    int maxEvents,
    int maxParticipants) {
  /** The limits of the application. */
  public static final CalendarLimits DEFAULT =
      new CalendarLimits(4L << 30, 1 << 18, 2 << 20, 20_000, 500_000, 500);

  public CalendarLimits {
    requirePositive("maxFileBytes", maxFileBytes);
    requirePositive("maxLineBytes", maxLineBytes);
    requirePositive("maxComponentBytes", maxComponentBytes);
    requirePositive("maxComponentLines", maxComponentLines);
    requirePositive("maxEvents", maxEvents);
    requirePositive("maxParticipants", maxParticipants);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1; found " + value);
    }
  }
}
