package dev.sotto.application.plugin;

import dev.sotto.record.Fingerprint;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keeps which plugins the person accepted, encrypted in the store. Stateless. */
final class AcceptedPlugins {
  private static final String DOCUMENT = "plugins";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private AcceptedPlugins() {}

  /**
   * Reads them.
   *
   * @throws IOException if they were written by a newer version
   */
  static List<AcceptedPlugin> read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return List.of();
    }
    JsonNode json = JSON.readTree(content.get());
    if (json.path("version").asInt(0) != VERSION) {
      throw new IOException(
          "The list of accepted plugins has version %d; this program reads version %d. Use the newer"
                  .formatted(json.path("version").asInt(0), VERSION)
              + " program that wrote it");
    }
    List<AcceptedPlugin> plugins = new ArrayList<>();
    for (JsonNode node : json.path("plugins")) {
      List<String> tools = new ArrayList<>();
      node.path("tools").forEach(tool -> tools.add(tool.asString()));
      plugins.add(
          new AcceptedPlugin(
              node.path("file").asString(),
              new Fingerprint(node.path("sha256").asString()),
              tools,
              node.path("toolVersion").asString()));
    }
    return plugins;
  }

  /** Writes them in place of those before. */
  static void write(List<AcceptedPlugin> plugins, SealedDocuments documents) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    var array = json.putArray("plugins");
    for (AcceptedPlugin plugin : plugins) {
      ObjectNode node = array.addObject();
      node.put("file", plugin.fileName());
      node.put("sha256", plugin.code().value());
      plugin.tools().forEach(node.putArray("tools")::add);
      node.put("toolVersion", plugin.version());
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }
}
