package dev.sotto.llm.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds, both included, written without an exponent: whole ones of at most
 * 15 digits, or others of at most 12 digits before and 6 behind the point. Kept as whole multiples
 * of the last digit, so that no bound is rounded.
 *
 * @param least the smallest, in units of the last digit
 * @param most the greatest
 * @param whole whether only whole numbers are meant
 */
record NumberRange(long least, long most, boolean whole) {
  private static final int FRACTION_DIGITS = 6;
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  /** What has been written of a number. */
  record Prefix(boolean negative, long digits, int count, int fractionCount) {
    static final Prefix EMPTY = new Prefix(false, 0, 0, -1);

    boolean isEmpty() {
      return count == 0 && !negative;
    }
  }

  static NumberRange between(BigDecimal least, BigDecimal most, boolean whole) {
    BigDecimal limit = BigDecimal.valueOf(POWERS[digits(whole)]).subtract(BigDecimal.ONE);
    BigDecimal unit = BigDecimal.valueOf(unit(whole));
    BigDecimal beyond = limit.add(BigDecimal.ONE);
    return new NumberRange(
        least
            .max(limit.negate())
            .min(beyond)
            .multiply(unit)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact(),
        most.min(limit)
            .max(beyond.negate())
            .multiply(unit)
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact(),
        whole);
  }

  /** Returns one unit of the last digit, to turn an excluded bound into an included one. */
  static BigDecimal step(boolean whole) {
    return BigDecimal.ONE.divide(BigDecimal.valueOf(unit(whole)));
  }

  private static int digits(boolean whole) {
    return whole ? 15 : 12;
  }

  private static long unit(boolean whole) {
    return whole ? 1 : POWERS[FRACTION_DIGITS];
  }

  boolean isEmpty() {
    return least > most;
  }

  /** Returns how many bytes the shortest number has. */
  int leastBytes() {
    return leastBytesAfter(Prefix.EMPTY);
  }

  /** Returns the prefix with one byte more, or null if no number in the range begins so. */
  @Nullable Prefix after(Prefix prefix, int b) {
    Prefix next = null;
    if (b == '-') {
      next = prefix.isEmpty() ? new Prefix(true, 0, 0, -1) : null;
    } else if (b == '.') {
      boolean fits = !whole && prefix.count() > 0 && prefix.fractionCount() < 0;
      next = fits ? new Prefix(prefix.negative(), prefix.digits(), prefix.count(), 0) : null;
    } else if (b >= '0' && b <= '9') {
      next = withDigit(prefix, b - '0');
    }
    return next != null && leastBytesAfter(next) < Integer.MAX_VALUE ? next : null;
  }

  private @Nullable Prefix withDigit(Prefix prefix, int digit) {
    long digits = prefix.digits() * 10 + digit;
    if (prefix.fractionCount() >= 0) {
      return prefix.fractionCount() == FRACTION_DIGITS
          ? null
          : new Prefix(prefix.negative(), digits, prefix.count(), prefix.fractionCount() + 1);
    }
    boolean leadingZero = prefix.count() == 1 && prefix.digits() == 0;
    return leadingZero || prefix.count() == digits(whole)
        ? null
        : new Prefix(prefix.negative(), digits, prefix.count() + 1, -1);
  }

  /** Returns whether the prefix is a number of the range. */
  boolean isNumber(Prefix prefix) {
    return leastBytesAfter(prefix) == 0;
  }

  /** Returns how many bytes are missing at least, the largest integer if no number begins so. */
  int leastBytesAfter(Prefix prefix) {
    if (prefix.isEmpty()) {
      int negative = plusOne(leastOfDigits(new Prefix(true, 0, 0, -1)));
      return Math.min(negative, leastOfDigits(prefix));
    }
    return leastOfDigits(prefix);
  }

  private static int plusOne(int bytes) {
    return bytes == Integer.MAX_VALUE ? bytes : bytes + 1;
  }

  private int leastOfDigits(Prefix prefix) {
    if (prefix.fractionCount() >= 0) {
      return leastOfFraction(prefix.negative(), prefix.digits(), prefix.fractionCount(), 0);
    }
    int best = Integer.MAX_VALUE;
    int most = prefix.count() == 1 && prefix.digits() == 0 ? 0 : digits(whole) - prefix.count();
    for (int more = prefix.count() == 0 ? 1 : 0; more <= most; more++) {
      long from = prefix.digits() * POWERS[more];
      long to = from + POWERS[more] - 1;
      if (prefix.count() == 0 && more > 1) {
        from = POWERS[more - 1];
      }
      best = Math.min(best, leastOfWhole(prefix.negative(), from, to, more));
    }
    return best;
  }

  /** Looks for numbers whose whole part lies in a range, with as few digits behind as possible. */
  private int leastOfWhole(boolean negative, long from, long to, int bytes) {
    if (contains(negative, from * unit(whole), to * unit(whole), unit(whole))) {
      return bytes;
    }
    for (int fraction = 1; !whole && fraction <= FRACTION_DIGITS; fraction++) {
      long step = POWERS[FRACTION_DIGITS - fraction];
      if (contains(negative, from * unit(false), (to + 1) * unit(false) - 1, step)) {
        return bytes + 1 + fraction;
      }
    }
    return Integer.MAX_VALUE;
  }

  private int leastOfFraction(boolean negative, long digits, int count, int bytes) {
    for (int more = count == 0 ? 1 : 0; more <= FRACTION_DIGITS - count; more++) {
      long step = POWERS[FRACTION_DIGITS - count - more];
      long from = digits * POWERS[FRACTION_DIGITS - count];
      if (contains(negative, from, from + POWERS[FRACTION_DIGITS - count] - 1, step)) {
        return bytes + more;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Returns whether a multiple of the step lies in both ranges. */
  private boolean contains(boolean negative, long from, long to, long step) {
    long low = negative ? Math.max(-most, whole ? 1 : 0) : Math.max(least, 0);
    long high = negative ? -least : most;
    long first = Math.max(from, low);
    long up = Math.floorMod(-first, step);
    return first + up <= Math.min(to, high);
  }
}
