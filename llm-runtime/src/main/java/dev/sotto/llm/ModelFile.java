package dev.sotto.llm;

import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.gguf.GgufHead;
import dev.sotto.llm.gguf.GgufMetadata;
import dev.sotto.llm.gguf.TensorShape;
import dev.sotto.llm.gguf.TensorType;
import dev.sotto.llm.onnx.ModelShape;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the head of a model file says, without loading the model. Texts are the file's own, cut to a
 * bounded length and otherwise as they stand there: whoever shows them makes them safe.
 *
 * @param name a name for people
 * @param architecture the family it belongs to
 * @param bytes how long the file is
 * @param parameters how many numbers its weights are
 * @param mostWeights how most of them are stored
 * @param contextTokens how many tokens prompt and answer may take together here
 * @param licence what the file says of its licence
 * @param licenceLink where it says that the licence is
 * @param origin where it says that it comes from
 * @param memory what it takes when it answers
 */
public record ModelFile(
    String name,
    String architecture,
    long bytes,
    long parameters,
    TensorType mostWeights,
    int contextTokens,
    Optional<String> licence,
    Optional<String> licenceLink,
    Optional<String> origin,
    MemoryNeed memory) {
  private static final int MOST_SHOWN = 200;

  private static final List<String> ORIGINS =
      List.of(
          "general.source.url",
          "general.source.repo_url",
          "general.source.huggingface.repository",
          "general.url",
          "general.repo_url",
          "general.base_model.0.repo_url",
          "general.base_model.0.name",
          "general.organization");

  /**
   * Reads what a file says and refuses it if its head shows that it can't be run: an architecture,
   * a tensor type, a tokenizer or a chat template that is not supported, or damage. Whether all
   * tensors are there with the right sizes shows when it is imported.
   *
   * @throws UnsupportedModelException if it can't be run; says what was found and what is supported
   * @throws IOException if it can't be read
   */
  public static ModelFile read(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      List<TensorShape> shapes =
          file.tensors().stream()
              .map(tensor -> new TensorShape(tensor.name(), tensor.type(), tensor.dimensions()))
              .toList();
      GgufHead head = new GgufHead(file.metadata(), shapes, 0);
      ModelFile described = from(head, Files.size(path));
      ModelHead.read(path);
      return described;
    }
  }

  static ModelFile from(GgufHead head, long bytes) {
    GgufMetadata metadata = head.metadata();
    ModelShape shape = ModelShape.from(metadata);
    return new ModelFile(
        find(metadata, "general.name").orElse("Unnamed model"),
        metadata.string("general.architecture"),
        bytes,
        head.tensors().stream().mapToLong(TensorShape::elements).sum(),
        mostWeights(head.tensors()),
        shape.context(),
        find(metadata, "general.license"),
        find(metadata, "general.license.link"),
        ORIGINS.stream().flatMap(key -> find(metadata, key).stream()).findFirst(),
        MemoryNeed.of(shape, head.tensors()));
  }

  private static TensorType mostWeights(List<TensorShape> tensors) {
    Map<TensorType, Long> counts = new EnumMap<>(TensorType.class);
    tensors.forEach(tensor -> counts.merge(tensor.type(), tensor.elements(), Long::sum));
    return counts.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElseThrow(() -> new UnsupportedModelException("The model file has no tensors"));
  }

  private static Optional<String> find(GgufMetadata metadata, String key) {
    return metadata
        .findString(key)
        .filter(text -> !text.isBlank())
        .map(text -> text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...");
  }

  @Override
  public String toString() {
    return "ModelFile[" + bytes + " bytes]";
  }
}
