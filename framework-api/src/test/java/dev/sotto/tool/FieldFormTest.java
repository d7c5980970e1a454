package dev.sotto.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldFormTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 5, 31);

  private static FieldValue coordinate(String degrees) {
    return new FieldValue.Coordinate(new BigDecimal(degrees));
  }

  @ParameterizedTest
  @CsvSource({
    "41.154999,41.15",
    "41.155,41.16",
    "41.145,41.14",
    "-0.004,0.00",
    "-0.006,-0.01",
    "7,7.00",
    "1e1,10.00",
    "180,180.00"
  })
  void coordinatesHaveTwoDecimals(String degrees, String text) {
    assertThat(coordinate(degrees).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"180.01", "-181", "1e9", "1e-101", "1e-999999999", "1e999999999"})
  void coordinatesAreDegrees(String degrees) {
    assertThatIllegalArgumentException().isThrownBy(() -> coordinate(degrees));
  }

  @Test
  void latitudesEndAtThePolesAndLongitudesAtTheDateLine() {
    assertThat(new FieldForm.Latitude().admits(coordinate("90"))).isTrue();
    assertThat(new FieldForm.Latitude().admits(coordinate("90.01"))).isFalse();
    assertThat(new FieldForm.Longitude().admits(coordinate("-180"))).isTrue();
    assertThat(new FieldForm.Longitude().admits(new FieldValue.Count(7))).isFalse();
  }

  @Test
  void daysLieBetweenTwoDays() {
    FieldForm form = new FieldForm.Day(FIRST, LAST);

    assertThat(form.admits(new FieldValue.Day(FIRST))).isTrue();
    assertThat(form.admits(new FieldValue.Day(LAST))).isTrue();
    assertThat(form.admits(new FieldValue.Day(FIRST.minusDays(1)))).isFalse();
    assertThat(form.admits(new FieldValue.Day(LAST.plusDays(1)))).isFalse();
    assertThat(form.bits()).isEqualTo(Math.log(31) / Math.log(2), within(1e-9));
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldForm.Day(LAST, FIRST));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FieldForm.Day(LocalDate.MIN, LocalDate.MAX));
  }

  @Test
  void timesAreWholeMinutes() {
    assertThat(new FieldValue.Minute(LocalTime.of(9, 5, 59, 7)).text()).isEqualTo("09:05");
    assertThat(new FieldForm.Minute().bits())
        .isEqualTo(Math.log(1_440) / Math.log(2), within(1e-9));
  }

  @Test
  void choicesAreThoseOfTheListLetterByLetter() {
    FieldForm form = new FieldForm.Choice(List.of("bus", "cash machine"));

    assertThat(form.admits(new FieldValue.Choice("cash machine"))).isTrue();
    assertThat(form.admits(new FieldValue.Choice("Bus"))).isFalse();
    assertThat(form.admits(new FieldValue.Choice("bus "))).isFalse();
    assertThat(form.admits(new FieldValue.Words("bus"))).isFalse();
    assertThat(form.bits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " bus", "bus ", "b\nus", "büs"})
  void choicesArePlainWords(String choice) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldForm.Choice(List.of(choice)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FieldForm.Choice(List.of("bus", "bus")));
  }

  @Test
  void countsLieInTheirRange() {
    FieldForm form = new FieldForm.Count(-1, 2);

    assertThat(form.admits(new FieldValue.Count(-1))).isTrue();
    assertThat(form.admits(new FieldValue.Count(3))).isFalse();
    assertThat(form.bits()).isEqualTo(2);
    assertThat(new FieldForm.Count(Integer.MIN_VALUE, Integer.MAX_VALUE).bits()).isEqualTo(32);
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldForm.Count(2, 1));
  }

  @Test
  void wordsAreOfAnyLanguageAndOfABoundedLength() {
    FieldForm form = new FieldForm.Words(12);

    for (String words :
        List.of("Porto", "São João", "北京　天气", "Cafe\u0301 🍣", "نابلس", "a".repeat(12))) {
      assertThat(form.admits(new FieldValue.Words(words))).as(words).isTrue();
    }
    assertThat(form.admits(new FieldValue.Words("a".repeat(13)))).isFalse();
    assertThat(form.admits(new FieldValue.Words("\u3000"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latitude| 41.155 |41.16",
        "day|2026-05-05 |2026-05-05",
        "time| 9:05|",
        "time|09:05|09:05",
        "choice| bus|bus",
        "count|+7|7",
        "count|9|",
        "count|٧|7",
        "words| São João |São João",
        "latitude|41,15|",
        "latitude|NaN|",
        "latitude|0x10|",
        "day|5.5.2026|",
        "day|2026-06-01|"
      })
  void readsWhatAPersonTypes(String form, String typed, String text) {
    FieldForm read =
        switch (form) {
          case "latitude" -> new FieldForm.Latitude();
          case "day" -> new FieldForm.Day(FIRST, LAST);
          case "time" -> new FieldForm.Minute();
          case "choice" -> new FieldForm.Choice(List.of("bus"));
          case "count" -> new FieldForm.Count(1, 8);
          default -> new FieldForm.Words(20);
        };

    assertThat(read.read(typed).map(FieldValue::text)).isEqualTo(Optional.ofNullable(text));
  }
}
