package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.index.directory.FileEncryptions;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EverydayWordsTest {
  private final EverydayWords words = EverydayWords.shared();

  @Nested
  class GivenTheResource {
    @Test
    void everyLineHasFourColumnsOfItsLanguagesAndNoWordTwice() throws IOException {
      List<String> groups = groups();

      assertThat(groups).hasSizeGreaterThan(1500);
      for (String line : groups) {
        String[] columns = line.split("\\|", -1);
        assertThat(columns).as(line).hasSize(4);
        for (int column = 0; column < 4; column++) {
          Set<String> seen = new HashSet<>();
          for (String word : columns[column].split(",", -1)) {
            assertThat(word).as(line).isNotBlank();
            assertThat(seen.add(word.strip().toLowerCase(Locale.ROOT))).as(line).isTrue();
            assertThat(QuestionQuery.isHan(word)).as(line).isEqualTo(column == 2);
          }
        }
      }
    }

    @Test
    void noWordStandsInMoreThanTwoGroups() throws IOException {
      Map<String, Set<String>> groupsOfWords = new HashMap<>();
      for (String line : groups()) {
        for (String word : line.split("[|,]")) {
          groupsOfWords
              .computeIfAbsent(word.strip().toLowerCase(Locale.ROOT), absent -> new HashSet<>())
              .add(line);
        }
      }

      assertThat(groupsOfWords).allSatisfy((word, lines) -> assertThat(lines).hasSizeLessThan(3));
    }

    @Test
    void everyWordFindsTheOthersOfItsLine() throws IOException {
      for (String line : groups()) {
        String[] alternatives = line.split("\\s*[|,]\\s*");
        String first = alternatives[0];
        Set<String> portuguese = Set.of(line.split("\\|")[3].strip().split("\\s*,\\s*"));
        for (String word : alternatives) {
          List<String> others =
              words
                  .relatedWords(
                      word, portuguese.contains(word) ? Set.of(StemLanguage.PORTUGUESE) : Set.of())
                  .stream()
                  .map(EverydayWords.Word::text)
                  .toList();
          if (!plain(word).equals(plain(first)) && !others.isEmpty()) {
            assertThat(others)
                .as(line + " asked for " + word)
                .anyMatch(other -> plain(other).equals(plain(first)));
          }
        }
        String last = plain(alternatives[alternatives.length - 1]);
        if (!last.equals(plain(first))) {
          assertThat(words.related(first)).as(line).anyMatch(other -> plain(other).equals(last));
        }
      }
    }

    private static String plain(String word) {
      return Normalizer.normalize(word, Normalizer.Form.NFD)
          .replaceAll("\\p{M}", "")
          .toLowerCase(Locale.ROOT)
          .replace('-', ' ');
    }

    private List<String> groups() throws IOException {
      try (InputStream resource =
          Objects.requireNonNull(
              EverydayWords.class.getResourceAsStream("everyday-words.txt"), "everyday-words")) {
        return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
      }
    }
  }

  @Nested
  class GivenBrokenLines {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "cat | Katze",
          "cat | Katze | 猫",
          "cat | Katze | 猫 | gato | chat",
          "cat, | Katze | 猫 | gato",
          "cat | | 猫 | gato",
          "cat | Katze | 猫 | ",
          "cat | Katze | gato | 猫",
          "猫 | Katze | 猫 | gato"
        })
    void theLineIsNamed(String line) {
      List<String> lines = List.of("# pets", "dog | Hund | 狗 | cão", line);

      assertThatThrownBy(() -> EverydayWords.parse(lines))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("line 3");
    }

    @Test
    void commentsAndEmptyLinesAreLeftOut() {
      EverydayWords dogs =
          EverydayWords.parse(List.of("# pets", "", "  dog, hound | Hund | 狗 | cão"));

      assertThat(dogs.related("dog")).containsExactly("hound", "Hund", "狗", "cão");
    }
  }

  @Nested
  class GivenAWord {
    @ParameterizedTest
    @CsvSource({
      "pnr, booking code",
      "PNR, Buchungscode",
      "caution money, deposit",
      "Caution  Money, Kaution",
      "deposits, 押金",
      "get online, wi-fi",
      "WiFi, wlan",
      "wi-fi, internet",
      "Kaution, deposit",
      "押金, Kaution",
      "passport, Reisepass",
      "pickup, Abholung",
      "vets, Tierarzt",
      "muenchen, munich",
      "Frame Number, serial number",
      "jabs, vaccination",
      "dioptres, 度数",
      "caução, deposit",
      "caucao, Kaution",
      "passport, passaporte",
      "护照, passaporte",
      "Reisepass, passaporte",
      "renda, rent",
      "telemóvel, mobile",
      "celular, telemóvel",
      "carta de condução, driving licence"
    })
    void itsOtherWordsAreFound(String word, String other) {
      assertThat(words.related(word)).contains(other);
    }

    @Test
    void itIsNotItsOwnAlternative() {
      assertThat(words.related("deposit")).doesNotContain("deposit").doesNotHaveDuplicates();
      assertThat(words.related("Hotel"))
          .contains("inn")
          .noneMatch(word -> word.equalsIgnoreCase("hotel"));
    }

    @Test
    void aWordOfTwoMeaningsBringsBoth() {
      assertThat(words.related("Rezept")).contains("prescription", "recipe");
    }

    @ParameterizedTest
    @CsvSource({
      "cauções, deposit",
      "consultas, appointment",
      "reunioes, meeting",
      "marcações, appointment",
      "casas de banho, bathroom",
      "cave, cellar",
      "mar, sea",
      "gás, Erdgas"
    })
    void aPortugueseQuestionsWordIsFoundInItsForms(String word, String other) {
      assertThat(words.relatedWords(word, Set.of(StemLanguage.PORTUGUESE)))
          .extracting(EverydayWords.Word::text)
          .contains(other);
    }

    @Test
    void aGermanQuestionsWordIsFoundInItsForms() {
      assertThat(words.relatedWords("Kautionen", Set.of(StemLanguage.GERMAN)))
          .contains(new EverydayWords.Word("deposit", EverydayWords.Language.ENGLISH));
    }

    @Test
    void anEnglishWordIsNotTakenForAShortPortugueseOne() {
      assertThat(words.related("cave")).isEmpty();
      assertThat(words.related("mar")).isEmpty();
    }

    @Test
    void whatIsNotALexiconWordHasNoOthers() {
      for (String word : List.of("xylograph", "", " ", "?!", "move", "park", "the", "龘")) {
        assertThat(words.related(word)).as(word).isEmpty();
      }
    }
  }

  @Nested
  class GivenAChineseQuestion {
    @Test
    void anEnglishModelIsAskedItsEnglishWords() {
      EmbeddingModel english = new IndexFixture.LetterModel();

      assertThat(PassageEmbedding.wordingsFor(english, "押金多少？"))
          .singleElement()
          .satisfies(asked -> {
            assertThat(asked.text()).contains("deposit");
            assertThat(QuestionQuery.isHan(asked.text())).isFalse();
            assertThat(asked.reach()).isEqualTo(PassageEmbedding.Reach.ALL);
          });
      assertThat(PassageEmbedding.wordingsFor(english, "how much was it"))
          .containsExactly(
              new PassageEmbedding.Wording("how much was it", PassageEmbedding.Reach.ALL));
      assertThat(PassageEmbedding.wordingsFor(english, "嗯嗯嗯")).isEmpty();
      assertThat(PassageEmbedding.wordingsFor(english, " ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "房东的押金什么时候退款？, landlord deposit when refund",
      "我的航班LH-716几点起飞, flight LH-716 when departure",
      "wifi密码是多少, wifi password how many",
      "12月5日的牙医预约, december 5 dentist appointment",
      "11月看兽医, november vet",
      "自行车的车架号, bicycle serial number",
      "取件码, pickup code",
      "门票多少钱, entrance ticket price"
    })
    void theLongestWordsBecomeEnglishAndLatinOnesStay(String question, String gloss) {
      assertThat(words.englishGloss(question)).contains(gloss);
    }

    @Test
    void noGlossIsGivenWithoutATellingWord() {
      for (String question : List.of("", "你好吗", "什么时候", "WLAN 5", "when is the dentist")) {
        assertThat(words.englishGloss(question)).as(question).isEmpty();
      }
    }

    @Test
    void aWordThatBeginsWithADigitIsNotFoundInsideANumber() {
      assertThat(words.chineseWords("2026年31月")).isEmpty();
      assertThat(words.chineseWords("押金1月"))
          .containsExactly(
              new EverydayWords.Place("押金", 0, 2), new EverydayWords.Place("1月", 2, 4));
    }
  }

  @Nested
  class GivenAPortugueseOrGermanQuestion {
    @Test
    void anEnglishModelIsAskedItsEnglishWordsOfEnglishPassagesAndItselfOfTheOthers() {
      String question = "quanto foi a caução do apartamento";

      assertThat(PassageEmbedding.wordingsFor(new IndexFixture.LetterModel(), question))
          .containsExactly(
              new PassageEmbedding.Wording(question, PassageEmbedding.Reach.OTHER_LANGUAGES),
              new PassageEmbedding.Wording("deposit flat", PassageEmbedding.Reach.OWN_LANGUAGE));
    }

    @ParameterizedTest
    @CsvSource({
      "a que horas é a consulta no dentista, when appointment dentist",
      "onde é a casa de banho da Inês, where bathroom Inês",
      "quando volta o avô, when return journey grandfather",
      "quando volta a avó, when return journey grandmother",
      "quanto me deve o Marco, debt Marco",
      "que número calça a Ida, shoe size Ida",
      "quando são as reuniões com o Natal perto, when meeting christmas beside",
      "o código QX7RTP do comboio, código QX7RTP train",
      "até quando se entrega o IRS, when tax return",
      "wann ist der Termin beim Zahnarzt, when appointment beim dentist",
      "was kostet der Schulausflug, price field trip"
    })
    void wordsBecomeEnglishAndNamesStay(String question, String gloss) {
      assertThat(words.latinGloss(question)).contains(gloss);
    }

    @Test
    void noGlossIsGivenWithoutATellingWordOrForAnotherLanguage() {
      for (String question :
          List.of("quando é", "onde está o Rui", "cuándo es la boda", "when is the dentist")) {
        assertThat(words.latinGloss(question)).as(question).isEmpty();
      }
    }
  }

  @Nested
  class GivenAQuery {
    private final QuestionQuery questions = new QuestionQuery(new FieldAnalyzer());

    @Test
    void otherWordsAreAlternativesInTheClauseOfTheWord() {
      BooleanQuery query = (BooleanQuery) questions.of("deposit zebra");

      assertThat(query.clauses()).hasSize(2);
      assertThat(query.clauses().getFirst().query().toString())
          .contains("text_all:deposit")
          .contains("text_all:kaution")
          .contains("title_all:kaution")
          .contains("text_zh:押金")
          .contains("text_en:\"caution monei\"");
      assertThat(query.clauses().getLast().query().toString()).doesNotContain("kaution");
    }

    @Test
    void aPhraseIsCarriedByItsLastTellingWordAlone() {
      BooleanQuery query = (BooleanQuery) questions.of("caution money");

      assertThat(query.clauses()).hasSize(2);
      assertThat(query.clauses().getFirst().query().toString()).doesNotContain("kaution");
      assertThat(query.clauses().getLast().query().toString())
          .contains("text_all:money")
          .contains("text_all:kaution")
          .doesNotContain("geld");
    }

    @Test
    void aPhraseOfCommonWordsStandsAlone() {
      assertThat(questions.of("how much is the zebra").toString())
          .contains("text_all:zebra")
          .contains("text_all:preis")
          .doesNotContain("text_all:much ");
    }

    @Test
    void manyWordsWithManyAlternativesStayWithinTheBoundsOfASearch() {
      StringBuilder question = new StringBuilder("passport pnr wifi rent flat bike parcel ");
      question.append("dentist doctor vaccination glasses luggage price refund mother boss ");
      for (int i = 0; i < 300; i++) {
        question.append("word").append(i).append(' ');
      }

      Query query = questions.of(question.toString());

      assertThat(terms(query)).isBetween(900, IndexSearcher.getMaxClauseCount());
      assertThat(((BooleanQuery) query).clauses())
          .extracting(BooleanClause::occur)
          .containsOnly(BooleanClause.Occur.SHOULD);
    }

    private static int terms(Query query) {
      int[] terms = {0};
      query.visit(
          new QueryVisitor() {
            @Override
            public void consumeTerms(Query asked, org.apache.lucene.index.Term... asTerms) {
              terms[0]++;
            }
          });
      return terms[0];
    }
  }

  @Nested
  class GivenAnIndexWithoutModels {
    @TempDir private Path folder;
    private LuceneSearchIndex index;

    @BeforeEach
    void fill() throws IOException {
      index = LuceneSearchIndex.open(folder, FileEncryptions.real(), List.of());
      index.apply(
          List.of(
              IndexFixture.note("office", "Reisepass", "Die Abholung ist in Zimmer 214."),
              IndexFixture.note("bond", "Flat", "The deposit of 1,200 was sent to the landlord."),
              IndexFixture.note("router", "", "Wi-Fi: FoxDen, the word behind it is plum-tart."),
              IndexFixture.note("train", "", "Booking code QX7RTP, coach 11."),
              IndexFixture.note("cake", "", "Her cake needs four eggs and some butter."),
              IndexFixture.note("parcelzh", "", "快递放在丰巢，明天来拿。"),
              IndexFixture.note(
                  "renda", "Casa", "Transferi a renda ao senhorio, com as cauções que faltavam."),
              IndexFixture.note("flu", "", "The jab is on Tuesday at ten."),
              IndexFixture.note("flu2", "", "The vaccination is on Friday at two."),
              IndexFixture.note("flu3", "", "Vaccination, a jab: this is on Sunday at six.")),
          List.of(),
          1);
    }

    @AfterEach
    void close() throws IOException {
      index.close();
    }

    @ParameterizedTest
    @CsvSource({
      "passport pickup room, Zimmer 214",
      "how do I get online?, FoxDen",
      "what was my pnr, QX7RTP",
      "caution money, deposit of",
      "Wo ist die Mietkaution, deposit of",
      "parcel locker, 丰巢",
      "押金, deposit of",
      "onde tenho de ir levantar o passaporte, Zimmer 214",
      "qual era o código de reserva do comboio, QX7RTP",
      "quanto foi o deposito do apartamento, deposit of",
      "where did the bond money for the Casa go with the rent, cauções",
      "was wurde an den Vermieter als Miete überwiesen, cauções",
      "护照在哪个房间领取, Zimmer 214"
    })
    void aRecordIsFoundByOtherWordsThanItsOwn(String question, String text) throws IOException {
      assertThat(hits(question).getFirst().passage().text()).contains(text);
    }

    @Test
    void theWordItselfRanksAboveAnother() throws IOException {
      assertThat(hits("jab").getFirst().passage().text()).contains("jab");
      assertThat(hits("vaccination").getFirst().passage().text()).containsIgnoringCase("vaccin");
      assertThat(textsOf("jab")).last().asString().contains("Friday");
      assertThat(textsOf("vaccination")).last().asString().contains("Tuesday");
    }

    @Test
    void aWordAndAnotherForItCountLittleMoreThanTheWord() throws IOException {
      double alone = scoreOf("vaccination", "Friday");
      double withAnother = scoreOf("vaccination", "Sunday");
      double other = scoreOf("vaccination", "Tuesday");

      assertThat(withAnother).isLessThan(alone + other / 2);
    }

    private double scoreOf(String question, String text) throws IOException {
      return hits(question).stream()
          .filter(hit -> hit.passage().text().contains(text))
          .findFirst()
          .orElseThrow()
          .lexicalScore();
    }

    private List<String> textsOf(String question) throws IOException {
      return hits(question).stream().map(hit -> hit.passage().text()).toList();
    }

    private List<Hit> hits(String question) throws IOException {
      return index.search(new SearchQuery(question, 5, SearchFilter.NONE));
    }
  }
}
