package dev.sotto.llm.gguf;

import dev.sotto.model.UnsupportedModelException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a GGUF file whose weights are not looked at: metadata and the shapes of tensors.
 * Immutable; keeps the bytes that it was read from.
 *
 * @param metadata the key-value pairs
 * @param tensors in the order of the file
 * @param weightBytes what the tensors take in the file, without padding
 */
public record GgufHead(GgufMetadata metadata, List<TensorShape> tensors, long weightBytes) {
  public GgufHead {
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads the head of a file.
   *
   * @param fileName for messages
   * @param start the file, or its first bytes up to the end of the tensor descriptions or beyond
   * @throws UnsupportedModelException if it is damaged or holds a tensor type that is not supported
   */
  public static GgufHead read(String fileName, MemorySegment start) {
    GgufReader.Head head = new GgufReader(fileName, start).read();
    List<TensorShape> shapes = new ArrayList<>();
    long bytes = 0;
    for (GgufReader.Description description : head.tensors()) {
      TensorType type = GgufFile.typeOf(fileName, description);
      TensorShape shape = new TensorShape(description.name(), type, description.dimensions());
      shapes.add(shape);
      bytes += type.rowBytes(shape.elements());
    }
    return new GgufHead(head.metadata(), shapes, bytes);
  }

  @Override
  public String toString() {
    return "GgufHead[" + tensors.size() + " tensors]";
  }
}
