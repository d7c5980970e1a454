package dev.sotto.examples.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolContract;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All that Sotto wants of a tool, and what this one says. */
final class AirQualityToolTest extends ToolContract<AirQualityArguments> {
  @Override
  protected Tool<AirQualityArguments> tool() {
    return new AirQualityTool(new AirQualityIndex());
  }

  @Override
  protected AirQualityArguments arguments() {
    return new AirQualityArguments(new Place("Porto", Optional.of(new GeoPoint(41.15, -8.61))));
  }

  /** Written for this test after Open-Meteo's page "Air Quality API", November 2026. */
  @Override
  protected byte[] answer(EgressRequest request) {
    return """
    {"latitude":41.1,"longitude":-8.6,"generationtime_ms":0.05,"utc_offset_seconds":0,\
    "timezone":"GMT","timezone_abbreviation":"GMT","current_units":{"time":"iso8601",\
    "interval":"seconds","european_aqi":"EAQI","pm2_5":"μg/m³","pm10":"μg/m³"},\
    "current":{"time":"2026-11-27T09:00","interval":3600,"european_aqi":21,"pm2_5":7.4,\
    "pm10":12.6}}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tellsTheIndexInWords() throws ToolException {
    ToolResponse response =
        new ToolResponse(
            "now", 200, "application/json", answer(new EgressRequest("now", Map.of())));

    ToolFindings findings =
        (ToolFindings)
            tool()
                .proceed(
                    arguments(), List.of(response), new ToolContext(NOW, TextLanguage.ENGLISH));

    assertThat(findings.findings().getFirst().text())
        .isEqualTo("fair (European air quality index 21), PM2.5 7 μg/m³, PM10 13 μg/m³.");
  }
}
