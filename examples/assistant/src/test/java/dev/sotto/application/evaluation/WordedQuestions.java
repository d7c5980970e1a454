package dev.sotto.application.evaluation;

import dev.sotto.application.evaluation.ComputedLife.Amount;
import dev.sotto.application.evaluation.ComputedLife.Happening;
import dev.sotto.application.evaluation.ComputedLife.Person;
import dev.sotto.application.evaluation.ComputedLife.Thing;
import dev.sotto.application.evaluation.ComputedQuestions.Asking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Questions about a {@link ComputedLife} in the wordings of a file, a situation and a wording a
 * line, with the truth computed from the life's own lists. A line that begins with {@code *} was
 * put aside: nothing was changed in the code for it. A file may also give titles for the life.
 */
final class WordedQuestions {
  /** The words of answers in a language. */
  private record Tongue(
      ComputedLife.Language language,
      Locale locale,
      String day,
      String dayOfYear,
      String monthOfYear,
      String nothing,
      String busy,
      String cancelled,
      String days,
      String weeks,
      String yes,
      String no) {}

  private static final Tongue PORTUGUESE =
      new Tongue(
          ComputedLife.Language.PORTUGUESE,
          Locale.of("pt"),
          "d 'de' MMMM 'de' yyyy",
          "d 'de' MMMM",
          "MMMM 'de' yyyy",
          "(?i)nada no calendário",
          "^Não",
          "cancelado",
          " dias?",
          " semanas?",
          "^Sim",
          "^Não");
  private static final Tongue GERMAN =
      new Tongue(
          ComputedLife.Language.ENGLISH,
          Locale.GERMAN,
          "d. MMMM yyyy",
          "d. MMMM",
          "MMMM yyyy",
          "(?i)nichts im Kalender",
          "^Nein",
          "abgesagt",
          " Tage?n?",
          " Wochen?",
          "^Ja",
          "^Nein");

  /** A file of wordings. */
  enum Wordings {
    OF_PORTUGUESE("computed-portuguese.txt", PORTUGUESE),
    OF_GERMAN("computed-german.txt", GERMAN);

    private final String file;
    private final Tongue tongue;

    Wordings(String file, Tongue tongue) {
      this.file = file;
      this.tongue = tongue;
    }

    /** Returns the language of the titles where the file gives none. */
    ComputedLife.Language language() {
      return tongue.language;
    }

    private List<String[]> lines() {
      try (InputStream in =
          Objects.requireNonNull(WordedQuestions.class.getResourceAsStream(file), file)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
            .toList();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    /** Returns the titles that the file gives. */
    Map<Thing, String> titles() {
      Map<Thing, String> titles = new java.util.EnumMap<>(Thing.class);
      for (String[] line : lines()) {
        if (line[0].startsWith("title ")) {
          titles.put(Thing.valueOf(line[0].substring("title ".length())), line[1]);
        }
      }
      return titles;
    }
  }

  private final ComputedLife life;
  private final Tongue tongue;
  private final Random random;

  private WordedQuestions(ComputedLife life, Tongue tongue, long seed) {
    this.life = life;
    this.tongue = tongue;
    this.random = new Random(seed);
  }

  static List<Asking> about(ComputedLife life, Wordings wordings, long seed) {
    WordedQuestions questions = new WordedQuestions(life, wordings.tongue, seed);
    return wordings.lines().stream()
        .filter(line -> !line[0].startsWith("title "))
        .map(line -> questions.asking(line[0], line[1]))
        .toList();
  }

  /** What stands in the gaps of a wording, and what a right answer holds and must not hold. */
  private record Truth(Map<String, String> gaps, List<String> required, List<String> forbidden) {
    static Truth of(Map<String, String> gaps, String... required) {
      return new Truth(gaps, List.of(required), List.of());
    }
  }

  private Asking asking(String line, String wording) {
    boolean putAside = line.startsWith("*");
    String situation = putAside ? line.substring(1) : line;
    boolean decline = situation.equals("decline");
    Truth truth = decline ? Truth.of(Map.of()) : truth(situation);
    String text = wording;
    for (Map.Entry<String, String> gap : truth.gaps().entrySet()) {
      text = text.replace("{" + gap.getKey() + "}", gap.getValue());
    }
    return new Asking(
        decline ? "DECLINE" : situation.split(" ")[0],
        life.language,
        text,
        truth.required(),
        truth.forbidden(),
        putAside);
  }

  private Truth truth(String situation) {
    String[] words = situation.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    LocalDate monday = today().plusDays(8L - today().getDayOfWeek().getValue());
    return switch (words[0]) {
      case "agenda-in" -> agenda(today().plusDays(Long.parseLong(rest)), 1);
      case "agenda-weekday" -> agenda(comingWorkday(), 1);
      case "agenda-date" -> agenda(today().plusDays(12L + random.nextInt(20)), 1);
      case "agenda-week" -> agenda(monday, 7);
      case "agenda-weekend" -> agenda(monday.minusDays(2), 2);
      case "first", "last", "free", "busy" -> ofBusyDay(words[0]);
      case "next-any" -> {
        Happening next =
            life.between(life.now, life.now.plusYears(1)).stream()
                .filter(h -> !h.from().isBefore(life.now))
                .findFirst()
                .orElseThrow();
        yield Truth.of(Map.of(), day(next), title(next.thing()));
      }
      case "next" -> {
        Happening next = life.next(Thing.valueOf(rest));
        yield Truth.of(Map.of(), day(next), time(next.from()), title(next.thing()));
      }
      case "previous" -> {
        Happening previous = life.previous(Thing.valueOf(rest));
        yield Truth.of(Map.of(), day(previous), title(previous.thing()));
      }
      case "end" -> {
        Happening next = life.next(Thing.valueOf(rest));
        yield Truth.of(Map.of(), time(next.until()), title(next.thing()));
      }
      case "cancelled" -> Truth.of(Map.of(), tongue.cancelled());
      case "days-until" -> Truth.of(Map.of(), exactly(days(today(), coming(rest))) + tongue.days());
      case "weeks-until" ->
          Truth.of(Map.of(), exactly(days(today(), coming(rest)) / 7) + tongue.weeks());
      case "days-since" -> Truth.of(Map.of(), exactly(days(past(rest), today())) + tongue.days());
      case "weeks-since" ->
          Truth.of(Map.of(), exactly(days(past(rest), today()) / 7) + tongue.weeks());
      case "days-until-date" -> {
        LocalDate date = today().plusDays(25L + random.nextInt(60));
        yield Truth.of(Map.of("date", date(date)), exactly(days(today(), date)) + tongue.days());
      }
      case "days-between", "weeks-between" -> {
        String[] things = rest.split(" ");
        long days = days(past(things[0]), past(things[1]));
        yield words[0].startsWith("days")
            ? Truth.of(Map.of(), exactly(days) + tongue.days())
            : Truth.of(Map.of(), exactly(days / 7) + tongue.weeks());
      }
      case "days-between-dates" -> {
        LocalDate from = today().plusDays(random.nextInt(50));
        LocalDate until = from.plusDays(3L + random.nextInt(200));
        yield Truth.of(
            Map.of("a", date(from), "b", date(until)), exactly(days(from, until)) + tongue.days());
      }
      case "length" -> Truth.of(Map.of(), "^" + rest.split(" ", 2)[1]);
      case "length-days" -> {
        Happening next = life.next(Thing.valueOf(rest));
        yield Truth.of(
            Map.of(), "^" + ChronoUnit.DAYS.between(next.from(), next.until()) + tongue.days());
      }
      case "weekday" -> {
        LocalDate date = today().plusDays(5L + random.nextInt(300));
        yield Truth.of(Map.of("date", date(date)), weekday(date.getDayOfWeek()));
      }
      case "date-in" -> Truth.of(Map.of(), date(today().plusDays(Long.parseLong(rest))));
      case "birthday", "age" -> ofPerson(words[0]);
      case "spent" -> sum(life.receipts, "Rewe");
      case "kilometres" -> sum(life.kilometres, "ride");
      case "hours" -> sum(life.hours, "Nachtfalter");
      default -> words[0].startsWith("count") ? count(words[0], rest) : measured(words[0], rest);
    };
  }

  // ---- events -----------------------------------------------------------------------------

  private Truth agenda(LocalDate first, int days) {
    LocalDateTime from = days == 1 && first.equals(today()) ? life.now : first.atStartOfDay();
    LocalDateTime until = first.plusDays(days).atStartOfDay();
    List<Happening> plans = life.between(from, until);
    List<String> required = new ArrayList<>();
    for (Happening plan : plans) {
      required.add((plan.allDay() ? "" : time(plan.from()) + "[^\\[]*") + title(plan.thing()));
    }
    if (plans.isEmpty()) {
      required.add(tongue.nothing());
    }
    List<String> forbidden =
        Arrays.stream(Thing.values())
            .filter(thing ->
                life.happenings.stream()
                    .noneMatch(h -> h.thing() == thing && h.overlaps(first.atStartOfDay(), until)))
            .map(this::title)
            .toList();
    return new Truth(
        Map.of("date", date(first), "weekday", weekday(first.getDayOfWeek())), required, forbidden);
  }

  private LocalDate comingWorkday() {
    List<LocalDate> days =
        today()
            .plusDays(2)
            .datesUntil(today().plusDays(7))
            .filter(day -> day.getDayOfWeek().getValue() <= 5)
            .toList();
    return days.get(random.nextInt(days.size()));
  }

  private Truth ofBusyDay(String what) {
    List<List<Happening>> days =
        today()
            .plusDays(1)
            .datesUntil(today().plusDays(40))
            .map(day ->
                life.between(day.atStartOfDay(), day.plusDays(1).atStartOfDay()).stream()
                    .filter(plan -> !plan.allDay() && plan.from().toLocalDate().equals(day))
                    .toList())
            .filter(plans -> !plans.isEmpty() && (plans.size() == 1 || !what.equals("free")))
            .toList();
    List<Happening> plans = days.get(random.nextInt(days.size()));
    Happening first = plans.getFirst();
    Happening last = plans.getLast();
    String date = date(first.from().toLocalDate());
    return switch (what) {
      case "first" -> Truth.of(Map.of("date", date), time(first.from()), title(first.thing()));
      case "last" -> Truth.of(Map.of("date", date), time(last.from()), title(last.thing()));
      case "busy" ->
          Truth.of(
              Map.of("date", date, "time", time(first.from().plusMinutes(10))),
              tongue.busy(),
              title(first.thing()));
      default ->
          Truth.of(
              Map.of("date", date),
              first.from().getHour() > 8 ? "08:00-" + time(first.from()) : ".",
              title(first.thing()));
    };
  }

  private Truth count(String what, String rest) {
    LocalDate month = today().withDayOfMonth(1);
    if (what.equals("count-week")) {
      LocalDateTime monday =
          today().plusDays(8L - today().getDayOfWeek().getValue()).atStartOfDay();
      return counted(Map.of(), life.between(monday, monday.plusDays(7)).size());
    }
    String[] things = rest.split(" ");
    List<Happening> all = life.of(Thing.valueOf(things[0]));
    LocalDate asked =
        what.equals("count-past") ? month.minusMonths(1L + random.nextInt(2)) : month.plusMonths(1);
    return switch (what) {
      case "count-past", "count-next" ->
          counted(
              Map.of("month", month(asked)),
              starting(all, asked.atStartOfDay(), asked.plusMonths(1).atStartOfDay()));
      case "count-before" ->
          counted(Map.of(), starting(all, life.now, life.next(Thing.valueOf(things[1])).from()));
      case "count-left" -> counted(Map.of(), starting(all, life.now, life.now.plusYears(9)));
      default -> throw new IllegalArgumentException("No situation is called " + what);
    };
  }

  private static Truth counted(Map<String, String> gaps, long count) {
    return Truth.of(gaps, "^" + count + "(?!\\d)");
  }

  private static long starting(List<Happening> all, LocalDateTime from, LocalDateTime until) {
    return all.stream().filter(h -> !h.from().isBefore(from) && h.from().isBefore(until)).count();
  }

  private Truth ofPerson(String what) {
    List<Person> people =
        life.people.stream()
            .filter(p -> p.nickname().isEmpty() || !p.nickname().equals("Mum"))
            .filter(p -> what.equals("birthday") || p.born().getDayOfMonth() != 29)
            .toList();
    Person person = people.get(random.nextInt(people.size()));
    String name = person.nickname().isEmpty() ? person.name().split(" ")[0] : person.nickname();
    return what.equals("age")
        ? Truth.of(Map.of("name", name), exactly(ChronoUnit.YEARS.between(person.born(), today())))
        : Truth.of(
            Map.of("name", name),
            person.born().format(DateTimeFormatter.ofPattern(tongue.dayOfYear(), tongue.locale())));
  }

  // ---- numbers ----------------------------------------------------------------------------

  private Truth measured(String what, String rest) {
    LocalDate month = today().withDayOfMonth(1).minusMonths(1);
    LocalDate from =
        rest.equals("week") ? today().minusDays(6L + today().getDayOfWeek().getValue()) : month;
    LocalDate until = rest.equals("week") ? from.plusDays(7) : from.plusMonths(1);
    Map<LocalDate, int[]> days = life.measured.subMap(from, true, until, false);
    Comparator<Map.Entry<LocalDate, int[]>> bySteps = Comparator.comparingInt(e -> e.getValue()[0]);
    Comparator<Map.Entry<LocalDate, int[]>> bySleep = Comparator.comparingInt(e -> e.getValue()[2]);
    return switch (what) {
      case "steps" -> ofADay(0);
      case "sleep" -> ofADay(2);
      case "mean-steps" -> Truth.of(Map.of(), exactly(mean(from, until, v -> v[0])));
      case "pulse" -> Truth.of(Map.of(), exactly(mean(from, until, v -> v[1])));
      case "total-steps" ->
          Truth.of(Map.of(), exactly(days.values().stream().mapToInt(v -> v[0]).sum()));
      case "most-steps" -> extreme(days.entrySet().stream().max(bySteps).orElseThrow(), 0);
      case "least-sleep" -> extreme(days.entrySet().stream().min(bySleep).orElseThrow(), 2);
      case "above-steps" ->
          counted(Map.of(), days.values().stream().filter(v -> v[0] > 10_000).count());
      case "compare-sleep" -> {
        LocalDate earlier = month.minusMonths(1);
        double one = mean(month, month.plusMonths(1), v -> v[2]);
        double other = mean(earlier, month, v -> v[2]);
        yield Truth.of(
            Map.of("a", monthName(month), "b", monthName(earlier)),
            one > other ? tongue.yes() : tongue.no());
      }
      default -> throw new IllegalArgumentException("No situation is called " + what);
    };
  }

  private Truth ofADay(int column) {
    List<LocalDate> days = List.copyOf(life.measured.keySet());
    LocalDate day = days.get(random.nextInt(days.size()));
    int[] values = Objects.requireNonNull(life.measured.get(day));
    return Truth.of(Map.of("date", date(day)), exactly(values[column]));
  }

  private double mean(LocalDate from, LocalDate until, ToIntFunction<int[]> column) {
    return life.measured.subMap(from, true, until, false).values().stream()
        .mapToInt(column)
        .average()
        .orElseThrow();
  }

  private Truth extreme(Map.Entry<LocalDate, int[]> day, int column) {
    return Truth.of(Map.of(), exactly(day.getValue()[column]), date(day.getKey()));
  }

  private Truth sum(List<Amount> amounts, String what) {
    LocalDate month = today().withDayOfMonth(1).minusMonths(1L + random.nextInt(2));
    long cents =
        amounts.stream()
            .filter(amount -> amount.what().equals(what))
            .filter(amount ->
                !amount.day().isBefore(month) && amount.day().isBefore(month.plusMonths(1)))
            .mapToLong(Amount::cents)
            .sum();
    return Truth.of(
        Map.of("month", month(month)),
        "^" + Pattern.quote(ComputedLife.decimal(cents)) + "(?!\\d)");
  }

  // ---- words ------------------------------------------------------------------------------

  private LocalDate today() {
    return life.now.toLocalDate();
  }

  private LocalDate coming(String thing) {
    return life.of(Thing.valueOf(thing)).stream()
        .filter(h -> h.allDay() ? h.until().isAfter(life.now) : !h.from().isBefore(life.now))
        .findFirst()
        .orElseThrow()
        .from()
        .toLocalDate();
  }

  private LocalDate past(String thing) {
    return life.previous(Thing.valueOf(thing)).from().toLocalDate();
  }

  private static long days(LocalDate from, LocalDate until) {
    return ChronoUnit.DAYS.between(from, until);
  }

  private static String exactly(double number) {
    return "(?<![\\d.,])" + Pattern.quote(ComputedQuestions.rounded(number)) + "(?![\\d.,]*\\d)";
  }

  private String title(Thing thing) {
    return Pattern.quote(life.title(thing));
  }

  private String date(LocalDate day) {
    return day.format(DateTimeFormatter.ofPattern(tongue.day(), tongue.locale()));
  }

  private String day(Happening happening) {
    return Pattern.quote(date(happening.from().toLocalDate()));
  }

  private String month(LocalDate month) {
    return month.format(DateTimeFormatter.ofPattern(tongue.monthOfYear(), tongue.locale()));
  }

  private String monthName(LocalDate month) {
    return month.getMonth().getDisplayName(TextStyle.FULL, tongue.locale());
  }

  private String weekday(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, tongue.locale());
  }

  private static String time(LocalDateTime time) {
    return String.format(Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute());
  }

  @Override
  public String toString() {
    return "WordedQuestions[" + tongue.language() + "]";
  }
}
