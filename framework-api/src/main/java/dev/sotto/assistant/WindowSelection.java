package dev.sotto.assistant;

import dev.sotto.model.EmbeddingModel;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextLanguage;
import dev.sotto.text.TextSpan;
import dev.sotto.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks the few windows of 25 to 60 words that a small model can read: every sentence of the best
 * passages is scored by the question's words, weighted by how rare they are among the sentences,
 * and by similarity of meaning; the best sentence of a passage grows to both sides until its window
 * is long enough. Stateless apart from its models.
 */
final class WindowSelection {
  private static final int PASSAGES = 5;
  private static final int MIN_WORDS = 25;
  private static final int MAX_WORDS = 60;
  private static final int HAN_PER_WORD = 2;
  private static final int MAX_SENTENCES = 48;

  private final List<EmbeddingModel> embeddings;

  WindowSelection(List<EmbeddingModel> embeddings) {
    this.embeddings = List.copyOf(embeddings);
  }

  /** Returns at most {@code limit} windows, one a passage, the best first. */
  List<Window> select(String question, List<Hit> hits, int limit) {
    List<Candidate> candidates = candidates(hits);
    if (candidates.isEmpty()) {
      return List.of();
    }
    Map<String, Double> weights = weights(question, candidates);
    double[] similarities = similarities(question, candidates);
    List<Window> windows = new ArrayList<>();
    for (int rank = 0; rank < Math.min(PASSAGES, hits.size()); rank++) {
      Window best = null;
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        if (candidate.rank() != rank) {
          continue;
        }
        Window window = window(candidate, weights, similarities[i]);
        if (best == null || window.score() > best.score()) {
          best = window;
        }
      }
      if (best != null) {
        windows.add(best);
      }
    }
    windows.sort(Comparator.comparingDouble(Window::score).reversed());
    return windows.subList(0, Math.min(limit, windows.size()));
  }

  private static List<Candidate> candidates(List<Hit> hits) {
    List<Candidate> candidates = new ArrayList<>();
    for (int rank = 0; rank < Math.min(PASSAGES, hits.size()); rank++) {
      Passage passage = hits.get(rank).passage();
      List<TextSpan> sentences = Sentences.of(passage.text());
      for (int i = 0; i < sentences.size() && candidates.size() < MAX_SENTENCES; i++) {
        Set<String> words = new HashSet<>(Words.of(sentences.get(i).of(passage.text())));
        candidates.add(new Candidate(rank, passage, sentences, i, words));
      }
    }
    return candidates;
  }

  private static Map<String, Double> weights(String question, List<Candidate> candidates) {
    Set<String> asked = new LinkedHashSet<>(Words.contentOf(question));
    Map<String, Double> weights = new HashMap<>();
    for (String word : asked) {
      long holding = candidates.stream().filter(c -> c.words().contains(word)).count();
      weights.put(word, Math.log(1 + (candidates.size() + 1.0) / (holding + 0.5)));
    }
    return weights;
  }

  private double[] similarities(String question, List<Candidate> candidates) {
    double[] similarities = new double[candidates.size()];
    for (EmbeddingModel model : embeddings) {
      boolean chinese = model.language() == TextLanguage.CHINESE;
      List<Integer> own = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        if ((candidate.passage().language() == TextLanguage.CHINESE) == chinese) {
          own.add(i);
          texts.add(candidate.text());
        }
      }
      if (texts.isEmpty()) {
        continue;
      }
      float[] asked = model.embedQuestion(question);
      List<float[]> vectors = model.embedPassages(texts);
      for (int i = 0; i < own.size(); i++) {
        similarities[own.get(i)] = dot(asked, vectors.get(i));
      }
    }
    return similarities;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static Window window(
      Candidate candidate, Map<String, Double> weights, double similarity) {
    Passage passage = candidate.passage();
    TextSpan span = grown(candidate);
    String text = span.of(passage.text());
    double inSentence = covered(weights, candidate.words());
    Set<String> near = new HashSet<>(Words.of(text));
    near.addAll(Words.of(passage.title()));
    passage.participants().forEach(p -> near.addAll(Words.of(p.displayName())));
    double inWindow = covered(weights, near);
    double score = similarity + 0.25 * inSentence + 0.15 * inWindow + 0.1 / (1 + candidate.rank());
    return new Window(
        passage,
        passage.start() + span.start(),
        text,
        passage.start() + candidate.span().start(),
        candidate.text(),
        score,
        similarity,
        inWindow);
  }

  private static double covered(Map<String, Double> weights, Set<String> words) {
    double total = 0;
    double found = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      total += weight.getValue();
      if (words.contains(weight.getKey())) {
        found += weight.getValue();
      }
    }
    return total == 0 ? 0 : found / total;
  }

  private static TextSpan grown(Candidate candidate) {
    List<TextSpan> sentences = candidate.sentences();
    String text = candidate.passage().text();
    int first = candidate.index();
    int last = candidate.index();
    int words = words(candidate.span().of(text));
    boolean forward = true;
    while (words < MIN_WORDS && (first > 0 || last < sentences.size() - 1)) {
      boolean takeNext = last < sentences.size() - 1 && (forward || first == 0);
      forward = !forward;
      int next = takeNext ? last + 1 : first - 1;
      int more = words(sentences.get(next).of(text));
      if (words + more > MAX_WORDS) {
        break;
      }
      words += more;
      if (takeNext) {
        last = next;
      } else {
        first = next;
      }
    }
    return new TextSpan(sentences.get(first).start(), sentences.get(last).end());
  }

  private static int words(String text) {
    int words = 0;
    int han = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) {
        han++;
      }
      boolean space = Character.isWhitespace(c);
      if (!space && !inside) {
        words++;
      }
      inside = !space;
    }
    return words + han / HAN_PER_WORD;
  }

  private record Candidate(
      int rank, Passage passage, List<TextSpan> sentences, int index, Set<String> words) {
    TextSpan span() {
      return sentences.get(index);
    }

    String text() {
      return span().of(passage.text());
    }

    @Override
    public String toString() {
      return "Candidate[" + passage + ", sentence " + index + "]";
    }
  }
}
