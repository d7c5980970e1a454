package dev.sotto.tools.weather;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Places;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import dev.sotto.tools.service.Answers;
import dev.sotto.tools.service.Coordinates;
import dev.sotto.tools.service.Days;
import dev.sotto.tools.service.JsonValue;
import dev.sotto.tools.service.LocatedPlace;
import dev.sotto.tools.service.SearchedName;
import dev.sotto.tools.service.Services;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The weather of a day at a place. Sends the place's coordinates to two decimals and the day; for a
 * place that this computer doesn't know, its name before that.
 *
 * <p>Formats: Open-Meteo's pages "Weather Forecast API" and "Geocoding API".
 */
public final class WeatherTool implements Tool<WeatherArguments> {
  private static final String SERVICE = "Open-Meteo";
  private static final String FORECAST = "forecast";
  private static final String GEOCODING = "geocoding";
  private static final int DAYS_AHEAD = 15;

  private static final String FORECAST_TARGET =
      "/v1/forecast?latitude={latitude}&longitude={longitude}&start_date={day}&end_date={day}"
          + "&daily=weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,"
          + "precipitation_probability_max,wind_speed_10m_max&timezone=auto";

  private static final List<String> WORDS =
      List.of(
          "weather",
          "forecast",
          "rain",
          "raining",
          "rainy",
          "snow",
          "snowing",
          "umbrella",
          "temperature",
          "sunny",
          "windy",
          "how warm",
          "how cold",
          "how hot",
          "天气",
          "下雨",
          "下雪",
          "气温",
          "带伞",
          "多少度",
          "wetter",
          "wettervorhersage",
          "regnet",
          "schneit",
          "temperatur",
          "previsão do tempo",
          "como está o tempo",
          "vai chover",
          "chuva",
          "temperatura");

  private final Places places;
  private final ToolManifest manifest;

  /**
   * Creates the tool.
   *
   * @param services where the services are
   * @param places what this computer knows
   */
  public WeatherTool(Services services, Places places) {
    this.places = places;
    this.manifest =
        new ToolManifest(
            new ToolId("weather"),
            "1.0",
            new LocalizedText("The weather of a day at a place", "某地某日的天气"),
            new LocalizedText("to get a weather forecast", "查询天气预报"),
            List.of(
                new Endpoint(
                    FORECAST,
                    services.forecast(),
                    FORECAST_TARGET,
                    Optional.empty(),
                    List.of(Coordinates.LATITUDE, Coordinates.LONGITUDE, Days.FIELD),
                    "application/json",
                    64 << 10),
                new Endpoint(
                    GEOCODING,
                    services.geocoding(),
                    "/v1/search?name={name}&count=1&language=en&format=json",
                    Optional.empty(),
                    List.of(SearchedName.FIELD),
                    "application/json",
                    64 << 10)),
            new ToolManifest.Retention(
                new LocalizedText(
                    "Open-Meteo says that it doesn't track and sets no cookies; how long it keeps"
                        + " requests is in its terms.",
                    "Open-Meteo声明不跟踪、不设置Cookie；请求保留多久见其条款。"),
                Optional.of(URI.create("https://open-meteo.com/en/terms"))),
            WORDS);
  }

  @Override
  public ToolManifest manifest() {
    return manifest;
  }

  @Override
  public Class<WeatherArguments> argumentType() {
    return WeatherArguments.class;
  }

  @Override
  public ToolStep proceed(
      WeatherArguments arguments, List<ToolResponse> responses, ToolContext context)
      throws ToolException {
    requireForecastable(arguments.day(), context);
    Optional<LocatedPlace> located =
        LocatedPlace.find(arguments.place(), places, context.language());
    if (located.isEmpty() && responses.isEmpty()) {
      return new EgressRequest(GEOCODING, SearchedName.values(arguments.place().name()));
    }
    LocatedPlace place =
        located.isPresent() ? located.get() : found(responses.getFirst(), context.language());
    if (responses.isEmpty() || !responses.getLast().endpoint().equals(FORECAST)) {
      Map<String, FieldValue> values = new HashMap<>(Coordinates.values(place.point()));
      values.put("day", new FieldValue.Day(arguments.day()));
      return new EgressRequest(FORECAST, values);
    }
    JsonValue daily = Answers.read(responses.getLast(), SERVICE).get("daily");
    String notice =
        Answers.isChinese(context)
            ? place.ambiguity(context.language())
                + "天气数据来自Open-Meteo.com（CC BY 4.0），适用于约一公里范围；地名来自GeoNames（CC BY 4.0）。"
            : "Weather data by Open-Meteo.com (CC BY 4.0), for a point within about a kilometre;"
                + " place names by GeoNames (CC BY 4.0). "
                + place.ambiguity(context.language());
    return new ToolFindings(List.of(finding(place, arguments.day(), daily, context)), notice);
  }

  private static void requireForecastable(LocalDate day, ToolContext context) throws ToolException {
    LocalDate today = context.now().toLocalDate();
    if (day.isBefore(today.minusDays(1)) || day.isAfter(today.plusDays(DAYS_AHEAD))) {
      throw new ToolException(
          new LocalizedText(
              "There is a forecast for today and the next %d days; %s is not among them."
                  .formatted(DAYS_AHEAD, Days.shown(day, TextLanguage.ENGLISH)),
              "只有今天和未来%d天的预报；%s不在其中。"
                  .formatted(DAYS_AHEAD, Days.shown(day, TextLanguage.CHINESE))));
    }
  }

  private static LocatedPlace found(ToolResponse response, TextLanguage language)
      throws ToolException {
    JsonValue result = Answers.read(response, SERVICE).get("results").get(0);
    if (!result.isObject()) {
      throw new ToolException(
          new LocalizedText(
              "Neither this computer nor Open-Meteo knows a place of this name. Try another"
                  + " spelling or a larger place nearby.",
              "本机和Open-Meteo都不认识这个地名。请换一种写法，或用附近较大的地方。"));
    }
    GeoPoint point = Coordinates.point(result.get("latitude"), result.get("longitude"), SERVICE);
    List<String> parts = new ArrayList<>();
    for (String part : List.of("name", "admin1", "country")) {
      result.get(part).line(80).filter(text -> !parts.contains(text)).ifPresent(parts::add);
    }
    return new LocatedPlace(
        String.join(language == TextLanguage.CHINESE ? "，" : ", ", parts), point, 0);
  }

  private static ToolFindings.Finding finding(
      LocatedPlace place, LocalDate day, JsonValue daily, ToolContext context)
      throws ToolException {
    if (!daily.get("time").get(0).line(10).equals(Optional.of(day.toString()))) {
      throw Answers.unexpected(SERVICE);
    }
    OptionalDouble least = daily.get("temperature_2m_min").get(0).number(-100, 70);
    OptionalDouble most = daily.get("temperature_2m_max").get(0).number(-100, 70);
    OptionalDouble rain = daily.get("precipitation_sum").get(0).number(0, 5_000);
    OptionalDouble chance = daily.get("precipitation_probability_max").get(0).number(0, 100);
    OptionalDouble wind = daily.get("wind_speed_10m_max").get(0).number(0, 500);
    OptionalDouble code = daily.get("weather_code").get(0).number(0, 99);
    if (least.isEmpty() || most.isEmpty()) {
      throw Answers.unexpected(SERVICE);
    }
    boolean chinese = Answers.isChinese(context);
    Optional<LocalizedText> words =
        code.isPresent() ? WeatherCode.words(code.getAsDouble()) : Optional.empty();
    StringBuilder text = new StringBuilder();
    words.ifPresent(w -> text.append(w.in(context.language())).append(chinese ? "。" : ". "));
    text.append(
        (chinese ? "气温%s到%s°C" : "%s to %s °C")
            .formatted(whole(least.getAsDouble()), whole(most.getAsDouble())));
    if (rain.isPresent()) {
      text.append(
          rain.getAsDouble() == 0
              ? (chinese ? "，无降水" : ", no rain or snow")
              : (chinese ? "，降水%s毫米" : ", %s mm of rain or snow")
                  .formatted(Answers.number(rain.getAsDouble())));
    }
    if (chance.isPresent()) {
      text.append(
          (chinese ? "（降水概率%s%%）" : " (probability %s %%)").formatted(whole(chance.getAsDouble())));
    }
    if (wind.isPresent()) {
      text.append(
          (chinese ? "，最大风速%s公里/小时" : ", wind up to %s km/h").formatted(whole(wind.getAsDouble())));
    }
    text.append(chinese ? "。" : ".");
    return new ToolFindings.Finding(
        place.label() + (chinese ? "，" : ", ") + Days.shown(day, context.language()),
        text.toString());
  }

  private static String whole(double value) {
    return Long.toString(Math.round(value)).replace('-', '−');
  }

  @Override
  public String toString() {
    return "WeatherTool";
  }
}
