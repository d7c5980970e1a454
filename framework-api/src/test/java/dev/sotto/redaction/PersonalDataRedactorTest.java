package dev.sotto.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.Redactor;
import dev.sotto.consent.Redactor.Kind;
import dev.sotto.consent.Redactor.Redaction;
import dev.sotto.consent.Redactor.Replacement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalDataRedactorTest {
  private static final int RANDOM_TEXTS = 5_000;
  private static final Redactor REDACTOR = new PersonalDataRedactor(RedactionCorpus.contacts());

  @Test
  void putsPlaceholdersOfTheSameKindAndTakesThemBack() {
    Redaction redaction = REDACTOR.redact("Anna Weber, anna.weber@posteo.example, 0171 392 0011");

    assertThat(redaction.text()).isEqualTo("[person 1], [mail 1], [phone 1]");
    assertThat(redaction.restore("Table for [person 1], ring [phone 1]."))
        .isEqualTo("Table for Anna Weber, ring 0171 392 0011.");
  }

  @Test
  void theSameThingHasTheSamePlaceholderInAllTextsOfACall() {
    List<Redaction> all =
        REDACTOR.redactAll(List.of("Bob Miller and Anna", "Anna to Anna", "no one"));

    assertThat(all)
        .extracting(Redaction::text)
        .containsExactly("[person 1] and [person 2]", "[person 2] to [person 2]", "no one");
    assertThat(all.get(1).replacements()).hasSize(1);
  }

  @Test
  void noPlaceholderStandsInTheTextsAlready() {
    List<Redaction> all =
        REDACTOR.redactAll(
            List.of("[person 1] and Anna", "[person 2] or [person 4]", "Bob Miller"));

    assertThat(all)
        .extracting(Redaction::text)
        .containsExactly("[person 1] and [person 3]", "[person 2] or [person 4]", "[person 5]");
    assertThat(all.getFirst().restore(all.getFirst().text())).isEqualTo("[person 1] and Anna");
  }

  @Test
  void whatIsPutBackIsNotLookedAtAgain() {
    Redaction redaction =
        new Redaction(
            "a b",
            List.of(
                new Replacement("a", "b", Kind.PERSON),
                new Replacement("b", "$1\\a", Kind.PERSON),
                new Replacement("bb", "c", Kind.PERSON)));

    assertThat(redaction.restore("a b bb ab")).isEqualTo("b $1\\a c b$1\\a");
  }

  @Test
  void anotherThanTheWrittenFormIsAnotherThing() {
    Redaction redaction = REDACTOR.redact("Anna, ANNA and anna");

    assertThat(redaction.text()).isEqualTo("[person 1], [person 2] and [person 3]");
    assertThat(redaction.restore(redaction.text())).isEqualTo("Anna, ANNA and anna");
  }

  /** Random mixtures of names, numbers, placeholders and brackets: all come back as they were. */
  @Test
  void restoresExactly() {
    Random random = new Random(61);
    String[] parts = {
      "Anna",
      "Weber",
      " ",
      "[",
      "]",
      "[person 1]",
      "[person ",
      "1]",
      "person",
      "陈薇",
      "老王",
      "0171 392 0011",
      "DE89 3704 0044 0532 0130 00",
      "4111111111111111",
      "$1",
      "\\",
      "\\E",
      "a@b.example",
      "Am Markt 7",
      "建国路88号",
      "[[person 2]]",
      "[mail 1]",
      "'s",
      "João",
      ",",
      "护照E12345678",
      "İ",
      "\uD83D\uDE00",
      "1"
    };
    int replaced = 0;
    for (int i = 0; i < RANDOM_TEXTS; i++) {
      List<String> texts = new ArrayList<>();
      for (int t = 0; t < 1 + random.nextInt(3); t++) {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < random.nextInt(12); p++) {
          text.append(parts[random.nextInt(parts.length)]);
        }
        texts.add(text.toString());
      }
      List<Redaction> redactions = REDACTOR.redactAll(texts);

      Map<String, String> meanings = new HashMap<>();
      Set<Replacement> distinct = new HashSet<>();
      for (int t = 0; t < texts.size(); t++) {
        Redaction redaction = redactions.get(t);
        assertThat(redaction.restore(redaction.text())).isEqualTo(texts.get(t));
        for (Replacement replacement : redaction.replacements()) {
          assertThat(
                  meanings.merge(replacement.placeholder(), replacement.original(), String::concat))
              .isIn(
                  replacement.original(),
                  replacement.original() + replacement.original(),
                  replacement.original().repeat(3));
          assertThat(texts).noneMatch(text -> text.contains(replacement.placeholder()));
          distinct.add(replacement);
          replaced++;
        }
      }
      assertThat(distinct.stream().map(Replacement::placeholder).distinct().count())
          .isEqualTo(distinct.size());
    }
    assertThat(replaced).isGreaterThan(RANDOM_TEXTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DE89370400440532013000|true",
        "DE89370400440532013001|false",
        "GB82 WEST 1234 5698 7654 32|true",
        "NO93 8601 1117 947|true",
        "DE8937040044|false"
      })
  void checksBankAccounts(String text, boolean valid) {
    assertThat(PersonalNumbers.isIban(text)).isEqualTo(valid);
    assertThat(
            REDACTOR.redact("to " + text + " please").replacements().stream()
                .anyMatch(one -> one.kind() == Kind.BANK_ACCOUNT))
        .isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"4111111111111111,true", "4111111111111112,false", "6011000000000004,true"})
  void checksCards(String text, boolean valid) {
    assertThat(PersonalNumbers.isCard(text)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"11010519491231002X,true", "110105194912310021,false", "440524188001010014,true"})
  void checksChineseIdentityNumbers(String text, boolean valid) {
    assertThat(PersonalNumbers.isIdentity(text)).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-04",
        "4.5.2026",
        "09:15",
        "1,250,000 yen",
        "41.15,-8.61",
        "ISBN 978-3-16-148410-0",
        "192.168.10.25",
        "100 000 km",
        "G1234",
        "第88届",
        "2026年5月4日"
      })
  void leavesOtherNumbersAlone(String text) {
    assertThat(REDACTOR.redact(text).text()).isEqualTo(text);
  }

  @Test
  void knowsTheAddressesOnTheCardsHoweverTheyAreWritten() {
    assertThat(REDACTOR.redact("flowers to lindenallee 14").text())
        .isEqualTo("flowers to [address 1]");
    assertThat(REDACTOR.redact("to RUA DAS FLORES 21, 4050-262 Porto!").text())
        .isEqualTo("to [address 1]!");
  }

  @Test
  void whatOverlapsAnotherIsNotLeftForIt() {
    assertThat(REDACTOR.redact("Anna-Weber anna.weber@posteo.example").text())
        .isEqualTo("[person 1] [mail 1]");
    assertThat(REDACTOR.redact("Anna anna.weber@posteo.example").text())
        .isEqualTo("[person 1] [mail 1]");
  }

  @Test
  void whoeverHasNoCardIsNotFound() {
    assertThat(REDACTOR.redact("dinner with Zacharias Quill").replacements()).isEmpty();
  }

  @Test
  void showsNothingInItsDescription() {
    assertThat(REDACTOR + " " + REDACTOR.redact("Anna")).doesNotContain("Anna");
  }
}
