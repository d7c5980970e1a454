package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.index.directory.FileEncryptions;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuestionSearchTest {
  private final FieldAnalyzer analyzer = new FieldAnalyzer();
  private final QuestionQuery questions = new QuestionQuery(analyzer);

  @Nested
  class GivenAQuestion {
    @Test
    void commonWordsAreLeftOut() {
      assertThat(questions.of("when is the boiler service").toString())
          .contains("boiler")
          .contains("text_all:service")
          .doesNotContain("text_all:when")
          .doesNotContain("text_all:the ");
    }

    @Test
    void commonPortugueseWordsAreLeftOutOfAPortugueseQuestion() {
      assertThat(questions.of("qual e o codigo da porta").toString())
          .contains("text_all:codigo")
          .contains("text_all:porta")
          .doesNotContain("text_all:e ")
          .doesNotContain("text_all:o ")
          .doesNotContain("text_all:da ")
          .doesNotContain("text_all:qual");
      assertThat(questions.of("is my blood type O or E").toString())
          .contains("text_all:o ")
          .contains("text_all:e ");
    }

    @Test
    void aWordIsAskedOfTheStemsOfItsQuestionsLanguage() {
      assertThat(questions.of("quando são as consultas").toString())
          .contains("text_pt:consult")
          .contains("title_pt:consult")
          .doesNotContain("text_de:consult");
      assertThat(questions.of("wann sind die Wandhakenkäufe fällig").toString())
          .contains("text_de:wandhakenkauf")
          .doesNotContain("text_pt:");
      assertThat(questions.of("when are the xylographs").toString())
          .doesNotContain("text_pt:")
          .doesNotContain("text_de:");
    }

    @Test
    void aQuestionOfCommonWordsAloneAsksForThem() {
      assertThat(questions.of("who are you").toString()).contains("text_all:who");
    }

    @Test
    void aWordIsAskedOfTheStemTheFormAndThePeople() {
      assertThat(questions.of("services").toString())
          .contains("text_en:servic")
          .contains("title_en:servic")
          .contains("text_all:services")
          .contains("people:services");
    }

    @Test
    void aCodeIsAskedInItsCanonicalForm() {
      assertThat(questions.of("booking ET-20417?").toString()).contains("codes:et20417");
      assertThat(questions.of("2,430").toString()).contains("codes:2430");
    }

    @Test
    void wordsInQuotationMarksAreAskedAsAPhraseToo() {
      assertThat(questions.verbatim("who wrote \"red van\" and 「熊猫」?").toString())
          .contains("text_all:\"red van\"")
          .contains("熊猫");
      assertThat(questions.verbatim("who wrote red van").toString()).isEmpty();
    }

    @Test
    void chineseIsAskedByWordsAndByPairs() {
      String query = questions.of("熊猫基地的门票多少钱").toString();

      assertThat(query).contains("text_zh:熊猫").contains("text_zh:门票").contains("text_all:熊猫");
      assertThat(query).doesNotContain("text_zh:的");
    }

    @Test
    void nothingMatchesAQuestionWithoutWords() {
      assertThat(questions.of(" ?! ")).isInstanceOf(MatchNoDocsQuery.class);
      assertThat(questions.of("")).isInstanceOf(MatchNoDocsQuery.class);
    }

    @Test
    void anOverlongQuestionStaysWithinItsBounds() {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < 5_000; i++) {
        words.append("word").append(i).append(' ');
      }

      assertThat(((BooleanQuery) questions.of(words.toString())).clauses()).hasSize(200);
    }
  }

  @Nested
  class GivenRankedLists {
    @Test
    void whatStandsInBothListsComesFirst() {
      RankFusion fusion = new RankFusion();

      fusion.addLexical(new ScoreDoc[] {new ScoreDoc(1, 9), new ScoreDoc(2, 8)}, 1);
      fusion.addSimilar(new ScoreDoc[] {new ScoreDoc(3, 0.95f), new ScoreDoc(2, 0.9f)}, 1);

      List<RankFusion.Candidate> ranked = fusion.ranked();
      assertThat(ranked).extracting(candidate -> candidate.document).containsExactly(2, 1, 3);
      assertThat(ranked.getFirst().score).isCloseTo(2.0 / 62, within(1e-12));
      assertThat(ranked.getFirst().lexicalScore).isEqualTo(8);
      assertThat(ranked.getFirst().similarity).isCloseTo(0.8, within(1e-6));
      assertThat(ranked.get(1).similarity).isZero();
      assertThat(ranked.get(2).lexicalScore).isZero();
    }

    @Test
    void weightsDecideBetweenLists() {
      RankFusion fusion = new RankFusion();

      fusion.addLexical(new ScoreDoc[] {new ScoreDoc(1, 9)}, 0.5);
      fusion.addSimilar(new ScoreDoc[] {new ScoreDoc(2, 0.6f)}, 1);

      assertThat(fusion.ranked().getFirst().document).isEqualTo(2);
    }
  }

  @Nested
  class GivenAFilter {
    @Test
    void noFilterIsNoQuery() {
      assertThat(FilterQuery.of(SearchFilter.NONE, analyzer)).isNull();
    }

    @Test
    void timesRunFromTheFirstWholeMillisecondToTheLast() {
      Instant from = Instant.parse("2026-01-01T00:00:00.000000001Z");
      Instant until = Instant.parse("2026-01-01T00:00:00.005Z");

      assertThat(filter(Optional.of(from), Optional.of(until)))
          .contains("time:[" + (until.toEpochMilli() - 4) + " TO " + (until.toEpochMilli() - 1));
      assertThat(filter(Optional.of(Instant.MIN), Optional.of(Instant.MAX)))
          .contains("time:[" + Long.MIN_VALUE);
    }

    @Test
    void everyPartIsRequiredAndEachValueOfAPartIsEnough() {
      String query =
          String.valueOf(
              FilterQuery.of(
                  new SearchFilter(
                      Optional.empty(),
                      Optional.empty(),
                      Set.of(new SourceId("mail")),
                      Set.of(RecordKind.EMAIL, RecordKind.CHAT),
                      Set.of("Ada Quill")),
                  analyzer));

      assertThat(query)
          .contains("#source:(mail)")
          .contains("#kind:(chat email)")
          .contains("person_address:ada quill")
          .contains("person_name:\"ada quill\"~50");
    }

    private String filter(Optional<Instant> from, Optional<Instant> until) {
      return String.valueOf(
          FilterQuery.of(new SearchFilter(from, until, Set.of(), Set.of(), Set.of()), analyzer));
    }
  }

  @Nested
  class GivenAnIndex {
    @TempDir private Path folder;
    private LuceneSearchIndex index;

    @BeforeEach
    void fill() throws IOException {
      index =
          LuceneSearchIndex.open(
              folder, FileEncryptions.real(), List.of(new IndexFixture.LetterModel()));
      index.apply(
          List.of(
              IndexFixture.note("panda", "成都旅行", "周六早上去大熊猫繁育研究基地，门票五十五元。"),
              IndexFixture.note("dentist", "牙医", "下周二下午三点在人民路看牙医，记得带医保卡。"),
              IndexFixture.note("hotel", "", "The hotel in Chengdu is booked under ET-20417."),
              IndexFixture.note(
                  "mail",
                  "letter",
                  "Boiler",
                  "The boiler is serviced every autumn.",
                  IndexFixture.TIME,
                  List.of(new Participant("Ada Quill", "ada@q.example", Participant.Role.AUTHOR))),
              IndexFixture.note("umlaut", "Müll", "Der Müllwagen kommt am Donnerstag.")),
          List.of(),
          1);
    }

    @AfterEach
    void close() throws IOException {
      index.close();
    }

    @Test
    void aChineseQuestionFindsChineseTextByItsWords() throws IOException {
      for (String question : List.of("熊猫基地的门票多少钱？", "门票", "熊猫")) {
        assertThat(firstByWords(question).passage().text()).as(question).contains("大熊猫");
      }
      assertThat(firstByWords("什么时候看牙医").passage().text()).contains("看牙医");
    }

    @Test
    void anEnglishFormFindsAnotherOfTheSameStem() throws IOException {
      assertThat(first("boiler servicing").passage().title()).isEqualTo("Boiler");
    }

    @Test
    void aPersonIsFoundByNameThoughTheTextLacksIt() throws IOException {
      assertThat(first("Quill").passage().title()).isEqualTo("Boiler");
    }

    @Test
    void aWordIsFoundWithAndWithoutItsUmlaut() throws IOException {
      for (String question : List.of("Müllwagen", "mullwagen", "muellwagen")) {
        assertThat(first(question).passage().title()).as(question).isEqualTo("Müll");
      }
    }

    @Test
    void meaningFindsWhatSharesNoWord() throws IOException {
      Hit hit = first("bolier srevice");

      assertThat(hit.lexicalScore()).isZero();
      assertThat(hit.similarity()).isPositive();
    }

    @Test
    void aPortugueseQuestionMeansEnglishPassagesByItsEnglishWords() throws IOException {
      index.apply(
          List.of(
              IndexFixture.note("deposit", "", "deposit flat"),
              IndexFixture.note("renda", "", "A caução foi devolvida e o senhorio agradeceu.")),
          List.of(),
          2);

      List<Hit> hits =
          index.search(
              new SearchQuery("quanto foi a caução do apartamento", 10, SearchFilter.NONE));

      assertThat(hits)
          .filteredOn(hit -> hit.passage().text().equals("deposit flat"))
          .singleElement()
          .satisfies(hit -> assertThat(hit.similarity()).isCloseTo(1, within(0.01)));
      assertThat(hits)
          .filteredOn(hit -> hit.passage().text().startsWith("A caução"))
          .singleElement()
          .satisfies(hit -> assertThat(hit.similarity()).isPositive());
    }

    @Test
    void aFilterHoldsForMeaningToo() throws IOException {
      SearchFilter mailOnly =
          new SearchFilter(
              Optional.empty(), Optional.empty(), Set.of(new SourceId("mail")), Set.of(), Set.of());

      assertThat(index.search(new SearchQuery("hotel booked chengdu", 10, mailOnly)))
          .extracting(hit -> hit.passage().source())
          .containsOnly(new SourceId("mail"));
    }

    @Test
    void anIndexOfOtherModelsCountsAsEmptyUntilItIsFilledAgain() throws IOException {
      index.close();
      var encryption = FileEncryptions.real();
      LuceneSearchIndex.erase(folder);
      index = LuceneSearchIndex.open(folder, encryption, List.of());
      index.apply(List.of(IndexFixture.note("one", "", "harbour")), List.of(), 7);
      index.close();

      index = LuceneSearchIndex.open(folder, encryption, List.of(new IndexFixture.LetterModel()));

      assertThat(index.generation()).isZero();
      assertThat(index.search(new SearchQuery("harbour", 5, SearchFilter.NONE))).isEmpty();
      index.apply(List.of(IndexFixture.note("one", "", "harbour")), List.of(), 7);
      assertThat(first("harbour").similarity()).isPositive();
      assertThat(index.generation()).isEqualTo(7);
    }

    private Hit firstByWords(String question) throws IOException {
      return index.search(new SearchQuery(question, 10, SearchFilter.NONE)).stream()
          .filter(hit -> hit.lexicalScore() > 0)
          .findFirst()
          .orElseThrow();
    }

    private Hit first(String question) throws IOException {
      return index.search(new SearchQuery(question, 5, SearchFilter.NONE)).getFirst();
    }
  }
}
