package dev.sotto.tools;

import dev.sotto.consent.RegisteredTool;
import dev.sotto.tool.Places;
import dev.sotto.tools.journey.JourneyTool;
import dev.sotto.tools.nearby.NearbyTool;
import dev.sotto.tools.service.CodeHash;
import dev.sotto.tools.service.Services;
import dev.sotto.tools.weather.WeatherTool;
import java.io.IOException;
import java.util.List;

/** The tools that come with Sotto. */
public final class ShippedTools {
  private ShippedTools() {}

  /**
   * Returns them, the preferred ones first. They carry the hash of this module's archive, so that
   * an update voids consents that stand.
   *
   * @param services where the services are
   * @param places what this computer knows about places
   * @throws IOException if the archive can't be read
   */
  public static List<RegisteredTool<?>> registered(Services services, Places places)
      throws IOException {
    String hash = CodeHash.of(ShippedTools.class);
    return List.of(
        RegisteredTool.of(new WeatherTool(services, places), hash),
        RegisteredTool.of(new JourneyTool(services), hash),
        RegisteredTool.of(new NearbyTool(services, places), hash));
  }
}
