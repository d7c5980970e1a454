package dev.sotto.computed;

import static dev.sotto.calendar.EventRecords.BERLIN;
import static dev.sotto.calendar.EventRecords.contact;
import static dev.sotto.calendar.EventRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.calendar.SimpleRecurrenceExpander;
import dev.sotto.record.PersonalRecord;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PortugueseQuestionsTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 9, 0);

  private static final List<PersonalRecord> LIFE =
      List.of(
          event("physio", "Fisioterapia", "2026-11-24T18:00", "2026-11-24T18:45"),
          event("dentist", "Dentista", "2026-11-26T08:20", "2026-11-26T08:50"),
          event("dinner", "Jantar com a Rita", "2026-11-27T20:00", "2026-11-27T23:00"),
          event(
              "swim",
              "Aula de natação",
              "2026-10-07T18:30",
              "2026-10-07T19:30",
              "RRULE:FREQ=WEEKLY;COUNT=12"),
          event("owners", "Reunião de condomínio", "2026-12-02T21:00", "2026-12-02T22:30"),
          event("choir", "Concerto do coro", "2026-12-05T19:00", "2026-12-05T21:00"),
          event("car", "Inspeção do carro", "2026-12-07T14:00", "2026-12-07T15:00"),
          event("flight", "Voo para o Funchal", "2026-12-19T10:15", "2026-12-19T12:05"),
          event("hair1", "Cabeleireiro", "2026-10-30T17:00", "2026-10-30T17:45"),
          event("hair2", "Cabeleireiro", "2026-12-11T17:00", "2026-12-11T17:45"),
          event("heart", "Consulta de cardiologia", "2026-09-15T09:40", "2026-09-15T10:10"),
          event("lagos", "Férias em Lagos", "2026-08-03", "2026-08-18"),
          contact("Rita Fonseca", "", 1988, "--03-14"),
          contact("Maria Fonseca", "Mãe", 1957, "--12-05"));

  static Stream<Arguments> questions() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            PortugueseQuestionsTest.class.getResourceAsStream("portuguese.txt"))) {
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split("\\|", -1))
              .map(parts -> Arguments.of(parts[0].strip(), parts[1].strip()))
              .toList()
              .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void isAnsweredFromTheCalendarOrLeftAlone(String question, String parts) throws IOException {
    Optional<ComputedAnswer> answer = ask(question);

    if (parts.equals("-")) {
      assertThat(answer).isEmpty();
    } else {
      assertThat(answer)
          .hasValueSatisfying(
              found -> assertThat(found.text()).contains(List.of(parts.split(";"))));
    }
  }

  private static Optional<ComputedAnswer> ask(String question) throws IOException {
    InMemoryRecordStore store = new InMemoryRecordStore();
    store.putSource(
        new Source(LIFE.getFirst().source(), "x", "y", Instant.EPOCH, Optional.empty()));
    long generation = store.commit(LIFE.getFirst().source(), LIFE, List.of());
    InMemorySearchIndex index = new InMemorySearchIndex();
    index.apply(LIFE, List.of(), generation);
    return new ComputedAnswers(store, index, new SimpleRecurrenceExpander(), BERLIN)
        .answer(question, NOW);
  }
}
