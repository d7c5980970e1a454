package dev.sotto.computed;

import dev.sotto.calendar.NamedEvents;
import dev.sotto.calendar.Occurrence;
import dev.sotto.computed.ComputedAnswer.Wish;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeRange;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an event takes place, next or last or at all; how often it does; how long it lasts. Only
 * where every telling word of the question belongs to an event.
 */
final class EventAnswers {
  private static final int MOST_DATES = 8;
  private static final int MOST_OCCURRENCES = 400;

  private static final Pattern WHEN_ENGLISH =
      Pattern.compile(
          "(?iU)^(?:on |at |by |from |since )?(?:when|what time|what date|what day of the week|what"
              + " weekday|what day|which weekday|which day|which date|what days|which"
              + " days)\\b(?<rest>.*)$");
  private static final Pattern WHEN_LAST_ENGLISH =
      Pattern.compile(
          "(?iU)^(?<rest>.+?)[, ]+(?:is |was |are |falls )?(?:on )?(?:when|what day|what date|what"
              + " time|which day)(?: is (?:it|that))?$");
  private static final Pattern NEXT_ALONE =
      Pattern.compile(
          "(?iU)^(?:(?:the )?(?:date|time|day) (?:of|for) )?(?:my |the |our"
              + " )?(?<rest>(?:next|upcoming|last|previous|most recent) .+)$");
  private static final Pattern NEXT_ALONE_PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?:(?:qual|quando) (?:é|foi|será) )?(?:[oa] )?(?:meu |minha"
              + " )?(?<rest>(?:pr[óo]xim|[úu]ltim)[oa] .+)$");
  private static final Pattern DATE_OF =
      Pattern.compile(
          "(?iU)^(?:what is |what was )?the (?:date|time|day) (?:of|for|on) (?<rest>.+)$");
  private static final Pattern LAST_TIME_ENGLISH =
      Pattern.compile(
          "(?iU)^(?:when (?:was|is) )?(?:the |my )?last time (?:that )?(?:i|we)?(?<rest>.+?)(?: was"
              + " when)?$");
  private static final Pattern NEXT_WORD =
      Pattern.compile("(?iU)\\b(?:next|upcoming)\\b|下次|下一|下回|下个|pr[óo]xim[oa]s?");
  private static final Pattern LAST_WORD =
      Pattern.compile(
          "(?iU)\\b(?:last|previous|most recent|most"
              + " recently|latest)\\b|上次|上一|上回|上个|最近一次|最后一次|[úu]ltim[oa]s?");
  private static final Pattern WHEN_CHINESE =
      Pattern.compile("什么时候|什么时间|哪一天|哪天|几月几号|几月几日|几号|几点钟|几点|何时|啥时候|星期几|周几|礼拜几");
  private static final Pattern WHEN_PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?:e )?(?:quando|a que horas|em que dia|que dia|para quando|em que data|qual"
              + " (?:é|foi|a|o)?(?: ?[ao])? ?(?:data|dia|hora|horário))\\b(?<rest>.*)$");
  private static final Pattern END_ENGLISH =
      Pattern.compile(
          "(?iU)\\b(?:end|ends|finish|finishes|over|done|finished|ended)$|结束|(?<=^|\\s)(?:acabam?|terminam?|acabou|terminou|chegam?|aterra)\\b");

  private static final Pattern FINAL =
      Pattern.compile(
          "(?iU)\\b(?:is|will be|are|é|será)\\b.*\\b(?:last|final|[úu]ltim[oa])\\b|最后一");
  private static final Pattern BEGAN =
      Pattern.compile("(?iU)\\b(?:start|begin|started|begun|começou|começaram)\\b|开始");

  private static final Pattern COUNT_ENGLISH =
      Pattern.compile(
          "(?iU)^(?:how many (?<more>(?:more |other |further |remaining |upcoming"
              + " )*)(?<what>.+)|how often (?<often>.+))$");
  private static final Pattern LIMIT_ENGLISH =
      Pattern.compile("(?iU)\\b(?:before|until|till|up to|by the time of|by) (?<limit>(?!⟨).+)$");
  private static final Pattern SINCE_ENGLISH =
      Pattern.compile("(?iU)\\b(?:since|after) (?<limit>(?!⟨).+)$");
  private static final Pattern CLAUSE_ENGLISH =
      Pattern.compile(
          "(?iU)^(?<what>.*?)(?:\\b(?:do|did|have|has|had|are|were|will|is|am|was|can)\\b)"
              + " ?(?:i|we|there|you|it)?\\b(?<after>.*)$");
  private static final Pattern COUNT_CHINESE =
      Pattern.compile("(?:几|多少)(?:次|节|堂|场|回|趟|个(?!小时|月|星期|礼拜|钟))");
  private static final Pattern LIMIT_CHINESE =
      Pattern.compile("^(?:在|到)?(?<limit>[^⟨⟩]{1,12}?)(?:之前|以前|前)[，, ]?(?<rest>.*)$");
  private static final Pattern COUNT_PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?:quant[ao]s (?<more>mais )?(?<what>.+)|com que frequência (?<often>.+))$");
  private static final Pattern LIMIT_PORTUGUESE =
      Pattern.compile("(?iU)\\b(?:antes d[aeo]s?|até(?: [àa]o?)?) (?<limit>(?!⟨).+)$");
  private static final Pattern CLAUSE_PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?<what>.*?)\\b(?:eu|ainda|tenho|tive|temos|há|houve|faltam|falta|fui|vou|vi|fiz|terei|restam)\\b(?<after>.*)$");
  private static final Pattern UNIT =
      Pattern.compile(
          "(?iU)^(?:(?:full |whole |more |working |calendar"
              + " )*(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|sleeps|weeks?|weekends?|months?|years?"
              + "|dias?|noites?|semanas?|meses|mês|anos?|horas?|minutos?))\\b.*");
  private static final Pattern GENERIC =
      Pattern.compile(
          "(?iU)^(?:(?:calendar"
              + " )?(?:appointments?|events?|entries|things|commitments|engagements|plans)|compromissos?|eventos?|coisas|marcações|termine?|verabredungen|ereignisse|安排|活动|预约|日程|事情?|事儿)$");

  private static final Pattern DURATION_ENGLISH =
      Pattern.compile(
          "(?iU)^(?:for )?how (?:long|many (?<unit>hours|minutes|days|nights))"
              + " (?:is|was|are|were|will|does|did|do|am)\\b ?(?<x>.+?)(?: (?:last|take|be|go"
              + " on|going to be|scheduled for|run|going to last|planned for|supposed to"
              + " (?:take|last|be)|lasting))*(?: for)?$");
  private static final Pattern DURATION_CHINESE =
      Pattern.compile("(?:要|得|是|一共|持续|开|上|有|需要|长达)*(?:多久|多长时间|几个小时|多少分钟|几天|多少天|多少个小时)$");
  private static final Pattern DURATION_PORTUGUESE =
      Pattern.compile(
          "(?iU)^(?:quanto tempo|quant[ao]s (?<unit>horas|minutos|dias|noites)) (?:dura|duram|vai"
              + " durar|demora|demorou|durou|duraram|leva|é|tem) (?<x>.+)$");

  // ---- when -------------------------------------------------------------------------------

  private enum Side {
    NEXT,
    LAST,
    ANY
  }

  Optional<ComputedAnswer> occurrence(Asked asked) {
    if (asked.calendar().isEmpty()) {
      return Optional.empty();
    }
    String marked = asked.marked();
    if (asked.isChinese()) {
      Matcher when = WHEN_CHINESE.matcher(marked);
      boolean next = NEXT_WORD.matcher(marked).find();
      boolean last = LAST_WORD.matcher(marked).find();
      if (!when.find() && !(next ^ last)) {
        return Optional.empty();
      }
      String rest =
          WHEN_CHINESE
              .matcher(marked)
              .replaceAll(" ")
              .replaceAll("下次|下一次|下一个|下一节|下一场|下一|下回|下个|上次|上一次|上一个|上一节|上一|上回|上个|最近一次|最后一次", " ")
              .replaceAll("我们|的时候|开始|结束|举行|一次", " ");
      return when(
          asked,
          rest,
          next ? Side.NEXT : last ? Side.LAST : Side.ANY,
          Tongue.CHINESE,
          marked.contains("结束"));
    }
    for (Pattern pattern :
        List.of(LAST_TIME_ENGLISH, WHEN_ENGLISH, DATE_OF, WHEN_LAST_ENGLISH, NEXT_ALONE)) {
      Matcher matcher = pattern.matcher(marked);
      if (matcher.matches()) {
        String rest = matcher.group("rest");
        boolean lastTime = pattern == LAST_TIME_ENGLISH;
        boolean next = NEXT_WORD.matcher(rest).find();
        boolean last = lastTime || LAST_WORD.matcher(rest).find();
        if (next && last) {
          return Optional.empty();
        }
        return when(
            asked,
            rest,
            next ? Side.NEXT : last ? Side.LAST : Side.ANY,
            asked.english(),
            END_ENGLISH.matcher(rest).find());
      }
    }
    Matcher portuguese = WHEN_PORTUGUESE.matcher(marked);
    if (!portuguese.matches()) {
      portuguese = NEXT_ALONE_PORTUGUESE.matcher(marked);
    }
    if (portuguese.matches()) {
      String rest = portuguese.group("rest");
      boolean next = NEXT_WORD.matcher(rest).find();
      boolean last = LAST_WORD.matcher(rest).find();
      return when(
          asked,
          rest,
          next ? Side.NEXT : last ? Side.LAST : Side.ANY,
          Tongue.PORTUGUESE,
          END_ENGLISH.matcher(rest).find());
    }
    return Optional.empty();
  }

  private static Optional<ComputedAnswer> when(
      Asked asked, String rest, Side side, Tongue tongue, boolean end) {
    Optional<NamedEvents> whole = asked.namedWithTime(rest);
    List<TimeRange> times = whole.isPresent() ? List.of() : asked.timesIn(rest);
    String phrase = Asked.withoutMarks(rest);
    if (end) {
      phrase =
          phrase.replaceAll(
              "(?iU)\\b(?:end|ends|finish|finishes|over|done|acabam?|terminam?|acabou|terminou|chegam?|aterra)\\b",
              " ");
    }
    phrase =
        phrase.replaceAll(
            "(?iU)\\b(?:start|starts|begin|begins|started|começam?|comecam?|começou|começaram|comecaram|sai|saem|parte|partem|sa[ií]mos|partimos|marcad[oa]|happening|scheduled|taking"
                + " place)\\b",
            " ");
    if (times.size() > 1 || phrase.length() > 120) {
      return Optional.empty();
    }
    boolean birthday = BirthdayAnswers.namesBirthday(phrase);
    NamedEvents named = whole.isPresent() ? whole.get() : asked.named(phrase);
    if (named.isEmpty() || (birthday && !named.isInTitles())) {
      return Optional.empty();
    }
    Wording wording = new Wording(tongue);
    LocalDateTime now = asked.now();
    Tense tense = Tense.of(asked.text());
    if (times.size() == 1) {
      TimeRange range = asked.bounded(times.getFirst());
      List<Occurrence> within = named.between(range.from(), range.until());
      return listed(within, wording, end, range);
    }
    Optional<Occurrence> next = named.next(now);
    Optional<Occurrence> previous = named.previous(now);
    return switch (side) {
      case NEXT -> {
        if (next.isEmpty()) {
          yield gone(named, asked, wording);
        }
        yield one(next.get(), wording, end);
      }
      case LAST ->
          FINAL.matcher(asked.text()).find() && next.isPresent()
              ? last(named, now).flatMap(occurrence -> one(occurrence, wording, end))
              : previous.flatMap(occurrence -> one(occurrence, wording, end));
      case ANY -> {
        Optional<Occurrence> current = named.current(now);
        if (tense == Tense.PAST && BEGAN.matcher(rest).find() && named.isRecurring()) {
          yield Optional.empty();
        }
        if (tense == Tense.PAST && previous.isPresent()) {
          yield past(named, asked, wording, end);
        }
        if (current.isPresent() && (end || !current.get().allDay())) {
          yield one(current.get(), wording, end);
        }
        if (next.isPresent()) {
          yield one(next.get(), wording, end);
        }
        Optional<ComputedAnswer> gone = cancelled(named, asked, wording);
        yield gone.isPresent() ? gone : past(named, asked, wording, end);
      }
    };
  }

  /** Returns the last of all occurrences to come, where there is an end to them. */
  private static Optional<Occurrence> last(NamedEvents named, LocalDateTime now) {
    List<Occurrence> all =
        named.between(now, now.plusYears(50)).stream().filter(Occurrence::takesPlace).toList();
    return all.size() > MOST_OCCURRENCES ? Optional.empty() : Optional.of(all.getLast());
  }

  private static Optional<ComputedAnswer> past(
      NamedEvents named, Asked asked, Wording wording, boolean end) {
    List<Occurrence> all =
        named.between(asked.now().minusYears(50), asked.now()).stream()
            .filter(Occurrence::takesPlace)
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    long events = all.stream().map(Occurrence::event).distinct().count();
    return events > 1 && all.size() <= 4
        ? listed(all, wording, end, null)
        : one(all.getLast(), wording, end);
  }

  private static Optional<ComputedAnswer> gone(NamedEvents named, Asked asked, Wording wording) {
    Optional<ComputedAnswer> cancelled = cancelled(named, asked, wording);
    if (cancelled.isPresent()) {
      return cancelled;
    }
    return named
        .previous(asked.now())
        .map(occurrence -> {
          Citations citations = new Citations();
          String when = wording.start(occurrence);
          String text =
              wording.choose(
                  "No further one is in the calendar; the last was on " + when,
                  "日历里没有下一次；上一次是" + when,
                  "Não há outro no calendário; o último foi " + when,
                  "Im Kalender steht kein weiterer Termin; der letzte war am " + when);
          return new ComputedAnswer(
              Wish.OCCURRENCE,
              wording.sentence(
                  text + wording.colon() + occurrence.title() + citations.of(occurrence)),
              citations.sources());
        });
  }

  /** Returns that what is to come was cancelled. */
  static Optional<ComputedAnswer> cancelled(NamedEvents named, Asked asked, Wording wording) {
    return named.between(asked.now(), asked.now().plusYears(1)).stream()
        .filter(occurrence -> !occurrence.takesPlace())
        .findFirst()
        .map(occurrence -> {
          Citations citations = new Citations();
          String day = wording.day(occurrence.from().toLocalDate());
          return new ComputedAnswer(
              Wish.OCCURRENCE,
              wording.sentence(
                  AgendaAnswers.droppedWords(occurrence, wording)
                      + wording.choose(", ", "，", ", ", ", ")
                      + day
                      + citations.of(occurrence)),
              citations.sources());
        });
  }

  private static String line(Occurrence occurrence, Wording wording, boolean end) {
    StringBuilder line = new StringBuilder();
    if (end) {
      line.append(
          occurrence.allDay()
              ? wording.day(occurrence.until().minusNanos(1).toLocalDate())
              : wording.moment(occurrence.until()));
    } else {
      line.append(wording.start(occurrence));
    }
    line.append(wording.colon()).append(occurrence.title());
    if (!occurrence.place().isBlank()) {
      line.append(wording.choose(", ", "，", ", ", ", ")).append(occurrence.place());
    }
    occurrence
        .elsewhen()
        .ifPresent(original ->
            line.append(
                wording.choose(
                    " (moved from " + wording.moment(original) + ")",
                    "（原定" + wording.moment(original) + "）",
                    " (antes: " + wording.moment(original) + ")",
                    " (verlegt von " + wording.moment(original) + ")")));
    if (occurrence.state() == Occurrence.State.TENTATIVE) {
      line.append(
          wording.choose(" (not certain)", "（未确定）", " (por confirmar)", " (noch unsicher)"));
    }
    return line.toString();
  }

  static Optional<ComputedAnswer> one(Occurrence occurrence, Wording wording, boolean end) {
    Citations citations = new Citations();
    String text = line(occurrence, wording, end) + citations.of(occurrence);
    return Optional.of(
        new ComputedAnswer(Wish.OCCURRENCE, wording.sentence(text), citations.sources()));
  }

  private static Optional<ComputedAnswer> listed(
      List<Occurrence> all,
      Wording wording,
      boolean end,
      @org.jspecify.annotations.Nullable TimeRange range) {
    List<Occurrence> plans = all.stream().filter(Occurrence::takesPlace).toList();
    Citations citations = new Citations();
    if (plans.isEmpty()) {
      if (all.isEmpty() || range == null) {
        return Optional.empty();
      }
      Occurrence dropped = all.getFirst();
      return Optional.of(
          new ComputedAnswer(
              Wish.OCCURRENCE,
              wording.sentence(
                  AgendaAnswers.droppedWords(dropped, wording)
                      + wording.choose(", ", "，", ", ", ", ")
                      + wording.day(dropped.from().toLocalDate())
                      + citations.of(dropped)),
              citations.sources()));
    }
    if (plans.size() > MOST_DATES) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (Occurrence plan : plans) {
      lines.add(line(plan, wording, end) + citations.of(plan));
    }
    return Optional.of(
        new ComputedAnswer(
            Wish.OCCURRENCE, wording.sentence(String.join("; ", lines)), citations.sources()));
  }

  // ---- how often --------------------------------------------------------------------------

  Optional<ComputedAnswer> count(Asked asked) {
    if (asked.calendar().isEmpty()) {
      return Optional.empty();
    }
    String marked = asked.marked();
    if (asked.isChinese()) {
      return countChinese(asked, marked);
    }
    Matcher english = COUNT_ENGLISH.matcher(marked);
    if (english.matches()) {
      return countLatin(asked, english, asked.english(), CLAUSE_ENGLISH, LIMIT_ENGLISH);
    }
    Matcher portuguese = COUNT_PORTUGUESE.matcher(marked);
    if (portuguese.matches()) {
      return countLatin(asked, portuguese, Tongue.PORTUGUESE, CLAUSE_PORTUGUESE, LIMIT_PORTUGUESE);
    }
    return Optional.empty();
  }

  private static Optional<ComputedAnswer> countLatin(
      Asked asked, Matcher matcher, Tongue tongue, Pattern clause, Pattern limitPattern) {
    boolean more = matcher.group("more") != null && !matcher.group("more").isBlank();
    boolean often = matcher.group("often") != null;
    String what = often ? matcher.group("often") : matcher.group("what");
    if (UNIT.matcher(what).matches()) {
      return Optional.empty();
    }
    Optional<Asked.Target> limit = Optional.empty();
    Optional<Asked.Target> since = Optional.empty();
    Matcher before = limitPattern.matcher(what);
    Matcher after = SINCE_ENGLISH.matcher(what);
    if (before.find()) {
      limit = asked.target(before.group("limit"), Asked.Choice.NEXT);
      if (limit.isEmpty()) {
        return Optional.empty();
      }
      what = what.substring(0, before.start());
    } else if (tongue != Tongue.PORTUGUESE && after.find()) {
      since = asked.target(after.group("limit"), Asked.Choice.PREVIOUS);
      if (since.isEmpty()) {
        return Optional.empty();
      }
      what = what.substring(0, after.start());
    }
    boolean past = Tense.of(asked.text()) == Tense.PAST;
    boolean left = more;
    String subject = what;
    Matcher split = clause.matcher(what);
    if (!often && split.matches()) {
      String head = Asked.withoutMarks(split.group("what")).strip();
      String tail = Asked.withoutMarks(split.group("after"));
      left |=
          tail.matches("(?iU).*\\b(?:left|remaining|to go|still|ainda)\\b.*")
              || what.matches("(?iU).*\\b(?:faltam|restam|ainda)\\b.*");
      subject = head.matches("(?iU)times|vezes") ? tail : head + " " + tail;
    } else if (often) {
      Matcher inner = clause.matcher(what);
      subject = inner.matches() ? inner.group("after") : what;
    }
    subject =
        Asked.withoutMarks(subject)
            .replaceAll(
                "(?iU)\\b(?:left|remaining|to go|still|times|vezes|altogether|overall|ainda)\\b",
                " ")
            .strip();
    return counted(asked, subject, asked.allTimes(), limit, since, left, past, tongue);
  }

  private static Optional<ComputedAnswer> countChinese(Asked asked, String marked) {
    Matcher count = COUNT_CHINESE.matcher(marked);
    if (!count.find()) {
      return Optional.empty();
    }
    String words = count.replaceFirst(" ");
    Optional<Asked.Target> limit = Optional.empty();
    Matcher before = LIMIT_CHINESE.matcher(words);
    if (before.matches()) {
      limit = asked.target(before.group("limit"), Asked.Choice.NEXT);
      if (limit.isEmpty()) {
        return Optional.empty();
      }
      words = before.group("rest");
    }
    boolean left = marked.contains("还");
    boolean past =
        Tense.of(asked.text()) == Tense.PAST || marked.contains("了") || marked.contains("过");
    String subject =
        Asked.withoutMarks(words).replaceAll("我们|还剩|剩下|上过|上了|去过|去了|见过|见了|参加|一共|总共", " ").strip();
    return counted(
        asked, subject, asked.allTimes(), limit, Optional.empty(), left, past, Tongue.CHINESE);
  }

  private static Optional<ComputedAnswer> counted(
      Asked asked,
      String subject,
      List<TimeRange> times,
      Optional<Asked.Target> limit,
      Optional<Asked.Target> since,
      boolean left,
      boolean past,
      Tongue tongue) {
    if (times.size() > 1 || subject.isBlank()) {
      return Optional.empty();
    }
    LocalDateTime now = asked.now();
    LocalDateTime from = past ? now.minusYears(50) : now;
    LocalDateTime until = past ? now : now.plusYears(50);
    if (times.size() == 1) {
      TimeRange range = asked.bounded(times.getFirst());
      from = range.from();
      until = range.until();
    }
    if (limit.isPresent()) {
      until = limit.get().from();
    }
    if (since.isPresent()) {
      from = since.get().until();
      until = times.isEmpty() ? now : until;
    }
    if (past && !left && until.isAfter(now)) {
      until = now;
    }
    if (left && from.isBefore(now)) {
      from = now;
    }
    if (until.isBefore(from)) {
      return Optional.empty();
    }
    boolean generic =
        GENERIC
            .matcher(
                subject
                    .replaceAll(
                        "(?iU)\\b(?:in|on|my|the|calendar|diary|planned|scheduled|have|had|got|na|no|minha|agenda|tenho|há|im|kalender|eingetragen|geplant)\\b|[我有在里的要]",
                        " ")
                    .strip())
            .matches();
    List<Occurrence> all;
    if (generic) {
      if (times.isEmpty()) {
        return Optional.empty();
      }
      all = asked.calendar().occurrences(from, until);
    } else {
      NamedEvents named = asked.named(subject);
      if (named.isEmpty()) {
        return Optional.empty();
      }
      all = named.between(from, until);
    }
    LocalDateTime begin = from;
    LocalDateTime end = until;
    List<Occurrence> plans =
        all.stream()
            .filter(Occurrence::takesPlace)
            .filter(o ->
                generic
                    || !o.from().isBefore(begin)
                    || (o.allDay() && o.from().toLocalDate().equals(begin.toLocalDate())))
            .filter(o -> o.from().isBefore(end))
            .toList();
    if (plans.size() > MOST_OCCURRENCES) {
      return Optional.empty();
    }
    Wording wording = new Wording(tongue);
    Citations citations = new Citations();
    StringBuilder text = new StringBuilder();
    text.append(plans.size());
    if (plans.isEmpty()) {
      NamedEvents named = generic ? null : asked.named(subject);
      Optional<Occurrence> near = named == null ? Optional.empty() : named.nearest(now);
      text.append(
          wording.choose(
              ": none in the calendar",
              "：日历里没有",
              ": nenhum no calendário",
              ": keiner im Kalender"));
      if (times.size() == 1) {
        text.append(wording.choose(" for ", "，", " para ", " für "))
            .append(wording.range(asked.bounded(times.getFirst())));
      }
      near.ifPresent(o -> text.append(citations.of(o)));
      return Optional.of(
          new ComputedAnswer(Wish.COUNT, wording.sentence(text.toString()), citations.sources()));
    }
    List<String> dates = new ArrayList<>();
    List<Occurrence> shown =
        plans.size() <= MOST_DATES ? plans : List.of(plans.getFirst(), plans.getLast());
    for (Occurrence plan : shown) {
      String title = generic ? " " + plan.title() : "";
      dates.add(wording.plainDay(plan.from().toLocalDate()) + title + citations.of(plan));
    }
    String title = generic ? "" : plans.getFirst().title() + ", ";
    text.append(wording.colon()).append(title);
    text.append(
        plans.size() <= MOST_DATES
            ? String.join(wording.choose(", ", "、", ", ", ", "), dates)
            : wording.choose("from ", "从", "de ", "von ")
                + dates.getFirst()
                + wording.choose(" to ", "到", " a ", " bis ")
                + dates.getLast());
    if (limit.flatMap(Asked.Target::occurrence).isPresent()) {
      Occurrence occurrence = limit.get().occurrence().orElseThrow();
      text.append(wording.choose("; before ", "；在此之前：", "; antes de ", "; vor "))
          .append(occurrence.title())
          .append(wording.choose(", ", "，", ", ", ", "))
          .append(wording.start(occurrence))
          .append(citations.of(occurrence));
    }
    return Optional.of(
        new ComputedAnswer(Wish.COUNT, wording.sentence(text.toString()), citations.sources()));
  }

  // ---- how long ---------------------------------------------------------------------------

  Optional<ComputedAnswer> duration(Asked asked) {
    if (asked.calendar().isEmpty()) {
      return Optional.empty();
    }
    String marked = asked.marked();
    Tongue tongue = asked.english();
    String phrase;
    String unit = "";
    if (asked.isChinese()) {
      Matcher chinese = DURATION_CHINESE.matcher(marked);
      if (!chinese.find() || marked.matches(".*(?:离|距|之间|还有|以前|前).*")) {
        return Optional.empty();
      }
      phrase = marked.substring(0, chinese.start()).replaceAll("我们", " ");
      unit = chinese.group().endsWith("天") ? "days" : "";
      tongue = Tongue.CHINESE;
    } else {
      Matcher english = DURATION_ENGLISH.matcher(marked);
      Matcher portuguese = DURATION_PORTUGUESE.matcher(marked);
      if (english.matches()) {
        phrase = english.group("x");
        unit = english.group("unit") == null ? "" : english.group("unit").toLowerCase(Locale.ROOT);
        if (phrase.matches("(?iU).*\\b(?:until|till|since|ago|between|before|after|been)\\b.*")) {
          return Optional.empty();
        }
        phrase =
            phrase
                .replaceFirst("(?iU)^(?:i|we|it|there)\\b", "")
                .replaceAll("(?iU)\\b(?:away|stay|staying|off)\\b", " ");
      } else if (portuguese.matches()) {
        phrase = portuguese.group("x");
        tongue = Tongue.PORTUGUESE;
      } else {
        return Optional.empty();
      }
    }
    Optional<NamedEvents> whole = asked.namedWithTime(phrase);
    List<TimeRange> times = whole.isPresent() ? List.of() : asked.timesIn(phrase);
    NamedEvents named =
        whole.orElse(asked.named(Asked.withoutMarks(phrase))).preferringWholeTitles();
    if (named.isEmpty() || times.size() > 1) {
      return Optional.empty();
    }
    boolean past = Tense.of(asked.text()) == Tense.PAST;
    Optional<Occurrence> chosen;
    if (times.size() == 1) {
      TimeRange range = asked.bounded(times.getFirst());
      chosen =
          named.between(range.from(), range.until()).stream()
              .filter(Occurrence::takesPlace)
              .findFirst();
    } else {
      chosen =
          past
              ? named.previous(asked.now())
              : named.current(asked.now()).or(() -> named.nearest(asked.now()));
    }
    if (chosen.isEmpty() || chosen.get().from().equals(chosen.get().until())) {
      return Optional.empty();
    }
    Occurrence occurrence = chosen.get();
    Wording wording = new Wording(tongue);
    Citations citations = new Citations();
    long days =
        ChronoUnit.DAYS.between(
                occurrence.from().toLocalDate(), occurrence.until().minusNanos(1).toLocalDate())
            + 1;
    String length;
    if (unit.equals("nights")) {
      if (days < 2) {
        return Optional.empty();
      }
      length =
          wording.choose(
              (days - 1) + (days == 2 ? " night" : " nights"),
              (days - 1) + "晚",
              (days - 1) + " noites",
              (days - 1) + (days == 2 ? " Nacht" : " Nächte"));
    } else if (occurrence.allDay()) {
      length = wording.amount(days, ChronoUnit.DAYS);
    } else if (unit.equals("minutes")) {
      length = wording.amount(exact(asked, occurrence).toMinutes(), ChronoUnit.MINUTES);
    } else {
      length = wording.length(exact(asked, occurrence));
    }
    String when =
        occurrence.allDay()
            ? wording.start(occurrence)
            : wording.day(occurrence.from().toLocalDate()) + " " + wording.hours(occurrence);
    String text =
        length + wording.colon() + occurrence.title() + ", " + when + citations.of(occurrence);
    return Optional.of(
        new ComputedAnswer(Wish.DURATION, wording.sentence(text), citations.sources()));
  }

  private static Duration exact(Asked asked, Occurrence occurrence) {
    return Duration.between(
        occurrence.from().atZone(asked.calendar().zone()),
        occurrence.until().atZone(asked.calendar().zone()));
  }

  @Override
  public String toString() {
    return "EventAnswers[]";
  }
}
