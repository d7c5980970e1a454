package dev.sotto.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamedCardTest {
  private static final Passage CARLA =
      card(
          "Carla Mendes",
          "Title: Baker\nPhone (mobile): +351911111111\nEmail (home): carla@mendes.example\n"
              + "Birthday: 4 May 1988");
  private static final Passage XIAOMEI = card("小梅", "Phone (mobile): +8613900000000");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when is the birthday of whoever lent me the atlas | Birthday",
        "phone of the friend who lent me the atlas | Phone",
        "qual é o telefone de quem me emprestou o atlas | Phone",
        "借我地图册的朋友电话是多少 | Phone",
        "email of the atlas lender | Email",
      })
  void findsTheLineOfTheCardWhoseOwnerTheSentenceNames(String question, String label) {
    Optional<Revision.Place> line =
        NamedCard.of(question, "Carla lent me the atlas.", hits(XIAOMEI, CARLA));

    assertThat(NamedCard.isAskedFor(question)).isTrue();
    assertThat(line).map(Revision.Place::passage).contains(CARLA);
    assertThat(CARLA.text().substring(line.orElseThrow().start())).startsWith(label);
  }

  @Test
  void findsAChineseNameAsAWhole() {
    Passage other = card("小李", "Phone (mobile): +8613911111111");

    assertThat(NamedCard.of("电话是多少", "地图册是小梅 借给我的", hits(other, XIAOMEI))).isEmpty();
    assertThat(NamedCard.of("电话是多少", "小梅: 地图册给你", hits(other, XIAOMEI)))
        .map(Revision.Place::passage)
        .contains(XIAOMEI);
  }

  @Test
  void findsNothingWhereTwoCardsShareTheName() {
    Passage another = card("Carla Dias", "Phone (mobile): +351922222222");

    assertThat(NamedCard.of("phone of the atlas lender", "Carla lent it.", hits(CARLA, another)))
        .isEmpty();
  }

  @Test
  void findsNothingThatTheCardLacksOrTheQuestionDoesNotAskFor() {
    assertThat(NamedCard.of("address of the lender", "Carla lent it.", hits(CARLA))).isEmpty();
    assertThat(NamedCard.isAskedFor("who lent me the atlas")).isFalse();
  }

  @Test
  void findsNothingForANameOfTheQuestion() {
    assertThat(NamedCard.of("phone of Carla", "Carla lent it.", hits(CARLA))).isEmpty();
  }

  private static List<Hit> hits(Passage... passages) {
    return List.of(passages).stream().map(p -> new Hit(p, 1, 1, 1, List.of())).toList();
  }

  private static Passage card(String name, String text) {
    SourceId source = new SourceId("contacts");
    return new Passage(
        RecordId.of(source, new ItemKey(name)),
        source,
        RecordKind.CONTACT,
        name,
        Instant.parse("2026-03-05T10:00:00Z"),
        List.of(),
        Labels.UNLABELLED,
        TextLanguage.ENGLISH,
        0,
        text.length(),
        text);
  }
}
