package dev.sotto.application.evaluation;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/**
 * A made-up life whose truth is kept in the simplest form: a list of what happens when, numbers by
 * day, and amounts by day. The records are written from the same dice, with rules of recurrence,
 * exceptions, moved and cancelled occurrences, and outdated copies, so that reading them back is
 * the work of the code under test alone.
 */
final class ComputedLife {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
  private static final SourceId SOURCE = new SourceId("life");

  /** The language of titles. */
  enum Language {
    ENGLISH,
    CHINESE,
    PORTUGUESE
  }

  /** What can happen, with its title and what people call it, in each language. */
  enum Thing {
    CHOIR(
        "Choir rehearsal", "合唱团排练", "Ensaio do coro", "choir rehearsal", "合唱团排练", "ensaio do coro"),
    PIANO(
        "Piano lesson (Ms Okafor)", "钢琴课", "Aula de piano", "piano lesson", "钢琴课", "aula de piano"),
    BOOKS("Book club", "读书会", "Clube de leitura", "book club", "读书会", "clube de leitura"),
    REPAIR(
        "Repair café",
        "维修站值班",
        "Oficina comunitária",
        "repair cafe",
        "维修站值班",
        "oficina comunitária"),
    TABLET(
        "Filou: worming tablet",
        "飞虎：驱虫药",
        "Filou: desparasitação",
        "worming tablet",
        "驱虫药",
        "desparasitação"),
    FLIGHT(
        "Flight FRA - CTU (LH 724)",
        "航班 FRA-CTU LH 724",
        "Voo FRA - CTU (LH 724)",
        "flight",
        "航班",
        "voo"),
    DENTIST("Dentist, check-up", "牙医 复查", "Dentista, limpeza", "dentist", "牙医", "dentista"),
    MOVING("MOVING", "搬家", "MUDANÇA", "moving day", "搬家", "mudança"),
    HOUSEWARMING(
        "Housewarming",
        "乔迁派对",
        "Festa de inauguração",
        "housewarming",
        "乔迁派对",
        "festa de inauguração"),
    CONCERT(
        "Concert: Lavender Trio",
        "音乐会 薰衣草三重奏",
        "Concerto: Trio Lavanda",
        "concert",
        "音乐会",
        "concerto"),
    CONFERENCE(
        "Lighting conference Porto",
        "波尔图灯光大会",
        "Conferência de iluminação",
        "lighting conference",
        "灯光大会",
        "conferência de iluminação"),
    VET("Filou: vaccination", "飞虎：疫苗", "Filou: vacina", "vaccination", "疫苗", "vacina"),
    INTERVIEW(
        "Interview at Halden",
        "哈尔登面试",
        "Entrevista na Halden",
        "interview at Halden",
        "哈尔登面试",
        "entrevista na Halden"),
    BALL(
        "Midnight ball",
        "午夜舞会",
        "Baile da meia-noite",
        "midnight ball",
        "午夜舞会",
        "baile da meia-noite");

    private final String[] titles;
    private final String[] names;

    Thing(String english, String chinese, String portuguese, String en, String zh, String pt) {
      titles = new String[] {english, chinese, portuguese};
      names = new String[] {en, zh, pt};
    }

    String title(Language language) {
      return titles[language.ordinal()];
    }

    String name(Language language) {
      return names[language.ordinal()];
    }
  }

  /** One taking place, or not. */
  record Happening(
      Thing thing, LocalDateTime from, LocalDateTime until, boolean allDay, boolean takesPlace) {
    boolean overlaps(LocalDateTime begin, LocalDateTime end) {
      return from.isBefore(end) && until.isAfter(begin);
    }
  }

  /** Somebody with a birthday. */
  record Person(String name, String nickname, LocalDate born) {}

  /** An amount of a list. */
  record Amount(String what, LocalDate day, long cents) {}

  final Language language;
  final ZoneId zone;
  final LocalDateTime now;
  final List<Happening> happenings = new ArrayList<>();
  final List<Person> people = new ArrayList<>();
  final TreeMap<LocalDate, int[]> measured = new TreeMap<>();
  final List<Amount> receipts = new ArrayList<>();
  final List<Amount> kilometres = new ArrayList<>();
  final List<Amount> hours = new ArrayList<>();
  final List<PersonalRecord> records = new ArrayList<>();
  private final Map<Thing, String> titles;
  private final Random random;

  ComputedLife(long seed, Language language, ZoneId zone, LocalDateTime now) {
    this(seed, language, Map.of(), zone, now);
  }

  /**
   * @param titles what is called otherwise than in the language
   */
  ComputedLife(
      long seed, Language language, Map<Thing, String> titles, ZoneId zone, LocalDateTime now) {
    this.titles = Map.copyOf(titles);
    this.random = new Random(seed);
    this.language = language;
    this.zone = zone;
    this.now = now;
    weekly(Thing.CHOIR, DayOfWeek.TUESDAY, LocalTime.of(19, 30), 120, 1);
    weekly(Thing.PIANO, DayOfWeek.THURSDAY, LocalTime.of(16, 0), 45, 2);
    monthly(Thing.BOOKS, 2, DayOfWeek.WEDNESDAY, LocalTime.of(20, 0), false);
    monthly(Thing.REPAIR, 1, DayOfWeek.SATURDAY, LocalTime.of(11, 0), true);
    quarterly();
    singles();
    people();
    measurements();
    ledgers();
  }

  /** Returns what a thing is called in the calendar. */
  String title(Thing thing) {
    return titles.getOrDefault(thing, thing.title(language));
  }

  private LocalDate today() {
    return now.toLocalDate();
  }

  private void weekly(Thing thing, DayOfWeek weekday, LocalTime time, int minutes, int interval) {
    LocalDate first = today().minusWeeks(30);
    while (first.getDayOfWeek() != weekday) {
      first = first.plusDays(1);
    }
    LocalDate last = first.plusWeeks(52L + random.nextInt(8));
    int dropped = 27 + random.nextInt(3);
    int cancelled = 33 + random.nextInt(2);
    int moved = 36 + random.nextInt(2);
    List<String> recurrence = new ArrayList<>();
    recurrence.add(
        "RRULE:FREQ=WEEKLY;INTERVAL="
            + interval
            + ";BYDAY="
            + weekday.name().substring(0, 2)
            + ";UNTIL="
            + last.format(DateTimeFormatter.BASIC_ISO_DATE)
            + "T235900Z");
    LocalDateTime start = first.atTime(time);
    List<PersonalRecord> changes = new ArrayList<>();
    for (int week = 0; !first.plusWeeks(week).isAfter(last); week += interval) {
      LocalDateTime from = first.plusWeeks(week).atTime(time);
      LocalDateTime until = from.plusMinutes(minutes);
      if (week / interval == dropped / interval) {
        recurrence.add("EXDATE;TZID=" + zone + ":" + from.format(STAMP));
        happenings.add(new Happening(thing, from, until, false, false));
      } else if (week / interval == cancelled / interval) {
        changes.add(change(thing, from, from, until, EventDetails.Status.CANCELLED));
        happenings.add(new Happening(thing, from, until, false, false));
      } else if (week / interval == moved / interval) {
        LocalDateTime other = from.plusDays(1).minusHours(1);
        changes.add(
            change(thing, from, other, other.plusMinutes(minutes), EventDetails.Status.CONFIRMED));
        happenings.add(new Happening(thing, from, until, false, false));
        happenings.add(new Happening(thing, other, other.plusMinutes(minutes), false, true));
      } else {
        happenings.add(new Happening(thing, from, until, false, true));
      }
    }
    add(thing, start, start.plusMinutes(minutes), recurrence);
    records.addAll(changes);
  }

  private void monthly(
      Thing thing, int which, DayOfWeek weekday, LocalTime time, boolean nextIsMoved) {
    LocalDate month = today().withDayOfMonth(1).minusMonths(9);
    LocalDateTime start = null;
    boolean moved = !nextIsMoved;
    List<PersonalRecord> changes = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      LocalDate day = month.plusMonths(i);
      int seen = 0;
      while (true) {
        seen += day.getDayOfWeek() == weekday ? 1 : 0;
        if (seen == which) {
          break;
        }
        day = day.plusDays(1);
      }
      LocalDateTime from = day.atTime(time);
      start = start == null ? from : start;
      if (!moved && from.isAfter(now.plusDays(1))) {
        moved = true;
        LocalDateTime other = from.plusDays(1).plusHours(1);
        changes.add(change(thing, from, other, other.plusHours(2), EventDetails.Status.CONFIRMED));
        happenings.add(new Happening(thing, from, from.plusHours(2), false, false));
        happenings.add(new Happening(thing, other, other.plusHours(2), false, true));
      } else {
        happenings.add(new Happening(thing, from, from.plusHours(2), false, true));
      }
    }
    String rule =
        "RRULE:FREQ=MONTHLY;BYDAY=" + which + weekday.name().substring(0, 2) + ";COUNT=24";
    add(thing, start, start.plusHours(2), List.of(rule));
    records.addAll(changes);
  }

  private void quarterly() {
    LocalDate first = today().minusMonths(8).withDayOfMonth(20);
    for (int i = 0; i < 12; i++) {
      LocalDate day = first.plusMonths(3L * i);
      happenings.add(
          new Happening(
              Thing.TABLET, day.atStartOfDay(), day.plusDays(1).atStartOfDay(), true, true));
    }
    addDays(
        Thing.TABLET, first, first.plusDays(1), List.of("RRULE:FREQ=MONTHLY;INTERVAL=3;COUNT=12"));
  }

  private void singles() {
    single(Thing.FLIGHT, 20 + random.nextInt(20), LocalTime.of(11, 25), 760);
    single(Thing.DENTIST, -120 - random.nextInt(30), LocalTime.of(9, 40), 30);
    single(Thing.DENTIST, -40 - random.nextInt(20), LocalTime.of(8, 20), 30);
    single(Thing.DENTIST, 9 + random.nextInt(4), LocalTime.of(8, 20), 45);
    single(Thing.MOVING, -150, LocalTime.of(8, 0), 600);
    single(Thing.HOUSEWARMING, -150 + 7 * (5 + random.nextInt(4)), LocalTime.of(18, 0), 330);
    single(Thing.INTERVIEW, 5 + random.nextInt(3), LocalTime.of(14, 15), 75);
    single(Thing.BALL, 45, LocalTime.of(21, 0), 300);
    LocalDateTime concert = today().plusDays(4).atTime(20, 15);
    happenings.add(new Happening(Thing.CONCERT, concert, concert.plusMinutes(135), false, false));
    records.add(
        event(
            Thing.CONCERT,
            "concert",
            Optional.empty(),
            timed(concert),
            timed(concert.plusMinutes(135)),
            EventDetails.Status.CANCELLED,
            1,
            List.of()));
    LocalDate conference = today().plusDays(33L + random.nextInt(10));
    int days = 3 + random.nextInt(3);
    happenings.add(
        new Happening(
            Thing.CONFERENCE,
            conference.atStartOfDay(),
            conference.plusDays(days).atStartOfDay(),
            true,
            true));
    addDays(Thing.CONFERENCE, conference, conference.plusDays(days), List.of());
    LocalDateTime vet = today().plusDays(3).atTime(17, 40);
    happenings.add(new Happening(Thing.VET, vet, vet.plusMinutes(20), false, true));
    LocalDateTime outdated = vet.minusDays(1).minusHours(7);
    records.add(
        event(
            Thing.VET,
            "vet",
            Optional.empty(),
            timed(outdated),
            timed(outdated.plusMinutes(20)),
            EventDetails.Status.CONFIRMED,
            0,
            List.of()));
    records.add(
        event(
            Thing.VET,
            "vet",
            Optional.empty(),
            timed(vet),
            timed(vet.plusMinutes(20)),
            EventDetails.Status.CONFIRMED,
            2,
            List.of()));
  }

  private void single(Thing thing, int daysFromNow, LocalTime time, int minutes) {
    LocalDateTime from = today().plusDays(daysFromNow).atTime(time);
    LocalDateTime until = from.atZone(zone).plusMinutes(minutes).toLocalDateTime();
    happenings.add(new Happening(thing, from, until, false, true));
    records.add(
        event(
            thing,
            thing + " " + from,
            Optional.empty(),
            timed(from),
            timed(until),
            EventDetails.Status.CONFIRMED,
            0,
            List.of()));
  }

  private EventTime timed(LocalDateTime time) {
    return new EventTime.Timed(time, zone);
  }

  private void add(Thing thing, LocalDateTime from, LocalDateTime until, List<String> recurrence) {
    records.add(
        event(
            thing,
            thing.name(),
            Optional.empty(),
            timed(from),
            timed(until),
            EventDetails.Status.CONFIRMED,
            0,
            recurrence));
  }

  private void addDays(Thing thing, LocalDate from, LocalDate until, List<String> recurrence) {
    records.add(
        event(
            thing,
            thing.name(),
            Optional.empty(),
            new EventTime.AllDay(from),
            new EventTime.AllDay(until),
            EventDetails.Status.CONFIRMED,
            0,
            recurrence));
  }

  private PersonalRecord change(
      Thing thing,
      LocalDateTime original,
      LocalDateTime from,
      LocalDateTime until,
      EventDetails.Status status) {
    return event(
        thing,
        thing.name(),
        Optional.of(timed(original)),
        timed(from),
        timed(until),
        status,
        1,
        List.of());
  }

  private PersonalRecord event(
      Thing thing,
      String uid,
      Optional<EventTime> recurrenceId,
      EventTime from,
      EventTime until,
      EventDetails.Status status,
      int sequence,
      List<String> recurrence) {
    EventDetails details =
        new EventDetails(
            uid, recurrenceId, from, until, status, sequence, Instant.EPOCH, recurrence, "");
    return record(
        uid + " " + sequence + " " + recurrenceId.map(time -> time.local(zone)),
        new RecordContent(
            RecordKind.EVENT,
            title(thing),
            from.instant(zone),
            List.of(new Participant("Robin Vale", "robin@vale.example", Participant.Role.AUTHOR)),
            "",
            from.local(zone) + ". " + title(thing),
            Labels.OWN,
            "life.ics",
            List.of(),
            details));
  }

  private static PersonalRecord record(String key, RecordContent content) {
    return PersonalRecord.of(
        SOURCE, new ItemKey(key), Fingerprint.of(key.getBytes(StandardCharsets.UTF_8)), content);
  }

  private void people() {
    people.add(new Person("Tomas Brandt", "", LocalDate.of(1984, 2, 29)));
    people.add(new Person("Irena Vale", "Mum", today().plusDays(17).withYear(1957)));
    people.add(new Person("Felipe Souza", "Lipe", today().minusDays(40).withYear(1991)));
    people.add(new Person("陈静", "", today().plusDays(60).withYear(1990)));
    for (Person person : people) {
      records.add(
          record(
              "contact " + person.name(),
              new RecordContent(
                  RecordKind.CONTACT,
                  person.name(),
                  Instant.EPOCH,
                  List.of(),
                  "",
                  "Birthday: " + person.born(),
                  Labels.OWN,
                  "contacts.vcf",
                  List.of(),
                  new ContactDetails(
                      "",
                      List.of(person.name()),
                      person.nickname().isEmpty() ? List.of() : List.of(person.nickname()),
                      List.of(),
                      List.of(),
                      Optional.of(
                          new ContactDetails.Birthday(
                              OptionalInt.of(person.born().getYear()),
                              MonthDay.from(person.born()))),
                      ""))));
    }
    records.add(
        record(
            "contact without birthday",
            new RecordContent(
                RecordKind.CONTACT,
                "Gunnar Oster",
                Instant.EPOCH,
                List.of(),
                "",
                "Phone: 12",
                Labels.OWN,
                "contacts.vcf",
                List.of(),
                new ContactDetails(
                    "",
                    List.of("Gunnar Oster"),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    ""))));
  }

  private void measurements() {
    LocalDate day = today().minusDays(130);
    StringBuilder text = new StringBuilder();
    List<MeasurementDetails.Row> rows = new ArrayList<>();
    for (; day.isBefore(today()); day = day.plusDays(1)) {
      boolean missing = random.nextInt(25) == 0;
      int[] values = {
        3_000 + random.nextInt(14_000), 52 + random.nextInt(14), 300 + random.nextInt(220)
      };
      if (!missing) {
        measured.put(day, values);
        rows.add(
            new MeasurementDetails.Row(
                text.length(),
                day,
                List.of((double) values[0], (double) values[1], (double) values[2])));
        text.append(day)
            .append(": steps ")
            .append(values[0])
            .append(", resting_hr ")
            .append(values[1])
            .append(", sleep_min ")
            .append(values[2])
            .append('\n');
      }
      if (day.plusDays(1).getDayOfMonth() == 1 || day.plusDays(1).equals(today())) {
        records.add(
            record(
                "measured " + day,
                new RecordContent(
                    RecordKind.LOG,
                    "steps.csv " + day.getYear() + "-" + day.getMonthValue(),
                    day.atStartOfDay(zone).toInstant(),
                    List.of(),
                    "",
                    text.toString(),
                    Labels.OWN,
                    "steps.csv",
                    List.of(),
                    new MeasurementDetails(
                        List.of("steps", "resting_hr", "sleep_min"), List.copyOf(rows)))));
        text.setLength(0);
        rows.clear();
      }
    }
  }

  private void ledgers() {
    StringBuilder money = new StringBuilder("# Receipts\n\nbudget: 400 € a month\n\n");
    StringBuilder ways = new StringBuilder("# Bike rides\n\n");
    StringBuilder work =
        new StringBuilder("# Hours for Nachtfalter\n\n| date | hours | what |\n|---|---|---|\n");
    String[] shops = {"Rewe", "Bauhaus", "Rewe", "Apotheke"};
    for (LocalDate day = today().minusDays(100); day.isBefore(today()); day = day.plusDays(1)) {
      if (random.nextInt(4) == 0) {
        Amount receipt =
            new Amount(shops[random.nextInt(shops.length)], day, 300 + random.nextInt(9_000));
        receipts.add(receipt);
        money.append("- " + day + " " + receipt.what() + " " + decimal(receipt.cents()) + " €\n");
      }
      if (random.nextInt(6) == 0) {
        Amount ride = new Amount("ride", day, 100L * (5 + random.nextInt(80)));
        kilometres.add(ride);
        ways.append(day + ": " + ride.cents() / 100 + " km ride to the lake\n");
      }
      if (random.nextInt(7) == 0) {
        Amount worked = new Amount("Nachtfalter", day, 50L * (1 + random.nextInt(14)));
        hours.add(worked);
        work.append("| " + day + " | " + decimal(worked.cents()) + " | Nachtfalter drawings |\n");
      }
    }
    money.append("total so far: 999.99 €\n");
    note("receipts", money);
    note("rides", ways);
    note("hours", work);
    note("boiler", new StringBuilder("The boiler service costs 140 €, Thermo Harms does it."));
    note("piano", new StringBuilder("The piano is a Schimmel of 1978, bought for 900 €."));
  }

  private void note(String name, StringBuilder text) {
    records.add(
        record(
            "note " + name,
            new RecordContent(
                RecordKind.NOTE,
                name,
                now.minusDays(1).atZone(zone).toInstant(),
                List.of(),
                "",
                text.toString(),
                Labels.OWN,
                name + ".md")));
  }

  static String decimal(long cents) {
    return cents % 100 == 0
        ? Long.toString(cents / 100)
        : cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
  }

  List<Happening> between(LocalDateTime from, LocalDateTime until) {
    return happenings.stream()
        .filter(happening -> happening.takesPlace() && happening.overlaps(from, until))
        .sorted(java.util.Comparator.comparing(Happening::from))
        .toList();
  }

  List<Happening> of(Thing thing) {
    return happenings.stream()
        .filter(happening -> happening.thing() == thing && happening.takesPlace())
        .sorted(java.util.Comparator.comparing(Happening::from))
        .toList();
  }

  Happening next(Thing thing) {
    return of(thing).stream()
        .filter(happening -> !happening.from().isBefore(now))
        .findFirst()
        .orElseThrow();
  }

  Happening previous(Thing thing) {
    return of(thing).stream()
        .filter(happening -> !happening.until().isAfter(now))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  @Override
  public String toString() {
    return "ComputedLife[" + language + ", " + records.size() + " records]";
  }
}
