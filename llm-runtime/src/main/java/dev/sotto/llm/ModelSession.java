package dev.sotto.llm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sotto.llm.onnx.ModelShape;
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
final class ModelSession implements AutoCloseable {
  /** Tokens of a prompt that are computed at once. */
  static final int CHUNK = 128;

  /** The most tokens whose logits are computed at once. */
  static final int MOST_ROWS = PromptLookup.MOST_DRAFTS + 1;

  private static final int FIRST_CAPACITY = 1024;

  /** How long a thread without work looks for more before it sleeps. */
  private static final String SPIN_DURATION = "session.intra_op.spin_duration_us";

  private static final String SPIN_MICROSECONDS = "50";

  private final ModelShape shape;
  private final OrtSession session;
  private final Map<String, OnnxTensorLike> inputs = new HashMap<>();
  private final Map<String, OnnxValue> outputs = new HashMap<>();
  private final LongBuffer chunkTokens = direct(8 * CHUNK).asLongBuffer();
  private final LongBuffer lastRow = direct(8).asLongBuffer();
  private final IntBuffer lastPosition = direct(4).asIntBuffer();
  private final IntBuffer totalLength = direct(4).asIntBuffer();
  private final OrtEnvironment environment;
  private final List<OnnxTensor> ownTensors = new ArrayList<>();
  private final OnnxTensor[] rowTokens = new OnnxTensor[MOST_ROWS + 1];
  private final OnnxTensor[] rowNumbers = new OnnxTensor[MOST_ROWS + 1];
  private final OnnxTensor[] rowLogits = new OnnxTensor[MOST_ROWS + 1];
  private final OnnxTensor lastRowNumber;
  private final FloatBuffer logitsBuffer;
  private final float[] logits;
  private KeyValueCache cache;
  private int[] kept = {};
  private int length;

  ModelSession(
      OrtEnvironment environment, ModelShape shape, int vocabulary, Path graph, int threads)
      throws OrtException {
    this.environment = environment;
    this.shape = shape;
    this.session = createSession(environment, graph, threads);
    this.logits = new float[vocabulary];
    this.logitsBuffer = direct(Math.multiplyExact(4 * MOST_ROWS, vocabulary)).asFloatBuffer();
    LongBuffer numbers = direct(8 * MOST_ROWS).asLongBuffer();
    for (int rows = 1; rows <= MOST_ROWS; rows++) {
      numbers.put(rows - 1, rows - 1);
      rowTokens[rows] = own(chunkTokens.slice(0, rows), 1, rows);
      rowNumbers[rows] = own(numbers.slice(0, rows), rows);
      rowLogits[rows] =
          OnnxTensor.createTensor(
              environment,
              logitsBuffer.slice(0, rows * vocabulary),
              new long[] {1, rows, vocabulary});
      ownTensors.add(rowLogits[rows]);
    }
    this.lastRowNumber = own(lastRow, 1);
    OnnxTensor last = OnnxTensor.createTensor(environment, lastPosition, new long[] {1});
    OnnxTensor total = OnnxTensor.createTensor(environment, totalLength, new long[] {});
    ownTensors.addAll(List.of(last, total));
    inputs.put("last_position", last);
    inputs.put("total_length", total);
    this.cache = new KeyValueCache(environment, shape, Math.min(FIRST_CAPACITY, shape.context()));
    bindCache();
  }

  private static OrtSession createSession(OrtEnvironment environment, Path graph, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry(SPIN_DURATION, SPIN_MICROSECONDS);
      return environment.createSession(graph.toString(), options);
    } catch (OrtException e) {
      throw new UnsupportedModelException("ONNX Runtime can't run the imported model", e);
    }
  }

  private OnnxTensor own(LongBuffer numbers, long... dimensions) throws OrtException {
    OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, dimensions);
    ownTensors.add(tensor);
    return tensor;
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
      runChunk(prompt, length, count);
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

  /** Takes tokens of a list at once; afterwards there are logits behind the last of them. */
  private void runChunk(int[] tokens, int from, int count) {
    for (int i = 0; i < count; i++) {
      chunkTokens.put(i, tokens[from + i]);
    }
    lastRow.put(0, count - 1);
    try (OnnxTensor chunk =
        OnnxTensor.createTensor(environment, chunkTokens.slice(0, count), new long[] {1, count})) {
      run(chunk, count, lastRowNumber, 1);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /**
   * Takes tokens without computing what might follow any but the last; afterwards {@link #logits}
   * are those of the token after it.
   */
  void addAll(int... tokens) {
    reserve(length + tokens.length);
    for (int from = 0; from < tokens.length; from += CHUNK) {
      runChunk(tokens, from, Math.min(CHUNK, tokens.length - from));
    }
  }

  /**
   * Takes at most {@link #MOST_ROWS} tokens; afterwards {@link #logits(int)} are those of the token
   * after each.
   */
  void addWithRows(int... tokens) {
    reserve(length + tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      chunkTokens.put(i, tokens[i]);
    }
    try {
      run(rowTokens[tokens.length], tokens.length, rowNumbers[tokens.length], tokens.length);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Forgets what came after the first tokens. */
  void rewind(int tokens) {
    if (tokens < 0 || tokens > length) {
      throw new IllegalArgumentException(
          "Going back to " + tokens + " tokens; it has taken " + length);
    }
    length = tokens;
    kept = Arrays.copyOf(kept, Math.min(kept.length, tokens - tokens % CHUNK));
  }

  private void run(OnnxTensor tokens, int count, OnnxTensor rows, int rowCount)
      throws OrtException {
    inputs.put("input_ids", tokens);
    inputs.put("rows", rows);
    outputs.put("logits", rowLogits[rowCount]);
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

  ModelShape shape() {
    return shape;
  }

  /** Returns how many tokens it has taken. */
  int length() {
    return length;
  }

  /** Returns the logits after the last token; overwritten by the next one. */
  float[] logits() {
    return logits(0);
  }

  /** Returns the logits after one of the tokens taken last; overwritten by the next call. */
  float[] logits(int row) {
    logitsBuffer.get(row * logits.length, logits);
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
