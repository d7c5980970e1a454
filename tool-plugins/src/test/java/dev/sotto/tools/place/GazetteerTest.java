package dev.sotto.tools.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.KnownPlace;
import dev.sotto.tool.Places;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GazetteerTest {
  private final Places places = Gazetteer.ofTheWorld();

  @ParameterizedTest
  @CsvSource({
    "Porto, 'Porto, PT'",
    "OPORTO, 'Porto, PT'",
    "波尔图, 'Porto, PT'",
    "Lisboa, 'Lisbon, PT'",
    "Lissabon, 'Lisbon, PT'",
    "里斯本, 'Lisbon, PT'",
    "Obidos, 'Óbidos, BR'",
    "'Óbidos, Portugal', 'Óbidos, PT'",
    "München, 'Munich, DE'",
    "muenchen, 'Munich, DE'",
    "Munique, 'Munich, DE'",
    "慕尼黑, 'Munich, DE'",
    "Genf, 'Geneva, CH'",
    "Zurich, 'Zürich, CH'",
    "蘇黎世, 'Zürich, CH'",
    "北京市, 'Beijing, CN'",
    "東京, 'Tokyo, JP'",
    "Nova Iorque, 'New York City, New York, US'",
    "'Springfield, Illinois', 'Springfield, Illinois, US'",
    "'Paris, Texas', 'Paris, Texas, US'",
    "'London, Kanada', 'London, CA'",
    "伦敦（英国）, 'London, GB'",
    "Interlaken, 'Interlaken, CH'"
  })
  void knowsPlacesByTheirNamesInSeveralLanguages(String name, String label) {
    assertThat(places.find(name))
        .first()
        .extracting(place -> place.label(TextLanguage.ENGLISH))
        .isEqualTo(label);
  }

  @Test
  void namesPlacesInChinese() {
    assertThat(places.find("Porto").getFirst().label(TextLanguage.CHINESE)).isEqualTo("波尔图（葡萄牙）");
    assertThat(places.find("上海").getFirst().named(TextLanguage.CHINESE)).isEqualTo("上海");
  }

  @Test
  void putsTheLargestOfSeveralFirst() {
    List<KnownPlace> found = places.find("Springfield");

    assertThat(found).hasSizeBetween(5, Places.MOST_CANDIDATES);
    assertThat(found).extracting(KnownPlace::country).contains("US").first().isEqualTo("US");
    assertThat(places.find("London")).extracting(KnownPlace::country).startsWith("GB", "CA");
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "zzzzqqq", "'Porto, Japan'", "'\u0000'", "'🙂'"})
  void knowsNoPlaceByOtherTexts(String name) {
    assertThat(places.find(name)).isEmpty();
  }

  @Test
  void liesWhereThePlaceIs() {
    GeoPoint porto = places.find("Porto").getFirst().point();

    assertThat(porto.metresTo(new GeoPoint(41.1496, -8.6110))).isLessThan(2_000);
  }

  @Test
  void namesAPointByTheNearestPlace() {
    assertThat(places.nearest(new GeoPoint(38.7072, -9.1365)))
        .get()
        .extracting(KnownPlace::country)
        .isEqualTo("PT");
    assertThat(places.nearest(new GeoPoint(0, -30))).isEmpty();
  }
}
