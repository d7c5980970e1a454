package dev.sotto.computed;

import dev.sotto.calendar.NamedEvents;
import dev.sotto.calendar.Occurrence;
import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.record.RecordKind;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long it is until something, how long ago it was, how much time lies between two things. */
final class IntervalAnswers {
  private static final String UNITS =
      "(?<unit>minutes?|mins?|hours?|hrs?|days?|nights?|sleeps|weeks?|months?|years?)";
  private static final String UNTIL =
      "(?:until|till|til|'til|before|to go (?:until|till|before)|left (?:until|till|before|to)|to)";

  private static final List<Pattern> UNTIL_ENGLISH =
      List.of(
          Pattern.compile(
              "(?iU)^(?:in )?how many (?:more )?"
                  + UNITS
                  + "\\b(?: (?:is it|are there|are left|is there|do i have|do we have|have i"
                  + " got|have we got|does it take|left|remain|remaining|to go|it is|there"
                  + " are|still|more|exactly|now|from now|from today|away))* "
                  + UNTIL
                  + " (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^how (?:long|much longer|much time|far away|far off)\\b(?: (?:is it|is"
                  + " there|left|do i have|do we have|have i got|to go|is left|still|now|remains|it"
                  + " is))* "
                  + UNTIL
                  + " (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:the )?(?:number of )?(?<unit>days|weeks|months|hours|nights|sleeps)(?:"
                  + " left| remaining| to go)? (?:until|till|til|before|to) (?<x>.+)$"),
          Pattern.compile("(?iU)^(?:the )?countdown (?:to|for|until|till) (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:in )?how (?:soon|far away|far off|many (?<unit>days|weeks|months|hours)"
                  + " away|many (?<unit2>days|weeks|months|hours) from now) (?:is|are|do i"
                  + " (?:have|go to)) (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^in how many "
                  + UNITS
                  + " (?:is|are|do i (?:have|go to)|do we (?:have|go to)|does|will) (?<x>.+?)(?:"
                  + " start| begin| be| happen)?$"),
          Pattern.compile(
              "(?iU)^how (?:many " + UNITS + "|long|far) (?:away|off|out) (?:is|are) (?<x>.+)$"));
  private static final List<Pattern> AGO_ENGLISH =
      List.of(
          Pattern.compile(
              "(?iU)^how (?:long|many "
                  + UNITS
                  + ") ago (?:was|were|did (?:i|we) (?:have|go"
                  + " to|see|do|visit|attend|meet)?|is|did|were we at|was i at|have i been to)"
                  + " ?(?<x>.+?)(?: happen| take place| start| begin| end)?$"),
          Pattern.compile(
              "(?iU)^how (?:long|many "
                  + UNITS
                  + ")(?: has| is| have)?(?: it)?(?: been| passed| gone by| since| elapsed| it)*?"
                  + " since (?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:the )?(?<unit>days|weeks|months|years) (?:passed )?since (?<x>.+)$"));
  private static final List<Pattern> BETWEEN_ENGLISH =
      List.of(
          Pattern.compile(
              "(?iU)^how (?:long|much time|many "
                  + UNITS
                  + ")\\b.*?\\b(?:between|from) (?<x>.+?) (?:and|to|until|till) (?<y>.+)$"),
          Pattern.compile(
              "(?iU)^how (?:long|many "
                  + UNITS
                  + ") (?<order>after|before|from) (?<x>.+?)"
                  + " (?:is|was|are|were|comes?|came|did|does|will be|do (?:i|we) have)"
                  + " (?<y>.+?)(?: happen| take place| start| begin)?$"),
          Pattern.compile(
              "(?iU)^(?:the )?(?:number of )?(?<unit>days|weeks|months|years|hours) between"
                  + " (?<x>.+?) and (?<y>.+)$"),
          Pattern.compile(
              "(?iU)^(?:what is )?the (?:time|gap|interval)(?: in (?<unit>days|weeks|months))?"
                  + " between (?<x>.+?) and (?<y>.+)$"),
          Pattern.compile("(?iU)^how far apart (?:are|were) (?<x>.+?) and (?<y>.+)$"));

  private static final String CHINESE_UNITS = "(?<unit>天|日|周|个?星期|个?礼拜|个月|个?小时|分钟|年)";
  private static final List<Pattern> UNTIL_CHINESE =
      List.of(
          Pattern.compile(
              "^(?:现在|今天)?(?:离|距离|距|到)(?<x>.+?)(?:开始)?(?:，|,"
                  + " ?)?(?:那天)?(?:还有|还剩|还要|还得等|还差|有|剩下|剩|还需|要等)(?:多少|几)"
                  + CHINESE_UNITS
                  + "$"),
          Pattern.compile("^(?:现在|今天)?(?:离|距离|距|到)(?<x>.+?)(?:还有|还剩|还要|还得等|有|剩)(?:多久|多长时间)$"),
          Pattern.compile(
              "^(?:我|我们)?(?:还有|还剩|还要|再过|过|还要过|还得等|再等)(?:多少|几)"
                  + CHINESE_UNITS
                  + "(?:就|才|就要|就是|到|才到|就到|我就|我们就|才能)?(?:是|到|有|要|去)?(?<x>.+?)(?:了)?$"),
          Pattern.compile(
              "^(?:我|我们)?(?:还有|还要|还剩|再过)(?:多久|多长时间)(?:就|才|就要|就是|到|才到|就到|能)?(?:是|到|有|去)?(?<x>.+?)(?:了)?$"),
          Pattern.compile(
              "^(?<x>.+?)(?:还有|还剩)(?:多少|几)" + CHINESE_UNITS + "(?:才到|就到|才开始|就开始|开始|了)?$"));
  private static final List<Pattern> AGO_CHINESE =
      List.of(
          Pattern.compile("^(?<x>.+?)(?:是|在)?(?:多少|几)" + CHINESE_UNITS + "(?:之前|以前|前)(?:的事|的)?$"),
          Pattern.compile(
              "^(?:从|自从|自)?(?<x>.+?)(?:到现在|到今天|至今|以来|后|之后)?(?:已经|都)?(?:过去|过了|过|有|是|已经)+(?:多少|几)"
                  + CHINESE_UNITS
                  + "了?$"),
          Pattern.compile("^(?:从|自从|自)?(?<x>.+?)(?:到现在|到今天|至今)(?:多少|几)" + CHINESE_UNITS + "了?$"),
          Pattern.compile("^(?<x>.+?)(?:是|过去|已经过去|已经|到现在|至今)+(?:有)?(?:多久)(?:以前|之前|前|了)?(?:的事)?$"),
          Pattern.compile("^(?:上次|上一次)(?<x>.+?)(?:是)(?:多久|多长时间)(?:以前|之前|前)$"));
  private static final List<Pattern> BETWEEN_CHINESE =
      List.of(
          Pattern.compile(
              "^从?(?<x>.+?)(?:和|到|与|跟|至)(?<y>.+?)(?:之间|中间|间)?(?:一共|总共)?(?:相隔|间隔|隔了|相差|差了|隔|差|有|是|过了)(?:多少|几)"
                  + CHINESE_UNITS
                  + "$"),
          Pattern.compile(
              "^从?(?<x>.+?)(?:和|到|与|跟|至)(?<y>.+?)(?:之间|中间|间)?(?:相隔|间隔|隔了|相差|差了|隔|差|有)多久$"),
          Pattern.compile(
              "^(?<x>.+?)(?:之后|以后|后|过后)(?:过了)?(?:多少|几)"
                  + CHINESE_UNITS
                  + "(?:是|才是|办的|有|举行)(?<y>.+)$"));

  private static final String PORTUGUESE_UNITS =
      "(?<unit>minutos?|horas?|dias?|noites?|semanas?|meses|mês|anos?)";
  private static final List<Pattern> UNTIL_PORTUGUESE =
      List.of(
          Pattern.compile(
              "(?iU)^(?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo) (?:é que )?(?:ainda )?(?:faltam?|restam?|temos|há|são|tenho)(?:"
                  + " ainda)? (?:para|até|pr[ao]s?|antes d[aeo]s?)(?: [ao]s?| ao| à)? ?(?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:daqui a|dentro de|em) (?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo) (?:é|tenho|temos|vou|será|começa)(?: [oa]s?| ao| à)?"
                  + " ?(?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo) (?:até|para)(?: [ao]s?| ao| à)? ?(?<x>.+)$"));
  private static final List<Pattern> AGO_PORTUGUESE =
      List.of(
          Pattern.compile(
              "(?iU)^(?:há|faz) (?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo) (?:foi|foram|que foi|que foram|é que foi|é que"
                  + " foram|fui|tive|aconteceu|que fui|que tive|desde)(?: [oa]s?| ao| à)?"
                  + " ?(?<x>.+)$"),
          Pattern.compile(
              "(?iU)^(?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo) (?:passaram|passou|se passaram|já passaram) desde (?:[oa]s?"
                  + " )?(?<x>.+)$"));
  private static final List<Pattern> BETWEEN_PORTUGUESE =
      List.of(
          Pattern.compile(
              "(?iU)^(?:quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "|quanto tempo)\\b.*?\\b(?:entre|d[aeo]) (?:[oa]s? )?(?<x>.+?) (?:e|até|a)"
                  + " (?:[oa]s? )?(?<y>.+)$"),
          Pattern.compile(
              "(?iU)^(?:entre|d[aeo]) (?:[oa]s? )?(?<x>.+?) (?:e|até|a) (?:[oa]s? )?(?<y>.+?)"
                  + " (?:são |há |vão |passaram |foram )?quant[ao]s "
                  + PORTUGUESE_UNITS
                  + "(?: são| há| vão| passaram| foram)?$"));

  Optional<ComputedAnswer> answer(Asked asked) {
    if (asked.isTooLong()) {
      return Optional.empty();
    }
    String text = asked.text();
    if (asked.isChinese()) {
      return first(asked, text, Tongue.CHINESE, BETWEEN_CHINESE, UNTIL_CHINESE, AGO_CHINESE);
    }
    Optional<ComputedAnswer> english =
        first(asked, text, asked.english(), BETWEEN_ENGLISH, UNTIL_ENGLISH, AGO_ENGLISH);
    return english.isPresent()
        ? english
        : first(
            asked, text, Tongue.PORTUGUESE, UNTIL_PORTUGUESE, AGO_PORTUGUESE, BETWEEN_PORTUGUESE);
  }

  private static Optional<ComputedAnswer> first(
      Asked asked,
      String text,
      Tongue tongue,
      List<Pattern> one,
      List<Pattern> two,
      List<Pattern> three) {
    for (List<Pattern> patterns : List.of(one, two, three)) {
      for (Pattern pattern : patterns) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.matches()) {
          Optional<ComputedAnswer> answer = answer(asked, tongue, pattern, matcher, patterns);
          if (answer.isPresent()) {
            return answer;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ComputedAnswer> answer(
      Asked asked, Tongue tongue, Pattern pattern, Matcher matcher, List<Pattern> patterns) {
    Wording wording = new Wording(tongue);
    Optional<ChronoUnit> unit = unit(pattern, matcher);
    if (matcher.namedGroups().containsKey("y")) {
      return between(asked, wording, matcher.group("x"), matcher.group("y"), unit);
    }
    boolean ago = List.of(AGO_ENGLISH, AGO_CHINESE, AGO_PORTUGUESE).contains(patterns);
    return ago
        ? ago(asked, wording, matcher.group("x"), unit)
        : until(asked, wording, matcher.group("x"), unit);
  }

  private static Optional<ChronoUnit> unit(Pattern pattern, Matcher matcher) {
    String word = null;
    for (String group : List.of("unit", "unit2")) {
      if (pattern.namedGroups().containsKey(group) && matcher.group(group) != null) {
        word = matcher.group(group).toLowerCase(Locale.ROOT);
      }
    }
    if (word == null) {
      return Optional.empty();
    }
    return Optional.of(
        word.matches("min.*|分钟")
            ? ChronoUnit.MINUTES
            : word.matches("h(?:ou)?rs?|horas?|个?小时")
                ? ChronoUnit.HOURS
                : word.matches("weeks?|semanas?|周|个?星期|个?礼拜")
                    ? ChronoUnit.WEEKS
                    : word.matches("months?|m[eê]s(?:es)?|个月")
                        ? ChronoUnit.MONTHS
                        : word.matches("years?|anos?|年") ? ChronoUnit.YEARS : ChronoUnit.DAYS);
  }

  private static Optional<ComputedAnswer> until(
      Asked asked, Wording wording, String words, Optional<ChronoUnit> unit) {
    String phrase = stripped(words);
    Optional<Asked.Target> birthday = BirthdayAnswers.next(asked, phrase);
    Optional<Asked.Target> target =
        birthday.isPresent() ? birthday : asked.target(phrase, Asked.Choice.NEXT);
    if (target.isEmpty()) {
      NamedEvents named = asked.named(phrase);
      return named.isEmpty() ? Optional.empty() : EventAnswers.cancelled(named, asked, wording);
    }
    if (target.get().until().isBefore(asked.now())) {
      return Optional.empty();
    }
    return told(asked, wording, target.get(), unit, true);
  }

  private static Optional<ComputedAnswer> ago(
      Asked asked, Wording wording, String words, Optional<ChronoUnit> unit) {
    return asked
        .target(stripped(words).replaceFirst("(?iU)^last ", ""), Asked.Choice.PREVIOUS)
        .filter(target -> !target.from().isAfter(asked.now()))
        .flatMap(target -> told(asked, wording, target, unit, false));
  }

  private static String stripped(String words) {
    return words
        .replaceFirst(
            "(?iU)^(?:my|our|the|next|i|we|of|going to|i have|we have|i go to|we go to|the next|my"
                + " next|o|a|os|as|meu|minha|ao|à|próxim[oa]|我们|我|下次|下一次|下一节|下一个) ?\\b",
            "")
        .replaceFirst("(?iU)^(?:my|our|the|next|last) ", "")
        .replaceFirst("(?iU) (?:starts?|begins?|takes? place|happens|is|comes)$", "")
        .strip();
  }

  private static Optional<ComputedAnswer> told(
      Asked asked, Wording wording, Asked.Target target, Optional<ChronoUnit> unit, boolean ahead) {
    LocalDate day = target.from().toLocalDate();
    LocalDate today = asked.today();
    LocalDate first = ahead ? today : day;
    LocalDate last = ahead ? day : today;
    if (first.isAfter(last)) {
      first = last;
    }
    String length;
    boolean near = first.equals(last) && !target.wholeDays();
    boolean fine = unit.map(u -> u == ChronoUnit.HOURS || u == ChronoUnit.MINUTES).orElse(near);
    if (fine) {
      Duration exact =
          exact(asked, ahead ? asked.now() : target.from(), ahead ? target.from() : asked.now());
      length =
          unit.filter(u -> u == ChronoUnit.MINUTES).isPresent()
              ? wording.amount(exact.toMinutes(), ChronoUnit.MINUTES)
              : wording.length(exact);
    } else {
      length = wording.between(first, last, unit.orElse(ChronoUnit.DAYS));
      if (unit.isEmpty() && ChronoUnit.DAYS.between(first, last) >= 14) {
        length =
            length
                + wording.choose(" (", "（", " (", " (")
                + weeks(wording, ChronoUnit.DAYS.between(first, last))
                + wording.choose(")", "）", ")", ")");
      }
    }
    Citations citations = new Citations();
    String what = named(target, wording, citations);
    String text =
        ahead
            ? wording.choose(
                length + " until " + what,
                "还有" + length + "：" + what,
                "Faltam " + length + ": " + what,
                length + " bis " + what)
            : wording.choose(
                length + " ago: " + what,
                length + "前：" + what,
                "Há " + length + ": " + what,
                length + " her: " + what);
    return Optional.of(
        new ComputedAnswer(Wish.COUNTDOWN, wording.sentence(text), citations.sources()));
  }

  private static String weeks(Wording wording, long days) {
    String weeks = wording.amount(days / 7, ChronoUnit.WEEKS);
    return days % 7 == 0
        ? weeks
        : weeks
            + wording.choose(" and ", "零", " e ", " und ")
            + wording.amount(days % 7, ChronoUnit.DAYS);
  }

  private static Duration exact(Asked asked, LocalDateTime from, LocalDateTime until) {
    return Duration.between(
        from.atZone(asked.calendar().zone()), until.atZone(asked.calendar().zone()));
  }

  private static String named(Asked.Target target, Wording wording, Citations citations) {
    if (target.occurrence().isPresent()) {
      Occurrence occurrence = target.occurrence().get();
      boolean birthday = occurrence.records().getFirst().content().kind() == RecordKind.CONTACT;
      String title = occurrence.title();
      return (birthday
              ? wording.choose(
                  "birthday of " + title,
                  title + "的生日",
                  "aniversário de " + title,
                  "Geburtstag von " + title)
              : title)
          + wording.choose(", ", "，", ", ", ", ")
          + wording.start(occurrence)
          + citations.of(occurrence);
    }
    return target.wholeDays()
        ? wording.day(target.from().toLocalDate())
        : wording.moment(target.from());
  }

  private static Optional<ComputedAnswer> between(
      Asked asked, Wording wording, String x, String y, Optional<ChronoUnit> unit) {
    Optional<Asked.Target> one = asked.target(stripped(x), Asked.Choice.NEAREST);
    Optional<Asked.Target> other = asked.target(stripped(y), Asked.Choice.NEAREST);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    if (one.get().equals(other.get())) {
      return Optional.empty();
    }
    Asked.Target earlier = one.get().from().isAfter(other.get().from()) ? other.get() : one.get();
    Asked.Target later = one.get().from().isAfter(other.get().from()) ? one.get() : other.get();
    boolean fine = unit.map(u -> u == ChronoUnit.HOURS || u == ChronoUnit.MINUTES).orElse(false);
    String length;
    if (fine) {
      if (earlier.wholeDays() || later.wholeDays()) {
        return Optional.empty();
      }
      Duration exact = exact(asked, earlier.from(), later.from());
      length =
          unit.filter(u -> u == ChronoUnit.MINUTES).isPresent()
              ? wording.amount(exact.toMinutes(), ChronoUnit.MINUTES)
              : wording.length(exact);
    } else {
      length =
          wording.between(
              earlier.from().toLocalDate(),
              later.from().toLocalDate(),
              unit.orElse(ChronoUnit.DAYS));
    }
    Citations citations = new Citations();
    String text =
        wording.choose(
            length
                + ", from "
                + named(earlier, wording, citations)
                + " to "
                + named(later, wording, citations),
            length
                + "：从"
                + named(earlier, wording, citations)
                + "到"
                + named(later, wording, citations),
            length
                + ": de "
                + named(earlier, wording, citations)
                + " a "
                + named(later, wording, citations),
            length
                + ", von "
                + named(earlier, wording, citations)
                + " bis "
                + named(later, wording, citations));
    return Optional.of(
        new ComputedAnswer(Wish.DIFFERENCE, wording.sentence(text), citations.sources()));
  }

  @Override
  public String toString() {
    return "IntervalAnswers[]";
  }
}
