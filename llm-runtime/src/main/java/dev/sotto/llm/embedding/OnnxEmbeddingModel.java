package dev.sotto.llm.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.model.UnsupportedModelException;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A BGE embedding model (Xiao et al., https://arxiv.org/abs/2309.07597) on ONNX Runtime: the state
 * of the first token, made a unit vector. Loads at the first text, or by {@link #load}. Safe for
 * all threads.
 *
 * <p>Texts are computed one by one: the models' activations are quantised by the range of a whole
 * batch, so in a batch a text's vector would depend on its neighbours.
 */
public final class OnnxEmbeddingModel implements EmbeddingModel {
  private static final int MOST_TOKENS = 512;

  private final Description description;
  private final Path cacheFolder;
  private final int threads;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Loaded loaded;
  private boolean closed;

  /** What is fixed about a model. */
  private record Description(
      String name,
      String resource,
      TextLanguage language,
      int dimensions,
      String questionPrefix,
      WordPieceTokenizer.LetterCase letterCase) {}

  private record Loaded(
      OrtEnvironment environment, OrtSession session, WordPieceTokenizer tokenizer) {}

  private OnnxEmbeddingModel(Description description, Path cacheFolder, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A model needs at least 1 thread; found " + threads);
    }
    this.description = description;
    this.cacheFolder = cacheFolder;
    this.threads = threads;
  }

  /**
   * Returns bge-small-en-v1.5 in 8 bits: 384 dimensions.
   *
   * @param cacheFolder where it is unpacked, once (34 MB)
   * @param threads how many texts of a batch to compute at once, each by one thread
   */
  public static OnnxEmbeddingModel english(Path cacheFolder, int threads) {
    return new OnnxEmbeddingModel(
        new Description(
            "bge-small-en-v1.5-q",
            "bge-small-en-v1.5-q",
            TextLanguage.ENGLISH,
            384,
            "Represent this sentence for searching relevant passages: ",
            WordPieceTokenizer.LetterCase.FOLDED),
        cacheFolder,
        threads);
  }

  /**
   * Returns bge-small-zh-v1.5 in 8 bits: 512 dimensions.
   *
   * @param cacheFolder where it is unpacked, once (24 MB)
   * @param threads how many texts of a batch to compute at once, each by one thread
   */
  public static OnnxEmbeddingModel chinese(Path cacheFolder, int threads) {
    return new OnnxEmbeddingModel(
        new Description(
            "bge-small-zh-v1.5-q",
            "bge-small-zh-v1.5-q",
            TextLanguage.CHINESE,
            512,
            "为这个句子生成表示以用于检索相关文章：",
            WordPieceTokenizer.LetterCase.KEPT),
        cacheFolder,
        threads);
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public int dimensions() {
    return description.dimensions();
  }

  @Override
  public TextLanguage language() {
    return description.language();
  }

  /**
   * Loads the model now, if it is not loaded yet.
   *
   * @throws UnsupportedModelException if its files are missing or ONNX Runtime can't run them
   * @throws UncheckedIOException if the cache folder can't be read or written
   */
  public void load() {
    loaded();
  }

  @Override
  public List<float[]> embedPassages(List<String> texts) {
    Loaded model = loaded();
    if (texts.size() < 2 || threads < 2) {
      return texts.stream().map(text -> embed(model, text)).toList();
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, texts.size()))) {
      List<Future<float[]>> coming = new ArrayList<>(texts.size());
      for (String text : texts) {
        coming.add(executor.submit(() -> embed(model, text)));
      }
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (Future<float[]> vector : coming) {
        vectors.add(vector.get());
      }
      return vectors;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("Computing vectors failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Computing vectors was interrupted", e);
    }
  }

  @Override
  public float[] embedQuestion(String question) {
    return embed(loaded(), description.questionPrefix() + question);
  }

  private float[] embed(Loaded model, String text) {
    long[] tokens = model.tokenizer().encode(text, MOST_TOKENS);
    long[] ones = new long[tokens.length];
    Arrays.fill(ones, 1);
    long[] shape = {1, tokens.length};
    try (OnnxTensor ids =
            OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(tokens), shape);
        OnnxTensor mask =
            OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(
                model.environment(), LongBuffer.wrap(new long[tokens.length]), shape);
        OrtSession.Result result =
            model
                .session()
                .run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return unit(((OnnxTensor) result.get(0)).getFloatBuffer());
    } catch (OrtException e) {
      throw new IllegalStateException(
          "Computing a vector of " + tokens.length + " tokens failed in ONNX Runtime", e);
    }
  }

  private float[] unit(FloatBuffer states) {
    float[] vector = new float[description.dimensions()];
    states.get(vector);
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(Math.max(squares, 1e-12)));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }

  private Loaded loaded() {
    Loaded model = loaded;
    if (model != null) {
      return model;
    }
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("The embedding model is closed; open it again");
      }
      if (loaded == null) {
        loaded = read();
      }
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private Loaded read() throws IOException {
    EmbeddingModelFiles files = EmbeddingModelFiles.get(description.resource(), cacheFolder);
    OrtEnvironment environment = NativeLibrary.load(cacheFolder);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(files.graph().toString(), options);
      return new Loaded(
          environment,
          session,
          new WordPieceTokenizer(files.vocabulary(), description.letterCase()));
    } catch (OrtException e) {
      throw new UnsupportedModelException(
          "ONNX Runtime can't run the embedding model " + description.name(), e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (loaded != null) {
        loaded.session().close();
        loaded = null;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("Closing " + description.name() + " failed", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "OnnxEmbeddingModel[" + description.name() + "]";
  }
}
