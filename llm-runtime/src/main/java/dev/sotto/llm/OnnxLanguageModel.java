package dev.sotto.llm;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sotto.llm.gguf.GgufFile;
import dev.sotto.llm.onnx.ImportedModel;
import dev.sotto.llm.onnx.ModelShape;
import dev.sotto.llm.onnx.NativeLibrary;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.Cancellation;
import dev.sotto.model.Generation;
import dev.sotto.model.GenerationListener;
import dev.sotto.model.GenerationSettings;
import dev.sotto.model.LanguageModel;
import dev.sotto.model.ModelDescription;
import dev.sotto.model.Prompt;
import dev.sotto.model.TokenFilter;
import dev.sotto.model.TokenVocabulary;
import dev.sotto.model.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A language model on ONNX Runtime's quantised CPU operators, imported from a GGUF file. The
 * beginning of a prompt that equals the beginning of the one before is not computed again; the text
 * does not change by that.
 */
public final class OnnxLanguageModel implements LanguageModel {
  private static final int MOST_THREADS = 8;

  private final ModelDescription description;
  private final ModelHead head;
  private final ModelSession session;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  private OnnxLanguageModel(ModelDescription description, ModelHead head, ModelSession session) {
    this.description = description;
    this.head = head;
    this.session = session;
  }

  /** Returns how many threads to generate with on this computer: its cores, at most 8. */
  public static int defaultThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
  }

  /**
   * Opens a model file, importing it into the cache folder the first time. Reads the whole file to
   * know its hash; {@link #openImported} does not.
   *
   * @throws UnsupportedModelException if it is damaged or of a kind that can't be run
   * @throws IOException if it can't be read or the cache can't be written
   */
  public static OnnxLanguageModel open(
      Path gguf, Path cacheFolder, int threads, PreparationListener listener) throws IOException {
    return open(gguf, ImportedModel.sha256(gguf), cacheFolder, threads, listener);
  }

  /**
   * Opens a model file whose hash the caller has looked at; it is not computed again unless the
   * file is imported. What is opened has this hash in any case.
   *
   * @param sha256 64 hexadecimal digits
   * @throws UnsupportedModelException if it is to be imported and has another hash, is damaged or
   *     of a kind that can't be run
   * @throws IOException if it can't be read or the cache can't be written
   */
  public static OnnxLanguageModel open(
      Path gguf, String sha256, Path cacheFolder, int threads, PreparationListener listener)
      throws IOException {
    ImportedModel.Source checked =
        scratch -> {
          ModelHead.read(gguf);
          return gguf;
        };
    return open(ImportedModel.get(sha256, checked, cacheFolder, listener), cacheFolder, threads);
  }

  /**
   * Opens a model that was imported before.
   *
   * @param sha256 hash of the model file, 64 hexadecimal digits
   * @throws UnsupportedModelException if the cache folder does not have it undamaged
   * @throws IOException if the cache can't be read
   */
  public static OnnxLanguageModel openImported(String sha256, Path cacheFolder, int threads)
      throws IOException {
    ImportedModel imported =
        ImportedModel.find(sha256, cacheFolder)
            .orElseThrow(() ->
                new UnsupportedModelException(
                    "The model "
                        + sha256
                        + " is not imported on this computer, or its files are damaged."
                        + " Import its GGUF file again."));
    return open(imported, cacheFolder, threads);
  }

  static OnnxLanguageModel open(ImportedModel imported, Path cacheFolder, int threads)
      throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("A model needs at least 1 thread; found " + threads);
    }
    CompletableFuture<ModelHead> reading =
        CompletableFuture.supplyAsync(() -> readHead(imported.head()));
    ModelSession session = openSession(imported, cacheFolder, threads);
    try {
      ModelHead head = reading.join();
      return new OnnxLanguageModel(
          new ModelDescription(
              head.name(), imported.sha256(), session.shape().context(), head.writes()),
          head,
          session);
    } catch (CompletionException e) {
      session.close();
      if (e.getCause() instanceof UncheckedIOException unreadable) {
        throw unreadable.getCause();
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static ModelHead readHead(Path path) {
    try {
      return ModelHead.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelSession openSession(ImportedModel imported, Path cacheFolder, int threads)
      throws IOException {
    OrtEnvironment environment = NativeLibrary.load(cacheFolder);
    try (GgufFile head = GgufFile.openHead(imported.head())) {
      return new ModelSession(
          environment,
          ModelShape.from(head.metadata()),
          head.metadata().count("tokenizer.ggml.tokens"),
          imported.graph(),
          threads);
    } catch (OrtException e) {
      throw new UnsupportedModelException("ONNX Runtime can't run the imported model", e);
    }
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public TokenVocabulary vocabulary() {
    return head.vocabulary();
  }

  @Override
  public int countTokens(Prompt prompt) {
    return head.template().encode(prompt).length;
  }

  /** Returns the tokens of a prompt in the model's template. */
  int[] encode(Prompt prompt) {
    return head.template().encode(prompt);
  }

  /** Returns the logits of the first token after a prompt; overwritten by the next call. */
  float[] logits(int[] promptTokens) {
    lock.lock();
    try {
      requireOpen();
      session.begin(promptTokens, Cancellation.NEVER);
      return session.logits();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenFilter.Factory filter,
      GenerationListener listener,
      Cancellation cancellation) {
    return generate(prompt, settings, filter, listener, cancellation, Speculation.OFF);
  }

  /** Generates one assistant turn, computing tokens ahead or not. */
  public Generation generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenFilter.Factory filter,
      GenerationListener listener,
      Cancellation cancellation,
      Speculation speculation) {
    long called = System.nanoTime();
    int[] tokens = encode(prompt);
    requireFitting(tokens.length);
    lock.lock();
    try {
      requireOpen();
      TextGeneration generation =
          new TextGeneration(
              session,
              head.vocabulary(),
              description.contextTokens(),
              tokens,
              speculation,
              listener,
              cancellation);
      return generation.run(settings, filter.create(head.vocabulary()), called);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Weighs whole answers without writing any.
   *
   * @param answers at least one, none empty
   * @return the natural logarithm of each answer's probability as the whole turn, in their order;
   *     greater is more likely
   * @throws IllegalArgumentException if the prompt with the longest answer does not fit the context
   */
  public List<Double> weigh(Prompt prompt, List<String> answers) {
    int[] tokens = encode(prompt);
    List<int[]> encoded = answers.stream().map(head::encodeText).toList();
    int longest = encoded.stream().mapToInt(answer -> answer.length).max().orElse(0);
    if (encoded.isEmpty() || encoded.stream().anyMatch(answer -> answer.length == 0)) {
      throw new IllegalArgumentException("Weighing needs answers that are not empty");
    }
    requireFitting(tokens.length + longest);
    lock.lock();
    try {
      requireOpen();
      session.begin(tokens, Cancellation.NEVER);
      float[] first = session.logits().clone();
      List<Double> weights = new ArrayList<>();
      for (int[] answer : encoded) {
        weights.add(weight(first, answer, tokens.length));
      }
      return weights;
    } finally {
      lock.unlock();
    }
  }

  private double weight(float[] first, int[] answer, int promptLength) {
    double sum = TokenSampler.logProbability(first, answer[0]);
    for (int from = 0; from < answer.length; from += ModelSession.MOST_ROWS) {
      int to = Math.min(answer.length, from + ModelSession.MOST_ROWS);
      session.addWithRows(Arrays.copyOfRange(answer, from, to));
      for (int i = from; i < to; i++) {
        float[] logits = session.logits(i - from);
        sum +=
            i + 1 < answer.length
                ? TokenSampler.logProbability(logits, answer[i + 1])
                : endProbability(logits);
      }
    }
    session.rewind(promptLength);
    return sum;
  }

  private double endProbability(float[] logits) {
    double probability = 0;
    for (int token = 0; token < logits.length; token++) {
      if (head.vocabulary().endsTurn(token)) {
        probability += Math.exp(TokenSampler.logProbability(logits, token));
      }
    }
    return Math.log(probability);
  }

  private void requireFitting(int tokens) {
    if (tokens >= description.contextTokens()) {
      throw new IllegalArgumentException(
          "The prompt has "
              + tokens
              + " tokens; the model's context has "
              + description.contextTokens()
              + ", the answer included. Give it fewer or shorter records.");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The language model is closed; open it again");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "OnnxLanguageModel[" + description.name() + "]";
  }
}
