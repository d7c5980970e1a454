package dev.sotto.tools.nearby;

import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContract;
import dev.sotto.tools.service.Services;
import java.util.Optional;

final class NearbyToolContractTest extends ToolContract<NearbyArguments> {
  @Override
  protected Tool<NearbyArguments> tool() {
    return new NearbyTool(Services.PUBLIC, Places.NONE);
  }

  @Override
  protected NearbyArguments arguments() {
    return new NearbyArguments(
        PlaceKind.STEAK_HOUSE,
        new Place("Travessa do Moinho 7, Porto", Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  protected byte[] answer(EgressRequest request) {
    return request.endpoint().equals("address") ? MapAnswers.address() : MapAnswers.steakhouses();
  }
}
