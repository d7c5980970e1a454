package dev.sotto.computed;

import static dev.sotto.calendar.EventRecords.BERLIN;
import static dev.sotto.calendar.EventRecords.contact;
import static dev.sotto.calendar.EventRecords.event;
import static dev.sotto.calendar.EventRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.calendar.SimpleRecurrenceExpander;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.EventDetails.Status;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ComputedAnswersTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 9, 0);

  private static Optional<ComputedAnswer> ask(String question, PersonalRecord... more)
      throws IOException {
    List<PersonalRecord> records = new ArrayList<>(List.of(more));
    records.add(event("dentist", "Dentist, night guard", "2026-11-26T08:20", "2026-11-26T08:50"));
    records.add(
        event(
            "cinema",
            "Cinema with Bea",
            "2026-11-27T20:15",
            "2026-11-27T22:30",
            Status.CANCELLED,
            1,
            ""));
    records.add(
        event(
            "class",
            "Mandarin class",
            "2026-11-04T18:30",
            "2026-11-04T20:00",
            "RRULE:FREQ=WEEKLY;COUNT=6",
            "EXDATE;TZID=Europe/Berlin:20261125T183000"));
    records.add(contact("Ilse Lindqvist", "Mum", 1957, "--12-05"));
    InMemoryRecordStore store = new InMemoryRecordStore();
    store.putSource(
        new Source(records.getFirst().source(), "x", "y", Instant.EPOCH, Optional.empty()));
    long generation = store.commit(records.getFirst().source(), records, List.of());
    InMemorySearchIndex index = new InMemorySearchIndex();
    index.apply(records, List.of(), generation);
    return new ComputedAnswers(store, index, new SimpleRecurrenceExpander(), BERLIN)
        .answer(question, NOW);
  }

  private static PersonalRecord chat(String day, String... lines) {
    StringBuilder text = new StringBuilder();
    List<ChatDetails.Message> messages = new ArrayList<>();
    for (String line : lines) {
      String sender = line.substring(0, line.indexOf(':'));
      messages.add(
          new ChatDetails.Message(text.length(), Instant.parse(day + "T10:00:00Z"), sender));
      text.append(line).append('\n');
    }
    return record(
        "chat " + day,
        new RecordContent(
            RecordKind.CHAT,
            "Bea",
            Instant.parse(day + "T10:00:00Z"),
            List.of(
                new Participant("Bea", "", Participant.Role.AUTHOR),
                new Participant("Mara", "", Participant.Role.AUTHOR)),
            "Bea",
            text.toString(),
            Labels.OWN,
            "bea.txt",
            List.of(),
            new ChatDetails(messages)));
  }

  @Test
  void everyCitationInTheTextHasItsSource() throws IOException {
    ComputedAnswer answer = ask("what do i have on thursday").orElseThrow();

    assertThat(answer.wish()).isEqualTo(ComputedAnswer.Wish.AGENDA);
    assertThat(answer.text()).contains("08:20-08:50 Dentist, night guard [1]");
    assertThat(answer.sources()).hasSize(1);
    ComputedAnswer.Source source = answer.sources().getFirst();
    assertThat(source.passage().text().substring(source.start() - source.passage().start()))
        .startsWith(source.quotation());
  }

  @Test
  void aCancelledEventIsNoPlanAndIsNamed() throws IOException {
    ComputedAnswer answer = ask("anything still on for friday evening?").orElseThrow();

    assertThat(answer.text()).startsWith("No").contains("Cinema with Bea").contains("cancelled");
    assertThat(answer.sources()).hasSize(1);
  }

  @Test
  void whereTheCalendarHasNothingWordsOfAChatAreOfferedAsFound() throws IOException {
    ComputedAnswer answer =
        ask(
                "what am i doing this wednesday night",
                chat("2026-11-21", "Mara: then dinner on Wednesday?"),
                chat("2026-11-22", "Bea: Wednesday, 19:30, mine."))
            .orElseThrow();

    assertThat(answer.text())
        .contains("Dinner with Bea at 19:30")
        .contains("“Wednesday, 19:30, mine.”")
        .contains("Mandarin class (18:30) does not take place");
  }

  @Test
  void wordsOfAChatAboutAnotherWeekAreLeftOut() throws IOException {
    ComputedAnswer answer =
        ask(
                "what am i doing this wednesday night",
                chat("2026-11-02", "Bea: dinner on Wednesday at 19:30?"))
            .orElseThrow();

    assertThat(answer.text()).doesNotContain("19:30");
  }

  @Test
  void aTimeThatSeemsFreeIsNotCalledSoAgainstTheWordsOfAChat() throws IOException {
    ComputedAnswer answer =
        ask(
                "am i free on wednesday evening?",
                chat("2026-11-22", "Bea: dinner on Wednesday at 19:30, mine."))
            .orElseThrow();

    assertThat(answer.text()).doesNotContain("Yes").contains("19:30");
  }

  @Test
  void answersInTheLanguageOfTheQuestion() throws IOException {
    assertThat(ask("离下次中文课还有几天").orElseThrow().text()).startsWith("还有9天");
    assertThat(ask("quantos dias faltam para o dentista?").orElseThrow().text())
        .startsWith("Faltam 3 dias");
    assertThat(ask("how many days until the dentist").orElseThrow().text())
        .startsWith("3 days until");
  }

  @Test
  void aBirthdayComesFromTheAddressBook() throws IOException {
    assertThat(ask("when is mum's birthday?").orElseThrow().text()).startsWith("5 December");
    assertThat(ask("妈妈的生日是哪天").orElseThrow().text()).startsWith("12月5日");
    assertThat(ask("how old is Mum?").orElseThrow().text()).startsWith("68");
  }

  @Test
  void leavesOtherQuestionsAlone() throws IOException {
    for (String question :
        List.of(
            "when is the boiler service?",
            "what did I pay in May",
            "what does the dentist charge?",
            "when is Tilman's birthday",
            "who is coming on thursday?",
            "how long is the sofa",
            "牙医的电话是多少",
            "quem vem na quinta?")) {
      assertThat(ask(question)).as(question).isEmpty();
    }
  }

  @Test
  void aSumIsMadeOfDatedLinesOnlyAndCitesEach() throws IOException {
    PersonalRecord note =
        record(
            "receipts",
            new RecordContent(
                RecordKind.NOTE,
                "receipts",
                Instant.parse("2026-11-20T10:00:00Z"),
                List.of(),
                "",
                "- 2026-10-03 Rewe 12.40 €\n- 2026-10-09 Bauhaus 80 €\n- 2026-10-20 Rewe 7.60 €\n"
                    + "- 2026-11-02 Rewe 5 €\ntotal Rewe: 999 €\n",
                Labels.OWN,
                "receipts.md"));

    ComputedAnswer answer =
        ask("how much did i spend at Rewe in October 2026?", note).orElseThrow();

    assertThat(answer.text()).startsWith("20 €");
    assertThat(answer.sources()).hasSize(2);
  }

  @Test
  void aLineWithTwoAmountsMakesTheSumUncertainAndThereIsNone() throws IOException {
    PersonalRecord note =
        record(
            "receipts",
            new RecordContent(
                RecordKind.NOTE,
                "receipts",
                Instant.parse("2026-11-20T10:00:00Z"),
                List.of(),
                "",
                "- 2026-10-03 Rewe 12.40 €\n- 2026-10-20 Rewe 7.60 € and 3 €\n",
                Labels.OWN,
                "receipts.md"));

    assertThat(ask("how much did i spend at Rewe in October 2026?", note)).isEmpty();
  }
}
