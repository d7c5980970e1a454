package dev.sotto.calendar;

import static dev.sotto.calendar.EventRecords.BERLIN;
import static dev.sotto.calendar.EventRecords.contact;
import static dev.sotto.calendar.EventRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.EventDetails.Status;
import dev.sotto.record.PersonalRecord;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CalendarTest {
  private static final String WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=6";

  private static Calendar calendar(PersonalRecord... records) {
    return new Calendar(List.of(records), List.of(), new SimpleRecurrenceExpander(), BERLIN);
  }

  private static LocalDateTime at(String text) {
    return LocalDateTime.parse(text);
  }

  private static List<LocalDateTime> starts(List<Occurrence> occurrences) {
    return occurrences.stream().map(Occurrence::from).toList();
  }

  @Test
  void aChangedOccurrenceStandsInPlaceOfTheOriginalAndTellsWhereItCameFrom() {
    Calendar calendar =
        calendar(
            event("a", "Class", "2026-11-04T18:30", "2026-11-04T20:00", WEEKLY),
            event(
                "a",
                "Class in room 7",
                "2026-11-12T17:00",
                "2026-11-12T18:30",
                Status.CONFIRMED,
                1,
                "2026-11-11T18:30"));

    List<Occurrence> plans = calendar.plans(at("2026-11-09T00:00"), at("2026-11-16T00:00"));

    assertThat(starts(plans)).containsExactly(at("2026-11-12T17:00"));
    assertThat(plans.getFirst().elsewhen()).contains(at("2026-11-11T18:30"));
    assertThat(plans.getFirst().records()).hasSize(2);
    assertThat(calendar.occurrences(at("2026-11-11T00:00"), at("2026-11-12T00:00")))
        .extracting(Occurrence::state)
        .containsExactly(Occurrence.State.MOVED);
  }

  @Test
  void whatIsCancelledOrExceptedIsNoPlanButCanBeNamed() {
    Calendar calendar =
        calendar(
            event(
                "a",
                "Class",
                "2026-11-04T18:30",
                "2026-11-04T20:00",
                WEEKLY,
                "EXDATE;TZID=Europe/Berlin:20261125T183000"),
            event(
                "a",
                "Class",
                "2026-11-18T18:30",
                "2026-11-18T20:00",
                Status.CANCELLED,
                1,
                "2026-11-18T18:30"));

    assertThat(starts(calendar.plans(at("2026-11-16T00:00"), at("2026-11-30T00:00")))).isEmpty();
    assertThat(calendar.occurrences(at("2026-11-16T00:00"), at("2026-11-30T00:00")))
        .extracting(Occurrence::state)
        .containsExactly(Occurrence.State.CANCELLED, Occurrence.State.EXCEPTED);
  }

  @Test
  void ofTwoCopiesOfAnEventTheLaterRevisionCounts() {
    Calendar calendar =
        calendar(
            event("a", "Vet", "2026-11-26T17:40", "2026-11-26T18:00", Status.CONFIRMED, 2, ""),
            event("a", "Vet", "2026-11-25T09:00", "2026-11-25T09:20", Status.CONFIRMED, 1, ""));

    assertThat(starts(calendar.plans(at("2026-11-01T00:00"), at("2026-12-01T00:00"))))
        .containsExactly(at("2026-11-26T17:40"));
  }

  @Test
  void anOccurrenceThatBeganBeforeIsStillOn() {
    Calendar calendar =
        calendar(
            event("a", "Night shift", "2026-10-05T20:00", "2026-10-07T02:00"),
            event("b", "Trip", "2026-10-01", "2026-10-10"));

    assertThat(calendar.plans(at("2026-10-06T08:00"), at("2026-10-06T09:00")))
        .extracting(Occurrence::title)
        .containsExactly("Trip", "Night shift");
  }

  @Test
  void aWeeklyEventKeepsItsTimeOfDayWhenTheClocksChange() {
    Calendar calendar = calendar(event("a", "Run", "2026-10-18T09:00", "2026-10-18T10:00", WEEKLY));

    List<Occurrence> plans = calendar.plans(at("2026-10-18T00:00"), at("2026-11-02T00:00"));

    assertThat(starts(plans))
        .containsExactly(at("2026-10-18T09:00"), at("2026-10-25T09:00"), at("2026-11-01T09:00"));
    assertThat(plans).allMatch(plan -> plan.until().getHour() == 10);
  }

  @Test
  void freeTimeLiesBetweenEventsWithATimeAndWithinWakingHours() {
    Calendar calendar =
        calendar(
            event("a", "One", "2026-11-26T08:20", "2026-11-26T08:50"),
            event("b", "Two", "2026-11-26T17:40", "2026-11-26T18:00"),
            event("c", "Trip", "2026-11-26", "2026-11-27"));

    List<TimeRange> free = calendar.free(at("2026-11-26T00:00"), at("2026-11-27T00:00"));

    assertThat(free)
        .extracting(TimeRange::from)
        .containsExactly(at("2026-11-26T08:50"), at("2026-11-26T18:00"));
    assertThat(free.getLast().until()).isEqualTo(at("2026-11-26T22:00"));
  }

  @Test
  void aBirthdayOn29FebruaryIsKeptOnThe28thInOtherYears() {
    Calendar calendar =
        new Calendar(
            List.of(),
            List.of(contact("Tomas Brandt", "", 1984, "--02-29")),
            new SimpleRecurrenceExpander(),
            BERLIN);

    assertThat(calendar.birthdays(at("2027-01-01T00:00"), at("2029-01-01T00:00")))
        .extracting(birthday -> birthday.from().toLocalDate())
        .containsExactly(LocalDate.of(2027, 2, 28), LocalDate.of(2028, 2, 29));
  }

  @Test
  void wordsNameAnEventOnlyByAllThatTheyTell() {
    Calendar calendar =
        calendar(
            event("a", "Thermo Harms, boiler", "2026-11-26T08:20", "2026-11-26T08:50"),
            event("b", "Mandarin class A2.1", "2026-11-27T08:20", "2026-11-27T08:50"),
            event("c", "Flight FRA - CTU", "2026-12-13T08:20", "2026-12-13T18:50"));

    assertThat(calendar.named("the boiler service").isEmpty()).isTrue();
    assertThat(calendar.named("the mandarin exam").isEmpty()).isTrue();
    assertThat(calendar.named("the boiler").isEmpty()).isFalse();
    assertThat(calendar.named("中文课").nearest(at("2026-11-01T00:00")))
        .map(Occurrence::title)
        .contains("Mandarin class A2.1");
    assertThat(calendar.named("we leave").next(at("2026-11-01T00:00")))
        .map(Occurrence::title)
        .contains("Flight FRA - CTU");
  }

  @Test
  void anOwnerIsTiedToANameByOtherRecordsOnly() {
    Calendar calendar = calendar(event("a", "Kelvin: worming tablet", "2026-12-20", "2026-12-21"));

    assertThat(calendar.named("the cat's worm pill").isEmpty()).isTrue();
    assertThat(
            calendar
                .named(
                    "the cat's worm pill",
                    (word, name) -> word.equals("cat") && name.equals("kelvin"))
                .isEmpty())
        .isFalse();
  }

  @Test
  void aRuleThatCannotBeReadLeavesTheFirstOccurrence() {
    Calendar calendar =
        calendar(event("a", "Odd", "2026-11-04T18:30", "2026-11-04T20:00", "RRULE:FREQ=SECONDLY"));

    assertThat(starts(calendar.plans(at("2026-11-01T00:00"), at("2026-12-01T00:00"))))
        .containsExactly(at("2026-11-04T18:30"));
  }
}
