package dev.sotto.tools.weather;

import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContract;
import dev.sotto.tools.service.Services;
import java.time.LocalDate;
import java.util.Optional;

final class WeatherToolContractTest extends ToolContract<WeatherArguments> {
  @Override
  protected Tool<WeatherArguments> tool() {
    return new WeatherTool(Services.PUBLIC, Places.NONE);
  }

  @Override
  protected WeatherArguments arguments() {
    return new WeatherArguments(new Place("Gerês", Optional.empty()), LocalDate.of(2026, 12, 1));
  }

  @Override
  protected byte[] answer(EgressRequest request) {
    return request.endpoint().equals("geocoding")
        ? WeatherServiceAnswers.place()
        : WeatherServiceAnswers.forecast("2026-12-01");
  }
}
