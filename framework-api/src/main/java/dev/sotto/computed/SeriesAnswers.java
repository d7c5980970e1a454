package dev.sotto.computed;

import dev.sotto.calendar.Occurrence;
import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.PersonalRecord;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values, sums, means, extremes and trends of what was measured day by day. */
final class SeriesAnswers {
  /** What people say for a series, by a word of its name. */
  private static final Map<String, String> SAID =
      Map.ofEntries(
          Map.entry("step", "steps?|walk(?:ed|ing)?|步数|走|步|passos?|andei|caminhei"),
          Map.entry("sleep", "sleep(?:ing)?|slept|asleep|睡眠|睡觉|睡|sono|dormi|dormir"),
          Map.entry(
              "hr",
              "(?:resting )?heart ?rate|(?:resting )?pulse|resting"
                  + " hr|静息心率|心率|心跳|(?:frequência|ritmo) cardíac[oa](?: em repouso)?|pulsação(?: em"
                  + " repouso)?|batimentos(?: cardíacos)?(?: em repouso)?|repouso"),
          Map.entry(
              "heart",
              "(?:resting )?heart ?rate|(?:resting )?pulse|静息心率|心率|心跳|frequência"
                  + " cardíaca|pulsação"),
          Map.entry("weight", "weigh(?:t|ed)?|体重|重|peso|pesei|pesava"),
          Map.entry("distance", "distance|距离|distância"),
          Map.entry("water", "water|drank|drink|喝水|水|água|bebi"),
          Map.entry("calorie", "calories|kcal|卡路里|calorias"),
          Map.entry("screen", "screen ?time|屏幕时间|tempo de ecrã"),
          Map.entry("mood", "mood|心情|humor"));

  private static final Pattern AVERAGED =
      Pattern.compile(
          "(?iU)hr|heart|pulse|weight|mass|temp|pressure|mood|score|percent|fat|bmi|glucose|hrv|rate|vo2");
  private static final Map<String, String> UNITS =
      Map.of(
          "min", "minutes|mins?|分钟|minutos",
          "minutes", "minutes|mins?|分钟|minutos",
          "h", "hours|小时|horas",
          "hours", "hours|小时|horas",
          "km", "km|kilomet(?:er|re)s?|公里|quilómetros|quilômetros",
          "kg", "kg|kilos?|公斤|千克|quilos",
          "l", "lit(?:er|re)s?|升|litros",
          "ml", "ml|毫升",
          "kcal", "kcal|大卡",
          "bpm", "bpm|beats");

  private static final Set<String> ENGLISH =
      Set.copyOf(
          List.of(
              ("how many much did do does have has i we my the a an on in at was were is are what"
                   + " whats which day days date when average averaged averages averaging mean"
                   + " typical total totals sum altogether overall per each every daily most least"
                   + " fewest highest lowest maximum minimum max min best worst longest shortest"
                   + " more fewer less than or and compared compare to between over during last for"
                   + " of get got take took taken make made had go trend trending going up down"
                   + " rising falling increasing decreasing improving declining changed change"
                   + " changing value number count recorded measured night nights often longer"
                   + " shorter time times that it me as with from there single one any above below"
                   + " under at least exceeded exceed reached reach hit manage managed log logged"
                   + " show steps' long lower higher been be any better worse getting well hardest"
                   + " lot little far so if whether did's better first then on's resting record"
                   + " peak amount of tell normal usually normally by")
                  .split(" ")));
  private static final Set<String> PORTUGUESE =
      Set.copyOf(
          List.of(
              ("quantos quantas quanto dei fiz eu meu minha o a os as em no na nos nas de do da dos"
                   + " das foi foram qual que dia dias é média medio médio total soma por cada mais"
                   + " menos maior menor máximo mínimo maximo minimo quando entre e ou durante tive"
                   + " teve tendência está subir descer aumentar diminuir a registei registrei"
                   + " melhor pior em média numa noite dormi andei caminhei com acima abaixo pelo"
                   + " tempo minha meus minhas noites vez vezes diária diário até foram ao à qual's"
                   + " do's passado passada")
                  .split(" ")));
  private static final Set<String> GERMAN =
      Set.of(
          "habe", "hab", "bin", "ich", "wir", "am", "im", "an", "in", "letzten", "letzte", "der",
          "die", "das", "den", "meine", "mein", "waren", "es", "war", "wie", "hoch", "sind",
          "haben", "lang", "lange", "viel", "mit", "tag", "wann");
  private static final String CHINESE_WORDS =
      "我的|我|日均|平均|多久|多长|每天|每日|一共|总共|总|共|合计|多少|几|哪一天|哪天|最多|最少|最高|最低|最长|最短|最大|最小|多|少|高|低|比|更|还是|和|跟|与|在|的|了|是|有|吗|呢|天|那|次|数|一|睡得|走得|得"
          + "|趋势|变化|增加|减少|上升|下降|超过|高于|低于|至少|不到|达到|以上|以下|什么时候|怎么样|如何|点|时间|均|里|中|过|走路|值|里面|记录|是不是|变";

  private enum Aggregate {
    VALUE,
    MEAN,
    SUM,
    MOST,
    LEAST,
    COMPARISON,
    TREND,
    DAYS_ABOVE,
    DAYS_BELOW
  }

  private record Day(LocalDate day, double value, PersonalRecord record, int start, int end) {}

  private record Series(String name, TreeMap<LocalDate, Day> days, boolean consistent) {
    @Override
    public String toString() {
      return "Series[" + days.size() + " days]";
    }

    List<Day> within(LocalDate from, LocalDate until) {
      return List.copyOf(days.subMap(from, true, until, false).values());
    }
  }

  private final List<PersonalRecord> records;

  SeriesAnswers(List<PersonalRecord> records) {
    this.records = records;
  }

  Optional<ComputedAnswer> answer(Asked asked) {
    if (records.isEmpty() || asked.isTooLong()) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    for (PersonalRecord record : records) {
      if (record.content().details() instanceof MeasurementDetails details) {
        names.addAll(details.series());
      }
    }
    List<String> meant =
        names.stream().filter(name -> said(name).matcher(asked.text()).find()).toList();
    if (meant.size() != 1) {
      return Optional.empty();
    }
    return read(asked, meant.getFirst());
  }

  private static Set<String> withEnglish(Set<String> words) {
    Set<String> all = new java.util.HashSet<>(ENGLISH);
    all.addAll(words);
    return all;
  }

  private static List<String> parts(String series) {
    return List.of(series.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"));
  }

  private static Pattern said(String series) {
    List<String> alternatives = new ArrayList<>();
    for (String part : parts(series)) {
      if (part.length() > 2
          && !UNITS.containsKey(part)
          && !part.equals("resting")
          && !part.equals("daily")) {
        alternatives.add(Pattern.quote(part));
      }
      SAID.forEach((word, forms) -> {
        if (part.equals(word) || part.equals(word + "s")) {
          alternatives.add(forms);
        }
      });
    }
    if (alternatives.isEmpty()) {
      return Pattern.compile("(?!)");
    }
    return Pattern.compile(
        "(?iU)(?<![\\p{L}&&[^\\p{IsHan}]])(?:"
            + String.join("|", alternatives)
            + ")(?![\\p{L}&&[^\\p{IsHan}]])");
  }

  private static Optional<String> unit(String series) {
    List<String> parts = parts(series);
    return parts.size() > 1 && UNITS.containsKey(parts.getLast())
        ? Optional.of(parts.getLast())
        : Optional.empty();
  }

  private Series series(String name) {
    TreeMap<LocalDate, Day> days = new TreeMap<>();
    boolean consistent = true;
    for (PersonalRecord record : records) {
      if (!(record.content().details() instanceof MeasurementDetails details)) {
        continue;
      }
      int column = details.series().indexOf(name);
      for (int i = 0; column >= 0 && i < details.rows().size(); i++) {
        MeasurementDetails.Row row = details.rows().get(i);
        double value = row.values().get(column);
        if (Double.isNaN(value)) {
          continue;
        }
        String text = record.content().text();
        int start = Math.min(row.start(), text.length());
        int line = text.indexOf('\n', start);
        Day day = new Day(row.day(), value, record, start, line < 0 ? text.length() : line);
        Day known = days.putIfAbsent(row.day(), day);
        consistent &= known == null || known.value == value;
      }
    }
    return new Series(name, days, consistent);
  }

  private static final Pattern DAY_OF_EVENT =
      Pattern.compile(
          "(?iU)\\b(?:on |in )?(?:the|that) (?:day|date) (?:that |when |where |of (?:the |my |our"
              + " )?)?(?<x>(?!⟨).+)$|\\bno dia (?:em que |d[aeo] |d[ao]s )(?<y>.+)$");
  private static final Pattern CHINESE_DAY_OF_EVENT =
      Pattern.compile("^(?:我)?(?:在)?(?<x>[^⟨⟩]+?)(?:的)?(?:那一天|那天|当天)");
  private static final Pattern THRESHOLD =
      Pattern.compile(
          "(?iU)(?<above>more than|over|above|at"
              + " least|exceed(?:ed)?|reach(?:ed)?|hit|超过|高于|至少|达到|多于|mais de|acima de|pelo menos)"
              + " ?(?<n>\\d[\\d.,']*\\d|\\d)(?<k>k|万)?|(?<below>less than|fewer"
              + " than|under|below|不到|低于|少于|menos de|abaixo de)"
              + " ?(?<m>\\d[\\d.,']*\\d|\\d)(?<j>k|万)?");

  private Optional<ComputedAnswer> read(Asked asked, String name) {
    String text = asked.marked();
    List<TimeRange> times = asked.allTimes();
    Citations citations = new Citations();
    Optional<Occurrence> event = Optional.empty();
    Matcher day = (asked.isChinese() ? CHINESE_DAY_OF_EVENT : DAY_OF_EVENT).matcher(text);
    if (day.find()) {
      String words = day.group("x");
      if (words == null) {
        words = day.group("y");
      }
      String phrase = asked.unmarked(words);
      event = dayOf(asked, phrase);
      if (event.isPresent()) {
        text = text.substring(0, day.start()) + text.substring(day.end());
        times = List.of();
      }
    }
    Tongue tongue;
    Pattern said = said(name);
    String lower = Asked.withoutMarks(text).toLowerCase(Locale.ROOT);
    String without = said.matcher(lower).replaceAll(" ");
    String units = unit(name).map(UNITS::get).orElse("(?!)");
    Matcher threshold = THRESHOLD.matcher(lower);
    boolean hasThreshold = threshold.find();
    if (hasThreshold) {
      without = without.replace(threshold.group(), " ");
    }
    without =
        without.replaceAll(
            asked.isChinese()
                ? units + "|小时"
                : "(?iU)(?<!\\p{L})(?:" + units + "|hours?|minutes?|horas?|minutos?)(?!\\p{L})",
            " ");
    if (asked.isChinese()) {
      tongue = Tongue.CHINESE;
      if (!without.replaceAll(CHINESE_WORDS, "").replaceAll("[\\s，,？?。]+", "").isEmpty()) {
        return Optional.empty();
      }
    } else if (Asked.consistsOf(without, ENGLISH)
        || (asked.english() == Tongue.GERMAN && Asked.consistsOf(without, withEnglish(GERMAN)))) {
      tongue = asked.english();
    } else if (Asked.consistsOf(without, PORTUGUESE)) {
      tongue = Tongue.PORTUGUESE;
    } else {
      return Optional.empty();
    }
    Series series = series(name);
    if (!series.consistent()) {
      return Optional.empty();
    }
    Wording wording = new Wording(tongue);
    if (event.isPresent()) {
      LocalDate date = event.get().from().toLocalDate();
      return value(series, date, wording, citations, event);
    }
    Optional<Aggregate> aggregate = aggregate(lower, threshold, hasThreshold, times.size());
    if (aggregate.isEmpty()) {
      return Optional.empty();
    }
    if (aggregate.get() == Aggregate.COMPARISON) {
      return comparison(asked, series, times, lower, wording, citations);
    }
    if (times.size() > 1) {
      return Optional.empty();
    }
    LocalDate from = series.days().isEmpty() ? asked.today() : series.days().firstKey();
    LocalDate until = series.days().isEmpty() ? asked.today() : series.days().lastKey().plusDays(1);
    if (times.size() == 1) {
      TimeRange range = asked.bounded(times.getFirst());
      boolean wholeDays =
          range.from().toLocalTime().equals(LocalTime.MIDNIGHT)
              && (range.until().toLocalTime().equals(LocalTime.MIDNIGHT)
                  || !range.until().isBefore(asked.now()));
      if (!wholeDays) {
        return Optional.empty();
      }
      from = range.from().toLocalDate();
      until = range.until().minusNanos(1).toLocalDate().plusDays(1);
      if (ChronoUnit.DAYS.between(from, until) == 1
          && Set.of(Aggregate.VALUE, Aggregate.SUM, Aggregate.MEAN).contains(aggregate.get())) {
        return value(series, from, wording, citations, Optional.empty());
      }
    } else if (aggregate.get() == Aggregate.VALUE) {
      return Optional.empty();
    }
    List<Day> days = series.within(from, until);
    if (days.isEmpty()) {
      return Optional.empty();
    }
    long length = ChronoUnit.DAYS.between(from, earlier(until, asked.today().plusDays(1)));
    String range =
        times.size() == 1
            ? wording.range(asked.bounded(times.getFirst()))
            : wording.day(from) + " - " + wording.day(until.minusDays(1));
    String known =
        days.size() < length
            ? wording.choose(
                " (" + days.size() + " of " + length + " days have a value)",
                "（" + length + "天中有" + days.size() + "天有数据）",
                " (" + days.size() + " de " + length + " dias com valor)",
                " (" + days.size() + " von " + length + " Tagen haben einen Wert)")
            : "";
    return switch (aggregate.get()) {
      case VALUE, SUM ->
          AVERAGED.matcher(name).find()
              ? mean(name, days, range, known, wording, citations)
              : sum(name, days, range, known, wording, citations);
      case MEAN -> mean(name, days, range, known, wording, citations);
      case MOST -> extreme(name, days, true, range, known, wording, citations);
      case LEAST -> extreme(name, days, false, range, known, wording, citations);
      case TREND -> trend(name, days, range, known, wording, citations);
      case DAYS_ABOVE, DAYS_BELOW ->
          threshold(name, days, threshold, lower, range, known, wording, citations);
      case COMPARISON -> Optional.empty();
    };
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static Optional<Occurrence> dayOf(Asked asked, String phrase) {
    var named = asked.named(phrase);
    List<Occurrence> all =
        named.between(asked.now().minusYears(10), asked.now()).stream()
            .filter(Occurrence::takesPlace)
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  private static Optional<Aggregate> aggregate(
      String lower, Matcher threshold, boolean hasThreshold, int times) {
    if (hasThreshold) {
      boolean days =
          lower.matches(
              "(?iU).*(?:how many (?:days|nights|times)|how often|几天|多少天|quantos dias|quantas"
                  + " (?:noites|vezes)).*");
      return days
          ? Optional.of(
              threshold.group("above") != null ? Aggregate.DAYS_ABOVE : Aggregate.DAYS_BELOW)
          : Optional.empty();
    }
    if (times == 2) {
      return lower.matches(
              "(?iU).*\\b(?:more|less|fewer|longer|better|compared?|than|higher|lower|mais|menos)\\b.*|.*(?:比|还是|更).*")
          ? Optional.of(Aggregate.COMPARISON)
          : Optional.empty();
    }
    if (lower.matches(
        "(?iU).*\\b(?:trend|trending|going"
            + " (?:up|down)|rising|falling|increas\\w+|decreas\\w+|improv\\w+|declin\\w+|chang\\w+|getting|tendência|subir|descer|aumentar|diminuir)\\b.*|.*(?:趋势|变化|增加|减少|上升|下降|变).*")) {
      return Optional.of(Aggregate.TREND);
    }
    if (lower.matches(
        "(?iU).*\\b(?:average|averaged|averages|averaging|mean|typical|per"
            + " (?:day|night)|(?:a|each|every) (?:day|night)|daily|usually|normally|média|médio|por"
            + " (?:dia|noite))\\b.*|.*(?:平均|日均|每天|每日).*")) {
      return Optional.of(Aggregate.MEAN);
    }
    if (lower.matches(
        "(?iU).*\\b(?:most|highest|max|maximum|longest|best|peak|record|maior|máximo|maximo|mais)\\b.*|.*(?:最多|最高|最长|最大).*")) {
      return Optional.of(Aggregate.MOST);
    }
    if (lower.matches(
        "(?iU).*\\b(?:least|lowest|min|minimum|shortest|fewest|worst|menor|mínimo|minimo|menos)\\b.*|.*(?:最少|最低|最短|最小).*")) {
      return Optional.of(Aggregate.LEAST);
    }
    if (lower.matches("(?iU).*\\b(?:total|sum|altogether|overall|soma)\\b.*|.*(?:一共|总共|合计|总).*")) {
      return Optional.of(Aggregate.SUM);
    }
    if (lower.matches(
        "(?iU).*\\b(?:how (?:many|much|long|far)|what"
            + " (?:was|is|were)|quant[oa]s?|qual)\\b.*|.*(?:多少|几|多久|多长|是多).*")) {
      return Optional.of(Aggregate.VALUE);
    }
    return times == 1 ? Optional.of(Aggregate.VALUE) : Optional.empty();
  }

  private static String measured(String name, double value, Wording wording) {
    String number = Wording.number(value);
    List<String> parts = parts(name);
    if (unit(name).isEmpty()) {
      boolean steps = parts.contains("steps") || parts.contains("step");
      if (steps) {
        return wording.choose(
            number + " steps", number + "步", number + " passos", number + " Schritte");
      }
      return number + " (" + name.replace('_', ' ') + ")";
    }
    String unit = unit(name).get();
    String label = String.join(" ", parts.subList(0, parts.size() - 1));
    if (unit.equals("min") || unit.equals("minutes")) {
      long minutes = Math.round(value);
      return wording.choose(
              number + " minutes", number + "分钟", number + " minutos", number + " Minuten")
          + wording.choose(" (", "（", " (", " (")
          + minutes / 60
          + wording.choose(" h ", "小时", " h ", " h ")
          + minutes % 60
          + wording.choose(" min, ", "分钟，", " min, ", " min, ")
          + label
          + wording.choose(")", "）", ")", ")");
    }
    return number + " " + unit + " (" + label + ")";
  }

  private static Optional<ComputedAnswer> value(
      Series series,
      LocalDate date,
      Wording wording,
      Citations citations,
      Optional<Occurrence> event) {
    Day day = series.days().get(date);
    if (day == null) {
      return Optional.empty();
    }
    String text =
        measured(series.name(), day.value, wording)
            + wording.choose(" on ", "，", " em ", " am ")
            + wording.day(date)
            + citations.of(day.record, day.start, day.end);
    if (event.isPresent()) {
      text += wording.colon() + event.get().title() + citations.of(event.get());
    }
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> answer(
      String text, Wording wording, Citations citations) {
    return Optional.of(
        new ComputedAnswer(Wish.SERIES, wording.sentence(text), citations.sources()));
  }

  private static String cite(List<Day> days, Citations citations) {
    Map<PersonalRecord, int[]> places = new LinkedHashMap<>();
    for (Day day : days) {
      int[] place = places.computeIfAbsent(day.record, _ -> new int[] {day.start, day.end});
      place[0] = Math.min(place[0], day.start);
      place[1] = Math.max(place[1], day.end);
    }
    StringBuilder cited = new StringBuilder();
    int number = 0;
    for (Map.Entry<PersonalRecord, int[]> place : places.entrySet()) {
      if (number++ < 12) {
        cited.append(citations.of(place.getKey(), place.getValue()[0], place.getValue()[1]));
      }
    }
    return cited.toString();
  }

  private static double total(List<Day> days) {
    return days.stream().mapToDouble(Day::value).sum();
  }

  private static Optional<ComputedAnswer> sum(
      String name,
      List<Day> days,
      String range,
      String known,
      Wording wording,
      Citations citations) {
    double total = total(days);
    String text =
        measured(name, total, wording)
            + wording.choose(" in all, ", "（合计），", " no total, ", " insgesamt, ")
            + range
            + wording.choose("; on average ", "；平均每天", "; em média ", "; im Mittel ")
            + measured(name, total / days.size(), wording)
            + wording.choose(" a day", "", " por dia", " am Tag")
            + known
            + cite(days, citations);
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> mean(
      String name,
      List<Day> days,
      String range,
      String known,
      Wording wording,
      Citations citations) {
    String text =
        wording.choose(
                "On average ",
                AVERAGED.matcher(name).find() ? "平均" : "平均每天",
                "Em média ",
                "Im Mittel ")
            + measured(name, total(days) / days.size(), wording)
            + (AVERAGED.matcher(name).find()
                ? wording.choose(", ", "，", ", ", ", ")
                : wording.choose(" a day, ", "，", " por dia, ", " am Tag, "))
            + range
            + known
            + cite(days, citations);
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> extreme(
      String name,
      List<Day> days,
      boolean most,
      String range,
      String known,
      Wording wording,
      Citations citations) {
    double best =
        most
            ? days.stream().mapToDouble(Day::value).max().orElseThrow()
            : days.stream().mapToDouble(Day::value).min().orElseThrow();
    List<Day> reached = days.stream().filter(day -> day.value == best).limit(5).toList();
    List<String> dates = reached.stream().map(day -> wording.day(day.day)).toList();
    StringBuilder cited = new StringBuilder();
    for (Day day : reached) {
      cited.append(citations.of(day.record, day.start, day.end));
    }
    String text =
        measured(name, best, wording)
            + wording.choose(" on ", "，", " em ", " am ")
            + wording.list(dates)
            + cited
            + wording.choose(
                most ? ": the most, " : ": the least, ",
                most ? "：最高，" : "：最低，",
                most ? ": o máximo, " : ": o mínimo, ",
                most ? ": am meisten, " : ": am wenigsten, ")
            + range
            + known;
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> threshold(
      String name,
      List<Day> days,
      Matcher threshold,
      String lower,
      String range,
      String known,
      Wording wording,
      Citations citations) {
    boolean above = threshold.group("above") != null;
    String number = above ? threshold.group("n") : threshold.group("m");
    String multiple = above ? threshold.group("k") : threshold.group("j");
    double limit =
        Double.parseDouble(
            number.replaceAll("(?<=\\d)[.,'](?=\\d{3}(?:\\D|$))", "").replace(',', '.'));
    if (multiple != null) {
      limit *= multiple.equals("万") ? 10_000 : 1_000;
    }
    boolean inclusive =
        above
            && threshold
                .group("above")
                .toLowerCase(Locale.ROOT)
                .matches("at least|reach(?:ed)?|hit|至少|达到|pelo menos");
    String after = lower.substring(threshold.end());
    boolean inHours = after.matches("(?iUs)\\s*(?:个?小时|(?:hours?|hrs?|h|horas?)\\b).*");
    if (inHours) {
      if (!unit(name).map(unit -> unit.startsWith("min")).orElse(false)) {
        return Optional.empty();
      }
      limit *= 60;
    }
    double bound = limit;
    List<Day> hits =
        days.stream()
            .filter(day ->
                above ? (inclusive ? day.value >= bound : day.value > bound) : day.value < bound)
            .toList();
    String text =
        wording.amount(hits.size(), ChronoUnit.DAYS)
            + wording.choose(
                above ? (inclusive ? " with at least " : " with more than ") : " with less than ",
                above ? (inclusive ? "不少于" : "超过") : "低于",
                above ? (inclusive ? " com pelo menos " : " com mais de ") : " com menos de ",
                above ? (inclusive ? " mit mindestens " : " mit mehr als ") : " mit weniger als ")
            + measured(name, limit, wording)
            + wording.choose(", ", "，", ", ", ", ")
            + range
            + known
            + cite(days, citations);
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> trend(
      String name,
      List<Day> days,
      String range,
      String known,
      Wording wording,
      Citations citations) {
    if (days.size() < 4) {
      return Optional.empty();
    }
    LocalDate first = days.getFirst().day;
    double meanX =
        days.stream()
            .mapToLong(day -> ChronoUnit.DAYS.between(first, day.day))
            .average()
            .orElseThrow();
    double meanY = total(days) / days.size();
    double covariance = 0;
    double variance = 0;
    for (Day day : days) {
      double x = ChronoUnit.DAYS.between(first, day.day) - meanX;
      covariance += x * (day.value - meanY);
      variance += x * x;
    }
    double weekly = 7 * covariance / variance;
    boolean steady = Math.abs(weekly * days.size() / 7) < 0.03 * Math.abs(meanY);
    List<Day> early = days.subList(0, days.size() / 2);
    List<Day> late = days.subList(days.size() / 2, days.size());
    String direction =
        steady
            ? wording.choose("Steady", "基本不变", "Estável", "Gleichbleibend")
            : weekly > 0
                ? wording.choose("Rising", "上升", "A subir", "Steigend")
                : wording.choose("Falling", "下降", "A descer", "Fallend");
    String change = (weekly > 0 ? "+" : "") + Wording.number(weekly);
    String text =
        direction
            + wording.choose(
                ": " + change + " a week on a straight line, from ",
                "：直线拟合每周" + change + "，从平均",
                ": " + change + " por semana, de ",
                ": " + change + " pro Woche auf einer Geraden, von ")
            + measured(name, total(early) / early.size(), wording)
            + wording.choose(
                " a day in the first half to ",
                "（前半段）到",
                " por dia na primeira metade a ",
                " am Tag in der ersten Hälfte bis ")
            + measured(name, total(late) / late.size(), wording)
            + wording.choose(" in the second, ", "（后半段），", " na segunda, ", " in der zweiten, ")
            + range
            + known
            + cite(days, citations);
    return answer(text, wording, citations);
  }

  private static Optional<ComputedAnswer> comparison(
      Asked asked,
      Series series,
      List<TimeRange> times,
      String lower,
      Wording wording,
      Citations citations) {
    if (times.size() != 2) {
      return Optional.empty();
    }
    List<List<Day>> halves = new ArrayList<>();
    for (TimeRange time : times) {
      TimeRange range = asked.bounded(time);
      halves.add(
          series.within(
              range.from().toLocalDate(), range.until().minusNanos(1).toLocalDate().plusDays(1)));
    }
    if (halves.getFirst().isEmpty() || halves.getLast().isEmpty()) {
      return Optional.empty();
    }
    double one = total(halves.getFirst()) / halves.getFirst().size();
    double other = total(halves.getLast()) / halves.getLast().size();
    boolean asksLess =
        lower.matches("(?iU).*\\b(?:less|fewer|lower|worse|menos)\\b.*|.*(?:少|低|短).*");
    boolean asksYesOrNo =
        lower.matches(
            "(?iU)(?:did|was|were|is|have|do|am|are)\\b.*|.*吗.*|.*比.*|(?:dormi|andei|dei|fiz|caminhei)\\b.*");
    boolean yes = asksLess ? one < other : one > other;
    String verdict =
        asksYesOrNo
            ? (yes
                ? wording.choose("Yes: ", "是的：", "Sim: ", "Ja: ")
                : wording.choose("No: ", "不是：", "Não: ", "Nein: "))
            : wording.choose("More in ", "更多的是", "Mais em ", "Mehr in ")
                + wording.range(asked.bounded(one >= other ? times.getFirst() : times.getLast()))
                + wording.colon();
    String text =
        verdict
            + measured(series.name(), one, wording)
            + wording.choose(
                " a day on average, ", "（日均），", " por dia em média, ", " am Tag im Mittel, ")
            + wording.range(asked.bounded(times.getFirst()))
            + cite(halves.getFirst(), citations)
            + wording.choose("; ", "；", "; ", "; ")
            + measured(series.name(), other, wording)
            + wording.choose(
                " a day on average, ", "（日均），", " por dia em média, ", " am Tag im Mittel, ")
            + wording.range(asked.bounded(times.getLast()))
            + cite(halves.getLast(), citations);
    return answer(text, wording, citations);
  }

  @Override
  public String toString() {
    return "SeriesAnswers[" + records.size() + " records]";
  }
}
