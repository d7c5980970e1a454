package dev.sotto.time;

/** Parts of a day, as hours from its midnight; some end on the day after. */
public enum DayPart {
  SMALL_HOURS(0, 6),
  EARLY_MORNING(5, 9),
  MORNING(5, 12),
  NOON(11, 14),
  AFTERNOON(12, 18),
  DUSK(17, 20),
  EVENING(17, 24),
  NIGHT(18, 28),
  MIDDLE_OF_NIGHT(23, 28);

  private final int fromHour;
  private final int untilHour;

  DayPart(int fromHour, int untilHour) {
    this.fromHour = fromHour;
    this.untilHour = untilHour;
  }

  /** Returns the hour at which it starts. */
  public int fromHour() {
    return fromHour;
  }

  /** Returns the hour at which it ends, above 24 on the next day. */
  public int untilHour() {
    return untilHour;
  }

  boolean isAfterNoon() {
    return fromHour >= 12 && this != MIDDLE_OF_NIGHT;
  }
}
