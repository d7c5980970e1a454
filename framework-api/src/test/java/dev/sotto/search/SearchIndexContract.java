package dev.sotto.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every search index keeps to. */
public abstract class SearchIndexContract {
  private static final SourceId NOTES = new SourceId("notes");
  private static final SourceId MAIL = new SourceId("mail");
  private static final Instant MARCH = Instant.parse("2026-03-05T10:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-05T10:00:00Z");

  private static final PersonalRecord BOILER =
      note(
          NOTES,
          "boiler.md",
          MARCH,
          "Boiler",
          "The boiler is serviced on 14 May.\n\nThe fitter has a red van.");
  private static final PersonalRecord GARDEN =
      note(NOTES, "garden.md", JUNE, "Garden", "Tomatoes grow behind the shed. Gate code 6143.");
  private static final PersonalRecord PANDA =
      note(NOTES, "panda.md", JUNE, "成都", "熊猫改到十六号，票我已经换好了。");
  private static final PersonalRecord LETTER =
      PersonalRecord.of(
          MAIL,
          new ItemKey("inbox#1"),
          fingerprint("letter"),
          new RecordContent(
              RecordKind.EMAIL,
              "Your boiler",
              JUNE,
              List.of(
                  new Participant("Ada Quill", "ada@quill.example", Participant.Role.AUTHOR),
                  new Participant("", "bo@birch.example", Participant.Role.RECIPIENT)),
              "thread-1",
              "Booking ET-20417 for the boiler visit is confirmed.",
              Labels.UNLABELLED,
              "inbox.mbox"));

  private SearchIndex index;

  /** Returns a new, empty index. */
  protected abstract SearchIndex create() throws IOException;

  @BeforeEach
  void open() throws IOException {
    index = create();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertThat(index.generation()).isZero();
    assertThat(index.passages()).isZero();
    assertThat(search("boiler")).isEmpty();
  }

  @Test
  void findsAPassageByItsWordsInAnyCase() throws IOException {
    fill();

    assertThat(search("tomatoes BEHIND a shed").getFirst().passage().record())
        .isEqualTo(GARDEN.id());
  }

  @Test
  void findsARecordByItsWordsBeforeItsMeaningIsKnown() throws IOException {
    index.apply(List.of(GARDEN), List.of(), 1, SearchIndex.Depth.WORDS);

    assertThat(index.generation()).isEqualTo(1);
    assertThat(search("tomatoes").getFirst().passage().record()).isEqualTo(GARDEN.id());
  }

  @Test
  void nothingLacksItsMeaningOnceARecordIsIndexedWhole() throws IOException {
    index.apply(List.of(BOILER, GARDEN), List.of(), 1, SearchIndex.Depth.WORDS);
    index.apply(List.of(BOILER, GARDEN), List.of(), 1, SearchIndex.Depth.MEANING);

    assertThat(index.withoutMeaning(10)).isEmpty();
    assertThat(index.passagesWithoutMeaning()).isZero();
  }

  @Test
  void namesTheRecordsThatAFilterAllows() throws IOException {
    fill();

    assertThat(index.records(SearchFilter.NONE))
        .containsExactlyElementsOf(
            Stream.of(BOILER, GARDEN, PANDA, LETTER).map(PersonalRecord::id).sorted().toList());
    assertThat(index.records(SearchFilter.NONE.withKinds(Set.of(RecordKind.EMAIL))))
        .containsExactly(LETTER.id());
    assertThat(index.records(SearchFilter.NONE.withKinds(Set.of(RecordKind.EVENT)))).isEmpty();
  }

  @Test
  void findsChinese() throws IOException {
    fill();

    assertThat(search("熊猫哪天去看").getFirst().passage().record()).isEqualTo(PANDA.id());
  }

  @Test
  void findsACodeAndEachPartOfIt() throws IOException {
    fill();

    assertThat(search("ET-20417").getFirst().passage().record()).isEqualTo(LETTER.id());
    assertThat(search("20417").getFirst().passage().record()).isEqualTo(LETTER.id());
    assertThat(search("6143").getFirst().passage().record()).isEqualTo(GARDEN.id());
  }

  @Test
  void returnsPassagesThatStandExactlyAtTheirPlace() throws IOException {
    fill();

    for (Hit hit : search("boiler")) {
      Passage passage = hit.passage();
      PersonalRecord record = passage.record().equals(BOILER.id()) ? BOILER : LETTER;
      assertThat(passage.text())
          .isEqualTo(record.content().text().substring(passage.start(), passage.end()));
      assertThat(passage.title()).isEqualTo(record.content().title());
      assertThat(passage.time()).isEqualTo(record.content().time());
      assertThat(passage.participants()).isEqualTo(record.content().participants());
      assertThat(passage.labels()).isEqualTo(record.content().labels());
      assertThat(passage.source()).isEqualTo(record.source());
      assertThat(passage.kind()).isEqualTo(record.content().kind());
    }
  }

  @Test
  void returnsTheBestFirstAndNoMoreThanAsked() throws IOException {
    fill();

    List<Hit> hits = index.search(new SearchQuery("boiler visit confirmed", 1, SearchFilter.NONE));

    assertThat(hits).hasSize(1);
    assertThat(hits.getFirst().passage().record()).isEqualTo(LETTER.id());
    assertThat(search("boiler visit confirmed"))
        .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
  }

  @Test
  void returnsEveryPassageOnce() throws IOException {
    fill();

    assertThat(search("the boiler")).extracting(Hit::passage).doesNotHaveDuplicates();
  }

  @Test
  void replacesAChangedRecord() throws IOException {
    fill();
    PersonalRecord changed = note(NOTES, "garden.md", JUNE, "Garden", "Pumpkins now.");

    index.apply(List.of(changed), List.of(), 2);

    assertThat(index.generation()).isEqualTo(2);
    assertThat(search("tomatoes")).noneMatch(hit -> hit.passage().text().contains("Tomatoes"));
    assertThat(search("pumpkins").getFirst().passage().record()).isEqualTo(GARDEN.id());
  }

  @Test
  void removesARecord() throws IOException {
    fill();
    long before = index.passages();

    index.apply(List.of(), List.of(GARDEN.id()), 2);

    assertThat(index.passages()).isLessThan(before);
    assertThat(search("tomatoes behind the shed"))
        .noneMatch(hit -> hit.passage().record().equals(GARDEN.id()));
  }

  @Test
  void ignoresTheRemovalOfAnUnknownRecord() throws IOException {
    fill();
    long before = index.passages();

    index.apply(List.of(), List.of(RecordId.of(MAIL, new ItemKey("never"))), 2);

    assertThat(index.passages()).isEqualTo(before);
    assertThat(index.generation()).isEqualTo(2);
  }

  @Test
  void filtersByTimeFromInclusiveUntilExclusive() throws IOException {
    fill();

    assertThat(found(time(MARCH, JUNE))).containsExactly(BOILER.id());
    assertThat(found(time(JUNE, JUNE.plusSeconds(1)))).containsExactly(LETTER.id());
    assertThat(found(time(JUNE.plusSeconds(1), JUNE.plusSeconds(2)))).isEmpty();
  }

  @Test
  void filtersBySourceAndKind() throws IOException {
    fill();

    assertThat(found(filter(Set.of(MAIL), Set.of(), Set.of()))).containsExactly(LETTER.id());
    assertThat(found(filter(Set.of(), Set.of(RecordKind.NOTE), Set.of())))
        .containsExactly(BOILER.id());
    assertThat(found(filter(Set.of(MAIL), Set.of(RecordKind.NOTE), Set.of()))).isEmpty();
    assertThat(found(filter(Set.of(MAIL, NOTES), Set.of(), Set.of()))).hasSize(2);
  }

  @Test
  void filtersByPersonNamedInPartOrByAddress() throws IOException {
    fill();

    assertThat(found(filter(Set.of(), Set.of(), Set.of("ada")))).containsExactly(LETTER.id());
    assertThat(found(filter(Set.of(), Set.of(), Set.of("Quill Ada")))).containsExactly(LETTER.id());
    assertThat(found(filter(Set.of(), Set.of(), Set.of("BO@birch.example"))))
        .containsExactly(LETTER.id());
    assertThat(found(filter(Set.of(), Set.of(), Set.of("Ada Stone")))).isEmpty();
    assertThat(found(filter(Set.of(), Set.of(), Set.of("nobody", "ada")))).hasSize(1);
  }

  @Test
  void filtersByAuthorNamedInPartOrByAddress() throws IOException {
    fill();

    assertThat(found(SearchFilter.NONE.withAuthors(Set.of("ada")))).containsExactly(LETTER.id());
    assertThat(found(SearchFilter.NONE.withAuthors(Set.of("ADA@quill.example"))))
        .containsExactly(LETTER.id());
    assertThat(found(SearchFilter.NONE.withAuthors(Set.of("bo@birch.example")))).isEmpty();
    assertThat(found(SearchFilter.NONE.withAuthors(Set.of("ada")).withPersons(Set.of("nobody"))))
        .isEmpty();
    assertThat(
            found(
                SearchFilter.NONE
                    .withAuthors(Set.of("ada"))
                    .withPersons(Set.of("bo@birch.example"))))
        .containsExactly(LETTER.id());
  }

  @Test
  void countsTheRecordsOfEachParticipantOnce() throws IOException {
    fill();
    PersonalRecord answer =
        PersonalRecord.of(
            MAIL,
            new ItemKey("inbox#2"),
            fingerprint("answer"),
            new RecordContent(
                RecordKind.EMAIL,
                "Re: Your boiler",
                JUNE,
                List.of(
                    new Participant("", "bo@birch.example", Participant.Role.AUTHOR),
                    new Participant("Ada Quill", "ada@quill.example", Participant.Role.RECIPIENT)),
                "thread-1",
                "A word about it. ".repeat(200) + "\n\n" + "And another one. ".repeat(200),
                Labels.UNLABELLED,
                "inbox.mbox"));

    index.apply(List.of(answer), List.of(), 2);

    assertThat(index.participants())
        .containsExactly(
            new ParticipantCount("", "bo@birch.example", 1, 1),
            new ParticipantCount("Ada Quill", "ada@quill.example", 1, 1));

    index.apply(List.of(), List.of(LETTER.id()), 3);

    assertThat(index.participants())
        .containsExactly(
            new ParticipantCount("", "bo@birch.example", 1, 0),
            new ParticipantCount("Ada Quill", "ada@quill.example", 0, 1));
  }

  @Test
  void givesOtherLabelsToARecordAlone() throws IOException {
    fill();
    Labels sensitive = Labels.OWN.join(new Labels(Integrity.OWN, Confidentiality.SENSITIVE));

    index.relabel(
        Map.of(BOILER.id(), sensitive, RecordId.of(MAIL, new ItemKey("never")), sensitive));

    assertThat(index.generation()).isEqualTo(1);
    assertThat(search("boiler"))
        .filteredOn(hit -> hit.passage().record().equals(BOILER.id()))
        .isNotEmpty()
        .allMatch(hit -> hit.passage().labels().equals(sensitive));
    assertThat(search("boiler"))
        .filteredOn(hit -> hit.passage().record().equals(LETTER.id()))
        .isNotEmpty()
        .allMatch(hit -> hit.passage().labels().equals(Labels.UNLABELLED));
  }

  @Test
  void findsByOtherWordsForLessThanByTheQuestionsOwn() throws IOException {
    fill();

    List<Hit> hits =
        index.search(
            new SearchQuery("tomatoes shed", 10, SearchFilter.NONE, List.of("red van", "nothing")));

    assertThat(hits.getFirst().passage().record()).isEqualTo(GARDEN.id());
    assertThat(hits)
        .anyMatch(hit -> hit.lexicalScore() > 0 && hit.passage().record().equals(BOILER.id()));
    assertThat(search("tomatoes shed"))
        .noneMatch(hit -> hit.lexicalScore() > 0 && hit.passage().record().equals(BOILER.id()));
  }

  @Test
  void knowsTheWordsThatStandInTextsAndTitles() throws IOException {
    assertThat(index.occurs("boiler")).isFalse();

    fill();

    assertThat(index.occurs("serviced")).isTrue();
    assertThat(index.occurs("Garden")).isTrue();
    assertThat(index.occurs("zeppelin")).isFalse();
  }

  @Test
  void takesAnyTextAsAQuestion() throws IOException {
    fill();

    for (String text :
        List.of(
            "",
            "   ",
            "?!",
            "AND OR NOT (",
            "\"unclosed",
            "title:boiler~ [a TO",
            "\uD83D\uDC3C",
            "*",
            "\uD800")) {
      assertThat(search(text)).isNotNull();
    }
  }

  @Test
  void isEmptyAfterClearingAndFillsAgain() throws IOException {
    fill();

    index.clear();

    assertThat(index.generation()).isZero();
    assertThat(index.passages()).isZero();
    assertThat(search("boiler")).isEmpty();

    fill();

    assertThat(index.generation()).isEqualTo(1);
    assertThat(search("tomatoes").getFirst().passage().record()).isEqualTo(GARDEN.id());
  }

  @Test
  void keepsGenerationForAnEmptyChange() throws IOException {
    index.apply(List.of(), List.of(), 7);

    assertThat(index.generation()).isEqualTo(7);
  }

  @Test
  void refusesToSearchWhenClosed() throws IOException {
    fill();

    index.close();
    index.close();

    assertThatThrownBy(() -> search("boiler")).isInstanceOf(IllegalStateException.class);
  }

  private void fill() throws IOException {
    index.apply(List.of(BOILER, GARDEN, PANDA, LETTER), List.of(), 1);
  }

  private List<Hit> search(String text) throws IOException {
    return index.search(new SearchQuery(text, 10, SearchFilter.NONE));
  }

  private Set<RecordId> found(SearchFilter filter) throws IOException {
    return Set.copyOf(
        index.search(new SearchQuery("boiler", 10, filter)).stream()
            .filter(hit -> hit.lexicalScore() > 0)
            .map(hit -> hit.passage().record())
            .distinct()
            .toList());
  }

  private static SearchFilter time(Instant from, Instant until) {
    return new SearchFilter(Optional.of(from), Optional.of(until), Set.of(), Set.of(), Set.of());
  }

  private static SearchFilter filter(
      Set<SourceId> sources, Set<RecordKind> kinds, Set<String> persons) {
    return new SearchFilter(Optional.empty(), Optional.empty(), sources, kinds, persons);
  }

  private static PersonalRecord note(
      SourceId source, String key, Instant time, String title, String text) {
    return PersonalRecord.of(
        source,
        new ItemKey(key),
        fingerprint(text),
        new RecordContent(RecordKind.NOTE, title, time, List.of(), "", text, Labels.OWN, key));
  }

  private static Fingerprint fingerprint(String text) {
    return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
