package dev.sotto.tools.journey;

import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Place;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContract;
import dev.sotto.tools.service.Services;
import java.time.LocalDate;
import java.util.Optional;

final class JourneyToolContractTest extends ToolContract<JourneyArguments> {
  @Override
  protected Tool<JourneyArguments> tool() {
    return new JourneyTool(Services.PUBLIC);
  }

  @Override
  protected JourneyArguments arguments() {
    return new JourneyArguments(
        new Place("Zurich", Optional.empty()),
        new Place("Interlaken Ost", Optional.empty()),
        LocalDate.of(2026, 12, 1),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  protected byte[] answer(EgressRequest request) {
    return TimetableAnswers.connections();
  }
}
