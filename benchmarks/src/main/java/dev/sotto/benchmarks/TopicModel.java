package dev.sotto.benchmarks;

import dev.sotto.model.EmbeddingModel;
import dev.sotto.text.TextLanguage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in for an embedding model of the same language and dimensions: texts with the same first
 * word lie in one cluster, the same text always in the same place. It notes how long it took, so
 * that this can be left out. Safe for all threads.
 */
final class TopicModel implements EmbeddingModel {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TextLanguage language;
  private final ClusteredVectors vectors;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong processorNanos = new AtomicLong();

  TopicModel(TextLanguage language, ClusteredVectors vectors) {
    this.language = language;
    this.vectors = vectors;
  }

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public int dimensions() {
    return vectors.dimensions();
  }

  @Override
  public TextLanguage language() {
    return language;
  }

  @Override
  public List<float[]> embedPassages(List<String> texts) {
    return texts.stream().map(this::embedQuestion).toList();
  }

  @Override
  public float[] embedQuestion(String text) {
    long began = System.nanoTime();
    long processor = THREADS.getCurrentThreadCpuTime();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    int cluster = Math.floorMod(text.substring(0, end).hashCode(), vectors.clusters());
    float[] vector = vectors.near(cluster, new Random(text.hashCode()));
    processorNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - processor);
    nanos.addAndGet(System.nanoTime() - began);
    return vector;
  }

  /** Returns how many milliseconds went into vectors since the last call. */
  double takeMilliseconds() {
    return nanos.getAndSet(0) / 1e6;
  }

  /** Returns how many milliseconds of a processor went into vectors since the last call. */
  double takeProcessorMilliseconds() {
    return processorNanos.getAndSet(0) / 1e6;
  }

  @Override
  public void close() {}
}
