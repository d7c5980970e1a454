package dev.sotto.people;

import static dev.sotto.people.PeopleRecords.card;
import static dev.sotto.people.PeopleRecords.from;
import static dev.sotto.people.PeopleRecords.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordKind;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.search.SearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directory costs. */
final class PeopleTest {
  private static final int LETTERS = 500;

  private final InMemoryRecordStore records = new InMemoryRecordStore();
  private final InMemorySearchIndex index = new InMemorySearchIndex();
  private final Map<String, Integer> calls = new HashMap<>();
  private People people;

  @BeforeEach
  void keepRecords() throws IOException {
    List<PersonalRecord> all = new ArrayList<>();
    all.add(card("Anna Weber", "anna@x.example"));
    all.add(card("Ilse Lindqvist", List.of("Mum"), "ilse@x.example"));
    for (int i = 0; i < LETTERS; i++) {
      all.add(
          written(RecordKind.EMAIL, "letter " + i, "Dear.", from("Anna Weber", "anna@x.example")));
    }
    records.putSource(
        new Source(all.getFirst().source(), "x", "y", Instant.EPOCH, Optional.empty()));
    index.apply(all, List.of(), records.commit(all.getFirst().source(), all, List.of()));
    people =
        new People(
            counted(RecordStore.class, records),
            counted(SearchIndex.class, index),
            Self.UNKNOWN,
            PersonDecisions.NONE);
  }

  @Test
  void readsCardsAndTheListOfParticipantsOnceAndNoLetter() throws IOException {
    assertThat(people.correspondence("mails from Anna").orElseThrow().persons())
        .singleElement()
        .matches(anna -> anna.written() == LETTERS);
    people.correspondence("what did Mum write about the train");

    assertThat(calls).containsEntry("find", 2).containsEntry("participants", 1);
  }

  @Test
  void anOrdinaryQuestionNeedsNoListOfParticipants() throws IOException {
    assertThat(people.correspondence("when does Mum's train arrive")).isEmpty();
    assertThat(people.otherNames("when does Mum's train arrive")).contains("Ilse Lindqvist");

    assertThat(calls).containsEntry("find", 2).doesNotContainKey("participants");
  }

  @Test
  void looksAgainWhenTheStoreHasChanged() throws IOException {
    assertThat(people.directory().named("Tom")).isEmpty();

    List<PersonalRecord> more = List.of(card("Tom Fox", "tom@x.example"));
    index.apply(more, List.of(), records.commit(more.getFirst().source(), more, List.of()));

    assertThat(people.directory().named("Tom")).hasSize(1);
  }

  private <T> T counted(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
