package dev.sotto.assistant;

import dev.sotto.model.GenerationListener;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextLanguage;
import dev.sotto.text.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer while it is generated: the evidence line first, then sentence by sentence, each
 * checked as soon as it is whole. For one answer and one thread.
 */
final class AnswerDraft implements GenerationListener {
  private static final Pattern QUOTATION = Pattern.compile("\\[(\\d+)] ?\"([^\"]*)\"?");
  private static final Pattern LEADING_CITATIONS = Pattern.compile("^(\\[\\d*]?\\.?\\s*)+");
  private static final int MAX_SENTENCES = 2;

  private final String question;
  private final List<Window> offered;
  private final Set<TextLanguage> writes;
  private final AnswerListener listener;
  private final AnswerCheck check = new AnswerCheck();
  private final StringBuilder text = new StringBuilder();
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> confirmed = new ArrayList<>();
  private int bodyStart = -1;
  private int sentencesSeen;
  private int withdrawn;
  private boolean complete;

  AnswerDraft(
      String question, List<Window> offered, Set<TextLanguage> writes, AnswerListener listener) {
    this.question = question;
    this.offered = offered;
    this.writes = writes;
    this.listener = listener;
  }

  @Override
  public void text(String piece) {
    if (complete) {
      return;
    }
    int before = text.length();
    text.append(piece);
    if (bodyStart < 0) {
      int lineEnd = text.indexOf("\n");
      if (lineEnd < 0) {
        return;
      }
      bodyStart = lineEnd + 1;
      readEvidence(text.substring(0, lineEnd));
      before = bodyStart;
      if (complete) {
        return;
      }
    }
    if (before < text.length()) {
      listener.draft(text.substring(before));
    }
    readSentences(false);
  }

  /** Takes the end of the text as the end of its last sentence. */
  void finish() {
    if (bodyStart >= 0 && !complete) {
      readSentences(true);
    } else if (bodyStart < 0) {
      readEvidence(text.toString());
    }
  }

  /** Returns whether nothing more is wanted from the model. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the quotations, each grown to the whole sentences that it stands in. */
  List<Evidence> evidence() {
    return evidence;
  }

  int withdrawn() {
    return withdrawn;
  }

  /** Returns the sentences that passed, or nothing when none did. */
  Optional<String> confirmedText() {
    return confirmed.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", confirmed));
  }

  private static Evidence wholeSentence(int citation, Passage passage, int from, int to) {
    int start = from;
    int end = to;
    for (TextSpan sentence : Sentences.of(passage.text())) {
      if (sentence.start() < to && sentence.end() > from) {
        start = Math.min(start, sentence.start());
        end = Math.max(end, sentence.end());
      }
    }
    return new Evidence(
        citation, passage, passage.start() + start, passage.text().substring(start, end));
  }

  private void readEvidence(String line) {
    Matcher matcher = QUOTATION.matcher(line);
    while (matcher.find()) {
      int citation = Integer.parseInt(matcher.group(1));
      if (citation < 1 || citation > offered.size()) {
        continue;
      }
      Window window = offered.get(citation - 1);
      String quoted = matcher.group(2);
      int at = Sentences.unwrapped(window.text()).indexOf(quoted);
      if (at >= 0) {
        int from = window.start() + at - window.passage().start();
        Evidence found = wholeSentence(citation, window.passage(), from, from + quoted.length());
        if (evidence.contains(found)) {
          continue;
        }
        evidence.add(found);
        listener.evidence(found);
      }
    }
    complete =
        evidence.isEmpty()
            || evidence.stream().noneMatch(e -> writes.contains(e.passage().language()));
  }

  private void readSentences(boolean atEnd) {
    String body = text.substring(bodyStart);
    List<TextSpan> sentences = withCitations(body);
    int whole = atEnd ? sentences.size() : sentences.size() - 1;
    while (sentencesSeen < whole && !complete) {
      judge(sentences.get(sentencesSeen).of(body));
      sentencesSeen++;
      complete = sentencesSeen >= MAX_SENTENCES;
    }
  }

  private void judge(String sentence) {
    Set<Integer> cited = AnswerCheck.citations(sentence);
    boolean offeredOnly = cited.stream().allMatch(n -> n >= 1 && n <= offered.size());
    Set<Integer> resting = new TreeSet<>(cited);
    if (resting.isEmpty()) {
      evidence.forEach(e -> resting.add(e.citation()));
    }
    List<String> quotations =
        evidence.stream()
            .filter(e -> resting.contains(e.citation()))
            .map(Evidence::quotation)
            .toList();
    boolean stands =
        offeredOnly
            && !QUOTATION.matcher(sentence).lookingAt()
            && !quotations.isEmpty()
            && check.check(
                    sentence,
                    question,
                    quotations,
                    resting.stream().map(n -> offered.get(n - 1).passage()).toList())
                == AnswerCheck.Verdict.STANDS;
    if (stands) {
      String shown = cited.isEmpty() ? sentence + citationMarks(resting) : sentence;
      confirmed.add(shown);
      listener.confirmed(shown);
    } else {
      withdrawn++;
      listener.withdrawn(sentence);
    }
  }

  private static String citationMarks(Set<Integer> citations) {
    StringBuilder marks = new StringBuilder();
    citations.forEach(n -> marks.append(" [").append(n).append(']'));
    return marks.toString();
  }

  private static List<TextSpan> withCitations(String body) {
    List<TextSpan> joined = new ArrayList<>();
    for (TextSpan sentence : Sentences.of(body)) {
      Matcher leading = LEADING_CITATIONS.matcher(sentence.of(body));
      int own = sentence.start();
      if (!joined.isEmpty()
          && body.substring(joined.getLast().end(), sentence.start()).indexOf('\n') < 0
          && leading.find()) {
        own += leading.end();
        int citationEnd = sentence.start() + leading.group().stripTrailing().length();
        joined.set(joined.size() - 1, new TextSpan(joined.getLast().start(), citationEnd));
      }
      if (own < sentence.end()) {
        joined.add(new TextSpan(own, sentence.end()));
      }
    }
    return joined;
  }
}
