package dev.sotto.time;

import dev.sotto.time.TimeExpression.Amount;
import dev.sotto.time.TimeExpression.BareWeekend;
import dev.sotto.time.TimeExpression.Between;
import dev.sotto.time.TimeExpression.Bound;
import dev.sotto.time.TimeExpression.BoundKind;
import dev.sotto.time.TimeExpression.CalendarDate;
import dev.sotto.time.TimeExpression.ClockTime;
import dev.sotto.time.TimeExpression.Containing;
import dev.sotto.time.TimeExpression.Event;
import dev.sotto.time.TimeExpression.HolidayOf;
import dev.sotto.time.TimeExpression.HourReading;
import dev.sotto.time.TimeExpression.Length;
import dev.sotto.time.TimeExpression.Now;
import dev.sotto.time.TimeExpression.Ordinal;
import dev.sotto.time.TimeExpression.PartOfDay;
import dev.sotto.time.TimeExpression.Place;
import dev.sotto.time.TimeExpression.Portion;
import dev.sotto.time.TimeExpression.Recurring;
import dev.sotto.time.TimeExpression.Relative;
import dev.sotto.time.TimeExpression.Rolling;
import dev.sotto.time.TimeExpression.Season;
import dev.sotto.time.TimeExpression.SeasonName;
import dev.sotto.time.TimeExpression.Shifted;
import dev.sotto.time.TimeExpression.Side;
import dev.sotto.time.TimeExpression.Unit;
import dev.sotto.time.TimeExpression.WeekOfYear;
import dev.sotto.time.TimeExpression.Weekday;
import dev.sotto.time.TimeExpression.WeekdayChoice;
import dev.sotto.time.TimeExpression.Within;
import dev.sotto.time.TimeExpression.YearlyOccurrence;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of times in Latin script: recursive descent over {@link Tokens} with a bounded depth
 * and a bounded look-ahead, so that the work at each place is bounded.
 */
final class LatinTimes {
  private static final int DEEPEST = 3;
  private static final int LONGEST_EVENT = 7;

  /**
   * What was read.
   *
   * @param next the token after it
   */
  private record Parsed(TimeExpression expression, int next) {}

  private record Counted(Amount amount, int next) {}

  private static final Set<String> ARTICLES =
      LatinVocabulary.words("the der die das dem den des o a os as dia no na do da");

  private static final Set<String> OF =
      LatinVocabulary.words("of in im des der vom von do da de del em no na for on am dem den the");

  /** Words after which a doubtful month or a bare year is one. */
  private static final Set<String> BEFORE_MONTHS =
      LatinVocabulary.words(
          "in of since until till by during early mid late last next every from between before "
              + "after through im seit bis ab ende anfang mitte em desde ate nachsten letzten "
              + "throughout diesen letztes proximo ultimo");

  private static final Set<String> BEFORE_YEARS =
      LatinVocabulary.words(
          "in of since until till before after during for from to by year jahr jahre seit bis "
              + "vor nach ab em de desde ate ano between and throughout im von und e a");

  private static final Set<String> COUNTED_THINGS =
      LatinVocabulary.words(
          "eur euro euros usd dollars dollar pounds yuan rmb cny km m cm mm g kg ml l kcal kwh "
              + "words people steps lux lx nm pages items times meters metres miles reais passos "
              + "schritte seiten personen pessoas mb gb percent prozent");

  private static final Set<String> SIDES_OF_CLOCK =
      LatinVocabulary.words("at um gegen around about");

  /** Words that end the name of an event. */
  private static final Set<String> EVENT_ENDS =
      LatinVocabulary.words(
          "is are was were do does did have has had will would can could should shall must i we you"
              + " he she it they what when where who which why how and or but then if that because"
              + " so please pls am be been on before after since until by from during next last"
              + " this today tomorrow yesterday tonight und oder ist sind habe hat war ich wir e ou"
              + " que eu tenho foi vai vou again not there here still already now als wann wo"
              + " quando onde");

  /** Words that can't begin the name of an event. */
  private static final Set<String> NO_EVENT_STARTS =
      LatinVocabulary.words(
          "all that this which when what then now long it them me him her us a an one to of in "
              + "at on for with up out off ever even each every everyone any some noon dem the "
              + "nichts mir uns alem tudo isso zu und aqui casa onde mim oben unten hause zum zur");

  private static final Set<String> DETERMINERS =
      LatinVocabulary.words(
          "the my our his her their your that der die das dem den meiner meinem meine mein "
              + "unserer unserem o a os as do da meu minha nosso nossa ao aos");

  private static final Set<String> LEAVING =
      LatinVocabulary.words("leave leaves left go went fly flew move moved travel depart");

  private final Tokens tokens;
  private final DateOrder dateOrder;
  private final Memo<Parsed> dateMemo = new Memo<>();
  private final Memo<Parsed> datedMemo = new Memo<>();
  private final Memo<Parsed> pointMemo = new Memo<>();
  private final Memo<Parsed> shiftedMemo = new Memo<>();
  private final Memo<Parsed> clockMemo = new Memo<>();
  private final Memo<Counted> amountMemo = new Memo<>();
  private final Memo<Parsed> modifiedMemo = new Memo<>();
  private final Memo<Parsed> absoluteMemo = new Memo<>();

  LatinTimes(Tokens tokens, DateOrder dateOrder) {
    this.tokens = tokens;
    this.dateOrder = dateOrder;
  }

  List<TimeReader.Reading> readingsAt(int i) {
    if (startsInsideIdentifier(i) || !mayStart(i)) {
      return List.of();
    }
    List<TimeReader.Reading> readings = new ArrayList<>();
    for (Parsed parsed : phrases(i)) {
      readings.add(new TimeReader.Reading(parsed.expression(), tokens.end(parsed.next() - 1)));
    }
    return readings;
  }

  /** Most words of a text begin no time: they are told by a look into a set. */
  private boolean mayStart(int i) {
    return tokens.kind(i) == Tokens.Kind.NUMBER
        || LatinVocabulary.STARTS.contains(word(i))
        || germanWeekday(i) != null;
  }

  private boolean startsInsideIdentifier(int i) {
    if (tokens.kind(i) != Tokens.Kind.NUMBER && tokens.kind(i) != Tokens.Kind.WORD) {
      return true;
    }
    if (!tokens.isGlued(i)) {
      return false;
    }
    if (tokens.kind(i - 1) == Tokens.Kind.WORD || tokens.kind(i - 1) == Tokens.Kind.NUMBER) {
      return true;
    }
    if (tokens.kind(i) == Tokens.Kind.WORD) {
      return tokens.isMark(i - 1, '@')
          || tokens.isMark(i - 1, '_')
          || tokens.isMark(i - 1, '#')
          || (tokens.isMark(i - 1, '.') && tokens.isGlued(i - 1));
    }
    if (isAny(i - 1, "$€£¥#@_%+=")) {
      return true;
    }
    return isAny(i - 1, "-/.:,'")
        && tokens.isGlued(i - 1)
        && (tokens.kind(i - 2) == Tokens.Kind.NUMBER || tokens.kind(i - 2) == Tokens.Kind.WORD);
  }

  private boolean isAny(int i, String marks) {
    return tokens.kind(i) == Tokens.Kind.MARK
        && marks.indexOf(tokens.folded(i, i + 1).charAt(0)) >= 0;
  }

  private List<Parsed> phrases(int i) {
    List<Parsed> found = new ArrayList<>();
    add(found, recurring(i));
    add(found, between(i));
    add(found, bound(i));
    add(found, shifted(i, 0));
    add(found, rolling(i));
    add(found, dated(i, 0));
    add(found, standalone(i));
    add(found, length(i));
    return found;
  }

  private static void add(List<Parsed> found, @Nullable Parsed parsed) {
    if (parsed != null) {
      found.add(parsed);
    }
  }

  private static @Nullable Parsed longer(@Nullable Parsed a, @Nullable Parsed b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.next() > a.next() ? b : a;
  }

  private String word(int i) {
    return tokens.word(i);
  }

  private boolean is(int i, String... words) {
    String word = word(i);
    if (word.isEmpty()) {
      return false;
    }
    for (String one : words) {
      if (one.equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the word is one of these, which spaces part. */
  private boolean isOneOf(int i, String words) {
    String word = word(i);
    if (word.isEmpty()) {
      return false;
    }
    int at = words.indexOf(word);
    while (at >= 0) {
      int end = at + word.length();
      if ((at == 0 || words.charAt(at - 1) == ' ')
          && (end == words.length() || words.charAt(end) == ' ')) {
        return true;
      }
      at = words.indexOf(word, at + 1);
    }
    return false;
  }

  private boolean isEnd(int i) {
    return tokens.kind(i) == Tokens.Kind.END || isAny(i, "?!.,;:)]\"'…-");
  }

  private int skipComma(int i) {
    return tokens.isMark(i, ',') ? i + 1 : i;
  }

  private int skip(int i, Set<String> words) {
    return words.contains(word(i)) ? i + 1 : i;
  }

  // Dates with a time of day

  private @Nullable Parsed dated(int i, int depth) {
    return datedMemo.at(i, depth, () -> readDated(i, depth));
  }

  private @Nullable Parsed readDated(int i, int depth) {
    Parsed best = null;
    Parsed date = date(i, depth);
    if (date != null) {
      best = date;
      int j = skipComma(date.next());
      Parsed time = attachedTime(j);
      if (time != null && allowsTimeOfDay(date.expression())) {
        best = new Parsed(new Within(time.expression(), date.expression()), time.next());
        Parsed more = attachedTime(skipComma(best.next()));
        if (time.expression() instanceof PartOfDay
            && more != null
            && more.expression() instanceof ClockTime) {
          best = new Parsed(new Within(more.expression(), best.expression()), more.next());
        }
        Parsed hours =
            time.expression() instanceof PartOfDay
                ? dateWithHours(new Parsed(date.expression(), time.next()))
                : null;
        best = longer(best, hours);
      }
    }
    if (date != null) {
      best = longer(best, dateWithHours(date));
    }
    best = weekdayOfWeek(best);
    Parsed time = timeOfDay(i);
    if (time == null && is(i, "morning", "afternoon", "evening", "night") && is(i + 1, "of")) {
      time = new Parsed(new PartOfDay(partOf(word(i))), i + 1);
      Parsed event = eventPoint(i + 2, depth);
      Parsed on = date(skip(i + 2, ARTICLES), depth + 1);
      Parsed whole = longer(on, event);
      if (whole != null) {
        return new Parsed(new Within(time.expression(), whole.expression()), whole.next());
      }
      return best;
    }
    if (time != null) {
      Parsed on = dateAfterTime(time.next(), depth);
      if (on != null) {
        best = longer(best, new Parsed(new Within(time.expression(), on.expression()), on.next()));
      } else {
        best = longer(best, time);
      }
    }
    return best;
  }

  /** "Friday from 3 to 5", "Thursday before 5pm". */
  private @Nullable Parsed dateWithHours(Parsed date) {
    if (!allowsTimeOfDay(date.expression())) {
      return null;
    }
    int j = skipComma(date.next());
    boolean opened = isOneOf(j, "from between von zwischen das entre");
    Parsed hours = clockRange(opened ? j + 1 : j, opened);
    if (hours != null && hours.expression() instanceof Between) {
      return new Parsed(new Within(hours.expression(), date.expression()), hours.next());
    }
    BoundKind kind =
        switch (word(j)) {
          case "before", "vor", "antes" -> BoundKind.BEFORE;
          case "after", "nach", "depois", "apos" -> BoundKind.AFTER;
          case "until", "till", "by", "bis", "ate" -> BoundKind.UNTIL;
          case "from", "since", "ab", "desde" -> BoundKind.SINCE;
          default -> null;
        };
    if (kind == null) {
      return null;
    }
    int k = is(j + 1, "de", "das", "as") ? j + 2 : j + 1;
    Parsed clock = timeOfDay(k);
    int hour = tokens.number(k);
    if (clock == null && hour >= 1 && hour <= 24 && tokens.length(k) <= 2 && isEnd(k + 1)) {
      clock = time(hour, 0, reading(k, hour), k + 1);
    }
    return clock == null
        ? null
        : new Parsed(
            new Within(new Bound(kind, clock.expression()), date.expression()), clock.next());
  }

  /** "Wednesday evening next week", "next week on Tuesday at 9". */
  private @Nullable Parsed weekdayOfWeek(@Nullable Parsed best) {
    if (best == null) {
      return null;
    }
    if (best.expression()
            instanceof Within(TimeExpression time, Weekday(DayOfWeek day, WeekdayChoice choice))
        && choice == WeekdayChoice.BARE) {
      Parsed week = modified(skipComma(best.next()));
      if (week != null
          && week.expression() instanceof Relative(Unit unit, int _)
          && unit == Unit.WEEK) {
        return new Parsed(
            new Within(time, new Within(new Weekday(day, WeekdayChoice.BARE), week.expression())),
            week.next());
      }
    }
    if (best.expression() instanceof Relative(Unit unit, int _) && unit == Unit.WEEK) {
      int j = skipComma(best.next());
      j = isOneOf(j, "on am na no em") ? j + 1 : j;
      Named named = weekday(j);
      if (named != null && isSureWeekday(j, named.next())) {
        TimeExpression day =
            new Within(new Weekday(named.day(), WeekdayChoice.BARE), best.expression());
        Parsed time = attachedTime(skipComma(named.next()));
        Parsed onDay = new Parsed(day, named.next());
        return time == null
            ? longer(onDay, dateWithHours(onDay))
            : new Parsed(new Within(time.expression(), day), time.next());
      }
    }
    return best;
  }

  private @Nullable Parsed dateAfterTime(int i, int depth) {
    int j = skipComma(i);
    Parsed date = date(j, depth);
    if (date == null && isOneOf(j, "on of am vom do da de na no em des")) {
      j++;
      date = date(j, depth);
      if (date == null && ARTICLES.contains(word(j))) {
        date = date(j + 1, depth);
      }
    }
    return date != null && allowsTimeOfDay(date.expression()) ? date : null;
  }

  private static boolean allowsTimeOfDay(TimeExpression date) {
    return switch (date) {
      case CalendarDate day -> day.day() != null;
      case Relative(Unit unit, int _) -> unit == Unit.DAY;
      case Weekday _, HolidayOf _, Event _, Shifted _ -> true;
      case Within(TimeExpression part, TimeExpression _) -> allowsTimeOfDay(part);
      case Ordinal ordinal -> ordinal.unit() == Unit.DAY;
      default -> false;
    };
  }

  private static DayPart partOf(String word) {
    DayPart part = LatinVocabulary.PARTS.get(word);
    return part == null ? DayPart.MORNING : part;
  }

  /** A time of day after a date: "at 8", "evening", "in the morning", "19:30". */
  private @Nullable Parsed attachedTime(int i) {
    Parsed clock = timeOfDay(i);
    if (clock != null) {
      return clock;
    }
    if (is(i, "in") && is(i + 1, "the")) {
      DayPart part = LatinVocabulary.PARTS.get(word(i + 2));
      return part == null ? null : new Parsed(new PartOfDay(part), i + 3);
    }
    if (is(i, "early", "late") && LatinVocabulary.PARTS.containsKey(word(i + 1))) {
      DayPart part = partOf(word(i + 1));
      return new Parsed(
          new PartOfDay(part == DayPart.MORNING && is(i, "early") ? DayPart.EARLY_MORNING : part),
          i + 2);
    }
    int j = isOneOf(i, "at de a pela da am in zu zur") ? i + 1 : i;
    if (j > i && is(j, "der", "the")) {
      j++;
    }
    DayPart part = LatinVocabulary.PARTS.get(word(j));
    if (is(j, "morgen")) {
      part = DayPart.MORNING;
    }
    if (part == null || is(j, "nights", "mornings", "evenings")) {
      return null;
    }
    return new Parsed(new PartOfDay(part), j + 1);
  }

  /** Parts of a day that stand for today's without a date: "in the morning", "am Abend um 8". */
  private @Nullable Parsed standalone(int i) {
    Parsed part = null;
    if (is(i, "in") && is(i + 1, "the") && is(i + 2, "morning", "afternoon", "evening")) {
      part = new Parsed(new PartOfDay(partOf(word(i + 2))), i + 3);
    } else if (is(i, "am", "gegen") && isOneOf(i + 1, "vormittag nachmittag abend morgen mittag")) {
      part = new Parsed(new PartOfDay(partOf(word(i + 1))), i + 2);
    } else if (is(i, "at") && is(i + 1, "lunchtime")) {
      part = new Parsed(new PartOfDay(DayPart.NOON), i + 2);
    } else if (isOneOf(i, "abends morgens nachmittags vormittags nachts")
        && timeOfDay(i + 1) != null) {
      part = new Parsed(new PartOfDay(partOf(word(i))), i + 1);
    }
    if (part == null) {
      return null;
    }
    Parsed clock = timeOfDay(part.next());
    if (clock != null) {
      part = new Parsed(new Within(clock.expression(), part.expression()), clock.next());
    }
    Parsed on = dateAfterTime(part.next(), 1);
    return on == null
        ? part
        : new Parsed(
            part.expression() instanceof Within(TimeExpression time, TimeExpression dayPart)
                ? new Within(time, new Within(dayPart, on.expression()))
                : new Within(part.expression(), on.expression()),
            on.next());
  }

  // Clock times

  private @Nullable Parsed timeOfDay(int i) {
    Parsed clock = clock(i);
    if (clock == null) {
      return null;
    }
    if (is(clock.next(), "tonight")) {
      return new Parsed(
          new Within(
              clock.expression(),
              new Within(new PartOfDay(DayPart.NIGHT), new Relative(Unit.DAY, 0))),
          clock.next() + 1);
    }
    Part part = partAfter(clock.next());
    return part != null && clock.expression() instanceof ClockTime time
        ? new Parsed(inPart(time, part.part()), part.next())
        : clock;
  }

  private record Part(DayPart part, int next) {}

  /** "in the morning", "da noite", "abends" after a time on the clock. */
  private @Nullable Part partAfter(int i) {
    int j = i;
    if (is(j, "in") && is(j + 1, "the")) {
      j += 2;
    } else if (is(j, "da", "de", "at", "am")) {
      j++;
    } else if (!isOneOf(j, "abends morgens nachmittags vormittags nachts mittags fruh")) {
      return null;
    }
    DayPart part = LatinVocabulary.PARTS.get(word(j));
    if (part == null && is(j, "morgen")) {
      part = DayPart.MORNING;
    }
    return part == null ? null : new Part(part, j + 1);
  }

  private static ClockTime inPart(ClockTime time, DayPart part) {
    if (time.reading() == HourReading.EXACT || time.hour() > 12) {
      return time;
    }
    boolean later =
        part.isAfterNoon() && time.hour() < 12 && !(part == DayPart.NIGHT && time.hour() < 5);
    int hour = later ? time.hour() + 12 : time.hour();
    if (hour == 12 && part == DayPart.EVENING) {
      hour = 24;
    } else if (hour == 12 && (part == DayPart.NIGHT || part == DayPart.SMALL_HOURS)) {
      hour = 0;
    }
    return new ClockTime(hour, time.minute(), HourReading.EXACT);
  }

  private @Nullable Parsed clock(int i) {
    return clockMemo.at(i, 0, () -> readClock(i));
  }

  private @Nullable Parsed readClock(int i) {
    boolean said = SIDES_OF_CLOCK.contains(word(i)) || isOneOf(i, "as pelas a ao") || at(i);
    int j = said ? i + 1 : i;
    if (is(j, "noon", "midday")) {
      return time(12, 0, HourReading.EXACT, j + 1);
    }
    if ((is(j, "meio") && tokens.isMark(j + 1, '-') && is(j + 2, "dia"))
        || (is(j, "meio") && is(j + 1, "dia"))) {
      int k = is(j + 1, "dia") ? j + 2 : j + 3;
      return is(k, "e") && is(k + 1, "meia")
          ? time(12, 30, HourReading.EXACT, k + 2)
          : time(12, 0, HourReading.EXACT, k);
    }
    if (is(j, "midnight", "mitternacht")) {
      return time(24, 0, HourReading.EXACT, j + 1);
    }
    if (is(j, "meia")
        && (is(j + 1, "noite") || (tokens.isMark(j + 1, '-') && is(j + 2, "noite")))) {
      return time(24, 0, HourReading.EXACT, is(j + 1, "noite") ? j + 2 : j + 3);
    }
    Parsed spoken = spokenClock(j);
    if (spoken != null) {
      return spoken;
    }
    Parsed digital = digitalClock(j);
    if (digital != null) {
      return digital;
    }
    int spokenHour = is(j, "ein") ? 1 : hourAt(j);
    if (spokenHour >= 0
        && (is(j + 1, "uhr")
            || (is(j + 1, "horas", "hora", "h")
                && (is(j + 2, "da") || is(j + 2, "am", "pm") || (said && is(i, "as")))))) {
      int end = is(j + 2, "am", "pm") ? j + 3 : j + 2;
      int minute = is(end, "e") ? is(end + 1, "meia") ? 30 : minutesAt(end + 1) : -1;
      if (minute > 0 && is(j + 1, "horas", "hora", "h")) {
        return time(spokenHour, minute, reading(j, spokenHour), end + 2);
      }
      return is(j + 2, "am", "pm")
          ? inMeridiem(spokenHour, 0, j + 2)
          : time(spokenHour, 0, reading(j, spokenHour), end);
    }
    return said ? bareHour(i, j) : null;
  }

  private boolean at(int i) {
    return tokens.isMark(i, '@');
  }

  private static @Nullable Parsed time(int hour, int minute, HourReading reading, int next) {
    if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) {
      return null;
    }
    return new Parsed(new ClockTime(hour, minute, reading), next);
  }

  private HourReading reading(int token, int hour) {
    return hour == 0 || hour > 12 || (tokens.length(token) == 2 && hour < 10)
        ? HourReading.EXACT
        : HourReading.TWELVE_HOUR;
  }

  /** Returns the hour of a number or a word, -1 if it isn't one. */
  private int hourAt(int i) {
    int number = tokens.number(i);
    if (number >= 0) {
      return number <= 24 && tokens.length(i) <= 2 ? number : -1;
    }
    if (isOneOf(i, "a an ein eine einem einen um uma zero null")) {
      return is(i, "uma") ? 1 : -1;
    }
    Integer spoken = is(i, "eins") ? Integer.valueOf(1) : LatinVocabulary.NUMBERS.get(word(i));
    return spoken == null || spoken > 12 ? -1 : spoken;
  }

  private int minutesAt(int i) {
    int number = tokens.number(i);
    if (number >= 0) {
      return number <= 59 ? number : -1;
    }
    if (isOneOf(i, "a an um ein one")) {
      return -1;
    }
    Integer spoken = LatinVocabulary.NUMBERS.get(word(i));
    return spoken == null ? -1 : spoken;
  }

  private @Nullable Parsed spokenClock(int i) {
    int j = is(i, "a") ? i + 1 : i;
    int minutes = -1;
    if (is(j, "half") && is(j + 1, "past")) {
      return hourPast(j + 2, 30);
    }
    if (is(j, "half")
        && hourAt(j + 1) >= 1
        && isHourEnd(j + 2)
        && tokens.kind(j + 1) == Tokens.Kind.WORD) {
      return hourPast(j + 1, 30);
    }
    if (is(j, "halb") && hourAt(j + 1) >= 1) {
      return hourPast(j + 1, -30);
    }
    if (is(j, "quarter", "viertel")) {
      minutes = 15;
      j++;
    } else if (minutesAt(j) > 0) {
      minutes = minutesAt(j);
      j++;
      if (is(j, "minutes", "minute", "min", "minuten")) {
        j++;
      }
    }
    if (minutes <= 0) {
      return null;
    }
    if (is(j, "past", "after", "nach") && isSpokenHour(j + 1, word(j))) {
      return hourPast(j + 1, minutes);
    }
    if (isOneOf(j, "to vor of till para") && isSpokenHour(j + 1, word(j))) {
      return hourPast(j + 1, -minutes);
    }
    return null;
  }

  /** "ten to eight" and "viertel vor 9" are times; "5 to 8" is a range and "3 after 5" nothing. */
  private boolean isSpokenHour(int i, String between) {
    if (hourAt(i) < 1) {
      return false;
    }
    boolean bothDigits =
        tokens.kind(i) == Tokens.Kind.NUMBER && tokens.kind(i - 2) == Tokens.Kind.NUMBER;
    if (bothDigits) {
      return (between.equals("past") && isHourEnd(i + 1)) || is(i + 1, "uhr");
    }
    return (!between.equals("of") && isHourEnd(i + 1)) || is(i + 1, "uhr");
  }

  private boolean isHourEnd(int i) {
    return isEnd(i)
        || tokens.kind(i) == Tokens.Kind.HAN
        || (!LatinVocabulary.UNITS.containsKey(word(i))
            && !COUNTED_THINGS.contains(word(i))
            && tokens.kind(i) != Tokens.Kind.NUMBER);
  }

  private @Nullable Parsed hourPast(int i, int minutes) {
    int hour = hourAt(i);
    if (hour < 0) {
      return null;
    }
    int total = hour * 60 + minutes;
    if (total < 0) {
      total += 24 * 60;
    }
    int j = i + 1;
    if (is(j, "o'clock", "oclock", "uhr")) {
      j++;
    }
    int meridiem = meridiem(j);
    if (meridiem > 0) {
      return inMeridiem(total / 60, total % 60, j);
    }
    return time(total / 60, total % 60, reading(i, hour), j);
  }

  /** Returns how many tokens an "am" or "p.m." takes, 0 if there is none. */
  private int meridiem(int i) {
    if (is(i, "am", "pm") && !isGermanAm(i)) {
      return 1;
    }
    if (is(i, "a", "p") && tokens.isMark(i + 1, '.') && tokens.isGlued(i + 1) && is(i + 2, "m")) {
      return tokens.isMark(i + 3, '.') && tokens.isGlued(i + 3) ? 4 : 3;
    }
    return 0;
  }

  private boolean isGermanAm(int i) {
    return is(i, "am")
        && (is(i - 2, "um")
            || isOneOf(i + 1, "montag dienstag mittwoch donnerstag freitag samstag sonntag"));
  }

  private @Nullable Parsed inMeridiem(int hour, int minute, int i) {
    int length = meridiem(i);
    if (hour > 12 || hour < 0 || length == 0) {
      return hour > 12 && length > 0 ? time(hour, minute, HourReading.EXACT, i + length) : null;
    }
    if (tokens.isGlued(i + length) && tokens.kind(i + length) == Tokens.Kind.NUMBER) {
      return null;
    }
    boolean afternoon = word(i).startsWith("p");
    return time(hour % 12 + (afternoon ? 12 : 0), minute, HourReading.EXACT, i + length);
  }

  private @Nullable Parsed digitalClock(int i) {
    int hour = tokens.number(i);
    if (hour < 0 || hour > 24 || tokens.length(i) > 2) {
      return hour >= 100 && hour < 2400 && tokens.length(i) == 4 && is(i + 1, "hrs", "hours", "uhr")
          ? time(hour / 100, hour % 100, HourReading.EXACT, i + 2)
          : null;
    }
    if ((tokens.isMark(i + 1, ':') || tokens.isMark(i + 1, '.') || is(i + 1, "h"))
        && tokens.isGlued(i + 1)
        && tokens.isGlued(i + 2)
        && tokens.length(i + 2) == 2
        && tokens.number(i + 2) >= 0
        && tokens.number(i + 2) <= 59) {
      int minute = tokens.number(i + 2);
      int j = i + 3;
      boolean colon = !tokens.isMark(i + 1, '.');
      if (colon && tokens.isMark(j, ':') && tokens.length(j + 1) == 2 && tokens.isGlued(j + 1)) {
        j += 2;
      }
      if (tokens.isMark(j, ':') && tokens.isGlued(j) && tokens.isGlued(j + 1)) {
        return null;
      }
      if (meridiem(j) > 0) {
        return inMeridiem(hour, minute, j);
      }
      if (is(j, "uhr", "h", "hrs")) {
        return time(hour, minute, reading(i, hour), j + 1);
      }
      return colon ? time(hour, minute, reading(i, hour), j) : null;
    }
    if (meridiem(i + 1) > 0) {
      return hour >= 1 ? inMeridiem(hour, 0, i + 1) : null;
    }
    if (is(i + 1, "o'clock", "oclock")) {
      return time(hour, 0, reading(i, hour), i + 2);
    }
    if (is(i + 1, "uhr")) {
      int minute = tokens.length(i + 2) == 2 ? tokens.number(i + 2) : -1;
      return minute >= 0 && minute <= 59
          ? time(hour, minute, reading(i, hour), i + 3)
          : time(hour, 0, reading(i, hour), i + 2);
    }
    if (is(i + 1, "h") && isOneOf(i - 1, "as pelas das ate a at desde entre e")) {
      return time(hour, 0, reading(i, hour), i + 2);
    }
    return null;
  }

  /**
   * "at 8", "um acht", "às 8 e meia": only where a time of day must follow, and nothing counted.
   */
  private @Nullable Parsed bareHour(int said, int i) {
    int hour = hourAt(i);
    if (hour < 0 || is(said, "about", "around", "a")) {
      return hour >= 0 && is(i + 1, "o'clock", "uhr", "h") && !is(said, "a")
          ? time(hour, 0, reading(i, hour), i + 2)
          : null;
    }
    int j = i + 1;
    if (is(j, "o'clock", "uhr", "horas", "h")) {
      j++;
    }
    if (is(said, "as", "pelas")) {
      if (is(j, "e") && is(j + 1, "meia")) {
        return time(hour, 30, reading(i, hour), j + 2);
      }
      if (is(j, "e") && minutesAt(j + 1) > 0) {
        return time(hour, minutesAt(j + 1), reading(i, hour), j + 2);
      }
      // English "as 8 ..." says no time
      return tokens.kind(i) == Tokens.Kind.NUMBER
              || j > i + 1
              || isEnd(j)
              || is(j, "da", "do", "de")
          ? time(hour, 0, reading(i, hour), j)
          : null;
    }
    boolean follows =
        j > i + 1
            || (isEnd(j)
                && !(tokens.isMark(j, '.')
                    && tokens.isGlued(j + 1)
                    && tokens.kind(j + 1) == Tokens.Kind.NUMBER))
            || isOneOf(
                j,
                "on in tomorrow today tonight sharp this next and or to until till bis "
                    + "morgen heute am abends morgens with mit for da do na no instead then "
                    + "i we is every")
            || LatinVocabulary.WEEKDAYS.containsKey(word(j));
    return follows ? time(hour, 0, reading(i, hour), j) : null;
  }

  // Dates

  private @Nullable Parsed date(int i, int depth) {
    return dateMemo.at(i, depth, () -> readDate(i, depth));
  }

  private @Nullable Parsed readDate(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    Parsed best = null;
    best = longer(best, namedDay(i));
    best = longer(best, absolute(i));
    best = longer(best, weekdayDate(i));
    best = longer(best, modified(i));
    best = longer(best, ordinal(i, depth));
    best = longer(best, portion(i, depth));
    best = longer(best, holiday(i));
    best = longer(best, season(i));
    best = longer(best, quarter(i));
    best = longer(best, weekNumber(i));
    best = longer(best, bareWeekend(i));
    return best == null ? null : inWhole(best);
  }

  /** Attaches a year or another whole: "October last year", "Tuesday next week". */
  private Parsed inWhole(Parsed part) {
    if (!lacksWhole(part.expression())) {
      return part;
    }
    int j = skipComma(part.next());
    if (isOneOf(j, "of in im des do da de del em no na von der")) {
      j++;
    }
    if (is(j, "the", "des", "do")) {
      j++;
    }
    boolean yearly = isYearly(part.expression());
    int year = year(j);
    if (yearly && year >= 0 && !(part.expression() instanceof Weekday)) {
      return new Parsed(
          new Within(part.expression(), new CalendarDate(year, null, null, null)), yearEnd(j));
    }
    Parsed whole = modified(j);
    if (whole != null
        && whole.expression() instanceof Relative(Unit unit, int _)
        && (unit == Unit.YEAR
            || (unit == Unit.MONTH && isDayNumber(part.expression()))
            || (unit == Unit.WEEK && part.expression() instanceof Weekday))
        && (yearly || unit != Unit.YEAR)) {
      return new Parsed(new Within(part.expression(), whole.expression()), whole.next());
    }
    if (part.expression() instanceof Weekday(DayOfWeek day, WeekdayChoice _)
        && is(part.next(), "week", "in")) {
      if (is(part.next(), "week")) {
        return new Parsed(
            new Shifted(new Amount(1, Unit.WEEK), Side.FUTURE, part.expression()), part.next() + 1);
      }
      Counted counted = amount(part.next() + 1);
      if (counted != null && counted.amount().unit() == Unit.WEEK) {
        return new Parsed(
            new Within(
                new Weekday(day, WeekdayChoice.BARE),
                new Relative(Unit.WEEK, counted.amount().count())),
            counted.next());
      }
    }
    return part;
  }

  private static boolean lacksWhole(TimeExpression expression) {
    return switch (expression) {
      case CalendarDate date -> date.year() == null;
      case Weekday(DayOfWeek _, WeekdayChoice choice) -> choice == WeekdayChoice.BARE;
      case HolidayOf _,
          Season _,
          TimeExpression.Quarter _,
          TimeExpression.HalfYear _,
          WeekOfYear _ ->
          true;
      default -> false;
    };
  }

  private static boolean isYearly(TimeExpression expression) {
    return !(expression instanceof Weekday)
        && !(expression instanceof CalendarDate date && date.month() == null);
  }

  private static boolean isDayNumber(TimeExpression expression) {
    return expression instanceof CalendarDate date && date.month() == null && date.day() != null;
  }

  private @Nullable Parsed namedDay(int i) {
    return switch (word(i)) {
      case "today", "hoje" -> new Parsed(new Relative(Unit.DAY, 0), i + 1);
      case "heute" -> new Parsed(new Relative(Unit.DAY, 0), i + 1);
      case "tomorrow", "tomorow", "tommorow", "tmrw", "tmr", "tomo", "amanha" ->
          new Parsed(new Relative(Unit.DAY, 1), i + 1);
      case "yesterday", "gestern", "ontem" -> new Parsed(new Relative(Unit.DAY, -1), i + 1);
      case "morgen" ->
          isOneOf(i - 1, "guten gute am jeden heute diesen")
              ? null
              : new Parsed(new Relative(Unit.DAY, 1), i + 1);
      case "ubermorgen", "uebermorgen" -> new Parsed(new Relative(Unit.DAY, 2), i + 1);
      case "vorgestern", "anteontem" -> new Parsed(new Relative(Unit.DAY, -2), i + 1);
      case "tonight", "tonite" ->
          new Parsed(new Within(new PartOfDay(DayPart.NIGHT), new Relative(Unit.DAY, 0)), i + 1);
      case "para", "pra" -> {
        Unit unit = is(i + 1, "a", "o") && is(i + 2, "semana", "mes", "ano") ? unit(i + 2) : null;
        yield unit == null
                || isOneOf(i + 3, "de do da que passada passado novo seguinte inteiro toda")
            ? null
            : new Parsed(new Relative(unit, 1), i + 3);
      }
      case "de" -> {
        Unit days =
            is(i + 1, "hoje") && is(i + 2, "a") && is(i + 3, "oito", "quinze") ? Unit.DAY : null;
        yield days == null
            ? null
            : new Parsed(
                new Relative(days, is(i + 3, "oito") ? 7 : 14), is(i + 4, "dias") ? i + 5 : i + 4);
      }
      case "logo" ->
          is(i + 1, "a") && is(i + 2, "noite", "tarde")
              ? new Parsed(
                  new Within(new PartOfDay(partOf(word(i + 2))), new Relative(Unit.DAY, 0)), i + 3)
              : null;
      case "depois" ->
          is(i + 1, "de") && is(i + 2, "amanha")
              ? new Parsed(new Relative(Unit.DAY, 2), i + 3)
              : null;
      case "antes" ->
          is(i + 1, "de") && is(i + 2, "ontem")
              ? new Parsed(new Relative(Unit.DAY, -2), i + 3)
              : null;
      case "day" -> {
        int end = is(i + 1, "after") && is(i + 2, "tomorrow") ? i + 3 : -1;
        int back = is(i + 1, "before") && is(i + 2, "yesterday") ? i + 3 : -1;
        yield end > 0
            ? new Parsed(new Relative(Unit.DAY, 2), end)
            : back > 0 ? new Parsed(new Relative(Unit.DAY, -2), back) : null;
      }
      case "the" -> is(i + 1, "day") ? namedDay(i + 1) : null;
      default -> null;
    };
  }

  // Dates by number

  private @Nullable Parsed absolute(int i) {
    return absoluteMemo.at(i, 0, () -> readAbsolute(i));
  }

  private @Nullable Parsed readAbsolute(int i) {
    Parsed best = iso(i);
    best = longer(best, numeric(i));
    best = longer(best, dayOfMonth(i));
    best = longer(best, monthDay(i));
    best = longer(best, bareYear(i));
    return best;
  }

  private int year(int i) {
    int number = tokens.number(i);
    if (number >= 1900 && number <= 2199 && tokens.length(i) == 4) {
      return tokens.isGlued(i + 1)
              && (tokens.kind(i + 1) == Tokens.Kind.WORD || isAny(i + 1, "€$%"))
          ? -1
          : COUNTED_THINGS.contains(word(i + 1)) ? -1 : number;
    }
    if (tokens.isMark(i, '\'') && tokens.length(i + 1) == 2 && tokens.isGlued(i + 1)) {
      int two = tokens.number(i + 1);
      return two < 0 ? -1 : two < 70 ? 2000 + two : 1900 + two;
    }
    return -1;
  }

  private int yearEnd(int i) {
    return tokens.isMark(i, '\'') ? i + 2 : i + 1;
  }

  private @Nullable Parsed iso(int i) {
    if (tokens.length(i) != 4 || tokens.number(i) < 1000) {
      return null;
    }
    int year = tokens.number(i);
    boolean joined = isAny(i + 1, "-/.") && tokens.isGlued(i + 1) && tokens.isGlued(i + 2);
    int named = joined ? i + 2 : i + 1;
    if (year(i) >= 0
        && month(named) > 0
        && !is(named, "may", "march", "out", "set", "ago", "mar")) {
      boolean withDay = isAny(named + 1, "-/") && tokens.isGlued(named + 2);
      int day = withDay ? tokens.number(named + 2) : -1;
      return day >= 1 && day <= 31
          ? new Parsed(new CalendarDate(year, month(named), day, null), named + 3)
          : new Parsed(new CalendarDate(year, month(named), null, null), named + 1);
    }
    int month = tokens.number(i + 2);
    if (!isAny(i + 1, "-/.")
        || !tokens.isGlued(i + 1)
        || !tokens.isGlued(i + 2)
        || month < 1
        || month > 12
        || tokens.length(i + 2) > 2) {
      return null;
    }
    char mark = tokens.folded(i + 1, i + 2).charAt(0);
    if (tokens.isMark(i + 3, mark)
        && tokens.isGlued(i + 3)
        && tokens.isGlued(i + 4)
        && tokens.length(i + 4) <= 2) {
      int day = tokens.number(i + 4);
      if (day < 1 || day > 31) {
        return null;
      }
      int next = i + 5;
      if (is(next, "t") && tokens.isGlued(next)) {
        Parsed clock = digitalClock(next + 1);
        if (clock != null) {
          return new Parsed(
              new Within(clock.expression(), new CalendarDate(year, month, day, null)),
              clock.next());
        }
      }
      if (isGluedOn(next)) {
        return null;
      }
      return new Parsed(new CalendarDate(year, month, day, null), next);
    }
    if (tokens.length(i + 2) == 2
        && mark != '.'
        && !isGluedOn(i + 3)
        && year >= 1900
        && year < 2200) {
      return new Parsed(new CalendarDate(year, month, null, null), i + 3);
    }
    return null;
  }

  /** Returns whether letters, digits or a mark with digits follow without a space. */
  private boolean isGluedOn(int i) {
    if (!tokens.isGlued(i)) {
      return false;
    }
    if (tokens.kind(i) == Tokens.Kind.WORD || tokens.kind(i) == Tokens.Kind.NUMBER) {
      return true;
    }
    return isAny(i, "%€$")
        || (isAny(i, "/.-:") && tokens.isGlued(i + 1) && tokens.kind(i + 1) == Tokens.Kind.NUMBER);
  }

  private @Nullable Parsed numeric(int i) {
    int first = tokens.number(i);
    if (first < 1 || first > 31 || tokens.length(i) > 2 || !tokens.isGlued(i + 1)) {
      return null;
    }
    boolean slash = tokens.isMark(i + 1, '/');
    boolean dot = tokens.isMark(i + 1, '.');
    boolean dash = tokens.isMark(i + 1, '-');
    if (!slash && !dot && !dash) {
      return null;
    }
    int j = i + 2;
    boolean spaced = dot && !tokens.isGlued(j);
    int second = tokens.number(j);
    if (second < 1 || second > 31 || tokens.length(j) > 2) {
      return null;
    }
    int k = j + 1;
    int year = -1;
    boolean thirdDot = false;
    char mark = slash ? '/' : dot ? '.' : '-';
    if (tokens.isMark(k, mark) && tokens.isGlued(k)) {
      thirdDot = dot;
      int three = k + 1;
      if ((tokens.isGlued(three) || (dot && tokens.length(three) == 4))
          && tokens.kind(three) == Tokens.Kind.NUMBER) {
        int value = tokens.number(three);
        if (tokens.length(three) == 4 && value >= 1900 && value < 2200) {
          year = value;
        } else if (tokens.length(three) == 2 && !dash) {
          boolean sure = (tokens.length(i) == 2 && tokens.length(j) == 2) || saysDate(i);
          if (!sure && dot) {
            return null;
          }
          year = value < 70 ? 2000 + value : 1900 + value;
        } else if (tokens.isGlued(three)) {
          return null;
        }
        if (year >= 0) {
          k = three + 1;
        }
      }
      if (year < 0) {
        if (!dot) {
          return null;
        }
        k++;
      }
    }
    if ((dash && year < 0) || (spaced && year < 0 && !thirdDot) || isGluedOn(k)) {
      return null;
    }
    if (dot && year < 0 && !thirdDot && !saysDate(i)) {
      return null;
    }
    if (slash && year < 0 && !saysDate(i) && isFraction(first, second)) {
      return null;
    }
    if (year < 0 && COUNTED_THINGS.contains(word(k))) {
      return null;
    }
    boolean dayFirst = dot || dateOrder == DateOrder.DAY_FIRST;
    int day = dayFirst ? first : second;
    int month = dayFirst ? second : first;
    if (month > 12 && !dot) {
      int swap = day;
      day = month;
      month = swap;
    }
    if (month > 12) {
      return null;
    }
    return new Parsed(new CalendarDate(year < 0 ? null : year, month, day, null), k);
  }

  private static boolean isFraction(int a, int b) {
    return (a == 24 && b == 7) || (a < b && b <= 5) || a == b || b == 10 || (b == 8 && a < 8);
  }

  private boolean saysDate(int i) {
    return isOneOf(
            i - 1,
            "on by until till before since from after am vom bis zum den dem seit "
                + "vor nach ab dia em ate desde of between to for de")
        || isWeekdayWord(i - 1)
        || isWeekdayWord(i - 2);
  }

  private boolean isWeekdayWord(int i) {
    return LatinVocabulary.WEEKDAYS.containsKey(word(i))
        || LatinVocabulary.GERMAN_SHORT_WEEKDAYS.containsKey(word(i));
  }

  /** The end of a Portuguese day in words, "dezasseis", "vinte e um", or -1. */
  private int spelledDayEnd(int i) {
    if (is(i, "vinte", "trinta")) {
      int ones = is(i + 1, "e") ? LatinVocabulary.NUMBERS.getOrDefault(word(i + 2), 0) : 0;
      return ones > 0 && ones < 10 ? i + 3 : i + 1;
    }
    return LatinVocabulary.NUMBERS.getOrDefault(word(i), 0) > 0 ? i + 1 : -1;
  }

  private int spelledDay(int i, int end) {
    int tens = is(i, "trinta") ? 30 : LatinVocabulary.NUMBERS.getOrDefault(word(i), 0);
    return end > i + 1 ? tens + LatinVocabulary.NUMBERS.getOrDefault(word(i + 2), 0) : tens;
  }

  /** Returns the token after a day's number with its ending, or -1. */
  private int dayNumberEnd(int i) {
    int number = tokens.number(i);
    if (number < 1 || number > 31 || tokens.length(i) > 2) {
      return -1;
    }
    if (tokens.isGlued(i + 1)) {
      if (isOneOf(i + 1, "st nd rd th º ª er ten te")) {
        return i + 2;
      }
      if (tokens.kind(i + 1) == Tokens.Kind.WORD) {
        return LatinVocabulary.MONTHS.containsKey(word(i + 1)) ? i + 1 : -1;
      }
      if (tokens.isMark(i + 1, '.')) {
        return i + 2;
      }
    }
    return i + 1;
  }

  private int ordinalDay(int i) {
    Integer ordinal = LatinVocabulary.ORDINALS.get(word(i));
    if (ordinal != null) {
      return ordinal;
    }
    if (is(i, "thirtieth")) {
      return 30;
    }
    if (is(i, "twenty", "thirty")) {
      int next = tokens.isMark(i + 1, '-') ? i + 2 : i + 1;
      Integer ones = LatinVocabulary.ORDINALS.get(word(next));
      return ones == null || ones > 9 ? -1 : (is(i, "twenty") ? 20 : 30) + ones;
    }
    return -1;
  }

  private int ordinalDayEnd(int i) {
    return is(i, "twenty", "thirty") ? tokens.isMark(i + 1, '-') ? i + 3 : i + 2 : i + 1;
  }

  private int month(int i) {
    Integer month = LatinVocabulary.MONTHS.get(word(i));
    return month == null ? -1 : month;
  }

  private int monthEnd(int i) {
    return tokens.isMark(i + 1, '.') && tokens.isGlued(i + 1) && tokens.length(i) <= 4
        ? i + 2
        : i + 1;
  }

  private @Nullable Parsed dayOfMonth(int i) {
    int start = isOneOf(i, "the dia den dem der o") ? i + 1 : i;
    Parsed digits = start > i ? numeric(start) : null;
    if (digits != null) {
      return digits;
    }
    int day = tokens.number(start);
    int j = dayNumberEnd(start);
    boolean ending = j > start + 1;
    boolean spelled = false;
    if (j < 0) {
      int end = spelledDayEnd(start);
      spelled = end > 0 && (is(i, "dia") || (is(end, "de") && month(end + 1) > 0));
      day = spelled ? spelledDay(start, end) : ordinalDay(start);
      if (day < 1 || day > 31) {
        return null;
      }
      j = spelled ? end : ordinalDayEnd(start);
      ending = true;
    }
    boolean dotted = ending && tokens.isMark(start + 1, '.');
    if (dotted && month(j) < 0 && (isEnd(j) && !saysDate(start) && start == i)) {
      return null;
    }
    int k = is(j, "of", "de") ? j + 1 : j;
    if (k == j
        && (tokens.isMark(j, '-') || tokens.isMark(j, '/'))
        && tokens.isGlued(j)
        && month(j + 1) > 0
        && tokens.isGlued(j + 1)) {
      k = j + 1;
    }
    int month = month(k);
    if (month > 0
        && !(is(k, "may") && tokens.kind(start) == Tokens.Kind.WORD && k == j)
        && !(is(k, "out", "set", "ago")
            && k == j
            && !ending
            && !tokens.isGlued(k)
            && year(k + 1) < 0)) {
      int end = monthEnd(k);
      int y = skipComma(end);
      if (is(y, "of", "de", "in", "do") || tokens.isMark(y, '-') || tokens.isMark(y, '/')) {
        y++;
      }
      int year = year(y);
      return year < 0
          ? new Parsed(new CalendarDate(null, month, day, null), withinWord(end, k))
          : new Parsed(new CalendarDate(year, month, day, null), yearEnd(y));
    }
    boolean article = start > i;
    boolean named =
        is(i, "dia") || (isOneOf(i - 1, "am vom zum on bis") && dotted) || is(i - 2, "am", "on");
    if ((article
            && ending
            && !dotted
            && tokens.kind(start) == Tokens.Kind.NUMBER
            && endsDayNumber(j))
        || (is(i, "dia") && (tokens.kind(start) == Tokens.Kind.NUMBER || spelled))
        || (dotted && named && endsDayNumber(j))
        || (is(i, "o", "the", "den", "dem") && article && dotted && named)) {
      return new Parsed(new CalendarDate(null, null, day, null), j);
    }
    return null;
  }

  private int withinWord(int end, int month) {
    // the stop of a sentence is no part of "8 Oct."
    return end == month + 2 && tokens.kind(end) == Tokens.Kind.END ? month + 1 : end;
  }

  /** "the 3rd" is a date unless something is counted: the 3rd floor. */
  private boolean endsDayNumber(int i) {
    return isEnd(i)
        || isOneOf(
            i,
            "to until till and or of at in is do did i we bis um e a ate through "
                + "for with still please und what when where who how am are was were "
                + "will have there");
  }

  private @Nullable Parsed monthDay(int i) {
    int month = month(i);
    if (month < 0) {
      return null;
    }
    int j = monthEnd(i);
    int k = is(j, "the") ? j + 1 : j;
    if (tokens.isMark(k, '-') || tokens.isMark(k, '/')) {
      k++;
    }
    int day = tokens.number(k);
    int end = dayNumberEnd(k);
    if (end > k + 1 && tokens.isMark(k + 1, '.')) {
      end = k + 1;
    }
    if (end > 0 && tokens.isMark(end, ':') && tokens.isGlued(end) && tokens.isGlued(end + 1)) {
      end = -1; // "in October 8:20"
    }
    if (end < 0 && ordinalDay(k) > 0) {
      day = ordinalDay(k);
      end = ordinalDayEnd(k);
    }
    if (end > 0
        && !COUNTED_THINGS.contains(word(end))
        && meridiem(end) == 0
        && !(is(i, "may", "out", "set") && end == k + 1 && !tokens.isCapital(i))) {
      int y = skipComma(end);
      if (isAny(y, "-/") && tokens.isGlued(y) && k > j) {
        y++;
      }
      int year = year(y);
      return year < 0
          ? new Parsed(new CalendarDate(null, month, day, null), end)
          : new Parsed(new CalendarDate(year, month, day, null), yearEnd(y));
    }
    int y = skipComma(j);
    if (is(y, "of", "de", "do") || (tokens.isMark(y, '-') || tokens.isMark(y, '/'))) {
      y++;
    }
    int year = year(y);
    if (year >= 0 && (y > j || !is(i, "out", "set", "ago"))) {
      int third = y + 2;
      if (isAny(y + 1, "-/") && tokens.isGlued(third) && tokens.number(third) > 0) {
        return null;
      }
      return new Parsed(new CalendarDate(year, month, null, null), yearEnd(y));
    }
    if (LatinVocabulary.DOUBTFUL_MONTHS.contains(word(i)) && !isSureMonth(i)) {
      return null;
    }
    if (word(i).length() <= 3 && j == i + 2) {
      j = isEnd(j) ? i + 1 : j;
    }
    return new Parsed(new CalendarDate(null, month, null, null), j);
  }

  private boolean isSureMonth(int i) {
    if (BEFORE_MONTHS.contains(word(i - 1))
        || (is(i - 1, "de") && isOneOf(i, "marco set out mai jan"))) {
      return !(is(i, "may", "march")
          && is(i - 1, "before", "after", "since")
          && followsVerb(i + 1));
    }
    if (is(i, "may", "march") && is(i - 1, "this")) {
      return isEnd(i + 1);
    }
    if (isOneOf(i, "may march jan dec sep mai")) {
      boolean possessive = is(i + 1, "last", "next", "this");
      boolean listed =
          isEnd(i + 1)
              && i > 0
              && tokens.isCapital(i)
              && !isEnd(i - 1)
              && (is(i, "may", "dec", "sep", "mai") || (is(i, "march") && !is(i - 1, "the", "a")));
      return (possessive && is(i + 2, "year")) || listed;
    }
    return is(i - 1, "mid") || (tokens.isMark(i - 1, '-') && is(i - 2, "mid"));
  }

  private boolean followsVerb(int i) {
    return is(i, "i", "be", "have", "not");
  }

  private @Nullable Parsed bareYear(int i) {
    int year = year(i);
    if (year < 0 || tokens.isMark(i, '\'')) {
      return null;
    }
    if (!BEFORE_YEARS.contains(word(i - 1)) || isGluedOn(i + 1) || isAny(i + 1, "€$£%")) {
      return null;
    }
    String next = word(i + 1);
    boolean counted = LatinVocabulary.UNITS.containsKey(next) || COUNTED_THINGS.contains(next);
    return counted ? null : new Parsed(new CalendarDate(year, null, null, null), i + 1);
  }

  // Weekdays

  private record Named(DayOfWeek day, int next) {}

  /** "2ª-feira", "3ª feira", "na 5ª": Portuguese counts from Sunday. */
  private boolean isNumberedWeekday(int i) {
    int number = tokens.number(i);
    if (number < 2 || number > 6 || tokens.length(i) != 1 || !tokens.isGlued(i + 1)) {
      return false;
    }
    int feira = tokens.isMark(i + 2, '-') ? i + 3 : i + 2;
    return is(i + 1, "ª", "a")
        && (is(feira, "feira")
            || (is(i + 1, "ª") && isEnd(i + 2) && isOneOf(i - 1, "na ate proxima ultima de")));
  }

  private @Nullable Named weekday(int i) {
    Integer number = LatinVocabulary.WEEKDAYS.get(word(i));
    int next = i + 1;
    if (number == null && isNumberedWeekday(i)) {
      number = tokens.number(i) - 1;
      next = i + 2;
    }
    if (number == null) {
      return null;
    }
    if (tokens.isMark(next, '-') && is(next + 1, "feira")) {
      next += 2;
    } else if (is(next, "feira")) {
      next++;
    } else if (tokens.isMark(next, '.') && tokens.isGlued(next) && tokens.length(i) <= 4) {
      next++;
    }
    return new Named(LatinVocabulary.weekday(number), next);
  }

  private @Nullable Parsed weekdayDate(int i) {
    Named named = weekday(i);
    if (named == null) {
      return germanWeekday(i);
    }
    Parsed onDate = weekdayWithDate(named, named.next());
    if (onDate != null) {
      return onDate;
    }
    if (!isSureWeekday(i, named.next())) {
      return null;
    }
    int end = named.next();
    if (end == i + 2 && tokens.isMark(i + 1, '.') && isEnd(end)) {
      end = i + 1;
    }
    Integer after = postposed(end);
    if (after != null) {
      return new Parsed(
          new Weekday(named.day(), after > 0 ? WeekdayChoice.COMING : WeekdayChoice.LAST),
          postposedEnd(end));
    }
    return new Parsed(new Weekday(named.day(), WeekdayChoice.BARE), end);
  }

  /** "Montagabend", and "Di., 27. Oktober". */
  private @Nullable Parsed germanWeekday(int i) {
    String word = word(i);
    Integer abbreviated = LatinVocabulary.GERMAN_SHORT_WEEKDAYS.get(word);
    if (abbreviated != null) {
      int j = tokens.isMark(i + 1, '.') ? i + 2 : i + 1;
      j = skipComma(j);
      if (tokens.kind(j) == Tokens.Kind.NUMBER && (j > i + 1 || tokens.isCapital(i))) {
        return weekdayWithDate(new Named(LatinVocabulary.weekday(abbreviated), j), j);
      }
      return null;
    }
    if (word.length() < 10) {
      return null;
    }
    for (String part :
        List.of("abend", "morgen", "nachmittag", "vormittag", "mittag", "nacht", "fruh")) {
      if (word.endsWith(part)) {
        Integer number =
            LatinVocabulary.WEEKDAYS.get(word.substring(0, word.length() - part.length()));
        if (number != null) {
          DayPart dayPart = part.equals("morgen") ? DayPart.MORNING : partOf(part);
          return new Parsed(
              new Within(
                  new PartOfDay(dayPart),
                  new Weekday(LatinVocabulary.weekday(number), WeekdayChoice.BARE)),
              i + 1);
        }
      }
    }
    return null;
  }

  private @Nullable Parsed weekdayWithDate(Named named, int i) {
    int j = skipComma(i);
    boolean article = is(j, "the", "den", "dem", "dia", "der");
    Parsed date = absolute(article ? j + 1 : j);
    if (date == null && is(j, "the", "dia")) {
      date = absolute(j);
    }
    if (date != null
        && date.expression()
            instanceof CalendarDate(Integer year, Integer month, Integer day, DayOfWeek _)
        && day != null) {
      return new Parsed(new CalendarDate(year, month, day, named.day()), date.next());
    }
    int k = article ? j + 1 : j;
    int end = dayNumberEnd(k);
    boolean afterFeira =
        is(i - 1, "feira") && end > 0 && (isEnd(end) || is(end, "as", "de", "por"));
    if ((end > k + 1 && !tokens.isMark(k + 1, '.'))
        || (article && end > 0 && isEnd(end))
        || afterFeira) {
      return new Parsed(new CalendarDate(null, null, tokens.number(k), named.day()), end);
    }
    return null;
  }

  private boolean isSureWeekday(int i, int next) {
    String word = word(i);
    if (LatinVocabulary.PORTUGUESE_ORDINAL_WEEKDAYS.contains(word) && next == i + 1) {
      if (isOneOf(
          next,
          "vez parte pessoa vaga edicao serie fase opcao semana versao mao "
              + "tentativa pagina via dose marcha metade quinzena classe etapa rodada "
              + "aula linha")) {
        return false;
      }
      return isOneOf(
              i - 1,
              "na nesta desta essa esta nessa proxima ultima ate de da toda cada "
                  + "para pra desde a e")
          || isOneOf(next, "a de que passada as proxima")
          || (isEnd(next) && i > 0);
    }
    if (LatinVocabulary.DOUBTFUL_WEEKDAYS.contains(word)) {
      return isOneOf(
              i - 1, "on next last this every by until till since before after coming from " + "to")
          || LatinVocabulary.PARTS.containsKey(word(next))
          || (tokens.isCapital(i)
              && !is(i - 1, "the")
              && ((isEnd(next) && i > 0) || tokens.kind(skipComma(next)) == Tokens.Kind.NUMBER)
              && !word.equals("sun"));
    }
    return true;
  }

  /** "segunda que vem", "semana passada": 1, -1, or null. */
  private @Nullable Integer postposed(int i) {
    if ((is(i, "que") && is(i + 1, "vem", "vier")) || is(i, "seguinte", "proximo", "proxima")) {
      return 1;
    }
    if (isOneOf(i, "passado passada retrasado retrasada anterior")) {
      return is(i, "retrasado", "retrasada") ? -2 : -1;
    }
    return null;
  }

  private int postposedEnd(int i) {
    return is(i, "que") ? i + 2 : i + 1;
  }

  // Units beside a modifier

  private int unitEnd(int i) {
    return is(i, "fim", "fins") && is(i + 1, "de") && is(i + 2, "semana")
        ? i + 3
        : is(i, "week")
                && (is(i + 1, "end", "ends") || (tokens.isMark(i + 1, '-') && is(i + 2, "end")))
            ? is(i + 1, "end", "ends") ? i + 2 : i + 3
            : i + 1;
  }

  private @Nullable Unit unit(int i) {
    if (unitEnd(i) > i + 1) {
      return Unit.WEEKEND;
    }
    return LatinVocabulary.UNITS.get(word(i));
  }

  /** "next week", "this Friday", "last summer", "semana passada", "this evening". */
  private @Nullable Parsed modified(int i) {
    return modifiedMemo.at(i, 0, () -> readModified(i));
  }

  private @Nullable Parsed readModified(int i) {
    if (isOneOf(i, "the a o die das der den")
        && LatinVocabulary.MODIFIERS.containsKey(word(i + 1))) {
      return modified(i + 1);
    }
    Integer modifier = LatinVocabulary.MODIFIERS.get(word(i));
    if (modifier == null) {
      return unitFirst(i);
    }
    int j = i + 1;
    Named named = weekday(j);
    if (named != null) {
      Parsed dated = weekdayWithDate(named, named.next());
      if (dated != null) {
        return dated;
      }
      WeekdayChoice choice =
          LatinVocabulary.COMING_WORDS.contains(word(i))
              ? WeekdayChoice.COMING
              : modifier == 0
                  ? WeekdayChoice.THIS
                  : modifier == 1 ? WeekdayChoice.NEXT : WeekdayChoice.LAST;
      if (Math.abs(modifier) == 2) {
        return new Parsed(
            new Shifted(
                new Amount(1, Unit.WEEK),
                modifier > 0 ? Side.FUTURE : Side.PAST,
                new Weekday(
                    named.day(),
                    choice == WeekdayChoice.LAST && modifier > 0 ? WeekdayChoice.NEXT : choice)),
            named.next());
      }
      return new Parsed(new Weekday(named.day(), choice), named.next());
    }
    Parsed compound = germanWeekday(j);
    if (compound != null
        && compound.expression() instanceof Within(TimeExpression part, Weekday day)) {
      WeekdayChoice choice =
          modifier == 0
              ? WeekdayChoice.THIS
              : modifier > 0 ? WeekdayChoice.NEXT : WeekdayChoice.LAST;
      return new Parsed(new Within(part, new Weekday(day.day(), choice)), compound.next());
    }
    if (isOneOf(i, "this diesen esta dieser nesta")
        && (LatinVocabulary.PARTS.containsKey(word(j)) || is(j, "morgen"))
        && !is(j, "nights", "fruh")) {
      DayPart part = is(j, "morgen") ? DayPart.MORNING : partOf(word(j));
      return new Parsed(new Within(new PartOfDay(part), new Relative(Unit.DAY, 0)), j + 1);
    }
    if (is(i, "last", "letzte") && is(j, "night", "nacht", "evening")) {
      return new Parsed(
          new Within(new PartOfDay(partOf(word(j))), new Relative(Unit.DAY, -1)), j + 1);
    }
    Unit unit = unit(j);
    if (unit != null) {
      if (unit == Unit.DAY || unit == Unit.SECOND || unit == Unit.MINUTE) {
        return null;
      }
      int end = unitEnd(j);
      if ((modifier == -1 && is(i, "past")) || (modifier != 0 && unit == Unit.HOUR)) {
        return new Parsed(
            new Rolling(new Amount(1, unit), modifier < 0 ? Side.PAST : Side.FUTURE), end);
      }
      if (isOneOf(
          j, "weekends weeks months years wochen monate jahre semanas meses anos " + "quarters")) {
        return null;
      }
      return new Parsed(new Relative(unit, modifier), end);
    }
    SeasonName season = LatinVocabulary.SEASONS.get(word(j));
    if (season != null) {
      return new Parsed(yearly(new Season(season), modifier), j + 1);
    }
    int month = month(j);
    if (month > 0 && !(is(j, "may", "march") && modifier == 0 && !isEnd(j + 1))) {
      return new Parsed(yearly(new CalendarDate(null, month, null, null), modifier), monthEnd(j));
    }
    Parsed holiday = holiday(j);
    if (holiday != null) {
      return new Parsed(yearly(holiday.expression(), modifier), holiday.next());
    }
    return null;
  }

  /** "last summer" is the last one begun before now, "next May" the one to come. */
  private static TimeExpression yearly(TimeExpression part, int modifier) {
    return modifier == 0
        ? new Within(part, new Relative(Unit.YEAR, 0))
        : new YearlyOccurrence(part, modifier);
  }

  private @Nullable Parsed unitFirst(int i) {
    int start = is(i, "the", "a", "o", "die") ? i + 1 : i;
    Unit unit = unit(start);
    if (unit == null
        || unit == Unit.DAY
        || unit == Unit.SECOND
        || unit == Unit.MINUTE
        || unit == Unit.HOUR) {
      return null;
    }
    int j = unitEnd(start);
    if (is(j, "after") && is(j + 1, "next")) {
      return new Parsed(new Relative(unit, 2), j + 2);
    }
    if (is(j, "before") && is(j + 1, "last")) {
      return new Parsed(new Relative(unit, -2), j + 2);
    }
    Integer after = postposed(j);
    if (after != null && isOneOf(start, "semana mes ano fim trimestre")) {
      return new Parsed(new Relative(unit, after), postposedEnd(j));
    }
    return null;
  }

  private @Nullable Parsed bareWeekend(int i) {
    if (unit(i) != Unit.WEEKEND || is(i, "weekends")) {
      return null;
    }
    boolean said =
        isOneOf(i - 1, "the am weekend vom zum bis")
            || isOneOf(i - 1, "no neste nesse o do")
            || isOneOf(i - 1, "on at over by until");
    return said && !is(i - 2, "every") ? new Parsed(new BareWeekend(), unitEnd(i)) : null;
  }

  // Pieces and portions of wholes

  private @Nullable Parsed ordinal(int i, int depth) {
    int start = isOneOf(i, "the der das die den dem o a am no na") ? i + 1 : i;
    int position;
    int j = start + 1;
    if (LatinVocabulary.LAST_WORDS.contains(word(start))) {
      position = -1;
    } else if (isOneOf(start, "penultimate vorletzte vorletzten penultima penultimo")) {
      position = -2;
    } else if (is(start, "second", "third")
        && is(start + 1, "to", "from")
        && is(start + 2, "last")) {
      position = is(start, "second") ? -2 : -3;
      j = start + 3;
    } else if (LatinVocabulary.ORDINALS.containsKey(word(start))) {
      position = ordinalDay(start);
      if (isAny(start - 1, "-") && is(start - 2, "twenty", "thirty")) {
        return null;
      }
      if (is(j, "last")) {
        position = -position;
        j++;
      }
    } else if (is(start, "twenty", "thirty") && ordinalDay(start) > 0) {
      position = ordinalDay(start);
      j = ordinalDayEnd(start);
    } else if (tokens.number(start) > 0 && dayNumberEnd(start) > start + 1) {
      position = tokens.number(start);
      j = dayNumberEnd(start);
    } else {
      return null;
    }
    if (is(j, "half") || (is(j, "halfte", "semestre", "halbjahr") && position > 0)) {
      int k = skip(j + 1, OF);
      k = is(k, "the", "des") ? k + 1 : k;
      Parsed whole = whole(k, depth);
      if (position == 1 || position == 2) {
        if (whole != null && isWholeYear(whole.expression())) {
          return new Parsed(
              new Within(new TimeExpression.HalfYear(position), whole.expression()), whole.next());
        }
      }
      return null;
    }
    if (is(j, "quarter", "quartal", "trimestre") && position >= 1 && position <= 4) {
      Parsed quarter = new Parsed(new TimeExpression.Quarter(position), j + 1);
      return quarter;
    }
    Named named = weekday(j);
    Unit unit = named == null ? unit(j) : Unit.DAY;
    int end = named == null ? unitEnd(j) : named.next();
    if (unit == null || unit == Unit.SECOND || unit == Unit.MINUTE || unit == Unit.HOUR) {
      return null;
    }
    if (!OF.contains(word(end)) && !tokens.isMark(end, '\'')) {
      return null;
    }
    int k = end + 1;
    if (is(end, "the")) {
      k = end;
    }
    Parsed whole = whole(k, depth);
    if (whole == null || !isLarger(whole.expression())) {
      return null;
    }
    return new Parsed(
        new Ordinal(position, unit, named == null ? null : named.day(), whole.expression()),
        whole.next());
  }

  private static boolean isWholeYear(TimeExpression whole) {
    return (whole instanceof CalendarDate date && date.month() == null && date.day() == null)
        || (whole instanceof Relative(Unit unit, int _) && unit == Unit.YEAR);
  }

  private static boolean isLarger(TimeExpression whole) {
    return switch (whole) {
      case CalendarDate date -> date.day() == null;
      case Relative(Unit unit, int _) -> unit.compareTo(Unit.DAY) > 0;
      case Within(TimeExpression part, TimeExpression _) -> isLarger(part);
      case Season _, TimeExpression.Quarter _, TimeExpression.HalfYear _ -> true;
      case Ordinal ordinal -> ordinal.unit().compareTo(Unit.DAY) > 0;
      default -> false;
    };
  }

  /** "the month", "next month", "October 2026", "2027". */
  private @Nullable Parsed whole(int i, int depth) {
    int start = isOneOf(i, "the der des dem do da o a") ? i + 1 : i;
    Unit unit = unit(start);
    Parsed best = date(i, depth + 1);
    if (start > i) {
      best = longer(best, date(start, depth + 1));
    }
    if (unit != null
        && unit.compareTo(Unit.WEEK) >= 0
        && unit != Unit.DECADE
        && (start > i || isOneOf(i - 1, "des do da im der the"))) {
      Parsed whole = new Parsed(new Relative(unit, 0), unitEnd(start));
      best = longer(whole, best);
    }
    int year = year(i);
    if (year >= 0) {
      best = longer(best, new Parsed(new CalendarDate(year, null, null, null), yearEnd(i)));
    }
    int month = month(i);
    if (month > 0) {
      best = longer(best, new Parsed(new CalendarDate(null, month, null, null), i + 1));
    }
    return best;
  }

  private @Nullable Parsed portion(int i, int depth) {
    int start = is(i, "the", "o", "no", "am") ? i + 1 : i;
    if (unitEnd(start) > start + 1) {
      return null; // "fim de semana" is a weekend
    }
    Place place =
        switch (word(start)) {
          case "early", "beginning", "start", "anfang", "inicio", "comeco" -> Place.BEGINNING;
          case "mid", "middle", "mitte", "meio", "meados" -> Place.MIDDLE;
          case "late", "end", "ende", "fim", "final", "fins" -> Place.END;
          default -> null;
        };
    if (place == null) {
      return null;
    }
    int j = start + 1;
    boolean needsOf =
        isOneOf(start, "beginning start middle end inicio comeco meio meados fim final fins");
    if (tokens.isMark(j, '-')) {
      j++;
    }
    if (is(j, "in")) {
      j++;
    } else if (isOneOf(j, "of de do da des der deste desta")) {
      if (!is(j, "deste", "desta")) {
        j++;
      }
    } else if (needsOf) {
      return null;
    }
    Parsed whole = whole(j, depth);
    if (whole == null || !isLarger(whole.expression())) {
      return null;
    }
    if (whole.expression() instanceof Within(Season season, TimeExpression year)) {
      return new Parsed(new Within(new Portion(place, season), year), whole.next());
    }
    return new Parsed(new Portion(place, whole.expression()), whole.next());
  }

  private @Nullable Parsed holiday(int i) {
    if (tokens.kind(i) != Tokens.Kind.WORD) {
      return null;
    }
    StringBuilder name = new StringBuilder();
    Parsed best = null;
    int j = i;
    for (int words = 0; words < LatinVocabulary.LONGEST_HOLIDAY; words++) {
      if (tokens.isMark(j, '\'') && tokens.isGlued(j)) {
        j++;
        if (is(j, "s") && tokens.isGlued(j)) {
          j++;
        }
      } else if (tokens.isMark(j, '-') && tokens.isGlued(j)) {
        j++;
        name.append('-');
      }
      String word = word(j);
      if (word.isEmpty()) {
        break;
      }
      if (!name.isEmpty() && name.charAt(name.length() - 1) != '-') {
        name.append(' ');
      }
      name.append(word.replace("'", ""));
      j++;
      Holiday holiday = LatinVocabulary.HOLIDAYS.get(name.toString());
      if (holiday != null && !is(i - 1, "father", "santa")) {
        best = new Parsed(new HolidayOf(holiday), j);
      }
    }
    return best;
  }

  private @Nullable Parsed season(int i) {
    SeasonName season = LatinVocabulary.SEASONS.get(word(i));
    if (season == null) {
      return null;
    }
    int year = year(i + 1);
    boolean ofYear =
        year >= 0
            || (is(i + 1, "of") && year(i + 2) >= 0)
            || (is(i + 1, "last", "this", "next") && is(i + 2, "year"));
    boolean said =
        isOneOf(
                i - 1,
                "in im since until during before after by no na of early late mid " + "every over")
            || (is(i - 1, "the") && isOneOf(i - 2, "in over during of until by since"));
    if (!ofYear && (!said || (!isEnd(i + 1) && isNoun(i + 1)))) {
      return null;
    }
    if (!ofYear && is(i, "fall", "spring") && !isOneOf(i - 1, "in the since during early late")) {
      return null;
    }
    return new Parsed(new Season(season), i + 1);
  }

  private boolean isNoun(int i) {
    return isOneOf(
        i,
        "tyres tires clothes jacket coat break term school camp time festival "
            + "holiday holidays olympics of sale menu roll");
  }

  private @Nullable Parsed quarter(int i) {
    int year = year(i);
    if (year >= 0) {
      Parsed quarter = quarter(isAny(i + 1, "-/") ? i + 2 : i + 1);
      return quarter == null
          ? null
          : new Parsed(
              new Within(quarter.expression(), new CalendarDate(year, null, null, null)),
              quarter.next());
    }
    if (is(i, "year", "jahr", "ano") && year(i + 1) >= 0) {
      return new Parsed(new CalendarDate(year(i + 1), null, null, null), i + 2);
    }
    if (is(i, "q") && tokens.isGlued(i + 1) && tokens.length(i + 1) == 1) {
      int number = tokens.number(i + 1);
      return number >= 1 && number <= 4 && !isGluedOn(i + 2)
          ? new Parsed(new TimeExpression.Quarter(number), i + 2)
          : null;
    }
    return null;
  }

  private @Nullable Parsed weekNumber(int i) {
    int j = i + 1;
    if (is(i, "calendar") && is(i + 1, "week")) {
      j = i + 2;
    } else if (!is(i, "week", "kw", "kalenderwoche", "cw")) {
      return null;
    }
    int week = tokens.number(j);
    return week >= 1
            && week <= 53
            && !isGluedOn(j + 1)
            && !LatinVocabulary.UNITS.containsKey(word(j + 1))
        ? new Parsed(new WeekOfYear(week), j + 1)
        : null;
  }

  // Amounts

  private @Nullable Counted amount(int i) {
    return amountMemo.at(i, 0, () -> readAmount(i));
  }

  private @Nullable Counted readAmount(int i) {
    if (is(i, "half", "halbe", "meia")
        || (is(i, "a", "an", "eine") && is(i + 1, "half", "halbe"))) {
      int j = is(i, "half", "halbe", "meia") ? i + 1 : i + 2;
      j = is(j, "a", "an") ? j + 1 : j;
      Unit unit = unit(j);
      Amount half = unit == null ? null : halves(1, unit);
      return half == null ? null : new Counted(half, j + 1);
    }
    if (is(i, "fortnight") || (is(i, "a") && is(i + 1, "fortnight"))) {
      return new Counted(new Amount(2, Unit.WEEK), is(i, "a") ? i + 2 : i + 1);
    }
    int j = i;
    int count;
    if (is(i, "a") && is(i + 1, "couple")) {
      count = 2;
      j = is(i + 2, "of") ? i + 3 : i + 2;
    } else if (is(i, "couple")) {
      count = 2;
      j = is(i + 1, "of") ? i + 2 : i + 1;
    } else if (is(i, "a") && is(i + 1, "few")) {
      count = 3;
      j = i + 2;
    } else if (isOneOf(i, "few several einige einigen paar alguns algumas")) {
      count = 3;
      j = i + 1;
    } else if (tokens.number(i) >= 0) {
      count = tokens.number(i);
      j = i + 1;
      if (isAny(j, ".,")
          && tokens.isGlued(j)
          && tokens.isGlued(j + 1)
          && tokens.length(j + 1) == 1) {
        int tenths = tokens.number(j + 1);
        Unit unit = unit(j + 2);
        if (tenths >= 0 && unit == Unit.HOUR && count < 10_000) {
          return new Counted(new Amount(count * 60 + tenths * 6, Unit.MINUTE), j + 3);
        }
        Amount half = tenths == 5 && unit != null ? halves(2 * count + 1, unit) : null;
        return half == null ? null : new Counted(half, j + 3);
      }
    } else if (LatinVocabulary.TENS.containsKey(word(i))) {
      count = LatinVocabulary.TENS.getOrDefault(word(i), 0);
      j = i + 1;
      int k = tokens.isMark(j, '-') ? j + 1 : j;
      Integer ones = LatinVocabulary.NUMBERS.get(word(k));
      if (ones != null && ones > 0 && ones < 10 && !is(k, "a", "an")) {
        count += ones;
        j = k + 1;
      }
    } else {
      Integer spoken = LatinVocabulary.NUMBERS.get(word(i));
      if (spoken == null) {
        return null;
      }
      count = spoken;
      j = i + 1;
    }
    boolean andHalf = is(j, "and") && is(j + 1, "a") && is(j + 2, "half");
    if (andHalf) {
      j += 3;
    }
    if (isOneOf(j, "whole full more ganze other")) {
      j++;
    }
    Unit unit = unit(j);
    if (unit == null && is(j, "fortnights")) {
      return new Counted(new Amount(2 * count, Unit.WEEK), j + 1);
    }
    if (unit == null || (is(i, "a", "an", "one") && (unit == Unit.SECOND || unit == Unit.MINUTE))) {
      return null;
    }
    int end = unitEnd(j);
    if (is(end, "and") && is(end + 1, "a") && is(end + 2, "half")) {
      andHalf = true;
      end += 3;
    }
    if (andHalf) {
      Amount half = count < 1_000 ? halves(2 * count + 1, unit) : null;
      return half == null ? null : new Counted(half, end);
    }
    if (unit == Unit.HOUR && count < 10_000) {
      int k = is(end, "and", "und", "e") ? end + 1 : end;
      int minutes = tokens.number(k);
      if (minutes >= 0 && minutes < 60 && unit(k + 1) == Unit.MINUTE) {
        return new Counted(new Amount(count * 60 + minutes, Unit.MINUTE), k + 2);
      }
    }
    return new Counted(new Amount(count, unit), end);
  }

  private static @Nullable Amount halves(int halves, Unit unit) {
    return switch (unit) {
      case HOUR -> new Amount(halves * 30, Unit.MINUTE);
      case DAY -> new Amount(halves * 12, Unit.HOUR);
      case YEAR -> new Amount(halves * 6, Unit.MONTH);
      case MONTH -> new Amount(halves * 15, Unit.DAY);
      case DECADE -> new Amount(halves * 5, Unit.YEAR);
      default -> null;
    };
  }

  private @Nullable Parsed length(int i) {
    if (isOneOf(i, "a an um uma ein eine")) {
      return is(i - 1, "for", "per", "fur", "por") && !is(i - 1, "per") && amount(i) != null
          ? lengthOf(amount(i))
          : null;
    }
    return lengthOf(amount(i));
  }

  private static @Nullable Parsed lengthOf(@Nullable Counted counted) {
    return counted == null || counted.amount().unit() == Unit.WEEKEND
        ? null
        : new Parsed(new Length(counted.amount()), counted.next());
  }

  /** "the last 3 days", "within two weeks", "next few months". */
  private @Nullable Parsed rolling(int i) {
    int j = i;
    boolean within = false;
    if (isOneOf(j, "within in over during for innerhalb binnen nos nas dentro in")) {
      within = is(j, "within", "innerhalb", "binnen", "dentro");
      j++;
      j = within && is(j, "of", "von", "de") ? j + 1 : j;
    }
    if (isOneOf(j, "the den die der os as dos das these")) {
      j++;
    }
    Parsed pieces = firstOrLast(j);
    if (pieces != null) {
      return pieces;
    }
    Integer modifier = LatinVocabulary.MODIFIERS.get(word(j));
    if (modifier != null && modifier != 0 && Math.abs(modifier) == 1) {
      Counted counted = amount(j + 1);
      if (counted == null) {
        return null;
      }
      if (counted.next() == j + 2 && counted.amount().count() == 1) {
        return null;
      }
      return new Parsed(
          new Rolling(counted.amount(), modifier < 0 ? Side.PAST : Side.FUTURE), counted.next());
    }
    if (within) {
      Counted counted = amount(j);
      return counted == null
          ? null
          : new Parsed(new Rolling(counted.amount(), Side.FUTURE), counted.next());
    }
    return null;
  }

  /** "first 3 days of May", "the last two weeks of the year". */
  private @Nullable Parsed firstOrLast(int i) {
    boolean first = isOneOf(i, "first ersten erste primeiros primeiras");
    if (!first && !isOneOf(i, "last final letzten letzte ultimos ultimas")) {
      return null;
    }
    Counted counted = amount(i + 1);
    if (counted == null || counted.amount().count() < 1 || !OF.contains(word(counted.next()))) {
      return null;
    }
    Parsed whole = whole(counted.next() + 1, 1);
    Unit unit = counted.amount().unit();
    if (whole == null || !isLarger(whole.expression()) || unit.compareTo(Unit.DAY) < 0) {
      return null;
    }
    int count = counted.amount().count();
    return new Parsed(
        first
            ? new Between(
                new Ordinal(1, unit, null, whole.expression()),
                new Ordinal(count, unit, null, whole.expression()))
            : new Between(
                new Ordinal(-count, unit, null, whole.expression()),
                new Ordinal(-1, unit, null, whole.expression())),
        whole.next());
  }

  // Times relative to others

  private @Nullable Parsed shifted(int i, int depth) {
    return shiftedMemo.at(i, depth, () -> readShifted(i, depth));
  }

  private @Nullable Parsed readShifted(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    Parsed best = null;
    if (is(i, "in", "em", "daqui", "dentro")) {
      int j = is(i + 1, "a", "de") && !is(i, "in") ? i + 2 : i + 1;
      j = isOneOf(j, "about exactly just ca circa") ? j + 1 : j;
      Counted counted = amount(j);
      if (counted != null
          && !is(counted.next(), "of", "a")
          && !is(i - 1, "once", "twice", "times")
          && counted.amount().unit() != Unit.WEEKEND) {
        int end = counted.next();
        if (tokens.isMark(end, '\'') && is(end + 1, "time")) {
          end += 2;
        } else if (is(end, "time") && !is(end + 1, "i", "we")) {
          end++;
        }
        best = new Parsed(new Shifted(counted.amount(), Side.FUTURE, new Now()), end);
      }
    }
    if (is(i, "vor", "ha", "faz", "nach")) {
      Counted counted = amount(i + 1);
      if (counted != null && !is(i, "nach") && !is(counted.next(), "vor", "nach")) {
        int end = is(counted.next(), "atras") ? counted.next() + 1 : counted.next();
        return new Parsed(new Shifted(counted.amount(), Side.PAST, new Now()), end);
      }
    }
    int from = isOneOf(i, "the o a der die den am") ? i + 1 : i;
    if (isOneOf(
        from,
        "day night week month year weekend evening morning tag abend woche "
            + "vespera dia semana afternoon")) {
      boolean counts = is(i, "a") && isOneOf(from, "day night week month year weekend");
      best = counts ? best : longer(best, unitAround(from, depth));
    }
    Counted counted = amount(i);
    if (counted != null) {
      best = longer(best, afterAmount(counted, depth));
    }
    return best;
  }

  private @Nullable Parsed afterAmount(Counted counted, int depth) {
    Amount amount = counted.amount();
    int j = counted.next();
    if (amount.unit() == Unit.WEEKEND) {
      return is(j, "ago")
          ? new Parsed(new Relative(Unit.WEEKEND, -Math.min(amount.count(), 100_000)), j + 1)
          : null;
    }
    if (is(j, "ago", "atras") || (is(j, "earlier") && isEnd(j + 1))) {
      return new Parsed(new Shifted(amount, Side.PAST, new Now()), j + 1);
    }
    if (is(j, "from") && is(j + 1, "now", "today")) {
      return new Parsed(new Shifted(amount, Side.FUTURE, new Now()), j + 2);
    }
    if (is(j, "hence") || (is(j, "later") && isEnd(j + 1))) {
      return new Parsed(new Shifted(amount, Side.FUTURE, new Now()), j + 1);
    }
    Side side = null;
    int k = j + 1;
    if (is(j, "before", "vor", "prior", "antes")) {
      side = Side.PAST;
      k =
          (is(j, "prior") && is(k, "to")) || (is(j, "antes") && isOneOf(k, "de do da dos das"))
              ? k + 1
              : k;
    } else if (isOneOf(j, "after nach from following depois apos past")) {
      side = Side.FUTURE;
      k = is(j, "depois") && isOneOf(k, "de do da dos das") ? k + 1 : k;
    }
    if (side == null) {
      return null;
    }
    Parsed anchor = point(k, depth + 1);
    return anchor == null
        ? null
        : new Parsed(new Shifted(amount, side, anchor.expression()), anchor.next());
  }

  /** "day before the flight", "week of 12 October", "night after the party". */
  private @Nullable Parsed unitAround(int i, int depth) {
    Unit unit = unit(i);
    DayPart part = LatinVocabulary.PARTS.get(word(i));
    if (is(i, "vespera")) {
      unit = Unit.DAY;
    } else if (unit == null && part != null) {
      unit = Unit.DAY;
    }
    if (unit == null) {
      return null;
    }
    int j = unitEnd(i);
    Side side =
        is(j, "before", "vor") || is(i, "vespera")
            ? Side.PAST
            : is(j, "after", "nach", "following") ? Side.FUTURE : null;
    int k = j + 1;
    if (is(j, "antes", "depois", "seguinte")) {
      side = is(j, "antes") ? Side.PAST : Side.FUTURE;
      k = isOneOf(k, "de do da ao a") ? k + 1 : k;
    }
    if (side == null) {
      if (!isOneOf(j, "of der des do da de")) {
        return null;
      }
      Parsed inner = point(j + 1, depth + 1);
      if (inner == null
          || (unit == Unit.DAY
              && part == null
              && !(inner.expression() instanceof Event
                  || inner.expression() instanceof HolidayOf))) {
        return null;
      }
      return part != null
          ? new Parsed(new Within(new PartOfDay(part), inner.expression()), inner.next())
          : new Parsed(
              unit == Unit.DAY && inner.expression() instanceof HolidayOf
                  ? inner.expression()
                  : new Containing(unit, inner.expression()),
              inner.next());
    }
    Parsed anchor = point(k, depth + 1);
    if (anchor == null) {
      return null;
    }
    TimeExpression day =
        new Shifted(
            new Amount(1, unit == Unit.WEEKEND ? Unit.WEEK : unit), side, anchor.expression());
    TimeExpression around =
        part != null
            ? new Within(new PartOfDay(part), day)
            : unit == Unit.DAY ? day : new Containing(unit, day);
    return new Parsed(around, anchor.next());
  }

  /** A time that another is relative to: a date, a time of day, or an event. */
  private @Nullable Parsed point(int i, int depth) {
    return pointMemo.at(i, depth, () -> readPoint(i, depth));
  }

  private @Nullable Parsed readPoint(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    Parsed best = dated(i, depth);
    if (best == null && DETERMINERS.contains(word(i))) {
      best = dated(i + 1, depth);
      if (best != null
          && best.expression() instanceof BareWeekend
          && !is(i + 1, "weekend", "wochenende")) {
        best = null;
      }
    }
    if (best == null && is(i, "now", "jetzt", "agora")) {
      best = new Parsed(new Now(), i + 1);
    }
    Parsed year =
        year(i) >= 0 && !tokens.isMark(i, '\'')
            ? new Parsed(new CalendarDate(year(i), null, null, null), i + 1)
            : null;
    best = longer(best, year);
    int hour = tokens.number(i);
    if (best == null
        && hour >= 1
        && hour <= 24
        && (isEnd(i + 1) || is(i + 1, "on", "tomorrow", "today"))
        && (!tokens.isGlued(i + 1) || isEnd(i + 1))
        && isOneOf(i - 1, "after before until till by nach vor bis ate")) {
      best = time(hour, 0, reading(i, hour), i + 1);
    }
    if (depth < DEEPEST) {
      best = longer(best, shifted(i, depth + 1));
    }
    Parsed event = eventPoint(i, depth);
    if (best == null) {
      return event;
    }
    return best;
  }

  /** Words that may name an event: after a determiner anything, otherwise a few words. */
  private @Nullable Parsed eventPoint(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    int start = i;
    if (is(i, "i", "we", "ich", "wir") && LEAVING.contains(word(i + 1))) {
      return new Parsed(new Event(tokens.folded(i, i + 2)), i + 2);
    }
    boolean determined = DETERMINERS.contains(word(i));
    if (determined) {
      start++;
    } else if (NO_EVENT_STARTS.contains(word(i)) || EVENT_ENDS.contains(word(i))) {
      return null;
    }
    int j = start;
    while (j - start < LONGEST_EVENT && isEventWord(j, start)) {
      j++;
    }
    while (j > start
        && isOneOf(
            j - 1, "to of in at with for the my de do da com mit zu nach a o para no na " + "em")) {
      j--;
    }
    if (j == start) {
      return null;
    }
    return new Parsed(new Event(tokens.original(start, j)), j);
  }

  private boolean isEventWord(int i, int start) {
    if (tokens.kind(i) == Tokens.Kind.HAN || (tokens.isMark(i, '\'') && tokens.isGlued(i))) {
      return i > start || tokens.kind(i) == Tokens.Kind.HAN;
    }
    if (tokens.isMark(i, '-') && tokens.isGlued(i) && tokens.isGlued(i + 1)) {
      return i > start;
    }
    if (tokens.kind(i) == Tokens.Kind.NUMBER) {
      return i > start && !tokens.isMark(i + 1, ':');
    }
    String word = word(i);
    return !word.isEmpty() && !EVENT_ENDS.contains(word);
  }

  private @Nullable Parsed bound(int i) {
    BoundKind kind;
    int j = i + 1;
    switch (word(i)) {
      case "before" -> kind = BoundKind.BEFORE;
      case "after" -> kind = BoundKind.AFTER;
      case "since", "seit", "desde" -> kind = BoundKind.SINCE;
      case "until", "till", "til", "bis", "ate", "through" -> kind = BoundKind.UNTIL;
      case "by" -> kind = BoundKind.UNTIL;
      case "up" -> {
        if (!is(i + 1, "to", "until")) {
          return null;
        }
        kind = BoundKind.UNTIL;
        j = i + 2;
      }
      case "vor" -> kind = BoundKind.BEFORE;
      case "nach", "apos" -> kind = BoundKind.AFTER;
      case "ab" -> kind = BoundKind.SINCE;
      case "antes", "depois" -> {
        if (!isOneOf(i + 1, "de do da dos das") || namedDay(i) != null) {
          return null;
        }
        kind = is(i, "antes") ? BoundKind.BEFORE : BoundKind.AFTER;
        j = i + 2;
      }
      case "a" -> {
        if (!is(i + 1, "partir") || !is(i + 2, "de", "do", "da")) {
          return null;
        }
        kind = BoundKind.SINCE;
        j = i + 3;
      }
      case "from", "starting", "von" -> {
        int start = is(i, "starting") && is(i + 1, "on", "from") ? i + 2 : i + 1;
        Parsed from = point(start, 1);
        if (from == null) {
          return null;
        }
        int end = from.next();
        if (is(end, "on", "onwards", "onward", "forward")
            && !(from.expression() instanceof Event)) {
          end++;
        } else if (is(i, "from", "von") || from.expression() instanceof Event) {
          return null;
        }
        return new Parsed(new Bound(BoundKind.SINCE, from.expression()), end);
      }
      default -> {
        return null;
      }
    }
    if (is(i, "bis", "nach") && is(j, "zum", "zur", "dem", "der")) {
      j++;
    }
    Parsed only = point(j, 1);
    if (only != null
        && only.expression() instanceof Event
        && isOneOf(i, "by through ab bis up")
        && !is(j, "the", "my", "our")) {
      return null;
    }
    Parsed of = is(j, "last") && is(j + 1, "time") ? null : only;
    if (of == null && isOneOf(j, "the o a os as den dem")) {
      of = point(j + 1, 1);
    }
    return of == null ? null : new Parsed(new Bound(kind, of.expression()), of.next());
  }

  /** "from Monday to Friday", "8-10 October", "between 9 and 11", "das 14 às 16". */
  private @Nullable Parsed between(int i) {
    boolean opened = isOneOf(i, "from between von zwischen vom de das entre do desde da");
    int start = opened ? i + 1 : i;
    Parsed days = dayRange(start, opened);
    if (days != null) {
      return days;
    }
    Parsed clocks = clockRange(start, opened);
    if (clocks != null) {
      return clocks;
    }
    Parsed from = point(start, opened ? 1 : 2);
    if (from == null) {
      from = opened && ARTICLES.contains(word(start)) ? point(start + 1, 1) : null;
    }
    if (from == null
        || (!opened && (from.expression() instanceof Event || !canOpen(from.expression())))) {
      return null;
    }
    int j = from.next();
    boolean dash = isAny(j, "-~");
    boolean and = is(i, "between", "zwischen", "entre") && is(j, "and", "und", "e");
    if (!(dash
        || (isOneOf(j, "to until till through thru bis ate a as") && !is(i, "between"))
        || and)) {
      return null;
    }
    int k = j + 1;
    if (isOneOf(k, "zum the o ao dem den") && point(k, 1) == null) {
      k++;
    }
    Parsed until = point(k, 1);
    if (until == null || (until.expression() instanceof Event && !opened)) {
      return null;
    }
    if (until.expression() instanceof Event
        && !and
        && !(from.expression() instanceof Event)
        && !is(k, "the", "my", "our")) {
      return null;
    }
    TimeExpression first = from.expression();
    TimeExpression last = until.expression();
    if (isClock(first) != isClock(last) && !isClock(last) && !(last instanceof Event)) {
      return null;
    }
    boolean years =
        first instanceof CalendarDate date && date.month() == null && date.day() == null;
    if (years
        && !opened
        && (isGluedOn(until.next())
            || (isAny(until.next(), "-/") && tokens.isGlued(until.next()))
            || tokens.kind(i - 1) == Tokens.Kind.NUMBER)) {
      return null;
    }
    // "January to March 2025": the year is said once
    if (first instanceof CalendarDate(Integer year, Integer month, Integer day, DayOfWeek weekday)
        && year == null
        && month != null) {
      if (last instanceof CalendarDate other && other.year() != null && other.month() != null) {
        int shared = other.year();
        boolean before = month > other.month();
        first = new CalendarDate(before ? shared - 1 : shared, month, day, weekday);
      } else if (last instanceof Within(CalendarDate other, Relative relative)
          && other.month() != null
          && relative.unit() == Unit.YEAR) {
        return new Parsed(new Within(new Between(first, other), relative), until.next());
      }
    }
    return new Parsed(new Between(first, last), until.next());
  }

  private static boolean isClock(TimeExpression time) {
    return time instanceof ClockTime
        || (time instanceof Within(TimeExpression part, TimeExpression _) && isClock(part));
  }

  private static boolean canOpen(TimeExpression from) {
    return from instanceof CalendarDate
        || from instanceof Weekday
        || from instanceof ClockTime
        || from instanceof Relative
        || from instanceof Within
        || from instanceof HolidayOf
        || from instanceof TimeExpression.Quarter
        || from instanceof Portion;
  }

  /** "8-10 October", "the 13th to the 30th of May", "October 8 to 10, 2026". */
  private @Nullable Parsed dayRange(int i, boolean opened) {
    int month = month(i);
    if (month > 0) {
      int k = monthEnd(i);
      int a = tokens.number(k);
      int end = dayNumberEnd(k);
      if (end < 0 || !isTo(end, opened)) {
        return null;
      }
      int second = is(end + 1, "the") ? end + 2 : end + 1;
      int b = tokens.number(second);
      int last = dayNumberEnd(second);
      if (last < 0 || month(last) > 0 || b <= a) {
        return null;
      }
      int y = skipComma(last);
      int year = year(y);
      Integer named = year < 0 ? null : year;
      return new Parsed(
          new Between(
              new CalendarDate(named, month, a, null), new CalendarDate(named, month, b, null)),
          year < 0 ? last : yearEnd(y));
    }
    int start = is(i, "the", "dia", "den", "dem") ? i + 1 : i;
    int a = tokens.number(start);
    int end = dayNumberEnd(start);
    if (end < 0) {
      return null;
    }
    if (isAny(start + 1, "/.")
        && tokens.kind(start + 2) == Tokens.Kind.NUMBER
        && tokens.isGlued(start + 2)) {
      return null;
    }
    if (!isTo(end, opened)) {
      return null;
    }
    int second = end + 1;
    if (isOneOf(second, "the dia den zum dem")) {
      second++;
    }
    int b = tokens.number(second);
    int last = dayNumberEnd(second);
    if (last < 0
        || (isAny(second + 1, "/.:")
            && tokens.kind(second + 2) == Tokens.Kind.NUMBER
            && tokens.isGlued(second + 2))) {
      return null;
    }
    int m = is(last, "of", "de") ? last + 1 : last;
    if (month(m) > 0) {
      int y = skipComma(monthEnd(m));
      y = is(y, "de", "of") ? y + 1 : y;
      int year = year(y);
      Integer named = year < 0 ? null : year;
      int ofMonth = month(m);
      CalendarDate from =
          a <= b
              ? new CalendarDate(named, ofMonth, a, null)
              : new CalendarDate(
                  named == null ? null : ofMonth == 1 ? Integer.valueOf(named - 1) : named,
                  ofMonth == 1 ? 12 : ofMonth - 1,
                  a,
                  null);
      return new Parsed(
          new Between(from, new CalendarDate(named, ofMonth, b, null)),
          year < 0 ? m + 1 : yearEnd(y));
    }
    Parsed whole = modified(skip(last, OF));
    if (whole != null
        && whole.expression() instanceof Relative(Unit unit, int _)
        && unit == Unit.MONTH
        && a <= b) {
      return new Parsed(
          new Within(
              new Between(
                  new CalendarDate(null, null, a, null), new CalendarDate(null, null, b, null)),
              whole.expression()),
          whole.next());
    }
    boolean bothSaid = (end > start + 1 && last > second + 1) || is(i, "dia") || is(i - 1, "vom");
    return bothSaid && endsDayNumber(last)
        ? new Parsed(
            new Between(
                new CalendarDate(null, null, a, null), new CalendarDate(null, null, b, null)),
            last)
        : null;
  }

  private boolean isTo(int i, boolean opened) {
    return isAny(i, "-~")
        || isOneOf(i, "to until till through bis a ate ao")
        || (opened && is(i, "and", "e", "und"));
  }

  /** "3-5pm", "between 9 and 11", "9:15-10:00", "von 9 bis 11 Uhr", "das 14 às 16h". */
  private @Nullable Parsed clockRange(int i, boolean opened) {
    int hour = hourAt(i);
    Parsed from = clock(i);
    if (from == null && (hour < 0 || (tokens.kind(i) != Tokens.Kind.NUMBER && !opened))) {
      return null;
    }
    int j = from == null ? i + 1 : from.next();
    if (from == null && is(j, "h") && tokens.isGlued(j)) {
      j++;
    }
    if (!isTo(j, opened) && !is(j, "as")) {
      return null;
    }
    Parsed until = clock(j + 1);
    int untilHour = hourAt(j + 1);
    if (until == null
        && untilHour >= 0
        && (from != null || (opened && isClockOpener(i)))
        && isHourEnd(j + 2)) {
      boolean date = month(j + 2) > 0 || is(j + 2, "of", "de");
      until = date ? null : time(untilHour, 0, reading(j + 1, untilHour), j + 2);
    }
    if (until == null
        || !(until.expression() instanceof ClockTime end)
        || isGluedOn(until.next())
        || (isAny(until.next(), "-")
            && tokens.isGlued(until.next())
            && tokens.isGlued(until.next() + 1))) {
      return null;
    }
    Part part = partAfter(until.next());
    if (part != null) {
      end = inPart(end, part.part());
      until = new Parsed(end, part.next());
    }
    if (from == null && !opened && end.reading() != HourReading.EXACT) {
      return null;
    }
    ClockTime first;
    if (from != null) {
      if (!(from.expression() instanceof ClockTime said)) {
        return null;
      }
      first = said;
      boolean afternoon = part != null ? end.hour() >= 12 : is(until.next() - 1, "pm");
      if (afternoon
          && first.reading() == HourReading.TWELVE_HOUR
          && first.hour() + 12 <= end.hour()) {
        first = new ClockTime(first.hour() + 12, first.minute(), HourReading.EXACT);
      } else if (end.reading() == HourReading.EXACT && first.hour() <= 12 && end.hour() <= 12) {
        first = new ClockTime(first.hour(), first.minute(), HourReading.EXACT);
      }
    } else if (end.reading() == HourReading.EXACT && hour <= 12 && end.hour() >= 12) {
      int later = hour % 12 + 12;
      first =
          new ClockTime(
              later * 60 <= end.hour() * 60 + end.minute() ? later : hour, 0, HourReading.EXACT);
    } else {
      int shown = end.hour();
      boolean afternoon =
          hour <= 6
              && hour >= 1
              && shown > hour
              && end.reading() == HourReading.TWELVE_HOUR
              && shown <= 12;
      first =
          new ClockTime(
              hour,
              0,
              end.reading() == HourReading.EXACT ? HourReading.EXACT : HourReading.TWELVE_HOUR);
      if (afternoon && shown > 6) {
        end = new ClockTime(shown + 12 > 23 ? shown : shown + 12, end.minute(), HourReading.EXACT);
      }
    }
    TimeExpression range = new Between(first, end);
    Parsed on = dateAfterTime(until.next(), 1);
    return on == null
        ? new Parsed(range, until.next())
        : new Parsed(new Within(range, on.expression()), on.next());
  }

  private boolean isClockOpener(int i) {
    return isOneOf(i - 1, "between from von zwischen das entre de desde");
  }

  // What recurs

  private @Nullable Parsed recurring(int i) {
    if (isOneOf(i, "every each jeden jede jedes toda todo todas todos cada alle")) {
      return every(i + 1, i);
    }
    Integer plural = LatinVocabulary.PLURAL_WEEKDAYS.get(word(i));
    if (plural != null) {
      if (LatinVocabulary.PORTUGUESE_ORDINAL_WEEKDAYS.contains(
              word(i).substring(0, word(i).length() - 1))
          && !is(i - 1, "as", "nas", "todas")) {
        return null;
      }
      int j = i + 1;
      if (tokens.isMark(j, '-') && is(j + 1, "feiras")) {
        j += 2;
      }
      List<DayOfWeek> days = new ArrayList<>();
      days.add(LatinVocabulary.weekday(plural));
      while (days.size() < 7
          && (tokens.isMark(j, ',') || is(j, "and", "und", "e"))
          && LatinVocabulary.PLURAL_WEEKDAYS.containsKey(word(j + 1))) {
        days.add(
            LatinVocabulary.weekday(LatinVocabulary.PLURAL_WEEKDAYS.getOrDefault(word(j + 1), 1)));
        j += 2;
      }
      return withDetail(Unit.WEEK, 1, days, j);
    }
    if (is(i, "weekdays", "werktags", "wochentags") && !is(i + 1, "of")) {
      return withDetail(Unit.WEEK, 1, workdays(), i + 1);
    }
    if (is(i, "weekends") && is(i - 1, "on", "at", "the")) {
      return withDetail(Unit.WEEK, 1, List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), i + 1);
    }
    return null;
  }

  private static List<DayOfWeek> workdays() {
    return List.of(
        DayOfWeek.MONDAY,
        DayOfWeek.TUESDAY,
        DayOfWeek.WEDNESDAY,
        DayOfWeek.THURSDAY,
        DayOfWeek.FRIDAY);
  }

  private @Nullable Parsed every(int i, int said) {
    int j = i;
    int interval = 1;
    if (is(j, "single")) {
      j++;
    }
    if (is(j, "o", "a", "os", "as") && is(said, "todo", "toda", "todos", "todas")) {
      j++;
    }
    if (is(j, "other", "second", "zweite", "zweiten")) {
      interval = 2;
      j++;
    } else if (tokens.number(j) > 0 && unit(j + 1) != null) {
      interval = tokens.number(j);
      j++;
    } else if (tokens.number(j) > 0 && dayNumberEnd(j) > j + 1) {
      int end = dayNumberEnd(j);
      if ((is(end, "of") && is(end + 1, "the") && is(end + 2, "month")) || isEnd(end)) {
        int day = tokens.number(j);
        return new Parsed(
            new Recurring(Unit.MONTH, 1, List.of(), new CalendarDate(null, null, day, null)),
            is(end, "of") ? end + 3 : end);
      }
      return null;
    } else if (!isOneOf(j, "a an um uma ein one")
        && LatinVocabulary.NUMBERS.getOrDefault(word(j), 0) > 1) {
      interval = LatinVocabulary.NUMBERS.getOrDefault(word(j), 1);
      j++;
    }
    Named named = weekday(j);
    if (named != null) {
      List<DayOfWeek> days = new ArrayList<>();
      days.add(named.day());
      int end = named.next();
      while (days.size() < 7 && (tokens.isMark(end, ',') || is(end, "and", "und", "e"))) {
        Named more = weekday(end + 1);
        if (more == null) {
          break;
        }
        days.add(more.day());
        end = more.next();
      }
      return withDetail(Unit.WEEK, interval, days, end);
    }
    if (is(j, "weekday", "workday", "werktag")) {
      return withDetail(Unit.WEEK, 1, workdays(), j + 1);
    }
    DayPart part = LatinVocabulary.PARTS.get(word(j));
    if (part != null || is(j, "morgen")) {
      TimeExpression detail = new PartOfDay(part == null ? DayPart.MORNING : part);
      return new Parsed(new Recurring(Unit.DAY, interval, List.of(), detail), j + 1);
    }
    Unit unit = unit(j);
    if (unit == null
        || unit == Unit.SECOND
        || (is(said, "alle", "todos", "todas")
            && interval == 1
            && !isOneOf(j, "tage dias semanas meses anos jahre"))) {
      Parsed holiday = holiday(j);
      int month = month(j);
      if (holiday != null) {
        return new Parsed(
            new Recurring(Unit.YEAR, 1, List.of(), holiday.expression()), holiday.next());
      }
      return month > 0
          ? new Parsed(
              new Recurring(Unit.YEAR, 1, List.of(), new CalendarDate(null, month, null, null)),
              j + 1)
          : null;
    }
    if (unit == Unit.WEEKEND) {
      return withDetail(
          Unit.WEEK, interval, List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), unitEnd(j));
    }
    return withDetail(unit, interval, List.of(), unitEnd(j));
  }

  private Parsed withDetail(Unit unit, int interval, List<DayOfWeek> days, int i) {
    Parsed time = attachedTime(i);
    return time == null
        ? new Parsed(new Recurring(unit, interval, days, null), i)
        : new Parsed(new Recurring(unit, interval, days, time.expression()), time.next());
  }
}
