package dev.sotto.tools.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.Delivery;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.ConsentedCalls;
import dev.sotto.tool.Place;
import dev.sotto.tool.ServiceOnLoopback;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.place.Gazetteer;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WeatherToolTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 27, 9, 30, 0, 0, ZoneId.of("Europe/Lisbon"));
  private static final LocalDate DAY = LocalDate.of(2026, 12, 1);

  private final ConsentedCalls calls = new ConsentedCalls();
  private ServiceOnLoopback service;
  private WeatherTool tool;

  @BeforeEach
  void startService() throws IOException {
    service =
        ServiceOnLoopback.start()
            .answering("/v1/forecast", WeatherServiceAnswers.forecast("2026-12-01"))
            .answering("/v1/search", WeatherServiceAnswers.place());
    tool = new WeatherTool(Services.at(service.origin()), Gazetteer.ofTheWorld());
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  void asksForAKnownPlaceByCoordinatesAndDayAlone() throws IOException {
    ToolFindings findings = found("Porto", TextLanguage.ENGLISH);

    assertThat(service.asked())
        .containsExactly(
            "/v1/forecast?latitude=41.15&longitude=-8.61&start_date=2026-12-01&end_date=2026-12-01"
                + "&daily=weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,"
                + "precipitation_probability_max,wind_speed_10m_max&timezone=auto");
    assertThat(findings.findings())
        .containsExactly(
            new ToolFindings.Finding(
                "Porto, PT, Tuesday, 1 December 2026",
                "Light rain. −1 to 17 °C, 4.2 mm of rain or snow (probability 80 %), wind up to 22"
                    + " km/h."));
    assertThat(findings.notice()).contains("Open-Meteo.com (CC BY 4.0)", "GeoNames");
  }

  @Test
  void showsLatitudeLongitudeAndDayOnTheCard() throws IOException {
    found("Porto", TextLanguage.ENGLISH);

    assertThat(calls.cards())
        .singleElement()
        .satisfies(card ->
            assertThat(card.fields())
                .extracting(field -> field.label().english(), ConsentCard.ShownField::value)
                .containsExactly(
                    tuple("latitude", "41.15"),
                    tuple("longitude", "-8.61"),
                    tuple("day", "2026-12-01")));
  }

  @Test
  void answersInChinese() throws IOException {
    ToolFindings findings = found("波尔图", TextLanguage.CHINESE);

    assertThat(findings.findings())
        .containsExactly(
            new ToolFindings.Finding(
                "波尔图（葡萄牙），2026年12月1日星期二", "小雨。气温−1到17°C，降水4.2毫米（降水概率80%），最大风速22公里/小时。"));
    assertThat(findings.notice()).contains("Open-Meteo.com（CC BY 4.0）");
  }

  @Test
  void asksForTheCoordinatesOfAPlaceThatThisComputerDoesNotKnow() throws IOException {
    ToolFindings findings = found("Vila do Gerês", TextLanguage.ENGLISH);

    assertThat(service.asked())
        .hasSize(2)
        .first()
        .isEqualTo("/v1/search?name=Vila%20do%20Ger%C3%AAs&count=1&language=en&format=json");
    assertThat(service.asked().getLast()).contains("latitude=41.73&longitude=-8.16&");
    assertThat(calls.cards()).hasSize(2);
    assertThat(findings.findings().getFirst().title()).startsWith("Gerês, Braga, Portugal, ");
  }

  @Test
  void saysWhichOfSeveralPlacesIsMeant() throws IOException {
    ToolFindings findings = found("Springfield, Illinois", TextLanguage.ENGLISH);
    ToolFindings ambiguous = found("Springfield", TextLanguage.ENGLISH);

    assertThat(findings.findings().getFirst().title()).startsWith("Springfield, Illinois, US, ");
    assertThat(findings.notice()).doesNotContain("this name");
    assertThat(ambiguous.notice()).contains("more places have this name");
  }

  @Test
  void saysThatNobodyKnowsThePlace() throws IOException {
    service.answering("/v1/search", WeatherServiceAnswers.noPlace());

    assertThat(call("Xyzzyville", DAY, TextLanguage.ENGLISH))
        .isInstanceOfSatisfying(
            ToolOutcome.Unable.class,
            unable ->
                assertThat(unable.explanation().english())
                    .startsWith("Neither this computer nor Open-Meteo knows"));
  }

  @Test
  void sendsNothingForADayWithoutForecast() throws IOException {
    ToolOutcome outcome = call("Porto", LocalDate.of(2027, 3, 1), TextLanguage.ENGLISH);

    assertThat(outcome).isInstanceOf(ToolOutcome.Unable.class);
    assertThat(service.asked()).isEmpty();
    assertThat(calls.cards()).isEmpty();
  }

  @Test
  void takesNoAnswerForAnotherDay() throws IOException {
    service.answering("/v1/forecast", WeatherServiceAnswers.forecast("2026-12-02"));

    assertThat(call("Porto", DAY, TextLanguage.ENGLISH)).isInstanceOf(ToolOutcome.Unable.class);
  }

  @Test
  void passesOnThatTheServiceRefused() throws IOException {
    service.answering(
        "/v1/forecast",
        400,
        "application/json",
        "{\"error\":true,\"reason\":\"Out of range\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(call("Porto", DAY, TextLanguage.ENGLISH))
        .isInstanceOfSatisfying(
            ToolOutcome.NotAnswered.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Delivery.Failure.STATUS);
              assertThat(refused.status()).isEqualTo(400);
            });
  }

  private ToolFindings found(String place, TextLanguage language) throws IOException {
    ToolOutcome outcome = call(place, DAY, language);
    assertThat(outcome).isInstanceOf(ToolOutcome.Found.class);
    return ((ToolOutcome.Found) outcome).findings();
  }

  private ToolOutcome call(String place, LocalDate day, TextLanguage language) throws IOException {
    return calls.call(
        tool,
        Map.of(
            "place", new ArgumentValue.Where(new Place(place, Optional.empty())),
            "day", new ArgumentValue.Day(day)),
        new ToolContext(NOW, language));
  }
}
