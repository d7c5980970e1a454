package dev.sotto.tools.measurement;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of a table, in which either the point or the comma marks decimals: signs before
 * or behind, brackets for negative amounts, thousands in groups, a currency sign or a unit on
 * either side.
 */
final class NumberReader {
  private static final int MAX_CHARACTERS = 40;
  private static final int MAX_UNIT = 8;
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "\\d+(?:[.,]\\d+)?|\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
  private static final String SPACES = " \u00a0\u2007\u2009\u202f";

  private final char decimalMark;

  NumberReader(char decimalMark) {
    this.decimalMark = decimalMark;
  }

  /** Which mark the fields of a table show to be the decimal one. For one thread. */
  static final class Evidence {
    private long point;
    private long comma;

    /** Takes a field that looks like a number. */
    void add(String field) {
      Parts parts = Parts.of(field);
      if (parts == null) {
        return;
      }
      String digits = parts.digits;
      int lastPoint = digits.lastIndexOf('.');
      int lastComma = digits.lastIndexOf(',');
      if (lastPoint >= 0 && lastComma >= 0) {
        if (lastPoint > lastComma) {
          point++;
        } else {
          comma++;
        }
        return;
      }
      int last = Math.max(lastPoint, lastComma);
      if (last < 0) {
        return;
      }
      char mark = digits.charAt(last);
      boolean grouped = isGrouped(digits, mark);
      boolean several = digits.indexOf(mark) != last;
      if (!several && grouped) {
        return;
      }
      if ((mark == '.') == several) {
        comma++;
      } else {
        point++;
      }
    }

    /**
     * Returns the decimal mark. Where every field could be read both ways ({@code 1.234}), the mark
     * is taken as the table's surroundings suggest.
     *
     * @param continental whether delimiter and dates are those of continental Europe
     */
    char mark(boolean continental) {
      if (comma != point) {
        return comma > point ? ',' : '.';
      }
      return continental ? ',' : '.';
    }
  }

  /** Tells whether a field has the form of a number, whichever its decimal mark is. */
  static boolean looksNumeric(String field) {
    return Parts.of(field) != null;
  }

  /** Returns the unit or currency of a number, in lower case; empty if there is none. */
  static String unit(String field) {
    Parts parts = Parts.of(field);
    return parts == null ? "" : parts.unit;
  }

  /** Tells whether a field is a code rather than a quantity: zeros in front, or very long. */
  static boolean looksLikeCode(String field) {
    int digits = 0;
    for (int i = 0; i < field.length(); i++) {
      if (!Character.isDigit(field.charAt(i))) {
        return false;
      }
      digits++;
    }
    return digits > 9 || (digits > 1 && field.charAt(0) == '0');
  }

  /** Returns the number, or {@link Double#NaN} if the field is none. */
  double read(String field) {
    Parts parts = Parts.of(field);
    if (parts == null) {
      return Double.NaN;
    }
    StringBuilder plain = new StringBuilder(parts.digits.length());
    int mark = parts.digits.lastIndexOf(decimalMark);
    for (int i = 0; i < parts.digits.length(); i++) {
      char c = parts.digits.charAt(i);
      if (c >= '0' && c <= '9') {
        plain.append(c);
      } else if (i == mark) {
        plain.append('.');
      }
    }
    double value = Double.parseDouble(plain.toString());
    return parts.negative ? 0 - value : value;
  }

  /** Returns the hours of a duration such as {@code 7:30}, or {@link Double#NaN} if it is none. */
  static double hours(String field) {
    if (field.indexOf(':') < 0 || field.length() > 12) {
      return Double.NaN;
    }
    String[] parts = field.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      return Double.NaN;
    }
    double hours = 0;
    double weight = 1;
    boolean negative = field.startsWith("-");
    for (int i = 0; i < parts.length; i++) {
      String part = i == 0 && negative ? parts[i].substring(1) : parts[i];
      if (part.isEmpty()
          || part.length() > 4
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Double.NaN;
      }
      int value = Integer.parseInt(part);
      if (i > 0 && (part.length() != 2 || value > 59)) {
        return Double.NaN;
      }
      hours += value * weight;
      weight /= 60;
    }
    return negative ? -hours : hours;
  }

  private static boolean isGrouped(String digits, char mark) {
    String[] groups = digits.split(mark == '.' ? "\\." : ",", -1);
    if (groups[0].isEmpty() || groups[0].length() > 3 || groups[0].equals("0")) {
      return false;
    }
    for (int i = 1; i < groups.length; i++) {
      if (groups[i].length() != 3) {
        return false;
      }
    }
    return true;
  }

  /** A field taken apart: digits with their marks, sign, unit. */
  private record Parts(String digits, boolean negative, String unit) {
    static @Nullable Parts of(String field) {
      int start = 0;
      int end = field.length();
      if (end == 0 || end > MAX_CHARACTERS) {
        return null;
      }
      int first = firstDigit(field);
      int last = lastDigit(field);
      if (first < 0) {
        return null;
      }
      String before = field.substring(start, first);
      String after = field.substring(last + 1, end);
      String digits = digits(field.substring(first, last + 1));
      if (digits == null) {
        return null;
      }
      if (before.endsWith(".") || before.endsWith(",")) {
        digits = "0" + before.charAt(before.length() - 1) + digits;
        before = before.substring(0, before.length() - 1);
      }
      boolean negative = before.indexOf('-') >= 0 || before.indexOf('\u2212') >= 0;
      if (before.endsWith("(") && after.startsWith(")")) {
        negative = true;
        before = before.substring(0, before.length() - 1);
        after = after.substring(1);
      }
      if (after.startsWith("-") || after.startsWith("\u2212")) {
        negative = true;
        after = after.substring(1);
      }
      String prefix = withoutSigns(before);
      String suffix = after.strip();
      if (!isUnit(prefix) || !isUnit(suffix) || (!prefix.isEmpty() && !suffix.isEmpty())) {
        return null;
      }
      return new Parts(digits, negative, (prefix + suffix).toLowerCase(Locale.ROOT));
    }

    private static int firstDigit(String field) {
      for (int i = 0; i < field.length(); i++) {
        if (isDigit(field.charAt(i))) {
          return i;
        }
      }
      return -1;
    }

    private static int lastDigit(String field) {
      for (int i = field.length() - 1; i >= 0; i--) {
        if (isDigit(field.charAt(i))) {
          return i;
        }
      }
      return -1;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static @Nullable String digits(String middle) {
      StringBuilder digits = new StringBuilder(middle.length());
      char before = '0';
      for (int i = 0; i < middle.length(); i++) {
        char c = middle.charAt(i);
        boolean group = SPACES.indexOf(c) >= 0 || c == '\'' || c == '\u2019';
        if (isDigit(c)) {
          digits.append(c);
        } else if (!isDigit(before)) {
          return null;
        } else if (c == '.' || c == ',') {
          digits.append(c);
        } else if (!group || !isThreeDigits(middle, i + 1)) {
          return null;
        }
        before = c;
      }
      return WELL_FORMED.matcher(digits).matches() ? digits.toString() : null;
    }

    private static boolean isThreeDigits(String text, int at) {
      if (at + 3 > text.length()) {
        return false;
      }
      for (int i = at; i < at + 3; i++) {
        if (!isDigit(text.charAt(i))) {
          return false;
        }
      }
      return at + 3 == text.length() || !isDigit(text.charAt(at + 3));
    }

    private static String withoutSigns(String before) {
      String text = before.strip();
      if (text.startsWith("-") || text.startsWith("+") || text.startsWith("\u2212")) {
        text = text.substring(1).strip();
      }
      if (text.endsWith("-") || text.endsWith("+") || text.endsWith("\u2212")) {
        text = text.substring(0, text.length() - 1).strip();
      }
      return text;
    }

    private static boolean isUnit(String text) {
      if (text.length() > MAX_UNIT) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean allowed =
            Character.isLetter(c)
                || Character.getType(c) == Character.CURRENCY_SYMBOL
                || "%°/²³µ".indexOf(c) >= 0;
        if (!allowed) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return "Parts[" + digits.length() + " digits]";
    }
  }
}
