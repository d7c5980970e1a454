package dev.sotto.llm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sotto.llm.onnx.LlamaShape;
import dev.sotto.model.Cancellation;
import dev.sotto.model.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph with its cache: takes tokens, gives the logits of the next one. For one thread at a time;
 * owns native memory.
 *
 * <p>A prompt is taken in chunks that begin at multiples of {@link #CHUNK}. Only whole chunks are
 * kept for the next prompt, so that a token's keys and values never depend on what was asked
 * before, down to the last bit.
 */
final class LlamaSession implements AutoCloseable {
  /** Tokens of a prompt that are computed at once. */
  static final int CHUNK = 128;

  private static final int FIRST_CAPACITY = 1024;

  private final LlamaShape shape;
  private final OrtSession session;
  private final Map<String, OnnxTensorLike> inputs = new HashMap<>();
  private final Map<String, OnnxValue> outputs = new HashMap<>();
  private final LongBuffer chunkTokens = direct(8 * CHUNK).asLongBuffer();
  private final LongBuffer oneToken = direct(8).asLongBuffer();
  private final LongBuffer row = direct(8).asLongBuffer();
  private final IntBuffer lastPosition = direct(4).asIntBuffer();
  private final IntBuffer totalLength = direct(4).asIntBuffer();
  private final OrtEnvironment environment;
  private final List<OnnxTensor> ownTensors = new ArrayList<>();
  private final OnnxTensor oneTokenTensor;
  private final FloatBuffer logitsBuffer;
  private final float[] logits;
  private KeyValueCache cache;
  private int[] kept = {};
  private int length;

  LlamaSession(
      OrtEnvironment environment, LlamaShape shape, int vocabulary, Path graph, int threads)
      throws OrtException {
    this.environment = environment;
    this.shape = shape;
    this.session = createSession(environment, graph, threads);
    this.logits = new float[vocabulary];
    this.logitsBuffer = direct(4 * vocabulary).asFloatBuffer();
    OnnxTensor logitsTensor =
        OnnxTensor.createTensor(environment, logitsBuffer, new long[] {1, 1, vocabulary});
    this.oneTokenTensor = OnnxTensor.createTensor(environment, oneToken, new long[] {1, 1});
    OnnxTensor rows = OnnxTensor.createTensor(environment, row, new long[] {1});
    OnnxTensor last = OnnxTensor.createTensor(environment, lastPosition, new long[] {1});
    OnnxTensor total = OnnxTensor.createTensor(environment, totalLength, new long[] {});
    ownTensors.addAll(List.of(logitsTensor, oneTokenTensor, rows, last, total));
    inputs.put("rows", rows);
    inputs.put("last_position", last);
    inputs.put("total_length", total);
    outputs.put("logits", logitsTensor);
    this.cache = new KeyValueCache(environment, shape, Math.min(FIRST_CAPACITY, shape.context()));
    bindCache();
  }

  private static OrtSession createSession(OrtEnvironment environment, Path graph, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      return environment.createSession(graph.toString(), options);
    } catch (OrtException e) {
      throw new UnsupportedModelException("ONNX Runtime can't run the imported model", e);
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private void bindCache() {
    cache
        .tensors()
        .forEach((name, tensor) -> {
          inputs.put("past_" + name, tensor);
          outputs.put(name, tensor);
        });
  }

  /**
   * Takes a prompt from the start of the context; afterwards {@link #logits} are those of the first
   * token to generate.
   *
   * @return whether it was taken whole; false if it was cancelled
   */
  boolean begin(int[] prompt, Cancellation cancellation) {
    int reused = reusable(prompt);
    kept = Arrays.copyOf(kept, reused);
    length = reused;
    reserve(prompt.length);
    while (length < prompt.length) {
      if (cancellation.requested()) {
        return false;
      }
      int count = Math.min(CHUNK, prompt.length - length);
      for (int i = 0; i < count; i++) {
        chunkTokens.put(i, prompt[length + i]);
      }
      runChunk(count);
      if (count == CHUNK) {
        kept = Arrays.copyOf(prompt, length);
      }
    }
    return true;
  }

  private int reusable(int[] prompt) {
    int most = Math.min(kept.length, prompt.length - 1);
    int mismatch = Arrays.mismatch(kept, 0, most, prompt, 0, most);
    int same = mismatch < 0 ? most : mismatch;
    return same - same % CHUNK;
  }

  private void runChunk(int count) {
    try (OnnxTensor tokens =
        OnnxTensor.createTensor(environment, chunkTokens.slice(0, count), new long[] {1, count})) {
      run(tokens, count);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Takes one generated token; afterwards {@link #logits} are those of the token after it. */
  void add(int token) {
    reserve(length + 1);
    oneToken.put(0, token);
    try {
      run(oneTokenTensor, 1);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private void run(OnnxTensor tokens, int count) throws OrtException {
    inputs.put("input_ids", tokens);
    row.put(0, count - 1);
    lastPosition.put(0, length + count - 1);
    totalLength.put(0, length + count);
    session.run(inputs, Set.of(), outputs, null).close();
    length += count;
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime failed to run the model", e);
  }

  private void reserve(int tokens) {
    if (tokens <= cache.capacity()) {
      return;
    }
    int capacity = cache.capacity();
    if (tokens > shape.context()) {
      throw new IllegalArgumentException(
          "Taking " + tokens + " tokens; the model's context has " + shape.context());
    }
    while (capacity < tokens) {
      capacity = Math.min(2 * capacity, shape.context());
    }
    try {
      KeyValueCache grown = cache.grown(capacity, length);
      cache.close();
      cache = grown;
      bindCache();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  LlamaShape shape() {
    return shape;
  }

  /** Returns how many tokens it has taken. */
  int length() {
    return length;
  }

  /** Returns the logits after the last token; overwritten by the next one. */
  float[] logits() {
    logitsBuffer.get(0, logits);
    return logits;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      cache.close();
      ownTensors.forEach(OnnxTensor::close);
    }
  }
}
