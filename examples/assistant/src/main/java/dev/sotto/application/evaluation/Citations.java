package dev.sotto.application.evaluation;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Evidence;
import dev.sotto.record.Participant;
import dev.sotto.search.Passage;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The passages that an answer cites, and whether they hold what is said of them: each quotation
 * word by word, and the numbers and names of each sentence of the model in one of the passages that
 * the sentence cites (text, title, people or date). A name may also come from the question. What
 * code computed is taken as it is; of it only the quotations are checked.
 */
final class Citations {
  private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,3})]");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=])[.!?]?\\s+(?=[^\\[])");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");
  private static final Pattern NAME = Pattern.compile("(?<=[\\p{Ll}\\d,][ ])\\p{Lu}\\p{L}+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final String question;
  private final Answer answer;
  private final ZoneId zone;
  private final SortedSet<Integer> numbers = new TreeSet<>();

  /**
   * @param zone in which passages have their dates
   */
  Citations(String question, Answer answer, ZoneId zone) {
    this.question = question;
    this.answer = answer;
    this.zone = zone;
    answer.evidence().forEach(evidence -> numbers.add(evidence.citation()));
    numbers.addAll(citedIn(answer.text()));
  }

  /** Returns a text without its citations. */
  static String without(String text) {
    return CITATION.matcher(text).replaceAll("");
  }

  /** Returns the numbers of the cited passages. */
  SortedSet<Integer> numbers() {
    return numbers;
  }

  /**
   * Returns whether there is something to check of this number: not where code computed a sentence
   * from the passage without quoting it.
   */
  boolean isChecked(int number) {
    return answer.kind() == Answer.Kind.SENTENCES
        || number < 1
        || number > answer.sources().size()
        || answer.evidence().stream().anyMatch(evidence -> evidence.citation() == number);
  }

  /** Returns whether the passage of this number was checked and holds what is said of it. */
  boolean isRight(int number) {
    if (!isChecked(number)) {
      return false;
    }
    if (number < 1 || number > answer.sources().size()) {
      return false;
    }
    String passage = ComparableText.flat(answer.sources().get(number - 1).text());
    for (Evidence evidence : answer.evidence()) {
      if (evidence.citation() == number
          && !passage.contains(ComparableText.flat(evidence.quotation()))) {
        return false;
      }
    }
    if (answer.kind() != Answer.Kind.SENTENCES) {
      return true;
    }
    for (String sentence : SENTENCE_END.split(answer.text())) {
      if (citedIn(sentence).contains(number) && !isSupported(sentence)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSupported(String sentence) {
    StringBuilder proof = new StringBuilder();
    for (int number : citedIn(sentence)) {
      if (number >= 1 && number <= answer.sources().size()) {
        append(proof, answer.sources().get(number - 1));
      }
    }
    String claim = without(sentence);
    Set<String> names = found(WORD, (proof + " " + question).toLowerCase(Locale.ROOT));
    return found(NUMBER, proof.toString()).containsAll(found(NUMBER, claim))
        && names.containsAll(
            found(NAME, claim).stream().map(n -> n.toLowerCase(Locale.ROOT)).toList());
  }

  private void append(StringBuilder proof, Passage passage) {
    proof.append(passage.text()).append('\n').append(passage.title()).append('\n');
    for (Participant participant : passage.participants()) {
      proof.append(participant.name()).append(' ').append(participant.address()).append('\n');
    }
    LocalDateTime time = LocalDateTime.ofInstant(passage.time(), zone);
    proof.append(
        String.format(
            Locale.ROOT,
            "%d %d %d %tB %tA %tH:%tM%n",
            time.getDayOfMonth(),
            time.getMonthValue(),
            time.getYear(),
            time,
            time,
            time,
            time));
  }

  private static List<Integer> citedIn(String text) {
    List<Integer> cited = new ArrayList<>();
    Matcher citation = CITATION.matcher(text);
    while (citation.find()) {
      cited.add(Integer.valueOf(citation.group(1)));
    }
    return cited;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  @Override
  public String toString() {
    return "Citations[" + numbers.size() + " of " + answer + "]";
  }
}
