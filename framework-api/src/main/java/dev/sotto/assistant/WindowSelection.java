package dev.sotto.assistant;

import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextSpan;
import dev.sotto.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Picks the few windows of 25 to 60 words that a small model can read: every sentence of the best
 * passages is scored by the question's words, weighted by how rare they are among the sentences, by
 * similarity of meaning, its own and a part of that of the sentence before it, and by what it can
 * be worth; the best sentence of a passage grows to both sides until its window is long enough.
 * Stateless.
 */
final class WindowSelection {
  private static final String CANCELLED = "Cancelled.";
  private static final int PASSAGES = 8;
  private static final int MIN_WORDS = 25;
  private static final int MAX_WORDS = 60;
  private static final int HAN_PER_WORD = 2;
  private static final double LEXICAL_WEIGHT = 0.05;
  private static final double RANK_WEIGHT = 0.1;
  private static final double CONTEXT_WEIGHT = 0.15;
  private static final double QUOTABLE_WITHIN = 0.01;
  private static final int SENTENCES = 3;
  private static final int MIN_QUOTED_WORDS = 18;
  private static final int MAX_QUOTED_WORDS = 45;
  private static final double QUOTED_WITHIN = 0.1;
  private static final int WINDOWS_OF_A_PASSAGE = 2;

  private WindowSelection() {}

  /**
   * What is offered to the model and to the person.
   *
   * @param windows the windows, the best first
   * @param sentences the sentences within them that fit best, the best first
   * @param quotations what to quote: the best sentence of each window that fits nearly as well as
   *     the best of all, with what stands around it; the best first
   */
  record Selection(List<Window> windows, List<Sentence> sentences, List<Sentence> quotations) {}

  /**
   * A sentence within a window.
   *
   * @param window which one, from 0
   * @param start offset in the record's text
   * @param text the sentence
   * @param score how well it fits, higher is better
   */
  record Sentence(int window, int start, String text, double score) {
    @Override
    public String toString() {
      return "Sentence[window " + window + ", " + text.length() + " characters]";
    }
  }

  /** Returns at most {@code limit} windows, the best first, at most two of a passage. */
  static Selection select(String question, List<Hit> hits, int limit) {
    return select(question, hits, limit, Optional.empty());
  }

  /**
   * Returns the same with the window of one sentence first.
   *
   * @param first a sentence of one of the first passages
   */
  static Selection select(
      String question, List<Hit> hits, int limit, Optional<Revision.Place> first) {
    List<Candidate> candidates = candidates(question, hits);
    if (candidates.isEmpty()) {
      return new Selection(List.of(), List.of(), List.of());
    }
    Map<String, Double> weights = weights(question, candidates);
    List<Scored> scored = new ArrayList<>();
    for (Candidate candidate : candidates) {
      scored.add(new Scored(candidate, score(candidate, weights)));
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    double best = scored.getFirst().score();
    first.ifPresent(place -> lead(scored, place, best));
    List<Window> windows = new ArrayList<>();
    List<Sentence> quotations = new ArrayList<>();
    Map<Integer, Integer> windowsOfPassage = new HashMap<>();
    for (Scored next : scored) {
      int rank = next.candidate().rank();
      if (windows.size() < limit
          && windowsOfPassage.getOrDefault(rank, 0) < WINDOWS_OF_A_PASSAGE
          && windows.stream().noneMatch(window -> holds(window, next.candidate()))) {
        if (next.score() >= best - QUOTED_WITHIN) {
          quotations.add(quotation(windows.size(), next));
        }
        windows.add(window(next, scored, weights));
        windowsOfPassage.merge(rank, 1, Integer::sum);
      }
    }
    return new Selection(windows, sentences(scored, windows), quotations);
  }

  private static void lead(List<Scored> scored, Revision.Place place, double score) {
    for (int i = 0; i < scored.size(); i++) {
      Candidate candidate = scored.get(i).candidate();
      if (candidate.passage().equals(place.passage())
          && candidate.passage().start() + candidate.span().start() == place.start()) {
        scored.remove(i);
        scored.addFirst(new Scored(candidate, score));
        return;
      }
    }
  }

  /** Returns where a passage of an event says that it was cancelled, as its importer writes it. */
  static Optional<TextSpan> cancellation(Passage passage) {
    return passage.kind() == RecordKind.EVENT
        ? Sentences.of(passage.text()).stream()
            .filter(sentence -> sentence.of(passage.text()).equals(CANCELLED))
            .findFirst()
        : Optional.empty();
  }

  private static Sentence quotation(int window, Scored best) {
    Passage passage = best.candidate().passage();
    TextSpan grown = grown(best.candidate(), MIN_QUOTED_WORDS, MAX_QUOTED_WORDS);
    TextSpan span =
        cancellation(passage)
            .map(said ->
                new TextSpan(
                    Math.min(grown.start(), said.start()), Math.max(grown.end(), said.end())))
            .orElse(grown);
    return new Sentence(
        window, passage.start() + span.start(), span.of(passage.text()), best.score());
  }

  private static List<Sentence> sentences(List<Scored> scored, List<Window> windows) {
    List<Sentence> sentences = new ArrayList<>();
    for (Scored next : scored) {
      Candidate candidate = next.candidate();
      for (int i = 0; i < windows.size() && sentences.size() < SENTENCES; i++) {
        if (holds(windows.get(i), candidate)) {
          int start = candidate.passage().start() + candidate.span().start();
          sentences.add(new Sentence(i, start, candidate.text(), next.score()));
          break;
        }
      }
    }
    return sentences;
  }

  private static boolean holds(Window window, Candidate candidate) {
    int start = candidate.passage().start() + candidate.span().start();
    return window.passage().equals(candidate.passage())
        && start >= window.start()
        && start < window.start() + window.text().length();
  }

  private static List<Candidate> candidates(String question, List<Hit> hits) {
    Set<AnswerShape> shapes = AnswerShape.of(question);
    List<Candidate> candidates = new ArrayList<>();
    for (int rank = 0; rank < Math.min(PASSAGES, hits.size()); rank++) {
      Passage passage = hits.get(rank).passage();
      List<TextSpan> sentences = Sentences.of(passage.text());
      for (int i = 0; i < sentences.size(); i++) {
        Set<String> words = new HashSet<>(Words.of(sentences.get(i).of(passage.text())));
        List<Double> similarities = hits.get(rank).sentenceSimilarities();
        double similarity = i < similarities.size() ? similarities.get(i) : 0;
        double before = i > 0 && i <= similarities.size() ? similarities.get(i - 1) : 0;
        double worth =
            SentenceWorth.of(shapes, sentences.get(i).of(passage.text())) + CONTEXT_WEIGHT * before;
        candidates.add(new Candidate(rank, passage, sentences, i, words, similarity, worth));
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

  private static double score(Candidate candidate, Map<String, Double> weights) {
    return candidate.similarity()
        + candidate.worth()
        + LEXICAL_WEIGHT * covered(weights, candidate.words())
        + RANK_WEIGHT / (1 + candidate.rank());
  }

  private static Window window(Scored best, List<Scored> all, Map<String, Double> weights) {
    Candidate candidate = best.candidate();
    Passage passage = candidate.passage();
    TextSpan span = grown(candidate, MIN_WORDS, MAX_WORDS);
    String text = span.of(passage.text());
    Set<String> near = new HashSet<>(Words.of(text));
    near.addAll(Words.of(passage.title()));
    passage.participants().forEach(p -> near.addAll(Words.of(p.displayName())));
    String unwrapped = Sentences.unwrapped(passage.text());
    List<String> quotable =
        all.stream()
            .filter(other -> other.candidate().rank() == candidate.rank())
            .filter(other -> other.score() >= all.getFirst().score() - QUOTABLE_WITHIN)
            .map(other -> other.candidate().span())
            .filter(other -> other.start() >= span.start() && other.end() <= span.end())
            .map(other -> unwrapped.substring(other.start(), other.end()))
            .toList();
    return new Window(
        passage,
        passage.start() + span.start(),
        text,
        quotable,
        candidate.similarity(),
        covered(weights, near));
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

  private static TextSpan grown(Candidate candidate, int fewest, int most) {
    List<TextSpan> sentences = candidate.sentences();
    String text = candidate.passage().text();
    int first = candidate.index();
    int last = candidate.index();
    int words = words(candidate.span().of(text));
    boolean forward = true;
    while (words < fewest && (first > 0 || last < sentences.size() - 1)) {
      boolean takeNext = last < sentences.size() - 1 && (forward || first == 0);
      forward = !forward;
      int next = takeNext ? last + 1 : first - 1;
      int more = words(sentences.get(next).of(text));
      if (words + more > most) {
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

  private record Scored(Candidate candidate, double score) {}

  private record Candidate(
      int rank,
      Passage passage,
      List<TextSpan> sentences,
      int index,
      Set<String> words,
      double similarity,
      double worth) {
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
