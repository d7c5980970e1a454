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
import dev.sotto.time.TimeExpression.LunarDate;
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
import dev.sotto.time.TimeExpression.Weekday;
import dev.sotto.time.TimeExpression.WeekdayChoice;
import dev.sotto.time.TimeExpression.Within;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of times in Chinese: recursive descent over characters with a bounded depth and a
 * bounded look-ahead, so that the work at each place is bounded.
 */
final class ChineseTimes {
  private static final int DEEPEST = 3;
  private static final int LONGEST_EVENT = 10;
  private static final String DIGITS = "零一二三四五六七八九";

  private static final String[] NOT_AFTER_DAY = {
    "线", "楼", "房", "店", "门", "院", "码", "桌", "车", "库", "机", "选", "球", "厅", "馆", "口", "仓", "柜", "座",
    "位", "公", "路", "室", "床", "铺", "牌", "箱", "窗", "台", "站", "登机", "柴油", "汽油", "储", "院子", "包", "元",
    "字"
  };

  private static final String[] MODAL_STARTS = {
    "我们", "咱们", "我", "咱", "你们", "你", "他们", "他", "她", "在", "从", "到", "的", "是", "距离", "距", "离", "请问",
        "问",
    "什么", "哪", "几", "有", "还", "都", "就", "和", "跟", "会", "要", "了", "吗", "呢", "那", "这", "今", "明", "昨",
    "多少", "多", "怎", "谁", "把", "被", "给", "让", "上", "下", "每", "自"
  };

  private record PartWord(String word, DayPart part) {}

  private record OffsetWord(String word, int offset) {}

  private record HolidayWord(String word, Holiday holiday) {}

  private record UnitWord(String word, Unit unit, int factor) {}

  private static final List<PartWord> PARTS =
      List.of(
          new PartWord("凌晨", DayPart.SMALL_HOURS),
          new PartWord("清晨", DayPart.EARLY_MORNING),
          new PartWord("清早", DayPart.EARLY_MORNING),
          new PartWord("大清早", DayPart.EARLY_MORNING),
          new PartWord("一大早", DayPart.EARLY_MORNING),
          new PartWord("早晨", DayPart.MORNING),
          new PartWord("早上", DayPart.MORNING),
          new PartWord("上午", DayPart.MORNING),
          new PartWord("中午", DayPart.NOON),
          new PartWord("正午", DayPart.NOON),
          new PartWord("下午", DayPart.AFTERNOON),
          new PartWord("午后", DayPart.AFTERNOON),
          new PartWord("傍晚", DayPart.DUSK),
          new PartWord("晚上", DayPart.NIGHT),
          new PartWord("晚间", DayPart.NIGHT),
          new PartWord("夜里", DayPart.NIGHT),
          new PartWord("夜晚", DayPart.NIGHT),
          new PartWord("半夜", DayPart.MIDDLE_OF_NIGHT),
          new PartWord("深夜", DayPart.MIDDLE_OF_NIGHT),
          new PartWord("午夜", DayPart.MIDDLE_OF_NIGHT),
          new PartWord("大半夜", DayPart.MIDDLE_OF_NIGHT));

  private static final List<OffsetWord> DAYS =
      List.of(
          new OffsetWord("大后天", 3),
          new OffsetWord("大前天", -3),
          new OffsetWord("今天", 0),
          new OffsetWord("今日", 0),
          new OffsetWord("明天", 1),
          new OffsetWord("明日", 1),
          new OffsetWord("昨天", -1),
          new OffsetWord("昨日", -1),
          new OffsetWord("后天", 2),
          new OffsetWord("前天", -2));

  private static final List<OffsetWord> YEARS =
      List.of(
          new OffsetWord("大前年", -3),
          new OffsetWord("今年", 0),
          new OffsetWord("本年", 0),
          new OffsetWord("去年", -1),
          new OffsetWord("上一年", -1),
          new OffsetWord("明年", 1),
          new OffsetWord("来年", 1),
          new OffsetWord("下一年", 1),
          new OffsetWord("前年", -2),
          new OffsetWord("后年", 2));

  private static final List<HolidayWord> HOLIDAYS =
      List.of(
          new HolidayWord("春节", Holiday.LUNAR_NEW_YEAR),
          new HolidayWord("大年初一", Holiday.LUNAR_NEW_YEAR),
          new HolidayWord("农历新年", Holiday.LUNAR_NEW_YEAR),
          new HolidayWord("大年三十", Holiday.LUNAR_NEW_YEARS_EVE),
          new HolidayWord("年三十", Holiday.LUNAR_NEW_YEARS_EVE),
          new HolidayWord("除夕夜", Holiday.LUNAR_NEW_YEARS_EVE),
          new HolidayWord("除夕", Holiday.LUNAR_NEW_YEARS_EVE),
          new HolidayWord("元宵节", Holiday.LANTERN_FESTIVAL),
          new HolidayWord("元宵", Holiday.LANTERN_FESTIVAL),
          new HolidayWord("端午节", Holiday.DRAGON_BOAT_FESTIVAL),
          new HolidayWord("端午", Holiday.DRAGON_BOAT_FESTIVAL),
          new HolidayWord("七夕节", Holiday.QIXI),
          new HolidayWord("七夕", Holiday.QIXI),
          new HolidayWord("中秋节", Holiday.MID_AUTUMN_FESTIVAL),
          new HolidayWord("中秋", Holiday.MID_AUTUMN_FESTIVAL),
          new HolidayWord("重阳节", Holiday.DOUBLE_NINTH),
          new HolidayWord("重阳", Holiday.DOUBLE_NINTH),
          new HolidayWord("腊八节", Holiday.LABA),
          new HolidayWord("腊八", Holiday.LABA),
          new HolidayWord("清明节", Holiday.QINGMING),
          new HolidayWord("清明", Holiday.QINGMING),
          new HolidayWord("国庆节", Holiday.CHINESE_NATIONAL_DAY),
          new HolidayWord("国庆", Holiday.CHINESE_NATIONAL_DAY),
          new HolidayWord("十一国庆", Holiday.CHINESE_NATIONAL_DAY),
          new HolidayWord("元旦节", Holiday.NEW_YEAR),
          new HolidayWord("元旦", Holiday.NEW_YEAR),
          new HolidayWord("劳动节", Holiday.LABOUR_DAY),
          new HolidayWord("五一劳动节", Holiday.LABOUR_DAY),
          new HolidayWord("五一节", Holiday.LABOUR_DAY),
          new HolidayWord("儿童节", Holiday.CHILDRENS_DAY_CHINA),
          new HolidayWord("妇女节", Holiday.WOMENS_DAY),
          new HolidayWord("情人节", Holiday.VALENTINES_DAY),
          new HolidayWord("愚人节", Holiday.APRIL_FOOLS),
          new HolidayWord("万圣节", Holiday.HALLOWEEN),
          new HolidayWord("感恩节", Holiday.THANKSGIVING),
          new HolidayWord("母亲节", Holiday.MOTHERS_DAY),
          new HolidayWord("复活节", Holiday.EASTER),
          new HolidayWord("平安夜", Holiday.CHRISTMAS_EVE),
          new HolidayWord("圣诞前夜", Holiday.CHRISTMAS_EVE),
          new HolidayWord("圣诞节", Holiday.CHRISTMAS),
          new HolidayWord("圣诞", Holiday.CHRISTMAS),
          new HolidayWord("跨年夜", Holiday.NEW_YEARS_EVE));

  private static final List<UnitWord> UNITS =
      List.of(
          new UnitWord("分钟", Unit.MINUTE, 1),
          new UnitWord("秒钟", Unit.SECOND, 1),
          new UnitWord("秒", Unit.SECOND, 1),
          new UnitWord("个小时", Unit.HOUR, 1),
          new UnitWord("小时", Unit.HOUR, 1),
          new UnitWord("个钟头", Unit.HOUR, 1),
          new UnitWord("钟头", Unit.HOUR, 1),
          new UnitWord("刻钟", Unit.MINUTE, 15),
          new UnitWord("天", Unit.DAY, 1),
          new UnitWord("晚", Unit.DAY, 1),
          new UnitWord("个晚上", Unit.DAY, 1),
          new UnitWord("日", Unit.DAY, 1),
          new UnitWord("个星期", Unit.WEEK, 1),
          new UnitWord("星期", Unit.WEEK, 1),
          new UnitWord("个礼拜", Unit.WEEK, 1),
          new UnitWord("周", Unit.WEEK, 1),
          new UnitWord("个月", Unit.MONTH, 1),
          new UnitWord("个季度", Unit.QUARTER, 1),
          new UnitWord("年", Unit.YEAR, 1));

  /** The first characters of all words that can follow the name of an event. */
  private static final String FOLLOWERS = "的那当期之以前后和与到跟开起中为";

  /** The characters with which a time begins that is no event. */
  private static final String STARTS =
      "0123456789零〇一二两三四五六七八九十廿卅百半几今昨明前后大本上下这当年月周星礼第春夏秋冬元端重腊清国劳儿妇情愚万感母复平圣"
          + "跨农阴旧正凌早中傍晚夜深午过再未接往最近每从自打截直到在";

  private static final String[] TWO_SIDED = {"之前", "以前", "之后", "以后", "以来", "前", "后"};

  /**
   * What was read.
   *
   * @param next offset after it
   */
  private record Parsed(TimeExpression expression, int next) {}

  private record Counted(Amount amount, int next) {}

  private record Numeral(int value, int next, boolean digits) {}

  private final String text;
  private final Memo<Parsed> dateMemo = new Memo<>();
  private final Memo<Parsed> datedMemo = new Memo<>();
  private final Memo<Parsed> pointMemo = new Memo<>();
  private final Memo<Parsed> shiftedMemo = new Memo<>();
  private final Memo<Counted> amountMemo = new Memo<>();
  private final Memo<Numeral> numeralMemo = new Memo<>();
  private final Memo<Parsed> absoluteMemo = new Memo<>();

  // Mutable state
  private int nextFollower = -1;

  ChineseTimes(String folded) {
    this.text = folded;
  }

  boolean mayStartAt(int i) {
    char c = at(i);
    if (Tokens.isHan(c)) {
      return STARTS.indexOf(c) >= 0 || (hasFollower(i) && isEventStart(i));
    }
    if (!Tokens.isDigit(c)) {
      return false;
    }
    char before = at(i - 1);
    if ((before >= 'a' && before <= 'z') || before == '.' || before == '-' || before == '/') {
      return false;
    }
    // only with a Chinese unit soon after
    for (int k = i + 1; k < Math.min(text.length(), i + 12); k++) {
      if (Tokens.isHan(text.charAt(k))) {
        return true;
      }
    }
    return false;
  }

  List<TimeReader.Reading> readingsAt(int i) {
    List<TimeReader.Reading> readings = new ArrayList<>();
    add(readings, recurring(i));
    add(readings, between(i));
    add(readings, bounded(i));
    add(readings, shifted(i, 0));
    add(readings, rolling(i));
    add(readings, dated(i, 0));
    add(readings, eventBound(i));
    add(readings, length(i));
    return readings;
  }

  private static void add(List<TimeReader.Reading> readings, @Nullable Parsed parsed) {
    if (parsed != null) {
      readings.add(new TimeReader.Reading(parsed.expression(), parsed.next()));
    }
  }

  private static @Nullable Parsed longer(@Nullable Parsed a, @Nullable Parsed b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.next() > a.next() ? b : a;
  }

  private char at(int i) {
    return i >= 0 && i < text.length() ? text.charAt(i) : '\0';
  }

  private boolean is(int i, String words) {
    return text.startsWith(words, i);
  }

  /** Returns the offset after the first of the words that stands here, or -1. */
  private int after(int i, String... words) {
    for (String word : words) {
      if (text.startsWith(word, i)) {
        return i + word.length();
      }
    }
    return -1;
  }

  private int skipSpace(int i) {
    int j = i;
    while (j < i + 3 && at(j) == ' ') {
      j++;
    }
    return j;
  }

  private int skip(int i, String... words) {
    int end = after(i, words);
    return end < 0 ? i : end;
  }

  // Numbers

  private static int digit(char c) {
    if (Tokens.isDigit(c)) {
      return c - '0';
    }
    if (c == '〇') {
      return 0;
    }
    if (c == '两') {
      return 2;
    }
    return DIGITS.indexOf(c);
  }

  /** A number up to 9999: 12, 十二, 廿三, 一百二十. */
  private @Nullable Numeral numeral(int i) {
    return numeralMemo.at(i, 0, () -> readNumeral(i));
  }

  private @Nullable Numeral readNumeral(int i) {
    if (Tokens.isDigit(at(i))) {
      int j = i;
      int value = 0;
      while (Tokens.isDigit(at(j))) {
        if (j - i >= 5) {
          return null;
        }
        value = value * 10 + (at(j) - '0');
        j++;
      }
      return new Numeral(value, j, true);
    }
    int value = 0;
    int j = i;
    int pending = -1;
    while (j - i < 8) {
      char c = at(j);
      int digit = digit(c);
      if (digit >= 0 && !Tokens.isDigit(c)) {
        if (pending > 0) {
          break; // 三四 is no number here
        }
        pending = digit;
      } else if (c == '百') {
        value += (pending < 0 ? 1 : pending) * 100;
        pending = -1;
      } else if (c == '十') {
        value += (pending < 0 ? 1 : pending) * 10;
        pending = -1;
      } else if (c == '廿' || c == '卅') {
        value += c == '廿' ? 20 : 30;
        pending = -1;
      } else {
        break;
      }
      j++;
    }
    if (j == i) {
      return null;
    }
    return new Numeral(value + Math.max(pending, 0), j, false);
  }

  /** A year by its digits before 年: 2026, 二〇二六, 26. */
  private @Nullable Numeral yearNumber(int i) {
    int j = i;
    int value = 0;
    while (j - i < 5 && digit(at(j)) >= 0 && at(j) != '两') {
      value = value * 10 + digit(at(j));
      j++;
    }
    int length = j - i;
    int end = j;
    if (at(skipSpace(end)) != '年'
        || is(skipSpace(end), "年级")
        || (length == 2 && is(skipSpace(end), "年前"))
        || (length == 2 && is(skipSpace(end), "年后"))) {
      return null;
    }
    if (length == 4 && value >= 1000) {
      return new Numeral(value, end, true);
    }
    if (length == 2 && (at(i) == '零' || at(i) == '〇' || at(i) == '九') && value != 90) {
      return new Numeral(value < 70 ? 2000 + value : 1900 + value, end, true);
    }
    if (length == 2 && Tokens.isDigit(at(i)) && (value < 50 || value > 70)) {
      return new Numeral(value < 70 ? 2000 + value : 1900 + value, end, true);
    }
    return null;
  }

  // Dates with a time of day

  private @Nullable Parsed dated(int i, int depth) {
    return datedMemo.at(i, depth, () -> readDated(i, depth));
  }

  private @Nullable Parsed readDated(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    Parsed date = date(i, depth);
    Parsed best = date;
    if (date != null && allowsTimeOfDay(date.expression())) {
      int j = skipSpace(skip(skipSpace(date.next()), "的"));
      Parsed time = timeOfDay(j, true);
      if (time != null) {
        best = new Parsed(onDay(time.expression(), date.expression()), time.next());
      }
    }
    Parsed joined = joinedPart(i);
    if (joined != null) {
      best = longer(best, joined);
    }
    if (best == null || date == null) {
      best = longer(best, timeOfDay(i, false));
    }
    return best;
  }

  private static TimeExpression onDay(TimeExpression time, TimeExpression day) {
    if (time instanceof Within(TimeExpression clock, PartOfDay part)) {
      return new Within(clock, new Within(part, day));
    }
    return new Within(time, day);
  }

  /** 今晚, 明早, 昨晚八点, 周五晚. */
  private @Nullable Parsed joinedPart(int i) {
    int offset =
        switch (at(i)) {
          case '今', '当' -> 0;
          case '明' -> 1;
          case '昨' -> -1;
          case '前' -> -2;
          case '后' -> 2;
          default -> Integer.MIN_VALUE;
        };
    if (offset == Integer.MIN_VALUE) {
      return null;
    }
    DayPart part =
        switch (at(i + 1)) {
          case '晚', '夜' -> DayPart.NIGHT;
          case '早', '晨' -> DayPart.MORNING;
          default -> null;
        };
    if (part == null) {
      return null;
    }
    int j = skip(i + 2, "上", "间", "里");
    if (at(i + 1) == '早' && is(j, "些")) {
      return null;
    }
    TimeExpression day = new Within(new PartOfDay(part), new Relative(Unit.DAY, offset));
    Parsed clock = clock(skipSpace(j), true);
    return clock == null
        ? new Parsed(day, j)
        : new Parsed(new Within(clock.expression(), day), clock.next());
  }

  private static boolean allowsTimeOfDay(TimeExpression date) {
    return switch (date) {
      case CalendarDate day -> day.day() != null;
      case Relative(Unit unit, int _) -> unit == Unit.DAY;
      case Weekday _, HolidayOf _, LunarDate _, Event _, Shifted _, BareWeekend _ -> true;
      case Within(TimeExpression part, TimeExpression _) -> allowsTimeOfDay(part);
      case Ordinal ordinal -> ordinal.unit() == Unit.DAY;
      default -> false;
    };
  }

  private record Part(DayPart part, int next) {}

  private @Nullable Part part(int i) {
    for (PartWord word : PARTS) {
      if (is(i, word.word())) {
        return is(i + word.word().length(), "好")
            ? null
            : new Part(word.part(), i + word.word().length());
      }
    }
    return null;
  }

  private @Nullable Parsed timeOfDay(int i, boolean onDay) {
    Part part = part(i);
    if (part == null
        && onDay
        && (at(i) == '晚' || at(i) == '早')
        && !is(i, "早点")
        && !is(i, "晚点")
        && !is(i, "晚饭")
        && !is(i, "早饭")
        && !is(i, "早餐")
        && !is(i, "晚餐")) {
      part = new Part(at(i) == '晚' ? DayPart.NIGHT : DayPart.MORNING, i + 1);
    }
    if (part != null) {
      int j = skipSpace(skip(part.next(), "的"));
      Parsed clock = clock(j, true);
      if (clock != null) {
        return new Parsed(new Within(clock.expression(), new PartOfDay(part.part())), clock.next());
      }
      return new Parsed(new PartOfDay(part.part()), part.next());
    }
    return clock(i, onDay || "在到至-~从和与".indexOf(at(i - 1)) >= 0);
  }

  /**
   * 三点半, 8点20分, 十点钟, 3:30.
   *
   * @param sure whether the words before it already speak of time: else 一点 is "a bit"
   */
  private @Nullable Parsed clock(int i, boolean sure) {
    if (Tokens.isDigit(at(i - 1)) && Tokens.isDigit(at(i))) {
      return null;
    }
    Numeral hour = numeral(i);
    if (hour == null || hour.value() > 24) {
      return null;
    }
    int j = hour.next();
    if (at(j) == ':' && hour.digits()) {
      Numeral minute = numeral(j + 1);
      if (minute == null || !minute.digits() || minute.next() != j + 3 || minute.value() > 59) {
        return null;
      }
      return new Parsed(
          new ClockTime(hour.value(), minute.value(), reading(i, hour)), minute.next());
    }
    boolean shi = at(j) == '时' && !is(j, "时候") && !is(j, "时间") && !is(j, "时差");
    if (at(j) != '点' && !shi) {
      return null;
    }
    j++;
    int minute = 0;
    boolean exact = shi;
    if (at(j) == '钟' || at(j) == '整') {
      exact = true;
      j++;
    } else if (at(j) == '半') {
      minute = 30;
      exact = true;
      j++;
    } else {
      int k = skip(j, "过", "零", "〇");
      Numeral minutes = numeral(k);
      if (minutes != null && minutes.value() < 60) {
        if (at(minutes.next()) == '刻' && minutes.value() <= 3) {
          minute = minutes.value() * 15;
          j = minutes.next() + 1;
          exact = true;
        } else if (at(minutes.next()) == '分'
            && !is(minutes.next(), "分钟后")
            && !is(minutes.next(), "分钟前")) {
          minute = minutes.value();
          j = skip(minutes.next() + 1, "钟");
          Numeral seconds = numeral(j);
          if (seconds != null && at(seconds.next()) == '秒') {
            j = seconds.next() + 1;
          }
          exact = true;
        } else if (minutes.value() >= 10 || k > j) {
          minute = minutes.value();
          j = minutes.next();
          exact = true;
        } else {
          return null; // 三点五 is a decimal
        }
      } else if (is(j, "差")) {
        Numeral less = numeral(j + 1);
        if (less != null && (at(less.next()) == '分' || at(less.next()) == '刻')) {
          int missing = at(less.next()) == '刻' ? less.value() * 15 : less.value();
          int total = hour.value() * 60 - missing;
          if (total < 0 || missing > 59) {
            return null;
          }
          return new Parsed(
              new ClockTime(total / 60, total % 60, HourReading.TWELVE_HOUR),
              skip(less.next() + 1, "钟"));
        }
      }
    }
    if (!exact && !sure && !isClockByItself(i, hour, j)) {
      return null;
    }
    if (hour.value() == 24 && minute > 0) {
      return null;
    }
    return new Parsed(new ClockTime(hour.value(), minute, reading(i, hour)), j);
  }

  /** 八点见 is a time; 有一点贵, 两点建议, 早一点 are not. */
  private boolean isClockByItself(int i, Numeral hour, int next) {
    if (hour.value() == 0) {
      return true;
    }
    if (hour.value() <= 2 && !hour.digits()) {
      return after(next, "去", "见", "出发", "开始", "到", "来", "起", "走", "结束", "之", "以", "前", "后") > 0
          && after(i - 1, "有", "早", "晚", "快", "慢", "多", "少", "差", "好", "大", "小") < 0;
    }
    return after(next, "建议", "意见", "原因", "理由", "要求", "水", "赞", "五", "三") < 0
        && after(i - 1, "有", "第", "这", "那", "几", "共") < 0
        && !Tokens.isDigit(at(next));
  }

  private HourReading reading(int i, Numeral hour) {
    boolean padded = hour.digits() && hour.next() - i == 2 && hour.value() < 10;
    return padded || hour.value() == 0 || hour.value() > 12
        ? HourReading.EXACT
        : HourReading.TWELVE_HOUR;
  }

  // Dates

  private @Nullable Parsed date(int i, int depth) {
    return dateMemo.at(i, depth, () -> readDate(i, depth));
  }

  private @Nullable Parsed readDate(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    Parsed best = namedDay(i);
    best = longer(best, week(i));
    best = longer(best, month(i));
    best = longer(best, absolute(i));
    best = longer(best, yearOf(i));
    best = longer(best, holiday(i));
    best = longer(best, quarterOrSeason(i));
    best = longer(best, lunar(i));
    if (best == null) {
      return eventDay(i);
    }
    int week = after(best.next(), "那一周", "那周", "那个星期", "当周");
    if (week > 0) {
      return new Parsed(new Containing(Unit.WEEK, best.expression()), week);
    }
    Parsed piece = pieceOf(best, depth);
    return piece == null ? best : piece;
  }

  private @Nullable Parsed namedDay(int i) {
    for (OffsetWord word : DAYS) {
      if (is(i, word.word())) {
        return new Parsed(new Relative(Unit.DAY, word.offset()), i + word.word().length());
      }
    }
    return null;
  }

  private record Offset(int value, int next) {}

  /** 上, 下, 这, 本, 上上, 下下下. */
  private @Nullable Offset offset(int i) {
    char c = at(i);
    if (c == '上' && at(i - 1) == '马') {
      return null;
    }
    if (c == '上' || c == '下') {
      int j = i;
      while (at(j) == c && j - i < 4) {
        j++;
      }
      int count = j - i;
      j = skip(j, "一个", "个", "一");
      return new Offset(c == '上' ? -count : count, j);
    }
    if (c == '这' || c == '本') {
      return new Offset(0, skip(i + 1, "一个", "个", "一"));
    }
    if (c == '当' && (at(i + 1) == '月' || at(i + 1) == '周')) {
      return new Offset(0, i + 1);
    }
    return null;
  }

  private int weekWord(int i) {
    return after(i, "星期", "礼拜", "周");
  }

  private int weekdayNumber(char c) {
    return switch (c) {
      case '一', '1' -> 1;
      case '二', '2' -> 2;
      case '三', '3' -> 3;
      case '四', '4' -> 4;
      case '五', '5' -> 5;
      case '六', '6' -> 6;
      case '日', '天', '7' -> 7;
      default -> -1;
    };
  }

  private @Nullable Parsed week(int i) {
    Offset offset = offset(i);
    int start = offset == null ? i : offset.next();
    if (is(start, "双休日") || is(start, "周末")) {
      int end = is(start, "周末") ? start + 2 : start + 3;
      return new Parsed(
          offset == null ? new BareWeekend() : new Relative(Unit.WEEKEND, offset.value()), end);
    }
    int j = weekWord(start);
    if (j < 0) {
      return null;
    }
    char c = at(j);
    int day = weekdayNumber(c);
    boolean counted =
        day > 0
            && (after(j + 1, "次", "回", "遍", "节课", "到", "个") > 0
                && offset == null
                && is(j + 1, "次"));
    if (day > 0 && !counted && !(c == '天' && is(j, "天气")) && !(c == '日' && is(j, "日历"))) {
      if (offset == null && isCountedWeek(i)) {
        return null;
      }
      if (offset == null && j == start + 1 && day <= 5 && isName(j + 1)) {
        return null;
      }
      Weekday weekday = new Weekday(DayOfWeek.of(day), WeekdayChoice.BARE);
      return new Parsed(
          offset == null ? weekday : new Within(weekday, new Relative(Unit.WEEK, offset.value())),
          j + 1);
    }
    if (offset != null) {
      return new Parsed(new Relative(Unit.WEEK, offset.value()), j);
    }
    return null;
  }

  /** 一周三次, 第二周: the character before counts weeks. */
  private boolean isCountedWeek(int i) {
    char before = at(i - 1);
    return before == '每' || before == '第' || digit(before) >= 0 || before == '十' || before == '几';
  }

  private boolean isName(int i) {
    return after(i, "鸣", "先生", "女士", "老师", "叔", "阿姨") > 0;
  }

  private @Nullable Parsed month(int i) {
    Offset offset = offset(i);
    if (offset != null && at(offset.next()) == '月' && !is(offset.next(), "月亮")) {
      int end = skip(offset.next() + 1, "份");
      Relative month = new Relative(Unit.MONTH, offset.value());
      Parsed day = dayNumber(skip(end, "的"));
      if (day != null) {
        return new Parsed(new Within(day.expression(), month), day.next());
      }
      return portion(month, end);
    }
    if (offset != null && is(offset.next(), "季度")) {
      return new Parsed(new Relative(Unit.QUARTER, offset.value()), offset.next() + 2);
    }
    if (at(i) == '月') {
      Place place =
          at(i + 1) == '底' || at(i + 1) == '末'
              ? Place.END
              : at(i + 1) == '初' ? Place.BEGINNING : null;
      if (place != null
          && !Tokens.isDigit(at(i - 1))
          && digit(at(i - 1)) < 0
          && at(i - 1) != '十'
          && at(i - 1) != '个') {
        return new Parsed(new Portion(place, new Relative(Unit.MONTH, 0)), i + 2);
      }
      if (is(i, "月中")) {
        return new Parsed(new Portion(Place.MIDDLE, new Relative(Unit.MONTH, 0)), i + 2);
      }
    }
    return null;
  }

  private Parsed portion(TimeExpression whole, int i) {
    int end = after(i, "月底", "月末", "底", "末", "下旬");
    if (end > 0 && !is(i, "末班")) {
      return new Parsed(new Portion(Place.END, whole), end);
    }
    end = after(i, "初", "上旬", "月初");
    if (end > 0 && after(i, "初一", "初二", "初三", "初中") < 0) {
      return new Parsed(new Portion(Place.BEGINNING, whole), end);
    }
    end = after(i, "中旬", "月中", "中");
    if (end > 0 && after(i, "中午", "中秋", "中国", "中间", "中文") < 0) {
      return new Parsed(new Portion(Place.MIDDLE, whole), end);
    }
    return new Parsed(whole, i);
  }

  private @Nullable Parsed dayNumber(int i) {
    Numeral day = numeral(i);
    if (day == null || day.value() < 1 || day.value() > 31) {
      return null;
    }
    int end = after(day.next(), "号", "日");
    if (end < 0 || after(end, NOT_AFTER_DAY) > 0) {
      return null;
    }
    return new Parsed(new CalendarDate(null, null, day.value(), null), end);
  }

  private record YearPart(TimeExpression whole, @Nullable Integer number, int next) {}

  private @Nullable YearPart yearPart(int i) {
    for (OffsetWord word : YEARS) {
      if (is(i, word.word()) && at(i - 1) != '马') {
        return new YearPart(new Relative(Unit.YEAR, word.offset()), null, i + word.word().length());
      }
    }
    if (digit(at(i - 1)) >= 0) {
      return null;
    }
    Numeral year = yearNumber(i);
    if (year == null) {
      return null;
    }
    return new YearPart(
        new CalendarDate(year.value(), null, null, null), year.value(), skipSpace(year.next()) + 1);
  }

  /** 2026年10月8日, 今年三月, 十二月二十号, 8号, 十月. */
  private @Nullable Parsed absolute(int i) {
    return absoluteMemo.at(i, 0, () -> readAbsolute(i));
  }

  private @Nullable Parsed readAbsolute(int i) {
    Parsed numeric = numericDate(i);
    if (numeric != null) {
      return numeric;
    }
    YearPart year = yearPart(i);
    int j = year == null ? i : skipSpace(skip(year.next(), "的"));
    Parsed monthDay = monthDay(j, year != null);
    if (monthDay == null) {
      return null;
    }
    if (year == null) {
      return withWeekday(monthDay);
    }
    Integer number = year.number();
    if (number != null
        && monthDay.expression()
            instanceof CalendarDate(Integer _, Integer month, Integer day, DayOfWeek _)) {
      return withWeekday(new Parsed(new CalendarDate(number, month, day, null), monthDay.next()));
    }
    if (monthDay.expression() instanceof Portion(Place place, TimeExpression month)) {
      return new Parsed(new Portion(place, new Within(month, year.whole())), monthDay.next());
    }
    return new Parsed(new Within(monthDay.expression(), year.whole()), monthDay.next());
  }

  private Parsed withWeekday(Parsed date) {
    int j = skip(skipSpace(date.next()), "(", ",", "，");
    int k = weekWord(j);
    if (k > 0
        && weekdayNumber(at(k)) > 0
        && date.expression()
            instanceof CalendarDate(Integer year, Integer month, Integer day, DayOfWeek _)
        && day != null) {
      int end = j > date.next() && at(j - 1) == '(' ? skip(k + 1, ")") : k + 1;
      return new Parsed(
          new CalendarDate(year, month, day, DayOfWeek.of(weekdayNumber(at(k)))), end);
    }
    return date;
  }

  private @Nullable Parsed monthDay(int i, boolean inYear) {
    char before = at(i - 1);
    if (!inYear
        && (digit(before) >= 0 || before == '十' || before == '第' || before == '百')
        && before != '\0') {
      return null;
    }
    Numeral number = numeral(i);
    if (number == null) {
      return is(i, "元月") ? new Parsed(new CalendarDate(null, 1, null, null), i + 2) : null;
    }
    int j = skipSpace(number.next());
    if (at(j) == '月'
        && number.value() >= 1
        && number.value() <= 12
        && !is(j, "月亮")
        && !is(j, "月饼")) {
      int end = skip(j + 1, "份");
      int k = skipSpace(skip(end, "的"));
      Numeral day = numeral(k);
      if (day != null && day.value() >= 1 && day.value() <= 31) {
        int dayEnd = after(skipSpace(day.next()), "号", "日");
        if (dayEnd > 0) {
          return new Parsed(new CalendarDate(null, number.value(), day.value(), null), dayEnd);
        }
        boolean open =
            !Tokens.isHan(at(day.next()))
                || after(day.next(), "晚", "早", "上午", "下午", "到", "的", "去", "至", "有", "是") > 0;
        if (open && at(day.next()) != ':' && at(day.next()) != '点' && k == j + 1) {
          return new Parsed(new CalendarDate(null, number.value(), day.value(), null), day.next());
        }
      }
      return portion(new CalendarDate(null, number.value(), null, null), end);
    }
    if (!inYear) {
      Parsed day = dayNumber(i);
      if (day != null
          && (is(day.next() - 1, "号")
              || number.value() > 7
              || number.digits()
              || at(i - 1) == '\0'
              || !Tokens.isHan(at(i - 1)))) {
        return day;
      }
    }
    return null;
  }

  private @Nullable Parsed numericDate(int i) {
    if (!Tokens.isDigit(at(i)) || Tokens.isDigit(at(i - 1))) {
      return null;
    }
    Numeral first = numeral(i);
    if (first == null) {
      return null;
    }
    char mark = at(first.next());
    if (mark != '-' && mark != '/' && mark != '.') {
      return null;
    }
    Numeral second = numeral(first.next() + 1);
    if (second == null || !second.digits()) {
      return null;
    }
    if (first.next() - i == 4
        && first.value() >= 1900
        && first.value() < 2200
        && second.value() >= 1
        && second.value() <= 12) {
      if (at(second.next()) == mark) {
        Numeral third = numeral(second.next() + 1);
        if (third != null && third.digits() && third.value() >= 1 && third.value() <= 31) {
          return new Parsed(
              new CalendarDate(first.value(), second.value(), third.value(), null), third.next());
        }
      }
      return null;
    }
    // In a Chinese sentence the month stands first
    boolean asDate =
        mark != '.'
            && Tokens.isHan(at(second.next()))
            && after(second.next(), "的", "晚", "早", "上", "下", "号", "日", "那", "有", "去") > 0;
    if (mark == '/'
        && asDate
        && first.value() >= 1
        && first.value() <= 12
        && second.value() >= 6
        && second.value() <= 31) {
      return new Parsed(
          new CalendarDate(null, first.value(), second.value(), null),
          skip(second.next(), "号", "日"));
    }
    return null;
  }

  private @Nullable Parsed yearOf(int i) {
    YearPart year = yearPart(i);
    if (year == null) {
      return null;
    }
    int j = skipSpace(skip(year.next(), "的"));
    Parsed part = longer(longer(holiday(j), quarterOrSeason(j)), lunar(j));
    if (part != null) {
      return new Parsed(new Within(part.expression(), year.whole()), part.next());
    }
    int half = after(j, "上半年", "下半年", "前半年", "后半年");
    if (half > 0) {
      return new Parsed(
          new Within(
              new TimeExpression.HalfYear(at(j) == '上' || at(j) == '前' ? 1 : 2), year.whole()),
          half);
    }
    int end = after(year.next(), "年底", "年末", "底", "末");
    if (end > 0) {
      return new Parsed(new Portion(Place.END, year.whole()), end);
    }
    end = after(year.next(), "年初", "初");
    if (end > 0) {
      return new Parsed(new Portion(Place.BEGINNING, year.whole()), end);
    }
    end = after(year.next(), "年中");
    if (end > 0) {
      return new Parsed(new Portion(Place.MIDDLE, year.whole()), end);
    }
    return new Parsed(year.whole(), skip(year.next(), "度", "全年"));
  }

  private @Nullable Parsed quarterOrSeason(int i) {
    if (at(i) == '第' || is(i, "一季度") || is(i, "二季度") || is(i, "三季度") || is(i, "四季度")) {
      int j = skip(i, "第");
      Numeral number = numeral(j);
      if (number != null && number.value() >= 1 && number.value() <= 4) {
        int end = after(number.next(), "个季度", "季度");
        if (end > 0) {
          return new Parsed(new TimeExpression.Quarter(number.value()), end);
        }
      }
      return null;
    }
    if (is(i, "上半年") || is(i, "下半年")) {
      return new Parsed(new TimeExpression.HalfYear(at(i) == '上' ? 1 : 2), i + 3);
    }
    if (is(i, "年底") || is(i, "年末") || is(i, "年初")) {
      if (at(i - 1) != '\0' && (digit(at(i - 1)) >= 0 || "今去明前后".indexOf(at(i - 1)) >= 0)) {
        return null;
      }
      return new Parsed(
          new Portion(is(i, "年初") ? Place.BEGINNING : Place.END, new Relative(Unit.YEAR, 0)),
          i + 2);
    }
    SeasonName season =
        switch (at(i)) {
          case '春' -> SeasonName.SPRING;
          case '夏' -> SeasonName.SUMMER;
          case '秋' -> SeasonName.AUTUMN;
          case '冬' -> SeasonName.WINTER;
          default -> null;
        };
    if (season == null || (at(i + 1) != '天' && at(i + 1) != '季')) {
      return null;
    }
    return new Parsed(new Season(season), i + 2);
  }

  private @Nullable Parsed holiday(int i) {
    for (HolidayWord word : HOLIDAYS) {
      if (is(i, word.word())) {
        int end = i + word.word().length();
        boolean compound = after(end, "老人", "树", "饺", "汤圆", "卡") > 0;
        return compound ? null : new Parsed(new HolidayOf(word.holiday()), skip(end, "那天", "当天"));
      }
    }
    return null;
  }

  /** 农历八月十五, 正月初三, 腊月廿三. */
  private @Nullable Parsed lunar(int i) {
    int start = skip(i, "农历", "阴历", "旧历");
    int month;
    int j;
    if (is(start, "正月")) {
      month = 1;
      j = start + 2;
    } else if (is(start, "腊月")) {
      month = 12;
      j = start + 2;
    } else if (is(start, "冬月")) {
      month = 11;
      j = start + 2;
    } else {
      Numeral number = numeral(start);
      if (start == i
          || number == null
          || number.value() < 1
          || number.value() > 12
          || at(number.next()) != '月') {
        return null;
      }
      month = number.value();
      j = number.next() + 1;
    }
    int k = skip(j, "初");
    Numeral day = numeral(k);
    if (day == null || day.value() < 1 || day.value() > 30) {
      return null;
    }
    return new Parsed(new LunarDate(month, day.value()), skip(day.next(), "日", "号"));
  }

  /** 十二月的第一个周末, 十月最后一个星期五, 三月第三周, 下个月的第二天. */
  private @Nullable Parsed pieceOf(Parsed whole, int depth) {
    if (!isLarger(whole.expression()) || depth > DEEPEST) {
      return null;
    }
    int j = skip(skipSpace(whole.next()), "的");
    int position;
    if (is(j, "最后一") || is(j, "最后1")) {
      position = -1;
      j += 3;
    } else if (at(j) == '第') {
      Numeral number = numeral(j + 1);
      if (number == null || number.value() < 1 || number.value() > 31) {
        return null;
      }
      position = number.value();
      j = number.next();
    } else {
      return null;
    }
    j = skip(j, "个");
    if (is(j, "周末")) {
      return new Parsed(new Ordinal(position, Unit.WEEKEND, null, whole.expression()), j + 2);
    }
    int k = weekWord(j);
    if (k > 0) {
      int day = weekdayNumber(at(k));
      return day > 0
          ? new Parsed(
              new Ordinal(position, Unit.DAY, DayOfWeek.of(day), whole.expression()), k + 1)
          : new Parsed(new Ordinal(position, Unit.WEEK, null, whole.expression()), k);
    }
    if (at(j) == '天' || at(j) == '日') {
      return new Parsed(new Ordinal(position, Unit.DAY, null, whole.expression()), j + 1);
    }
    if (at(j) == '月') {
      return new Parsed(new Ordinal(position, Unit.MONTH, null, whole.expression()), j + 1);
    }
    return null;
  }

  private static boolean isLarger(TimeExpression whole) {
    return switch (whole) {
      case CalendarDate date -> date.day() == null;
      case Relative(Unit unit, int _) -> unit.compareTo(Unit.DAY) > 0;
      case Within(TimeExpression part, TimeExpression _) -> isLarger(part);
      case Season _, TimeExpression.Quarter _, TimeExpression.HalfYear _ -> true;
      default -> false;
    };
  }

  // Events

  /** 搬家那天, 婚礼当天, 出差期间. */
  private @Nullable Parsed eventDay(int i) {
    int[] found =
        eventEnd(i, "的那一天", "那一天", "的那天", "那天", "当天", "当日", "期间", "的时候", "那周", "那个月", "那晚", "当晚");
    if (found.length == 0) {
      return null;
    }
    Event event = new Event(text.substring(i, found[0]));
    if (is(found[0], "那周")) {
      return new Parsed(new Containing(Unit.WEEK, event), found[1]);
    }
    if (is(found[0], "那个月")) {
      return new Parsed(new Containing(Unit.MONTH, event), found[1]);
    }
    if (is(found[0], "那晚") || is(found[0], "当晚")) {
      return new Parsed(new Within(new PartOfDay(DayPart.NIGHT), event), found[1]);
    }
    if (is(found[0], "期间") || is(found[0], "的时候")) {
      return new Parsed(event, found[1]);
    }
    return new Parsed(new Containing(Unit.DAY, event), found[1]);
  }

  /** Returns where the name of an event ends and where the words after it end; empty if none. */
  private int[] eventEnd(int i, String... followers) {
    if (!hasFollower(i) || !isEventStart(i)) {
      return new int[0];
    }
    for (int k = i + 1; k <= i + LONGEST_EVENT && k < text.length(); k++) {
      int end = after(k, followers);
      if (end > 0 && k - i >= 2) {
        return new int[] {k, end};
      }
      char c = at(k);
      if (!Tokens.isHan(c) && !(c >= 'a' && c <= 'z') && !Tokens.isDigit(c)) {
        return new int[0];
      }
    }
    return new int[0];
  }

  /**
   * Returns whether a character that can follow an event stands near, by one pass over the text.
   */
  private boolean hasFollower(int i) {
    if (nextFollower < i) {
      int k = i;
      while (k < text.length() && FOLLOWERS.indexOf(text.charAt(k)) < 0) {
        k++;
      }
      nextFollower = k;
    }
    return nextFollower - i <= LONGEST_EVENT || nextFollower == i;
  }

  private boolean isEventStart(int i) {
    char c = at(i);
    if (!Tokens.isHan(c) || after(i, MODAL_STARTS) > 0 || numeral(i) != null) {
      return false;
    }
    char before = at(i - 1);
    if (!Tokens.isHan(before)) {
      return true;
    }
    for (String start : MODAL_STARTS) {
      if (text.startsWith(start, i - start.length()) && i >= start.length()) {
        return true;
      }
    }
    return false;
  }

  /** 搬家之前, 婚礼后, 出发前. */
  private @Nullable Parsed eventBound(int i) {
    int[] found = eventEnd(i, TWO_SIDED);
    if (found.length == 0
        || after(found[0], "前天", "后天", "前年", "后年", "前面", "后面", "前台", "后来", "前后") > 0) {
      return null;
    }
    return new Parsed(
        new Bound(boundKind(found[0]), new Event(text.substring(i, found[0]))), found[1]);
  }

  private BoundKind boundKind(int i) {
    return is(i, "以来")
        ? BoundKind.SINCE
        : is(i, "之前") || is(i, "以前") || at(i) == '前' ? BoundKind.BEFORE : BoundKind.AFTER;
  }

  // Amounts

  private @Nullable Counted amount(int i) {
    return amountMemo.at(i, 0, () -> readAmount(i));
  }

  private @Nullable Counted readAmount(int i) {
    if (digit(at(i - 1)) >= 0 && digit(at(i)) >= 0) {
      return null;
    }
    if (at(i) == '半') {
      Unit unit =
          is(i + 1, "小时") || is(i + 1, "个小时") || is(i + 1, "个钟头")
              ? Unit.HOUR
              : is(i + 1, "天")
                  ? Unit.DAY
                  : is(i + 1, "年") ? Unit.YEAR : is(i + 1, "个月") ? Unit.MONTH : null;
      if (unit == null) {
        return null;
      }
      Amount amount =
          switch (unit) {
            case HOUR -> new Amount(30, Unit.MINUTE);
            case DAY -> new Amount(12, Unit.HOUR);
            case YEAR -> new Amount(6, Unit.MONTH);
            default -> new Amount(15, Unit.DAY);
          };
      return new Counted(amount, after(i + 1, "小时", "个小时", "个钟头", "天", "年", "个月"));
    }
    int count;
    int j;
    if (at(i) == '几'
        && (is(i + 1, "天")
            || is(i + 1, "个月")
            || is(i + 1, "周")
            || is(i + 1, "年")
            || is(i + 1, "个"))) {
      count = 3;
      j = i + 1;
    } else {
      Numeral number = numeral(i);
      if (number == null) {
        return null;
      }
      count = number.value();
      j = skipSpace(number.next());
    }
    boolean half = is(j, "个半") || is(j, "年半") || is(j, "天半");
    if (half) {
      boolean measure = is(j, "个半");
      int end = measure ? after(j + 2, "小时", "钟头", "月", "星期", "礼拜") : j + 2;
      if (end < 0 || count > 1000) {
        return null;
      }
      if (is(j, "年半")) {
        return new Counted(new Amount(count * 12 + 6, Unit.MONTH), end);
      }
      if (is(j, "天半")) {
        return new Counted(new Amount(count * 24 + 12, Unit.HOUR), end);
      }
      return is(j + 2, "月")
          ? new Counted(new Amount(count * 30 + 15, Unit.DAY), end)
          : is(j + 2, "星期") || is(j + 2, "礼拜")
              ? null
              : new Counted(new Amount(count * 60 + 30, Unit.MINUTE), end);
    }
    int end = after(j, "个工作日");
    if (end > 0) {
      return new Counted(new Amount(count, Unit.DAY), end);
    }
    for (UnitWord word : UNITS) {
      if (is(j, word.word())) {
        int next = j + word.word().length();
        if ((word.word().equals("周")
                && (is(next, "末") || is(next, "岁") || is(next, "年") || weekdayNumber(at(next)) > 0))
            || (word.word().equals("年") && (is(next, "级") || count >= 1900))
            || (word.word().equals("天") && is(next, "气"))
            || (word.word().equals("日")
                && Tokens.isHan(at(next))
                && after(next, "内", "前", "后", "之", "以", "游") < 0)
            || (word.word().equals("星期") && weekdayNumber(at(next)) > 0)) {
          return null;
        }
        if (word.unit() == Unit.HOUR) {
          Numeral minutes = numeral(skip(next, "零", "又"));
          if (minutes != null
              && minutes.value() < 60
              && after(minutes.next(), "分钟", "分") > 0
              && count < 1000) {
            return new Counted(
                new Amount(count * 60 + minutes.value(), Unit.MINUTE),
                after(minutes.next(), "分钟", "分"));
          }
        }
        return new Counted(new Amount(count * word.factor(), word.unit()), next);
      }
    }
    return null;
  }

  private @Nullable Parsed length(int i) {
    char before = at(i - 1);
    if (before == '第' || before == '每' || (before == '有' && is(i, "一天"))) {
      return null;
    }
    Counted counted = amount(i);
    if (counted == null || is(counted.next(), "级") || is(i, "一年级")) {
      return null;
    }
    return new Parsed(new Length(counted.amount()), counted.next());
  }

  private @Nullable Parsed rolling(int i) {
    int j = after(i, "未来", "接下来", "今后", "往后");
    if (j > 0) {
      Counted counted = amount(skip(j, "的", "这"));
      return counted == null
          ? null
          : new Parsed(
              new Rolling(counted.amount(), Side.FUTURE),
              skip(counted.next(), "之内", "以内", "里", "内"));
    }
    j = after(i, "过去", "最近", "近", "前", "这");
    if (j > 0) {
      j = skip(j, "的", "这");
      Counted counted = amount(j);
      if (counted == null
          || (is(i, "这")
              && at(j) != '几'
              && !is(counted.next(), "里")
              && !is(counted.next(), "来")
              && !is(counted.next(), "内"))) {
        return null;
      }
      return new Parsed(
          new Rolling(counted.amount(), Side.PAST),
          skip(counted.next(), "之内", "以内", "以来", "里", "内", "来"));
    }
    Counted counted = amount(i);
    if (counted != null) {
      int end = after(counted.next(), "之内", "以内", "内");
      if (end > 0 && after(counted.next(), "内容", "内部") < 0) {
        return new Parsed(new Rolling(counted.amount(), Side.FUTURE), end);
      }
    }
    return null;
  }

  private @Nullable Parsed shifted(int i, int depth) {
    return shiftedMemo.at(i, depth, () -> readShifted(i, depth));
  }

  private @Nullable Parsed readShifted(int i, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    int start = skip(i, "再过", "过", "大约");
    Counted counted = amount(start);
    if (counted != null) {
      int end = after(counted.next(), "之后", "以后", "后");
      if (end > 0 && !is(counted.next(), "后天") && !is(counted.next(), "后年")) {
        return new Parsed(new Shifted(counted.amount(), Side.FUTURE, new Now()), end);
      }
      end = after(counted.next(), "之前", "以前", "前");
      if (end > 0 && !is(counted.next(), "前天") && !is(counted.next(), "前年")) {
        return new Parsed(new Shifted(counted.amount(), Side.PAST, new Now()), end);
      }
      if (start > i) {
        return new Parsed(new Shifted(counted.amount(), Side.FUTURE, new Now()), counted.next());
      }
    }
    // 出发前两周, 婚礼后第二天, 国庆前一天
    Parsed date = date(i, depth + 1);
    if (date != null) {
      int end = after(date.next(), "之前", "以前", "之后", "以后", "前", "后");
      if (end > 0) {
        Parsed around = around(date.expression(), date.next(), end);
        if (around != null) {
          return around;
        }
      }
    }
    int[] found = eventEnd(i, "之前", "以前", "之后", "以后", "前", "后");
    return found.length == 0
        ? null
        : around(new Event(text.substring(i, found[0])), found[0], found[1]);
  }

  private @Nullable Parsed around(TimeExpression anchor, int from, int next) {
    Side side = at(from) == '前' || is(from, "之前") || is(from, "以前") ? Side.PAST : Side.FUTURE;
    int j = skip(next, "的");
    if (at(j) == '第') {
      Numeral number = numeral(j + 1);
      if (number != null && at(number.next()) == '天' && number.value() >= 1) {
        // 婚礼后第二天 is the day after it
        int days = Math.max(0, number.value() - 1);
        return new Parsed(new Shifted(new Amount(days, Unit.DAY), side, anchor), number.next() + 1);
      }
      return null;
    }
    if (is(j, "一晚") || is(j, "那晚")) {
      return new Parsed(
          new Within(
              new PartOfDay(DayPart.NIGHT), new Shifted(new Amount(1, Unit.DAY), side, anchor)),
          j + 2);
    }
    Counted counted = amount(j);
    if (counted == null) {
      return null;
    }
    return new Parsed(new Shifted(counted.amount(), side, anchor), skip(counted.next(), "左右"));
  }

  // Bounds and ranges

  private @Nullable Parsed point(int i, int depth) {
    return pointMemo.at(i, depth, () -> readPoint(i, depth));
  }

  private @Nullable Parsed readPoint(int i, int depth) {
    Parsed best = dated(i, depth);
    best = longer(best, shifted(i, depth));
    if (best == null && is(i, "现在")) {
      return new Parsed(new Now(), i + 2);
    }
    return best;
  }

  private @Nullable Parsed bounded(int i) {
    int j = after(i, "自从", "自", "从", "打");
    if (j > 0) {
      Parsed from = point(j, 1);
      if (from == null) {
        int[] found = eventEnd(j, "开始", "以来", "起", "之后", "以后", "后");
        return found.length == 0
            ? null
            : new Parsed(
                new Bound(BoundKind.SINCE, new Event(text.substring(j, found[0]))), found[1]);
      }
      int end = after(from.next(), "开始", "以来", "起", "以后", "之后", "到现在", "至今", "后");
      return end < 0
          ? is(i, "自从")
              ? new Parsed(new Bound(BoundKind.SINCE, from.expression()), from.next())
              : null
          : new Parsed(new Bound(BoundKind.SINCE, from.expression()), end);
    }
    j = after(i, "截至", "截止到", "截止", "直到", "到");
    if (j > 0) {
      Parsed until = point(j, 1);
      if (until == null) {
        return null;
      }
      int end = after(until.next(), "为止", "之前", "以前");
      if (is(i, "到") && !is(i, "到为") && end < 0 && !allowsUntil(i)) {
        return null;
      }
      return new Parsed(
          new Bound(BoundKind.UNTIL, until.expression()), end < 0 ? until.next() : end);
    }
    Parsed of = dated(i, 1);
    if (of == null) {
      return null;
    }
    int end = after(of.next(), "之前", "以前", "之后", "以后", "以来", "前", "后", "至今", "起", " 之前", " 之后");
    if (end < 0
        || after(of.next(), "前天", "后天", "前后", "后来", "前面", "后面", "起来", "起床", "前往", "后续") > 0) {
      return null;
    }
    if (is(of.next(), "至今") || is(of.next(), "起")) {
      return new Parsed(new Bound(BoundKind.SINCE, of.expression()), end);
    }
    return new Parsed(new Bound(boundKind(skipSpace(of.next())), of.expression()), end);
  }

  private boolean allowsUntil(int i) {
    return at(i - 1) == '直' || !Tokens.isHan(at(i - 1));
  }

  private @Nullable Parsed between(int i) {
    int start = skip(i, "从", "自", "在");
    Parsed from = point(start, 2);
    if (from == null) {
      Parsed days = bareDays(start);
      if (days != null) {
        return days;
      }
      if (start == i || at(i) == '在') {
        int[] found = eventEnd(i, "和", "与", "到", "跟");
        if (found.length == 0) {
          return null;
        }
        Event first = new Event(text.substring(i, found[0]));
        int[] second = eventEnd(found[1], "之间", "中间");
        return second.length == 0
            ? null
            : new Parsed(
                new Between(first, new Event(text.substring(found[1], second[0]))), second[1]);
      }
      return null;
    }
    Parsed days = bareDays(start);
    if (days != null && days.next() > from.next()) {
      return days;
    }
    int j = skipSpace(from.next());
    int k = after(j, "到", "至", "-", "~", "和", "与", "跟");
    if (k < 0) {
      return null;
    }
    boolean and = is(j, "和") || is(j, "与") || is(j, "跟");
    Parsed until = point(skipSpace(k), 2);
    if (until == null) {
      if (is(k, "现在") || is(j, "至今")) {
        return new Parsed(
            new Bound(BoundKind.SINCE, from.expression()), is(j, "至今") ? j + 2 : k + 2);
      }
      if (and || start == i) {
        int[] second = eventEnd(k, "之间", "之前", "期间", "为止");
        return second.length == 0
            ? null
            : new Parsed(
                new Between(from.expression(), new Event(text.substring(k, second[0]))), second[1]);
      }
      return null;
    }
    int end = after(until.next(), "之间", "中间", "期间", "间");
    if (and && end < 0) {
      return null;
    }
    return new Parsed(spread(from.expression(), until.expression()), end < 0 ? until.next() : end);
  }

  /** 13到15号, 十二月十三号到十八号, 3月1-5日. */
  private @Nullable Parsed bareDays(int i) {
    YearPart year = yearPart(i);
    int j = year == null ? i : year.next();
    Numeral month = numeral(j);
    Integer ofMonth = null;
    if (month != null && at(month.next()) == '月' && month.value() >= 1 && month.value() <= 12) {
      ofMonth = month.value();
      j = month.next() + 1;
    } else if (year != null) {
      return null;
    }
    Numeral first = numeral(j);
    if (first == null || first.value() < 1 || first.value() > 31) {
      return null;
    }
    int k = skip(first.next(), "号", "日");
    int to = after(skipSpace(k), "到", "至", "-", "~");
    if (to < 0) {
      return null;
    }
    Numeral second = numeral(skipSpace(to));
    if (second == null || second.value() < 1 || second.value() > 31) {
      return null;
    }
    int end = after(second.next(), "号", "日");
    if (end < 0 || after(end, NOT_AFTER_DAY) > 0) {
      return null;
    }
    Integer number = year == null ? null : year.number();
    Between between =
        new Between(
            new CalendarDate(number, ofMonth, first.value(), null),
            new CalendarDate(number, ofMonth, second.value(), null));
    return new Parsed(
        year == null || number != null ? between : new Within(between, year.whole()), end);
  }

  /** 明天下午三点到五点: the day and the part of it hold for the end too. */
  private static TimeExpression spread(TimeExpression from, TimeExpression until) {
    if (until instanceof ClockTime end
        && from instanceof Within(ClockTime start, TimeExpression whole)) {
      return new Within(new Between(start, end), whole);
    }
    if (from instanceof Within(Weekday start, Relative week) && until instanceof Weekday end) {
      return new Between(new Within(start, week), new Within(end, week));
    }
    if (from instanceof CalendarDate(Integer year, Integer month, Integer _, DayOfWeek _)
        && until
            instanceof CalendarDate(Integer untilYear, Integer untilMonth, Integer day, DayOfWeek _)
        && untilYear == null) {
      if (untilMonth == null && month != null && day != null) {
        return new Between(from, new CalendarDate(year, month, day, null));
      }
      if (year != null && month != null && untilMonth != null) {
        int later = untilMonth < month ? year + 1 : year;
        return new Between(from, new CalendarDate(later, untilMonth, day, null));
      }
    }
    return new Between(from, until);
  }

  // What recurs

  private @Nullable Parsed recurring(int i) {
    int j = after(i, "每逢", "每隔", "每个", "每");
    if (j < 0) {
      return null;
    }
    if (after(j, "次", "人", "位", "件", "张", "份") > 0) {
      return null;
    }
    Part part = part(j);
    if (part != null || at(j) == '晚') {
      DayPart dayPart = part == null ? DayPart.NIGHT : part.part();
      int end = part == null ? j + 1 : part.next();
      return new Parsed(new Recurring(Unit.DAY, 1, List.of(), new PartOfDay(dayPart)), end);
    }
    int interval = 1;
    Numeral count = numeral(j);
    if (count != null) {
      interval = Math.max(1, count.value());
      j = skip(count.next(), "个");
    }
    if (is(i, "每隔")) {
      interval++;
    }
    if (is(j, "周末")) {
      return detailed(Unit.WEEK, interval, List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), j + 2);
    }
    int week = weekWord(j);
    if (week > 0) {
      List<DayOfWeek> days = new ArrayList<>();
      int k = week;
      while (days.size() < 7
          && weekdayNumber(at(k)) > 0
          && !is(k + 1, "次")
          && !is(k + 1, "天")
          && !(Tokens.isDigit(at(k)) && Tokens.isDigit(at(k + 1)))) {
        days.add(DayOfWeek.of(weekdayNumber(at(k))));
        k = skip(k + 1, "、", "和", "跟");
        int again = weekWord(k);
        k = again > 0 && weekdayNumber(at(again)) > 0 ? again : k;
      }
      int end = days.isEmpty() ? week : k;
      if (!days.isEmpty() && after(end - 1, "、", "和", "跟") == end) {
        end--;
      }
      return detailed(Unit.WEEK, interval, days, end);
    }
    if (at(j) == '天' || at(j) == '日') {
      return detailed(Unit.DAY, interval, List.of(), j + 1);
    }
    if (at(j) == '月') {
      Parsed day = dayNumber(skip(j + 1, "的"));
      return day == null
          ? new Parsed(new Recurring(Unit.MONTH, interval, List.of(), null), j + 1)
          : new Parsed(
              new Recurring(Unit.MONTH, interval, List.of(), day.expression()), day.next());
    }
    if (at(j) == '年') {
      Parsed date = date(skip(j + 1, "的"), 1);
      return date == null
          ? new Parsed(new Recurring(Unit.YEAR, interval, List.of(), null), j + 1)
          : new Parsed(
              new Recurring(Unit.YEAR, interval, List.of(), date.expression()), date.next());
    }
    if (is(j, "季度")) {
      return new Parsed(new Recurring(Unit.QUARTER, interval, List.of(), null), j + 2);
    }
    if (is(j, "小时")) {
      return new Parsed(new Recurring(Unit.HOUR, interval, List.of(), null), j + 2);
    }
    return null;
  }

  private Parsed detailed(Unit unit, int interval, List<DayOfWeek> days, int i) {
    Parsed time = timeOfDay(skip(i, "的"), true);
    return time == null
        ? new Parsed(new Recurring(unit, interval, days, null), i)
        : new Parsed(new Recurring(unit, interval, days, time.expression()), time.next());
  }
}
