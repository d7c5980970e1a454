package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.ComputedLife.Amount;
import dev.sotto.application.evaluation.ComputedLife.Happening;
import dev.sotto.application.evaluation.ComputedLife.Language;
import dev.sotto.application.evaluation.ComputedLife.Person;
import dev.sotto.application.evaluation.ComputedLife.Thing;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Questions about a {@link ComputedLife} in English, Chinese and Portuguese, with what a right
 * answer holds and must not hold, computed from the life's own lists. Templates that begin with
 * {@code *} were put aside: nothing was changed in the code for one of them.
 */
final class ComputedQuestions {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> MESES =
      List.of(
          "janeiro",
          "fevereiro",
          "março",
          "abril",
          "maio",
          "junho",
          "julho",
          "agosto",
          "setembro",
          "outubro",
          "novembro",
          "dezembro");
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> DIAS =
      List.of("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo");
  private static final List<String> TIAN = List.of("一", "二", "三", "四", "五", "六", "日");

  /**
   * A question.
   *
   * @param wish what is asked for; {@code DECLINE} for what must be left to retrieval
   * @param required patterns that must be found in the answer
   * @param forbidden patterns that must not
   * @param putAside whether its wording was never looked at while the code was changed
   */
  record Asking(
      String wish,
      Language language,
      String text,
      List<String> required,
      List<String> forbidden,
      boolean putAside) {
    boolean isRight(String answer) {
      return required.stream().allMatch(pattern -> Pattern.compile(pattern).matcher(answer).find())
          && forbidden.stream()
              .noneMatch(pattern -> Pattern.compile(pattern).matcher(answer).find());
    }
  }

  private final ComputedLife life;
  private final Random random;
  private final List<Asking> askings = new ArrayList<>();

  private ComputedQuestions(ComputedLife life, long seed) {
    this.life = life;
    this.random = new Random(seed);
  }

  static List<Asking> about(ComputedLife life, long seed) {
    ComputedQuestions questions = new ComputedQuestions(life, seed);
    for (Language language : Language.values()) {
      questions.agenda(language);
      questions.edges(language);
      questions.free(language);
      questions.countdown(language);
      questions.occurrences(language);
      questions.counts(language);
      questions.durations(language);
      questions.differences(language);
      questions.days(language);
      questions.birthdays(language);
      questions.series(language);
      questions.sums(language);
    }
    questions.declined();
    return questions.askings;
  }

  // ---- words ------------------------------------------------------------------------------

  private static String choose(Language language, String english, String chinese, String pt) {
    return switch (language) {
      case ENGLISH -> english;
      case CHINESE -> chinese;
      case PORTUGUESE -> pt;
    };
  }

  private static String day(Language language, LocalDate day) {
    int number = day.getDayOfMonth();
    int month = day.getMonthValue();
    return choose(
        language,
        number + " " + MONTHS.get(month - 1) + " " + day.getYear(),
        day.getYear() + "年" + month + "月" + number + "日",
        number + " de " + MESES.get(month - 1) + " de " + day.getYear());
  }

  private static String dayWithoutYear(Language language, LocalDate day) {
    int number = day.getDayOfMonth();
    int month = day.getMonthValue();
    return choose(
        language,
        number + " " + MONTHS.get(month - 1),
        month + "月" + number + "日",
        number + " de " + MESES.get(month - 1));
  }

  private static String weekday(Language language, DayOfWeek day) {
    int index = day.getValue() - 1;
    return choose(language, DAYS.get(index), "周" + TIAN.get(index), DIAS.get(index));
  }

  private static String month(Language language, int month) {
    return choose(language, MONTHS.get(month - 1), month + "月", MESES.get(month - 1));
  }

  private static String time(LocalDateTime time) {
    return String.format(java.util.Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute());
  }

  private static String amount(Language language, long count, String unit) {
    return switch (unit) {
      case "day" -> choose(language, count + " days?", count + "天", count + " dias?");
      case "week" -> choose(language, count + " weeks?", count + "周", count + " semanas?");
      default -> choose(language, count + " months?", count + "个月", count + " (?:mês|meses)");
    };
  }

  private LocalDate today() {
    return life.now.toLocalDate();
  }

  private String title(Thing thing) {
    return Pattern.quote(thing.title(life.language));
  }

  /** Returns what to call a thing: by the words of the titles, whatever language is spoken. */
  private String name(Thing thing, Language language) {
    boolean known =
        List.of(
                Thing.CHOIR,
                Thing.PIANO,
                Thing.FLIGHT,
                Thing.DENTIST,
                Thing.MOVING,
                Thing.CONCERT,
                Thing.VET)
            .contains(thing);
    return thing.name(known ? language : life.language);
  }

  private void ask(
      String wish,
      Language language,
      List<String> templates,
      Map<String, String> slots,
      List<String> required,
      List<String> forbidden) {
    for (String template : templates) {
      String text = template.startsWith("*") ? template.substring(1) : template;
      for (Map.Entry<String, String> slot : slots.entrySet()) {
        text = text.replace("{" + slot.getKey() + "}", slot.getValue());
      }
      askings.add(new Asking(wish, language, text, required, forbidden, template.startsWith("*")));
    }
  }

  private static List<String> some(List<String> templates, Random random, int most) {
    List<String> shuffled = new ArrayList<>(templates);
    java.util.Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(most, shuffled.size()));
  }

  // ---- agenda -----------------------------------------------------------------------------

  private record Span(String words, LocalDateTime from, LocalDateTime until) {}

  private List<Span> spans(Language language) {
    List<Span> spans = new ArrayList<>();
    LocalDate today = today();
    spans.add(span(choose(language, "tomorrow", "明天", "amanhã"), today.plusDays(1), 1));
    for (int i = 2; i <= 6; i++) {
      LocalDate day = today.plusDays(i);
      boolean thisWeek = day.getDayOfWeek().getValue() > today.getDayOfWeek().getValue();
      if (language != Language.CHINESE || thisWeek) {
        String weekday = weekday(language, day.getDayOfWeek());
        spans.add(
            span(
                choose(
                    language,
                    "on " + weekday,
                    "这" + weekday,
                    (i + today.getDayOfWeek().getValue() > 5 && day.getDayOfWeek().getValue() > 5
                            ? "no "
                            : "na ")
                        + weekday),
                day,
                1));
      }
    }
    LocalDate later = today.plusDays(12 + random.nextInt(20));
    spans.add(
        span(
            choose(
                language,
                "on " + day(language, later),
                day(language, later),
                "no dia " + day(language, later)),
            later,
            1));
    LocalDate monday = today.plusDays(8L - today.getDayOfWeek().getValue());
    spans.add(span(choose(language, "next week", "下周", "na próxima semana"), monday, 7));
    spans.add(
        span(
            choose(language, "this weekend", "这个周末", "neste fim de semana"),
            monday.minusDays(2),
            2));
    return spans;
  }

  private static Span span(String words, LocalDate first, int days) {
    return new Span(words, first.atStartOfDay(), first.plusDays(days).atStartOfDay());
  }

  private void agenda(Language language) {
    List<String> templates =
        switch (language) {
          case ENGLISH ->
              List.of(
                  "what do i have {when}?",
                  "what's on {when}",
                  "whats happening {when}?",
                  "Do I have anything planned {when}?",
                  "anything in my calendar {when}?",
                  "show me my schedule for {bare}",
                  "what am i doing {when}",
                  "what's my agenda for {bare}?",
                  "what have we got on {when}?",
                  "is there anything on {when}?",
                  "list my appointments {when}",
                  "what are my plans for {bare}",
                  "what is scheduled {when}?",
                  "have I got any commitments {when}?",
                  "what's coming up {when}",
                  "*do we have anything on {when}?",
                  "*what am I up to {when}?",
                  "*what's in the diary {when}?");
          case CHINESE ->
              List.of(
                  "{when}我有什么安排？",
                  "{when}有什么事",
                  "我{when}要做什么？",
                  "{when}有安排吗",
                  "看一下{when}的日程",
                  "{when}都有哪些活动？",
                  "我{when}忙不忙",
                  "{when}我都安排了些什么？",
                  "我{when}有哪些事要做",
                  "*{when}我有事吗？",
                  "*{when}的安排是什么");
          case PORTUGUESE ->
              List.of(
                  "o que tenho {when}?",
                  "tenho alguma coisa {when}?",
                  "qual é a minha agenda para {bare}?",
                  "o que há {when}",
                  "tenho compromissos {when}?",
                  "o que está marcado {when}?",
                  "o que vou fazer {when}?",
                  "há algo na agenda {when}?",
                  "*o que é que tenho {when}?",
                  "*tenho planos {when}?");
        };
    for (Span span : spans(language)) {
      List<Happening> plans = life.between(span.from(), span.until());
      List<String> required = new ArrayList<>();
      for (Happening plan : plans) {
        required.add((plan.allDay() ? "" : time(plan.from()) + "[^\\[]*") + title(plan.thing()));
      }
      if (plans.isEmpty()) {
        required.add(
            choose(language, "(?i)nothing in the calendar", "没有安排", "(?i)nada no calendário"));
      }
      List<String> forbidden = new ArrayList<>();
      for (Thing thing : Thing.values()) {
        if (life.happenings.stream()
            .noneMatch(h -> h.thing() == thing && h.overlaps(span.from(), span.until()))) {
          forbidden.add(title(thing));
        }
      }
      String bare = span.words().replaceFirst("^(?:on|no dia|na próxima|neste|na|no) ", "");
      if (language == Language.PORTUGUESE && span.words().contains("próxima")) {
        bare = "a próxima semana";
      } else if (language == Language.PORTUGUESE && span.words().contains("neste")) {
        bare = "este fim de semana";
      }
      ask(
          "AGENDA",
          language,
          some(templates, random, 2),
          Map.of("when", span.words(), "bare", bare),
          required,
          forbidden);
    }
  }

  private LocalDate busyDay() {
    List<LocalDate> days = new ArrayList<>();
    for (int i = 1; i < 40; i++) {
      LocalDate day = today().plusDays(i);
      if (timed(day).size() > 0) {
        days.add(day);
      }
    }
    return days.get(random.nextInt(days.size()));
  }

  private List<Happening> timed(LocalDate day) {
    return life.between(day.atStartOfDay(), day.plusDays(1).atStartOfDay()).stream()
        .filter(plan -> !plan.allDay() && plan.from().toLocalDate().equals(day))
        .toList();
  }

  private void edges(Language language) {
    for (int i = 0; i < 3; i++) {
      LocalDate day = busyDay();
      List<Happening> plans = timed(day);
      String when = choose(language, "on ", "", "em ") + day(language, day);
      ask(
          "FIRST_OR_LAST",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "what's the first thing {when}?",
                        "first thing i have {when}?",
                        "what is my first appointment {when}",
                        "when does my day start {when}?",
                        "what's the earliest thing on my calendar {when}?",
                        "what do I have first {when}",
                        "what's the first item in my calendar {when}?",
                        "*which appointment comes first {when}?");
                case CHINESE ->
                    List.of(
                        "{when}第一件事是什么？",
                        "{when}最早的安排是几点",
                        "我{when}第一个安排是什么",
                        "{when}第一项安排是什么",
                        "*{when}我最早几点有事");
                case PORTUGUESE ->
                    List.of(
                        "qual é o meu primeiro compromisso {when}?",
                        "a que horas começa o meu dia {when}?",
                        "qual é a primeira coisa que tenho {when}?");
              },
              random,
              2),
          Map.of("when", when),
          List.of(time(plans.getFirst().from()), title(plans.getFirst().thing())),
          List.of());
      ask(
          "FIRST_OR_LAST",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "what's the last thing {when}?",
                        "last appointment {when}",
                        "what do i have last {when}?",
                        "when does my day end {when}?");
                case CHINESE -> List.of("{when}最后一件事是什么？", "{when}最晚的安排是几点");
                case PORTUGUESE -> List.of("qual é o meu último compromisso {when}?");
              },
              random,
              1),
          Map.of("when", when),
          List.of(time(plans.getLast().from()), title(plans.getLast().thing())),
          List.of());
    }
  }

  private void free(Language language) {
    for (int i = 0; i < 2; i++) {
      LocalDate day = busyDay();
      if (timed(day).size() != 1) {
        continue;
      }
      Happening plan = timed(day).getFirst();
      String when = choose(language, "on ", "", "em ") + day(language, day);
      List<String> required = new ArrayList<>();
      if (plan.from().getHour() > 8 && plan.from().getHour() < 22) {
        required.add("08:00-" + time(plan.from()));
      }
      if (plan.until().toLocalDate().equals(day) && plan.until().getHour() < 21) {
        required.add(time(plan.until()) + "-22:00");
      }
      required.add(title(plan.thing()));
      ask(
          "FREE_TIME",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "when am i free {when}?",
                        "am I free {when}?",
                        "do i have any free time {when}",
                        "what free slots do I have {when}?",
                        "when am I available {when}",
                        "which hours am I free {when}?",
                        "*do I have any gaps {when}?");
                case CHINESE ->
                    List.of("{when}我什么时候有空？", "我{when}有空吗", "{when}有没有空闲时间", "{when}我哪个时间段有空");
                case PORTUGUESE ->
                    List.of(
                        "quando estou livre {when}?",
                        "estou livre {when}?",
                        "tenho tempo livre {when}?");
              },
              random,
              2),
          Map.of("when", when),
          required,
          List.of());
      String moment = time(plan.from().plusMinutes(10));
      ask(
          "FREE_TIME",
          language,
          switch (language) {
            case ENGLISH -> List.of("am i free {when} at {time}?");
            case CHINESE -> List.of("{when}{time}我有空吗");
            case PORTUGUESE -> List.of("estou livre {when} às {time}?");
          },
          Map.of("when", when, "time", moment),
          List.of(choose(language, "^No", "^没空", "^Não"), title(plan.thing())),
          List.of());
    }
  }

  // ---- intervals --------------------------------------------------------------------------

  private void countdown(Language language) {
    for (Thing thing :
        List.of(Thing.FLIGHT, Thing.DENTIST, Thing.CHOIR, Thing.INTERVIEW, Thing.TABLET)) {
      Happening next =
          thing == Thing.TABLET
              ? life.of(thing).stream()
                  .filter(h -> h.until().isAfter(life.now))
                  .findFirst()
                  .orElseThrow()
              : life.next(thing);
      long days = ChronoUnit.DAYS.between(today(), next.from().toLocalDate());
      if (days == 0) {
        continue;
      }
      String what = name(thing, language);
      ask(
          "COUNTDOWN",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many days until the {what}?",
                        "how long until the {what}",
                        "how many days are left till my next {what}",
                        "days until {what}?",
                        "how many days is it until the {what}?",
                        "in how many days is the {what}?",
                        "how many more days until the {what}?",
                        "how long is it till the {what}",
                        "how many days do I have until the {what}?",
                        "how far away is the {what}?",
                        "*how many days to go until the {what}?",
                        "*how many days till the {what}");
                case CHINESE ->
                    List.of(
                        "离{what}还有几天？",
                        "距离下次{what}还有多少天",
                        "还有几天{what}？",
                        "离{what}还剩多少天",
                        "再过几天就是{what}了",
                        "{what}还有多少天？",
                        "*现在离{what}还有多久？");
                case PORTUGUESE ->
                    List.of(
                        "quantos dias faltam para {what}?",
                        "quantos dias até {what}",
                        "daqui a quantos dias é {what}?",
                        "quantos dias ainda faltam até {what}?",
                        "*quanto tempo falta para {what}?");
              },
              random,
              2),
          Map.of("what", what),
          List.of(
              "(?<!\\d)" + amount(language, days, "day"), day(language, next.from().toLocalDate())),
          List.of());
      long weeks = days / 7;
      if (weeks > 0) {
        ask(
            "COUNTDOWN",
            language,
            switch (language) {
              case ENGLISH -> List.of("how many weeks until the {what}?");
              case CHINESE -> List.of("离{what}还有几个星期？");
              case PORTUGUESE -> List.of("quantas semanas faltam para {what}?");
            },
            Map.of("what", what),
            List.of("(?<!\\d)" + amount(language, weeks, "week")),
            List.of());
      }
    }
    LocalDate date = today().plusDays(25 + random.nextInt(60));
    ask(
        "COUNTDOWN",
        language,
        switch (language) {
          case ENGLISH ->
              List.of("how many days until {date}?", "how many days are there until {date}");
          case CHINESE -> List.of("离{date}还有多少天？");
          case PORTUGUESE -> List.of("quantos dias faltam para {date}?");
        },
        Map.of("date", day(language, date)),
        List.of("(?<!\\d)" + amount(language, ChronoUnit.DAYS.between(today(), date), "day")),
        List.of());
    for (Thing thing : List.of(Thing.MOVING, Thing.HOUSEWARMING, Thing.DENTIST)) {
      Happening previous = life.previous(thing);
      long days = ChronoUnit.DAYS.between(previous.from().toLocalDate(), today());
      ask(
          "COUNTDOWN",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how long ago was the {what}?",
                        "how many days ago was {what}?",
                        "how many days since the {what}?",
                        "how many days has it been since the {what}?",
                        "how many days ago did I have the {what}?",
                        "*how many days have passed since the {what}?");
                case CHINESE ->
                    List.of("{what}是几天前的事？", "{what}过去多少天了", "{what}是多少天以前", "{what}到现在多少天了");
                case PORTUGUESE ->
                    List.of("há quantos dias foi {what}?", "quantos dias passaram desde {what}?");
              },
              random,
              1),
          Map.of(
              "what",
              (language == Language.ENGLISH && thing == Thing.DENTIST ? "last " : "")
                  + name(thing, language)),
          List.of(
              "(?<!\\d)" + amount(language, days, "day"),
              day(language, previous.from().toLocalDate())),
          List.of());
    }
  }

  private void differences(Language language) {
    LocalDate one = life.previous(Thing.MOVING).from().toLocalDate();
    LocalDate other = life.previous(Thing.HOUSEWARMING).from().toLocalDate();
    long days = ChronoUnit.DAYS.between(one, other);
    ask(
        "DIFFERENCE",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "how many weeks between {a} and the {b}?",
                  "how many weeks were there between {a} and the {b}",
                  "how many weeks passed between {a} and the {b}?",
                  "how many weeks after {a} was the {b}?",
                  "what's the number of weeks between {a} and the {b}?",
                  "*how many weeks lie between {a} and the {b}?");
          case CHINESE ->
              List.of(
                  "{a}和{b}之间隔了几周？",
                  "从{a}到{b}有几个星期",
                  "{a}到{b}相隔几周",
                  "{a}到{b}中间有几周",
                  "*{a}跟{b}之间有多少周");
          case PORTUGUESE ->
              List.of(
                  "quantas semanas entre {a} e {b}?",
                  "quantas semanas passaram entre {a} e {b}?",
                  "de {a} a {b} quantas semanas são?");
        },
        Map.of("a", name(Thing.MOVING, language), "b", name(Thing.HOUSEWARMING, language)),
        List.of("(?<!\\d)" + amount(language, days / 7, "week")),
        List.of());
    LocalDate from = today().plusDays(random.nextInt(50));
    LocalDate until = from.plusDays(3 + random.nextInt(200));
    ask(
        "DIFFERENCE",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "how many days between {a} and {b}?", "how many days are there from {a} to {b}?");
          case CHINESE -> List.of("从{a}到{b}有多少天？", "{a}和{b}相差几天");
          case PORTUGUESE -> List.of("quantos dias entre {a} e {b}?");
        },
        Map.of("a", day(language, from), "b", day(language, until)),
        List.of("(?<!\\d)" + amount(language, ChronoUnit.DAYS.between(from, until), "day")),
        List.of());
  }

  private void durations(Language language) {
    Map<Thing, String> lengths =
        Map.of(
            Thing.CHOIR, choose(language, "2 hours", "2小时", "2 horas"),
            Thing.PIANO, choose(language, "45 minutes", "45分钟", "45 minutos"),
            Thing.INTERVIEW,
                choose(language, "1 hour 15 minutes", "1小时15分钟", "1 hora e 15 minutos"));
    lengths.forEach((thing, length) ->
        ask(
            "DURATION",
            language,
            some(
                switch (language) {
                  case ENGLISH ->
                      List.of(
                          "how long is the {what}?",
                          "how long does the {what} last",
                          "how long does {what} take?",
                          "how long will the {what} be?",
                          "how much time does the {what} take?",
                          "*how long is each {what}?");
                  case CHINESE ->
                      List.of("{what}要多久？", "{what}多长时间", "{what}持续多久", "一次{what}要多长时间");
                  case PORTUGUESE ->
                      List.of(
                          "quanto tempo dura {what}?",
                          "quanto tempo demora {what}",
                          "qual é a duração de {what}?");
                },
                random,
                2),
            Map.of("what", name(thing, language)),
            List.of("^" + length),
            List.of()));
    Happening conference = life.next(Thing.CONFERENCE);
    long days = ChronoUnit.DAYS.between(conference.from(), conference.until());
    ask(
        "DURATION",
        language,
        switch (language) {
          case ENGLISH -> List.of("how many days is the {what}?", "how long is the {what}?");
          case CHINESE -> List.of("{what}有几天？", "{what}开几天");
          case PORTUGUESE -> List.of("quantos dias dura {what}?");
        },
        Map.of("what", Thing.CONFERENCE.name(life.language)),
        List.of("^" + amount(language, days, "day")),
        List.of());
    Happening next = life.next(Thing.CHOIR);
    ask(
        "OCCURRENCE",
        language,
        switch (language) {
          case ENGLISH -> List.of("what time does the {what} end?", "when does {what} finish?");
          case CHINESE -> List.of("{what}几点结束？");
          case PORTUGUESE -> List.of("a que horas acaba {what}?");
        },
        Map.of("what", name(Thing.CHOIR, language)),
        List.of(time(next.until())),
        List.of());
  }

  // ---- occurrences ------------------------------------------------------------------------

  private void occurrences(Language language) {
    List<Thing> things =
        List.of(
            Thing.CHOIR,
            Thing.PIANO,
            Thing.BOOKS,
            Thing.REPAIR,
            Thing.DENTIST,
            Thing.FLIGHT,
            Thing.VET,
            Thing.INTERVIEW,
            Thing.BALL);
    for (Thing thing : things) {
      Happening next = life.next(thing);
      ask(
          "OCCURRENCE",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "when is the next {what}?",
                        "next {what} is when?",
                        "when's my next {what}",
                        "what date is the next {what}?",
                        "on what day is the next {what}",
                        "when do i have {what} next?",
                        "when is the {what}",
                        "what time is the {what}?",
                        "next {what}?",
                        "what day is my next {what}?",
                        "when will the next {what} be?",
                        "do you know when the next {what} is?",
                        "when is {what} happening next?",
                        "date of the next {what}?",
                        "*when is our next {what}?",
                        "*what day is the {what}?",
                        "*and when is the next {what}?");
                case CHINESE ->
                    List.of(
                        "下次{what}是什么时候？",
                        "下一次{what}是哪天",
                        "{what}是几号？",
                        "{what}几点开始",
                        "下次{what}几月几号",
                        "什么时候{what}？",
                        "{what}下次是哪天",
                        "下一个{what}是什么时候",
                        "*我下次{what}是星期几",
                        "*请问下次{what}什么时候？");
                case PORTUGUESE ->
                    List.of(
                        "quando é o próximo {what}?",
                        "quando tenho {what}?",
                        "a que horas é {what}?",
                        "em que dia é o próximo {what}?",
                        "qual é a data do próximo {what}?",
                        "*quando vou ter o próximo {what}?");
              },
              random,
              2),
          Map.of("what", name(thing, language)),
          List.of(day(language, next.from().toLocalDate()), time(next.from()), title(thing)),
          List.of());
    }
    for (Thing thing :
        List.of(Thing.DENTIST, Thing.CHOIR, Thing.PIANO, Thing.HOUSEWARMING, Thing.BOOKS)) {
      Happening previous = life.previous(thing);
      ask(
          "OCCURRENCE",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "when was the last {what}?",
                        "when did I last have {what}?",
                        "when was my last {what}",
                        "last time i went to the {what}?",
                        "when was the most recent {what}?",
                        "when did i last go to the {what}",
                        "what date was my last {what}?",
                        "*when was the last time I had {what}?");
                case CHINESE ->
                    List.of(
                        "上次{what}是什么时候？",
                        "上一次{what}是哪天",
                        "最近一次{what}是几号",
                        "我上次{what}是几号",
                        "*我最近一次{what}是什么时候");
                case PORTUGUESE ->
                    List.of(
                        "quando foi o último {what}?",
                        "quando foi a última vez que tive {what}?",
                        "qual foi a data do último {what}?");
              },
              random,
              1),
          Map.of("what", name(thing, language)),
          List.of(day(language, previous.from().toLocalDate()), title(thing)),
          List.of());
    }
    ask(
        "OCCURRENCE",
        language,
        switch (language) {
          case ENGLISH -> List.of("when is the {what}?", "what day is the {what}");
          case CHINESE -> List.of("{what}是哪天？");
          case PORTUGUESE -> List.of("quando é {what}?");
        },
        Map.of("what", name(Thing.CONCERT, language)),
        List.of(choose(language, "cancelled", "取消", "cancelado")),
        List.of());
    Happening tablet =
        life.of(Thing.TABLET).stream()
            .filter(h -> h.until().isAfter(life.now))
            .findFirst()
            .orElseThrow();
    ask(
        "OCCURRENCE",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "what date is "
                      + (life.language == Language.CHINESE ? "the" : "Filou's")
                      + " next {what}?",
                  "when is the next {what} due?");
          case CHINESE -> List.of("下次{what}是几号？");
          case PORTUGUESE -> List.of("quando é a próxima {what}?");
        },
        Map.of(
            "what",
            life.language == language
                ? Thing.TABLET.name(language).replace("worming tablet", "worm pill")
                : Thing.TABLET.name(life.language)),
        List.of(day(language, tablet.from().toLocalDate())),
        List.of());
  }

  private long count(Thing thing, LocalDateTime from, LocalDateTime until) {
    return life.of(thing).stream()
        .filter(h -> !h.from().isBefore(from) && h.from().isBefore(until))
        .count();
  }

  private void counts(Language language) {
    LocalDate month = today().withDayOfMonth(1);
    LocalDate lastMonth = month.minusMonths(1 + random.nextInt(2));
    LocalDate nextMonth = month.plusMonths(1);
    for (Thing thing : List.of(Thing.CHOIR, Thing.PIANO, Thing.BOOKS)) {
      long past = count(thing, lastMonth.atStartOfDay(), lastMonth.plusMonths(1).atStartOfDay());
      String month1 =
          choose(
              language,
              "in " + month(language, lastMonth.getMonthValue()) + " " + lastMonth.getYear(),
              lastMonth.getYear() + "年" + lastMonth.getMonthValue() + "月",
              "em " + month(language, lastMonth.getMonthValue()) + " de " + lastMonth.getYear());
      ask(
          "COUNT",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many times did I have {what} {when}?",
                        "how many times did i go to {what} {when}",
                        "how often did I have {what} {when}?",
                        "how many times was there {what} {when}?",
                        "how many times have I had {what} {when}?",
                        "*how many times was I at {what} {when}?",
                        "what's the number of {what}s {when}?");
                case CHINESE ->
                    List.of(
                        "{when}我上了几次{what}？",
                        "{when}有几次{what}",
                        "{when}一共有多少次{what}",
                        "{when}{what}有几次",
                        "*我{when}参加了几次{what}");
                case PORTUGUESE ->
                    List.of(
                        "quantas vezes tive {what} {when}?",
                        "quantas vezes fui a {what} {when}?",
                        "quantas vezes houve {what} {when}?");
              },
              random,
              2),
          Map.of("what", name(thing, language), "when", month1),
          List.of("^" + past + "(?!\\d)"),
          List.of());
      long next = count(thing, nextMonth.atStartOfDay(), nextMonth.plusMonths(1).atStartOfDay());
      String month2 =
          choose(
              language,
              "in " + month(language, nextMonth.getMonthValue()) + " " + nextMonth.getYear(),
              nextMonth.getYear() + "年" + nextMonth.getMonthValue() + "月",
              "em " + month(language, nextMonth.getMonthValue()) + " de " + nextMonth.getYear());
      ask(
          "COUNT",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many {what}s do i have {when}?",
                        "how many {what}s are there {when}",
                        "how many {what}s will there be {when}?");
                case CHINESE -> List.of("{when}有几次{what}？", "{when}要参加几次{what}");
                case PORTUGUESE -> List.of("quantas vezes tenho {what} {when}?");
              },
              random,
              1),
          Map.of("what", name(thing, language), "when", month2),
          List.of("^" + next + "(?!\\d)"),
          List.of());
      long before = count(thing, life.now, life.next(Thing.FLIGHT).from());
      ask(
          "COUNT",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many more {what}s before the flight?",
                        "how many {what}s are left before we leave",
                        "how many more {what}s do I have until the flight?",
                        "how many {what}s do we still have before the flight");
                case CHINESE -> List.of("出发前还有几次{what}？", "航班之前还有几次{what}");
                case PORTUGUESE -> List.of("quantas vezes ainda tenho {what} antes do voo?");
              },
              random,
              1),
          Map.of("what", name(thing, language)),
          List.of("^" + before + "(?!\\d)"),
          List.of());
    }
    LocalDate monday = today().plusDays(8L - today().getDayOfWeek().getValue());
    long all = life.between(monday.atStartOfDay(), monday.plusDays(7).atStartOfDay()).size();
    ask(
        "COUNT",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "how many appointments do I have next week?",
                  "how many things are in my calendar next week",
                  "how many events do I have next week?");
          case CHINESE -> List.of("下周有几个安排？", "下周我有多少个活动");
          case PORTUGUESE -> List.of("quantos compromissos tenho na próxima semana?");
        },
        Map.of(),
        List.of("^" + all + "(?!\\d)"),
        List.of());
  }

  // ---- days and people --------------------------------------------------------------------

  private void days(Language language) {
    LocalDate date = today().plusDays(5 + random.nextInt(300));
    String long1 =
        choose(
            language,
            DAYS.get(date.getDayOfWeek().getValue() - 1),
            "星期" + TIAN.get(date.getDayOfWeek().getValue() - 1),
            DIAS.get(date.getDayOfWeek().getValue() - 1));
    ask(
        "WEEKDAY",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "what day of the week is {date}?",
                  "what day is {date}",
                  "which weekday is {date}?",
                  "what weekday will {date} be?",
                  "on which day of the week does {date} fall?",
                  "{date} is what day of the week?",
                  "*what day of the week will {date} be?");
          case CHINESE -> List.of("{date}是星期几？", "{date}是周几", "{date}星期几", "{date}是礼拜几");
          case PORTUGUESE ->
              List.of(
                  "que dia da semana é {date}?",
                  "em que dia da semana cai {date}?",
                  "{date} é que dia da semana?");
        },
        Map.of("date", day(language, date)),
        List.of(long1),
        List.of());
    LocalDate tomorrow = today().plusDays(1);
    ask(
        "WEEKDAY",
        language,
        switch (language) {
          case ENGLISH -> List.of("what's the date tomorrow?", "what date is it tomorrow");
          case CHINESE -> List.of("明天几号？");
          case PORTUGUESE -> List.of("que dia é amanhã?");
        },
        Map.of(),
        List.of(day(language, tomorrow)),
        List.of());
  }

  private void birthdays(Language language) {
    for (Person person : life.people) {
      String name = person.nickname().isEmpty() ? person.name().split(" ")[0] : person.nickname();
      int age = today().getYear() - person.born().getYear();
      boolean leap = person.born().getDayOfMonth() == 29 && person.born().getMonthValue() == 2;
      LocalDate thisYear = leap ? today() : person.born().withYear(today().getYear());
      age -= !leap && thisYear.isAfter(today()) ? 1 : 0;
      ask(
          "BIRTHDAY",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "when is {name}'s birthday?",
                        "when's {name}s birthday",
                        "what day is {name}'s birthday?",
                        "when does {name} have birthday?",
                        "on what day is {name}'s birthday",
                        "what date is {name}'s bday?",
                        "*{name}'s birthday?",
                        "*when was {name} born?");
                case CHINESE ->
                    List.of(
                        "{name}的生日是哪天？",
                        "{name}什么时候过生日",
                        "{name}生日是几月几号？",
                        "{name}是哪天生日",
                        "*{name}几月几号生日？");
                case PORTUGUESE ->
                    List.of(
                        "quando é o aniversário de {name}?",
                        "quando faz anos {name}?",
                        "em que dia é o aniversário de {name}?");
              },
              random,
              2),
          Map.of("name", name),
          List.of("^" + dayWithoutYear(language, person.born())),
          List.of());
      if (!leap) {
        ask(
            "BIRTHDAY",
            language,
            switch (language) {
              case ENGLISH -> List.of("how old is {name}?", "how old is {name} now?");
              case CHINESE -> List.of("{name}今年多大？", "{name}几岁了");
              case PORTUGUESE -> List.of("quantos anos tem {name}?");
            },
            Map.of("name", name),
            List.of("(?<!\\d)" + age + "(?!\\d)"),
            List.of());
      }
    }
  }

  // ---- numbers ----------------------------------------------------------------------------

  private List<int[]> values(LocalDate from, LocalDate until) {
    return List.copyOf(life.measured.subMap(from, true, until, false).values());
  }

  private void series(Language language) {
    List<LocalDate> days = List.copyOf(life.measured.keySet());
    for (int i = 0; i < 2; i++) {
      LocalDate day = days.get(random.nextInt(days.size()));
      int[] values = life.measured.get(day);
      ask(
          "SERIES",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many steps did i take on {day}?",
                        "how many steps on {day}",
                        "how much did I walk on {day}?",
                        "number of steps on {day}?",
                        "what was my step count on {day}?",
                        "*how many steps had I on {day}?",
                        "*steps on {day}");
                case CHINESE -> List.of("{day}我走了多少步？", "{day}的步数是多少");
                case PORTUGUESE ->
                    List.of("quantos passos dei em {day}?", "quantos passos fiz em {day}");
              },
              random,
              2),
          Map.of("day", day(language, day)),
          List.of("^" + values[0] + "(?!\\d)"),
          List.of());
      ask(
          "SERIES",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many minutes did I sleep on {day}?",
                        "how long did i sleep on {day}",
                        "how much sleep did I get on {day}?");
                case CHINESE -> List.of("{day}我睡了多少分钟？", "{day}睡了多久");
                case PORTUGUESE -> List.of("quantos minutos dormi em {day}?");
              },
              random,
              1),
          Map.of("day", day(language, day)),
          List.of("^" + values[2] + "(?!\\d)"),
          List.of());
    }
    LocalDate month = today().withDayOfMonth(1).minusMonths(1);
    LocalDate earlier = month.minusMonths(1);
    String when = choose(language, "last month", "上个月", "no mês passado");
    LocalDate monday = today().minusDays(6L + today().getDayOfWeek().getValue());
    for (boolean week : new boolean[] {false, true}) {
      LocalDate from = week ? monday : month;
      LocalDate until = week ? monday.plusDays(7) : month.plusMonths(1);
      List<int[]> values = values(from, until);
      String span = week ? choose(language, "last week", "上周", "na semana passada") : when;
      double mean = values.stream().mapToInt(v -> v[0]).average().orElseThrow();
      long total = values.stream().mapToInt(v -> v[0]).sum();
      double pulse = values.stream().mapToInt(v -> v[1]).average().orElseThrow();
      ask(
          "SERIES",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "average steps {when}?",
                        "what was my average number of steps {when}",
                        "how many steps did i walk on average {when}?",
                        "how many steps a day {when}?",
                        "what's my mean daily step count {when}?",
                        "how many steps per day did I average {when}?",
                        "*what's the average of my steps {when}?");
                case CHINESE ->
                    List.of(
                        "{when}平均每天走多少步？",
                        "{when}我每天平均多少步",
                        "{when}的日均步数是多少",
                        "{when}平均一天走几步",
                        "*我{when}平均每天走了几步？");
                case PORTUGUESE ->
                    List.of(
                        "quantos passos dei em média {when}?",
                        "qual foi a média de passos {when}?",
                        "média de passos {when}?");
              },
              random,
              2),
          Map.of("when", span),
          List.of("(?<!\\d)" + Pattern.quote(rounded(mean)) + "(?!\\d)"),
          List.of());
      ask(
          "SERIES",
          language,
          some(
              switch (language) {
                case ENGLISH ->
                    List.of(
                        "how many steps did I take in total {when}?",
                        "total steps {when}",
                        "how many steps {when}?");
                case CHINESE -> List.of("{when}一共走了多少步？");
                case PORTUGUESE -> List.of("quantos passos dei no total {when}?");
              },
              random,
              1),
          Map.of("when", span),
          List.of("^" + total + "(?!\\d)"),
          List.of());
      ask(
          "SERIES",
          language,
          switch (language) {
            case ENGLISH ->
                List.of(
                    "what was my average resting heart rate {when}?",
                    "average resting pulse {when}?");
            case CHINESE -> List.of("{when}平均静息心率是多少？");
            case PORTUGUESE -> List.of("qual foi a frequência cardíaca média {when}?");
          },
          Map.of("when", span),
          List.of("(?<!\\d)" + Pattern.quote(rounded(pulse)) + "(?!\\d)"),
          List.of());
    }
    Map.Entry<LocalDate, int[]> most =
        life.measured.subMap(month, true, month.plusMonths(1), false).entrySet().stream()
            .max(java.util.Comparator.comparingInt(e -> e.getValue()[0]))
            .orElseThrow();
    Map.Entry<LocalDate, int[]> least =
        life.measured.subMap(month, true, month.plusMonths(1), false).entrySet().stream()
            .min(java.util.Comparator.comparingInt(e -> e.getValue()[2]))
            .orElseThrow();
    ask(
        "SERIES",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "on which day did i walk most {when}?",
                  "what was my highest step count {when}?",
                  "which day {when} had the most steps?",
                  "what day did I take the most steps {when}?",
                  "*when did I walk the most {when}?");
          case CHINESE -> List.of("{when}哪天走得最多？", "{when}步数最多的是哪一天");
          case PORTUGUESE -> List.of("em que dia dei mais passos {when}?");
        },
        Map.of("when", when),
        List.of("(?<!\\d)" + most.getValue()[0] + "(?!\\d)", day(language, most.getKey())),
        List.of());
    ask(
        "SERIES",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "when did I sleep least {when}?", "which night {when} did i sleep the least?");
          case CHINESE -> List.of("{when}哪天睡得最少？");
          case PORTUGUESE -> List.of("em que dia dormi menos {when}?");
        },
        Map.of("when", when),
        List.of("(?<!\\d)" + least.getValue()[2] + "(?!\\d)"),
        List.of());
    double one =
        values(month, month.plusMonths(1)).stream().mapToInt(v -> v[2]).average().orElseThrow();
    double other = values(earlier, month).stream().mapToInt(v -> v[2]).average().orElseThrow();
    ask(
        "SERIES",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "did I sleep more in {a} than in {b}?", "did i sleep longer in {a} than in {b}");
          case CHINESE -> List.of("{a}比{b}睡得多吗？");
          case PORTUGUESE -> List.of("dormi mais em {a} do que em {b}?");
        },
        Map.of(
            "a",
            month(language, month.getMonthValue()),
            "b",
            month(language, earlier.getMonthValue())),
        List.of(
            one > other
                ? choose(language, "^Yes", "^是", "^Sim")
                : choose(language, "^No", "^不", "^Não")),
        List.of());
    long above = values(month, month.plusMonths(1)).stream().filter(v -> v[0] > 10_000).count();
    ask(
        "SERIES",
        language,
        switch (language) {
          case ENGLISH ->
              List.of(
                  "how many days did I walk more than 10000 steps {when}?",
                  "on how many days did i take over 10,000 steps {when}",
                  "how often did i walk over 10000 steps {when}?");
          case CHINESE -> List.of("{when}有几天走了超过10000步？");
          case PORTUGUESE -> List.of("em quantos dias dei mais de 10000 passos {when}?");
        },
        Map.of("when", when),
        List.of("^" + amount(language, above, "day")),
        List.of());
  }

  static String rounded(double value) {
    String text = String.format(java.util.Locale.ROOT, "%.2f", value);
    return text.endsWith(".00")
        ? text.substring(0, text.length() - 3)
        : text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  private void sums(Language language) {
    for (int i = 1; i <= 2; i++) {
      LocalDate month = today().withDayOfMonth(1).minusMonths(i);
      String when =
          choose(
              language,
              "in " + MONTHS.get(month.getMonthValue() - 1) + " " + month.getYear(),
              month.getYear() + "年" + month.getMonthValue() + "月",
              "em " + MESES.get(month.getMonthValue() - 1) + " de " + month.getYear());
      BiPredicate<Amount, String> of =
          (amount, what) ->
              amount.what().equals(what)
                  && !amount.day().isBefore(month)
                  && amount.day().isBefore(month.plusMonths(1));
      sum(
          language,
          life.receipts.stream().filter(a -> of.test(a, "Rewe")).toList(),
          switch (language) {
            case ENGLISH ->
                List.of(
                    "how much did i spend at Rewe {when}?",
                    "how much money did I spend at Rewe {when}",
                    "what did I spend at Rewe {when}?",
                    "how much have I spent at Rewe {when}",
                    "what did we spend at Rewe {when}",
                    "*how much did we spend at Rewe altogether {when}?",
                    "how much did I pay at Rewe {when}?");
            case CHINESE -> List.of("{when}我在Rewe花了多少钱？", "我{when}在Rewe一共花了多少钱");
            case PORTUGUESE -> List.of("quanto gastei no Rewe {when}?");
          },
          when);
      sum(
          language,
          life.kilometres.stream().filter(a -> of.test(a, "ride")).toList(),
          switch (language) {
            case ENGLISH ->
                List.of(
                    "how many km did I ride {when}?",
                    "how many kilometres did i ride {when}?",
                    "total km ridden {when}?");
            case CHINESE -> List.of("{when}我骑了多少公里？");
            case PORTUGUESE -> List.of("quantos km fiz {when}?");
          },
          when);
      sum(
          language,
          life.hours.stream().filter(a -> of.test(a, "Nachtfalter")).toList(),
          switch (language) {
            case ENGLISH ->
                List.of(
                    "how many hours did I work on Nachtfalter {when}?",
                    "how many hours have i worked for Nachtfalter {when}");
            case CHINESE -> List.of("{when}我在Nachtfalter上工作了多少小时？");
            case PORTUGUESE -> List.of("quantas horas trabalhei no Nachtfalter {when}?");
          },
          when);
    }
  }

  private void sum(Language language, List<Amount> amounts, List<String> templates, String when) {
    if (amounts.isEmpty()) {
      return;
    }
    long cents = amounts.stream().mapToLong(Amount::cents).sum();
    ask(
        "SUM",
        language,
        templates,
        Map.of("when", when),
        List.of("^" + Pattern.quote(ComputedLife.decimal(cents)) + "(?!\\d)"),
        List.of());
  }

  // ---- what must be left alone ------------------------------------------------------------

  private void declined() {
    List<String> others =
        List.of(
            "when is the boiler service?",
            "what did I pay in May?",
            "when is gunnar's birthday",
            "how old is the piano?",
            "how long is the sofa?",
            "how many songs does the choir sing?",
            "what does the dentist charge?",
            "who is coming to the housewarming on Friday?",
            "when does the pharmacy open tomorrow?",
            "what did Bea say about Thursday?",
            "how many steps does the staircase have",
            "when do I need my next tetanus jab",
            "until what time is the dentist open on fridays",
            "how much was the flight?",
            "what's the flight number",
            "how many people came to the choir rehearsal in May?",
            "when did I buy the piano?",
            "how many days of holiday do I have left?",
            "how long does rice need to cook",
            "what should I bring on Saturday?",
            "where is the conference next week",
            "when is the tax declaration due?",
            "how much sleep does a cat need",
            "which seat do I have on Tuesday",
            "what time does the bakery close on Saturdays?",
            "how many weeks did the repair of the roof take",
            "what is on the shopping list for tomorrow",
            "when was the contract for the flat signed?",
            "how many km are there between Berlin and Leipzig",
            "do I have to pay anything on Monday?",
            "when is the piano tuner coming?",
            "how many members does the book club have?",
            "what did we eat last weekend",
            "how long is the warranty of the oven?",
            "when did Felipe move to Recife?",
            "who paid for the concert in May?",
            "how many boxes were there on moving day?",
            "what was the score on Sunday?",
            "钢琴多少钱？",
            "牙医的电话是多少？",
            "周五谁来吃饭？",
            "合唱团有几个人？",
            "锅炉什么时候保养？",
            "明天药店几点开门？",
            "我在五月付了多少房租？",
            "上周开会说了什么？",
            "下周谁来看猫？",
            "quanto custa o piano?",
            "quem vem na sexta?",
            "quando é a revisão da caldeira?",
            "a que horas abre a farmácia amanhã?",
            "qual é o número do voo?",
            "quantas pessoas cantam no coro?",
            "o que disse a Bea na quinta?",
            "when is the car inspection?",
            "how long is the drive to Leipzig?",
            "what did the vet say on Monday?",
            "how many eggs are in the recipe?",
            "下周的火车票多少钱？",
            "quanto tempo demora cozer arroz?",
            "when did the dentist send the bill?",
            "how many days does the parcel take",
            "who is older, Felipe or Tomas?",
            "*when will the plumber come?",
            "*how long is the waiting list at the vet?",
            "*what should I wear on Friday evening",
            "*how many pages does the book club read?",
            "*when did Irena send the parcel?",
            "*what is the dentist called?",
            "*谁是下次读书会的主持人？",
            "*quanto pagámos pelo voo?");
    for (String template : others) {
      boolean chinese = template.codePoints().anyMatch(Character::isIdeographic);
      boolean english = template.matches("(?i)\\*?(?:when|what|how|who|until|which|where|do)\\b.*");
      askings.add(
          new Asking(
              "DECLINE",
              chinese ? Language.CHINESE : english ? Language.ENGLISH : Language.PORTUGUESE,
              template.startsWith("*") ? template.substring(1) : template,
              List.of(),
              List.of(),
              template.startsWith("*")));
    }
  }

  @Override
  public String toString() {
    return "ComputedQuestions[" + askings.size() + "]";
  }
}
