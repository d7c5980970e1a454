package dev.sotto.llm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sotto.llm.onnx.ModelShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys and values of the tokens seen so far, one buffer a layer and kind, [1, heads, capacity, head
 * size] floats. The graph reads and writes the same buffers. For one thread; owns native memory.
 */
final class KeyValueCache implements AutoCloseable {
  private final OrtEnvironment environment;
  private final ModelShape shape;
  private final Arena arena = Arena.ofShared();
  private final Map<String, MemorySegment> buffers = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final int capacity;

  KeyValueCache(OrtEnvironment environment, ModelShape shape, int capacity) throws OrtException {
    this.environment = environment;
    this.shape = shape;
    this.capacity = capacity;
    for (int layer = 0; layer < shape.layers(); layer++) {
      allocate("key_" + layer);
      allocate("value_" + layer);
    }
  }

  private void allocate(String name) throws OrtException {
    MemorySegment buffer = arena.allocate(4L * shape.cacheWidth() * capacity, 64);
    buffers.put(name, buffer);
    tensors.put(
        name,
        OnnxTensor.createTensor(
            environment,
            buffer.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
            new long[] {1, shape.keyValueHeads(), capacity, shape.headSize()}));
  }

  int capacity() {
    return capacity;
  }

  /** Returns the tensors by the names of the graph's outputs; {@code past_} before is the input. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /** Returns a larger cache with the same first tokens; this one stays. */
  KeyValueCache grown(int newCapacity, int tokens) throws OrtException {
    KeyValueCache grown = new KeyValueCache(environment, shape, newCapacity);
    long row = 4L * shape.headSize();
    buffers.forEach((name, source) -> {
      MemorySegment target = grown.buffers.get(name);
      for (int head = 0; head < shape.keyValueHeads(); head++) {
        MemorySegment.copy(
            source,
            (long) head * capacity * row,
            target,
            (long) head * newCapacity * row,
            tokens * row);
      }
    });
    return grown;
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
    arena.close();
  }
}
