package dev.sotto.application.plugin;

import dev.sotto.record.Fingerprint;
import java.util.List;

/**
 * A plugin that the person accepted.
 *
 * @param fileName the name of its file in the plugins' folder
 * @param code SHA-256 of the file that was accepted
 * @param tools ids of its tools
 * @param version the version of the first of them
 */
record AcceptedPlugin(String fileName, Fingerprint code, List<String> tools, String version) {
  AcceptedPlugin {
    tools = List.copyOf(tools);
  }

  @Override
  public String toString() {
    return "AcceptedPlugin[" + code + ", " + tools.size() + " tools]";
  }
}
