package dev.sotto.assistant;

import dev.sotto.record.Participant;
import dev.sotto.search.Passage;
import dev.sotto.text.Words;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a sentence of the model may stand: every number, date word and name of it must
 * stand in the passages that it cites, numbers, dates and nearly all of its other words in the
 * quoted sentences, the record's head or the question; it must hold what was asked for ({@link
 * AnswerShape}), may not turn a statement into its opposite, and must say something that the
 * question did not. Words are compared, not meaning: a false sentence made wholly of words of its
 * quotation passes. Stateless.
 */
final class AnswerCheck {
  private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,3})]");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:/-]\\d+)*");
  private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'’-]*");
  private static final Pattern NEGATION =
      Pattern.compile(
          "(?iu)\\b(not|no|never|none|nobody|nothing|without|cannot|\\p{L}+n['’]t|nicht|kein\\p{L}*)\\b");
  private static final Map<String, String> NUMBER_WORDS =
      Map.ofEntries(
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("eleven", "11"),
          Map.entry("twelve", "12"),
          Map.entry("twenty", "20"),
          Map.entry("thirty", "30"),
          Map.entry("forty", "40"),
          Map.entry("fifty", "50"),
          Map.entry("hundred", "100"),
          Map.entry("thousand", "1000"));
  private static final Set<String> DATE_WORDS =
      Set.of(
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday",
          "january",
          "february",
          "march",
          "april",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "today",
          "tomorrow",
          "yesterday",
          "tonight",
          "morning",
          "afternoon",
          "evening",
          "noon",
          "midnight",
          "week",
          "weekend",
          "month",
          "year");
  private static final double MIN_GROUNDED = 0.8;

  /** What the check found. */
  enum Verdict {
    STANDS,
    FAILS
  }

  /** Returns the numbers that a sentence cites, in order. */
  static Set<Integer> citations(String sentence) {
    Set<Integer> cited = new TreeSet<>();
    Matcher matcher = CITATION.matcher(sentence);
    while (matcher.find()) {
      cited.add(Integer.valueOf(matcher.group(1)));
    }
    return cited;
  }

  /** Returns a text without its citations. */
  static String withoutCitations(String sentence) {
    return CITATION.matcher(sentence).replaceAll("").replaceAll("\\s+", " ").strip();
  }

  /**
   * Checks one sentence.
   *
   * @param sentence the sentence, with or without citations
   * @param question the person's words
   * @param quotations the quoted sentences it rests on, whole
   * @param cited the passages it cites
   */
  Verdict check(
      String sentence, String question, List<String> quotations, Collection<Passage> cited) {
    String claim = withoutCitations(sentence);
    if (claim.isEmpty() || cited.isEmpty()) {
      return Verdict.FAILS;
    }
    String proof = proof(cited);
    String near = String.join("\n", quotations) + '\n' + heads(cited) + '\n' + question;
    Set<AnswerShape> shapes = AnswerShape.of(question);
    boolean stands =
        (shapes.isEmpty() || AnswerShape.anyIn(shapes, claim))
            && numbers(near).containsAll(numbers(claim))
            && numbers(proof).containsAll(numbers(claim))
            && dateWords(near).containsAll(dateWords(claim))
            && namesStand(claim, question, proof)
            && grounded(claim, near)
            && samePolarity(claim, quotations)
            && saysSomething(claim, question, quotations);
    return stands ? Verdict.STANDS : Verdict.FAILS;
  }

  private static String proof(Collection<Passage> cited) {
    StringBuilder proof = new StringBuilder(heads(cited));
    cited.forEach(passage -> proof.append(passage.text()).append('\n'));
    return proof.toString();
  }

  private static String heads(Collection<Passage> cited) {
    StringBuilder heads = new StringBuilder();
    for (Passage passage : cited) {
      heads.append(passage.title()).append('\n');
      for (Participant participant : passage.participants()) {
        heads.append(participant.name()).append('\n').append(participant.address()).append('\n');
      }
    }
    return heads.toString();
  }

  private static Set<String> numbers(String text) {
    Set<String> numbers = new HashSet<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(matcher.group());
    }
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
      String digits = NUMBER_WORDS.get(word);
      if (digits != null) {
        numbers.add(digits);
      }
    }
    return numbers;
  }

  private static Set<String> dateWords(String text) {
    Set<String> words = new HashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
      String singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
      if (DATE_WORDS.contains(singular)) {
        words.add(singular);
      }
    }
    return words;
  }

  private static boolean namesStand(String claim, String question, String proof) {
    Set<String> proven = new HashSet<>(Words.of(proof));
    Set<String> opening = new HashSet<>(Words.of(question));
    Matcher matcher = NAME.matcher(claim);
    while (matcher.find()) {
      boolean opensSentence = matcher.start() == 0;
      for (String word : Words.contentOf(matcher.group())) {
        if (!proven.contains(word) && !(opensSentence && opening.contains(word))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean grounded(String claim, String near) {
    Set<String> known = new HashSet<>(Words.of(near));
    List<String> said = Words.contentOf(claim);
    long found = said.stream().filter(known::contains).count();
    return found >= MIN_GROUNDED * said.size();
  }

  private static boolean samePolarity(String claim, List<String> quotations) {
    return NEGATION.matcher(claim).find()
        == quotations.stream().anyMatch(quotation -> NEGATION.matcher(quotation).find());
  }

  private static boolean saysSomething(String claim, String question, List<String> quotations) {
    Set<String> asked = new HashSet<>(Words.of(question));
    Set<String> quoted = new HashSet<>();
    quotations.forEach(quotation -> quoted.addAll(Words.contentOf(quotation)));
    return Words.contentOf(claim).stream()
        .anyMatch(word -> quoted.contains(word) && !asked.contains(word));
  }
}
