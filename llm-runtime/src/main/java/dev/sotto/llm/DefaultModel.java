package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufHead;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The model that comes with Sotto, in a jar of its own on the class path. Its hash stands beside
 * it, so that the prepared form is found without reading the model.
 */
public final class DefaultModel {
  private static final String FOLDER = "/dev/sotto/model/";
  private static final String FILE = "sotto-135m-q4_0.gguf";
  private static final String RESOURCE = FOLDER + FILE;
  private static final String HASH_RESOURCE = RESOURCE + ".sha256";
  private static final String CARD_RESOURCE = FOLDER + "MODEL_CARD.md";
  private static final int MOST_HEAD_BYTES = 16 << 20;

  private DefaultModel() {}

  /**
   * Opens the default model, preparing it in the cache folder the first time (some seconds and 100
   * MB).
   *
   * @throws UnsupportedModelException if it is not on the class path or damaged
   * @throws IOException if the cache can't be read or written
   */
  public static OnnxLanguageModel open(Path cacheFolder, int threads, PreparationListener listener)
      throws IOException {
    ImportedModel imported =
        ImportedModel.get(sha256(), DefaultModel::copyTo, cacheFolder, listener);
    return OnnxLanguageModel.open(imported, cacheFolder, threads);
  }

  /** Opens the default model without telling anybody about its preparation. */
  public static OnnxLanguageModel open(Path cacheFolder, int threads) throws IOException {
    return open(cacheFolder, threads, PreparationListener.SILENT);
  }

  /**
   * Returns what its head says.
   *
   * @throws UnsupportedModelException if it is not on the class path or damaged
   * @throws IOException if it can't be read
   */
  public static ModelFile describe() throws IOException {
    try (InputStream in = resource(RESOURCE)) {
      byte[] start = in.readNBytes(MOST_HEAD_BYTES);
      GgufHead head = GgufHead.read(FILE, MemorySegment.ofArray(start));
      return ModelFile.from(head, head.weightBytes());
    }
  }

  /**
   * Returns its card as Markdown: origin, licence, data, figures, limits.
   *
   * @throws UnsupportedModelException if it is not on the class path
   * @throws IOException if it can't be read
   */
  public static String card() throws IOException {
    try (InputStream in = resource(CARD_RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Returns the SHA-256 of its file as 64 hexadecimal digits.
   *
   * @throws UnsupportedModelException if it is not on the class path or no such digits
   * @throws IOException if it can't be read
   */
  public static String sha256() throws IOException {
    try (InputStream in = resource(HASH_RESOURCE)) {
      String line = new String(in.readNBytes(200), StandardCharsets.US_ASCII).strip();
      if (!line.matches("[0-9a-f]{64}")) {
        throw new UnsupportedModelException(
            "The hash beside the default model is not 64 hexadecimal digits");
      }
      return line;
    }
  }

  private static Path copyTo(Path scratch) throws IOException {
    try (InputStream in = resource(RESOURCE)) {
      Files.copy(in, scratch);
    }
    return scratch;
  }

  private static InputStream resource(String name) {
    InputStream in = DefaultModel.class.getResourceAsStream(name);
    if (in == null) {
      throw new UnsupportedModelException(
          "The default model is not on the class path; add the artifact sotto-default-model");
    }
    return in;
  }
}
