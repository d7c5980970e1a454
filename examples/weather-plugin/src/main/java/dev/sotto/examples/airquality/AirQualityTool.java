package dev.sotto.examples.airquality;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How clean the air is at a place now. Sends the place's coordinates to two decimals.
 *
 * <p>Format: Open-Meteo's page "Air Quality API".
 */
@Dependent
public class AirQualityTool implements Tool<AirQualityArguments> {
  private static final ToolManifest MANIFEST =
      new ToolManifest(
          new ToolId("air"),
          "1.0",
          new LocalizedText("How clean the air is at a place now", "某地现在的空气质量"),
          new LocalizedText("to look up the air quality", "查询空气质量"),
          List.of(
              new Endpoint(
                  "now",
                  URI.create("https://air-quality-api.open-meteo.com"),
                  "/v1/air-quality?latitude={latitude}&longitude={longitude}"
                      + "&current=european_aqi,pm2_5,pm10",
                  Optional.empty(),
                  List.of(
                      new Endpoint.Field(
                          "latitude",
                          new FieldForm.Latitude(),
                          DataClass.COORDINATES,
                          new LocalizedText("latitude", "纬度")),
                      new Endpoint.Field(
                          "longitude",
                          new FieldForm.Longitude(),
                          DataClass.COORDINATES,
                          new LocalizedText("longitude", "经度"))),
                  "application/json",
                  16 << 10)),
          new ToolManifest.Retention(
              new LocalizedText(
                  "Open-Meteo says that it doesn't track; how long it keeps requests is in its"
                      + " terms.",
                  "Open-Meteo声明不跟踪；请求保留多久见其条款。"),
              Optional.of(URI.create("https://open-meteo.com/en/terms"))),
          List.of("air quality", "air pollution", "smog", "luftqualität", "空气质量", "雾霾"));

  private final AirQualityIndex index;

  /** Creates the tool; the container gives it what it needs. */
  @Inject
  public AirQualityTool(AirQualityIndex index) {
    this.index = index;
  }

  @Override
  public ToolManifest manifest() {
    return MANIFEST;
  }

  @Override
  public Class<AirQualityArguments> argumentType() {
    return AirQualityArguments.class;
  }

  @Override
  public ToolStep proceed(
      AirQualityArguments arguments, List<ToolResponse> responses, ToolContext context)
      throws ToolException {
    GeoPoint point =
        arguments
            .place()
            .point()
            .orElseThrow(() ->
                new ToolException(
                    new LocalizedText(
                        "This computer doesn't know where that is. Name a larger place nearby.",
                        "本机不知道那个地方在哪里。请说附近较大的地方。")));
    return responses.isEmpty() ? request(point) : findings(responses.getLast(), context);
  }

  private static EgressRequest request(GeoPoint point) {
    return new EgressRequest(
        "now",
        Map.of(
            "latitude", new FieldValue.Coordinate(BigDecimal.valueOf(point.latitude())),
            "longitude", new FieldValue.Coordinate(BigDecimal.valueOf(point.longitude()))));
  }

  private ToolFindings findings(ToolResponse response, ToolContext context) throws ToolException {
    String answer = new String(response.body(), StandardCharsets.UTF_8);
    OptionalDouble aqi = number(answer, "european_aqi");
    if (aqi.isEmpty()) {
      throw new ToolException(
          new LocalizedText(
              "Open-Meteo knows nothing about the air there.", "Open-Meteo没有那里的空气数据。"));
    }
    boolean chinese = context.language() == TextLanguage.CHINESE;
    String word = index.word(aqi.getAsDouble()).in(context.language());
    StringBuilder text =
        new StringBuilder(
            (chinese ? "%s（欧洲空气质量指数%.0f）" : "%s (European air quality index %.0f)")
                .formatted(word, aqi.getAsDouble()));
    number(answer, "pm2_5")
        .ifPresent(value ->
            text.append((chinese ? "，PM2.5 %.0f微克/立方米" : ", PM2.5 %.0f μg/m³").formatted(value)));
    number(answer, "pm10")
        .ifPresent(value ->
            text.append((chinese ? "，PM10 %.0f微克/立方米" : ", PM10 %.0f μg/m³").formatted(value)));
    return new ToolFindings(
        List.of(
            new ToolFindings.Finding(
                chinese ? "现在的空气" : "Air quality now", text + (chinese ? "。" : "."))),
        chinese
            ? "数据来自Open-Meteo.com（CC BY 4.0）与CAMS。"
            : "Data by Open-Meteo.com (CC BY 4.0) and CAMS.");
  }

  /** Takes a number by its name; enough for this answer, whose names stand there once. */
  private static OptionalDouble number(String answer, String name) {
    Matcher number =
        Pattern.compile("\"" + name + "\"\\s*:\\s*([0-9]{1,5}(?:\\.[0-9]{1,5})?)[,}\\s]")
            .matcher(answer);
    return number.find()
        ? OptionalDouble.of(Double.parseDouble(number.group(1)))
        : OptionalDouble.empty();
  }
}
