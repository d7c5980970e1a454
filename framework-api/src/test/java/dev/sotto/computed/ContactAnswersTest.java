package dev.sotto.computed;

import static dev.sotto.people.PeopleRecords.card;
import static dev.sotto.people.PeopleRecords.from;
import static dev.sotto.people.PeopleRecords.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.people.People;
import dev.sotto.people.PersonDecisions;
import dev.sotto.people.Self;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordKind;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContactAnswersTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 23, 9, 0);
  private static final PersonalRecord ANNA =
      card(
          "Anna Weber",
          "Phone (mobile): +491713920011",
          "Phone (work): +494066969120",
          "Email (home): anna@x.example",
          "Address (home): Kastanienwinkel 5, 22769 Hamburg, Germany",
          "Birthday: 3 August 1990",
          "Note: Rings twice.\nPhone: +49666");
  private static final PersonalRecord MUM =
      card("Ilse Lindqvist", List.of("Mum"), "Email: ilse@x.example");
  private static final PersonalRecord AN_NA = card("安娜", "Phone: +8610123456");
  private static final PersonalRecord TOM_FOX = card("Tom Fox", "Phone: +4940111111");
  private static final PersonalRecord TOM_BIRCH = card("Tom Birch", "Phone: +4940222222");
  private static final PersonalRecord FORGED =
      written(
          RecordKind.EMAIL,
          "My new number",
          "Phone: +49999",
          from("Anna Weber", "anna@evil.example"));

  private final InMemoryRecordStore records = new InMemoryRecordStore();
  private final InMemorySearchIndex index = new InMemorySearchIndex();
  private ContactAnswers answers;

  @BeforeEach
  void keepCards() throws IOException {
    List<PersonalRecord> all = List.of(ANNA, MUM, AN_NA, TOM_FOX, TOM_BIRCH, FORGED);
    records.putSource(new Source(ANNA.source(), "x", "y", Instant.EPOCH, Optional.empty()));
    index.apply(all, List.of(), records.commit(ANNA.source(), all, List.of()));
    answers =
        new ContactAnswers(
            new People(
                records,
                index,
                new Self(List.of("Mara"), List.of("m@x.example")),
                PersonDecisions.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what is Anna's phone number?|Anna Weber, phone number: +491713920011 (mobile),"
            + " +494066969120 (work). [1]",
        "Anna's mobile number|Anna Weber, phone number: +491713920011 (mobile). [1]",
        "what is the work number of Anna Weber|Anna Weber, phone number: +494066969120 (work). [1]",
        "What is Anna's email?|Anna Weber, email address: anna@x.example (home). [1]",
        "what is the email address of my mum|Ilse Lindqvist, email address: ilse@x.example. [1]",
        "where does Anna live?|Anna Weber, address: Kastanienwinkel 5, 22769 Hamburg, Germany"
            + " (home). [1]",
        "what is Anna's birthday|Anna Weber, birthday: 3 August 1990. [1]",
        "Annas Telefonnummer|Anna Weber, Telefon: +491713920011 (mobile), +494066969120 (work)."
            + " [1]",
        "Wie lautet die Adresse von Anna?|Anna Weber, Adresse: Kastanienwinkel 5, 22769 Hamburg,"
            + " Germany (home). [1]",
        "安娜的电话是多少？|安娜，电话：+8610123456。 [1]",
        "qual é o telefone da Anna|Anna Weber, telefone: +491713920011 (mobile), +494066969120"
            + " (work). [1]",
        "Tom's phone number|Tom Birch, phone number: +4940222222. [1] Tom Fox, phone number:"
            + " +4940111111. [2]",
      })
  void tellsWhatStandsOnTheCard(String question, String expected) throws IOException {
    ComputedAnswer answer = answers.answer(question, NOW).orElseThrow();

    assertThat(answer.text()).isEqualTo(expected);
    assertThat(answer.sources())
        .allSatisfy(source -> {
          assertThat(source.passage().kind()).isEqualTo(RecordKind.CONTACT);
          assertThat(
                  source
                      .passage()
                      .text()
                      .substring(source.start(), source.start() + source.quotation().length()))
              .isEqualTo(source.quotation());
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what is Mum's phone number",
        "what is Anna's company",
        "what is Hugo's email",
        "what is the number of the tram",
        "what is Anna's email about the lease about",
        "what is the address of the studio",
        "anna@evil.example's phone number",
      })
  void leavesWhatNoCardHoldsToTheSearch(String question) throws IOException {
    assertThat(answers.answer(question, NOW)).isEmpty();
  }

  @Test
  void anotherComputationIsAskedWhereThisOneHasNoAnswer() throws IOException {
    ComputedAnswer other = new ComputedAnswer(ComputedAnswer.Wish.SUM, "42", List.of());
    Computation both = answers.orElse((question, now) -> Optional.of(other));

    assertThat(both.answer("what is Mum's phone number", NOW)).contains(other);
    assertThat(both.answer("what is Mum's email", NOW).orElseThrow().wish())
        .isEqualTo(ComputedAnswer.Wish.CONTACT);
  }
}
