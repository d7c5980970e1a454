package dev.sotto.tools.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpeningHoursTest {
  /** 2026-11-27 is a Friday. */
  @ParameterizedTest
  @CsvSource({
    "24/7, 2026-11-27T03:00, 00:00",
    "Mo-Fr 09:00-18:00, 2026-11-27T17:59, 18:00",
    "Mo-Fr 09:00-18:00, 2026-11-27T18:00, ''",
    "Mo-Fr 09:00-18:00, 2026-11-28T12:00, ''",
    "'Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-13:00', 2026-11-28T12:00, 13:00",
    "'Mo-Fr 09:00-12:00,14:00-18:00', 2026-11-27T13:00, ''",
    "09:00-20:00, 2026-11-29T10:00, 20:00",
    "'Mo-Su 09:00-20:00; We off', 2026-11-25T10:00, ''",
    "'Mo-Su 09:00-20:00; PH off', 2026-11-27T10:00, 20:00",
    "'Mo,Tu,Th 12:00-18:00; Sa,PH 12:00-17:00', 2026-11-28T16:00, 17:00",
    "Fr-Sa 18:00-02:00, 2026-11-28T01:30, 02:00",
    "Fr-Sa 18:00-02:00, 2026-11-27T01:30, ''",
    "Sa-Mo 10:00-12:00, 2026-11-30T11:00, 12:00"
  })
  void tellsUntilWhenItIsOpen(String hours, LocalDateTime moment, String until) {
    assertThat(OpeningHours.read(hours))
        .get()
        .extracting(read -> read.openUntil(moment).map(LocalTime::toString).orElse(""))
        .isEqualTo(until);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sunset-23:00",
        "Mo-Fr 18:00+",
        "Jan-Mar 10:00-12:00",
        "week 1-10 10:00-12:00",
        "Th[1] 10:00-12:00",
        "by appointment",
        "\"nur nach Absprache\"",
        "2026 10:00-12:00",
        "Mo-Fr 09:00-18:00 || unknown",
        "⟨U+001B⟩[2J",
        "(((((((((((("
      })
  void saysNothingOfWhatItDoesNotUnderstand(String hours) {
    assertThat(OpeningHours.read(hours)).isEmpty();
  }
}
