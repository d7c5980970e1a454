package dev.sotto.application.vault;

import dev.sotto.llm.DefaultModel;
import dev.sotto.llm.OnnxLanguageModel;
import dev.sotto.llm.embedding.OnnxEmbeddingModel;
import dev.sotto.llm.onnx.PreparationListener;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.model.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The models of this computer, loaded beside other work. Safe for all threads; {@link #close}
 * closes what was loaded.
 */
public final class Models implements AutoCloseable {
  private final Path cacheFolder;
  private final Executor executor;
  private final PreparationListener listener;
  private final Writer source;
  private final StartPhases phases;
  private final OnnxEmbeddingModel english;
  private final OnnxEmbeddingModel chinese;
  private @Nullable CompletableFuture<LanguageModel> writer;

  /** Opens a language model, on the thread that loads it. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Opens the model.
     *
     * @throws IOException if its files can't be read or written
     */
    LanguageModel open(Path cacheFolder, int threads, PreparationListener listener)
        throws IOException;
  }

  /** What a command is going to need. */
  public enum Need {
    /** Words and vectors are searched. */
    SEARCH,
    /** Answers are written. */
    ANSWERS
  }

  /** Loads nothing yet, and tells nobody how long loading takes; the default model writes. */
  public Models(Path cacheFolder, Executor executor, PreparationListener listener) {
    this(cacheFolder, executor, listener, DefaultModel::open);
  }

  /**
   * Loads nothing yet, and tells nobody how long loading takes.
   *
   * @param source opens the language model
   */
  public Models(Path cacheFolder, Executor executor, PreparationListener listener, Writer source) {
    this(
        cacheFolder,
        executor,
        listener,
        source,
        new StartPhases(InstantSource.system(), InstantSource.system().instant()));
  }

  /**
   * Loads nothing yet.
   *
   * @param cacheFolder where prepared models lie
   * @param executor runs the loading
   * @param listener told when the language model has to be prepared first
   * @param source opens the language model
   * @param phases told how long loading took
   */
  public Models(
      Path cacheFolder,
      Executor executor,
      PreparationListener listener,
      Writer source,
      StartPhases phases) {
    this.phases = phases;
    this.cacheFolder = cacheFolder;
    this.executor = executor;
    this.listener = listener;
    this.source = source;
    int threads = OnnxLanguageModel.defaultThreads();
    this.english = OnnxEmbeddingModel.english(cacheFolder, threads);
    this.chinese = OnnxEmbeddingModel.chinese(cacheFolder, threads);
  }

  /** Begins to load in the background; what fails is thrown where the model is used. */
  public void begin(Need need) {
    executor.execute(() -> {
      try {
        phases.beside(
            StartPhases.Phase.EMBEDDING_MODELS,
            () -> {
              english.load();
              chinese.load();
            });
      } catch (RuntimeException e) {
        System.getLogger(Models.class.getName())
            .log(System.Logger.Level.DEBUG, "Loading embedding models ahead failed", e);
      }
    });
    if (need == Need.ANSWERS) {
      CompletableFuture<LanguageModel> _ = loadWriter();
    }
  }

  /** Returns the embedding models; they load when first used. */
  public List<EmbeddingModel> embeddings() {
    return List.of(english, chinese);
  }

  /**
   * Returns the language model, waiting until it is loaded.
   *
   * @throws UncheckedIOException if its files can't be read or written
   */
  public LanguageModel writer() {
    try {
      return loadWriter().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private synchronized CompletableFuture<LanguageModel> loadWriter() {
    CompletableFuture<LanguageModel> loading = writer;
    if (loading == null) {
      loading =
          CompletableFuture.supplyAsync(
              () -> phases.beside(StartPhases.Phase.LANGUAGE_MODEL, this::openWriter), executor);
      writer = loading;
    }
    return loading;
  }

  private LanguageModel openWriter() {
    int threads = OnnxLanguageModel.defaultThreads();
    try {
      return source.open(cacheFolder, threads, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    CompletableFuture<LanguageModel> loading = writer;
    if (loading != null) {
      loading.exceptionally(failure -> null).join();
      if (!loading.isCompletedExceptionally()) {
        loading.join().close();
      }
    }
    english.close();
    chinese.close();
  }
}
