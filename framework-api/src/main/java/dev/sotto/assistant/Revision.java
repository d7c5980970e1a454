package dev.sotto.assistant;

import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextSpan;
import dev.sotto.text.Words;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds a sentence that overrules another: "that makes 58 spots and not 64" overrules "64 track
 * spots in the first count". It must say that something changed ("instead of", "moved to", 改到) and
 * either name the old value beside another one, in which case it tells itself which is the newer,
 * or stand in a later record of the same subject and source, give another value and share words
 * with question and quotation. Known phrases of English, German, Portuguese and Chinese alone; a
 * change that is told otherwise is not noticed. Stateless.
 */
final class Revision {
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?iu)\\b(instead( of)?|no longer|not (\\S+ ){0,4}any"
              + " ?more|(moved?|changed?|switched|postponed|shifted|brought forward|put"
              + " back|rescheduled|corrected)\\b|new"
              + " (time|date|day|number|price|code|address|total|appointment|place|room)\\b|correction|(goes|went|go|gone|comes|came)"
              + " (up|down)|rather than|and not|(be|is|are) now|now"
              + " (be|is|are|leaves?|starts?|costs?)|from \\S+ to|update[ds]?:"
              + "|new:|statt(dessen)?|anstatt|verschoben|verlegt|geändert|nicht"
              + " mehr|sondern|neue[rs]? (termin|zeit|uhrzeit|nummer|preis|code|adresse|datum)|em"
              + " vez d[eoa]s?|em lugar d[eoa]|mud(ou|ámos|amos|aram|ança|ado|ada|ar)|pass(ou|a|am)"
              + " (para|a ser)|adiad[oa]s?|antecipad[oa]s?|remarcad[oa]s?|alterad[oa]s?|já não|ja"
              + " nao|afinal|nov[oa] (hora|data|dia|código|preço|valor|número|morada|horário))\\b"
              + "|改到|改成|改为|改在|换成|换到|换了|推迟|提前|延期|不再|而不是|新的|涨到|降到|变成");
  private static final Pattern STAYS =
      Pattern.compile(
          "(?iu)\\b(not|n['’]t|never|nicht|não|nao) (be )?(chang|mov|geändert|verschoben|mud|alter)"
              + "|不变|没有?改");
  private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?iu)\\d{1,2}\\.? (?:de"
              + " )?(?:jan|feb|fev|mar|mär|apr|abr|may|mai|jun|jul|aug|ago|sep|set|oct"
              + "|okt|out|nov|dec|dez)\\p{L}*|\\d{1,2}月\\d{1,2}|\\p{Nd}[\\p{Nd}.,:]*\\p{Nd}|\\p{Nd}");
  private static final Pattern REPLY =
      Pattern.compile("(?iu)^\\s*((re|aw|fwd?|wg|enc|res|答复|回复|转发)\\s*[:：]\\s*)+");
  private static final int FEWEST_SHARED = 2;
  private static final int SHORT_VALUE = 2;

  private Revision() {}

  /**
   * A sentence that overrules another.
   *
   * @param passage where it stands
   * @param start its offset in the record's text
   */
  record Place(Passage passage, int start) {
    @Override
    public String toString() {
      return "Place[" + passage + ", " + start + "]";
    }
  }

  /** What counts as overruling. */
  enum Rule {
    /** Saying that something changed and naming the old value beside another. */
    NAMING_THE_OLD_VALUE,
    /** That, or saying so in a later record of the same subject and source. */
    OF_THE_SAME_SUBJECT_TOO
  }

  /**
   * Returns the latest sentence that overrules a quotation.
   *
   * @param question what was asked
   * @param quoted the passage that is quoted
   * @param sentence the sentence of it that fits best
   * @param candidates passages that may overrule it
   * @param rule what counts
   */
  static Optional<Place> of(
      String question, Passage quoted, String sentence, List<Hit> candidates, Rule rule) {
    Set<AnswerShape> shapes = AnswerShape.of(question);
    Set<String> old = values(sentence);
    Set<String> topic = new HashSet<>(Words.contentOf(question));
    topic.addAll(Words.contentOf(subject(quoted)));
    topic.addAll(Words.contentOf(sentence));
    return candidates.stream()
        .map(Hit::passage)
        .flatMap(passage -> {
          List<TextSpan> spans = Sentences.of(passage.text());
          return IntStream.range(0, spans.size())
              .filter(i -> !isSame(passage, spans.get(i), quoted, sentence))
              .filter(i -> overrules(passage, spans, i, shapes, old, topic, quoted, rule))
              .mapToObj(i -> new Place(passage, passage.start() + spans.get(i).start()));
        })
        .max(
            Comparator.comparing((Place place) -> place.passage().time())
                .thenComparingInt(Place::start));
  }

  /** Returns the numbers, amounts, days and times that a text gives, in comparable form. */
  static Set<String> values(String text) {
    Set<String> values = new LinkedHashSet<>();
    Matcher value = VALUE.matcher(text);
    while (value.find()) {
      values.add(comparable(value.group()));
    }
    return values;
  }

  private static boolean overrules(
      Passage passage,
      List<TextSpan> spans,
      int index,
      Set<AnswerShape> shapes,
      Set<String> old,
      Set<String> topic,
      Passage quoted,
      Rule rule) {
    String text = spans.get(index).of(passage.text());
    if (!CHANGES.matcher(text).find() || STAYS.matcher(text).find()) {
      return false;
    }
    Set<String> values = values(text);
    if (old.containsAll(values) && index + 1 < spans.size()) {
      values.addAll(values(spans.get(index + 1).of(passage.text())));
    }
    boolean another = values.stream().anyMatch(value -> !old.contains(value));
    Set<String> shared = new HashSet<>(Words.contentOf(text));
    shared.addAll(Words.contentOf(passage.title()));
    shared.retainAll(topic);
    VALUE.matcher(text).results().forEach(value -> shared.removeAll(Words.of(value.group())));
    boolean namesTheOld =
        values.stream()
            .filter(value -> old.contains(value) && !YEAR.matcher(value).matches())
            .anyMatch(value -> value.length() > SHORT_VALUE || shared.size() >= FEWEST_SHARED);
    if (namesTheOld && another && !shared.isEmpty()) {
      return true;
    }
    return another
        && rule == Rule.OF_THE_SAME_SUBJECT_TOO
        && passage.source().equals(quoted.source())
        && subject(passage).equals(subject(quoted))
        && passage.time().isAfter(quoted.time())
        && AnswerShape.anyIn(shapes, text)
        && shared.size() >= FEWEST_SHARED;
  }

  private static boolean isSame(Passage passage, TextSpan span, Passage quoted, String sentence) {
    return passage.record().equals(quoted.record()) && span.of(passage.text()).contains(sentence);
  }

  private static String subject(Passage passage) {
    return REPLY.matcher(passage.title()).replaceFirst("").strip();
  }

  private static String comparable(String value) {
    String plain = value.toLowerCase(Locale.ROOT).replaceAll("[,.](?=\\d{3}(\\D|$))", "");
    return plain.replaceAll("[.,]00$", "");
  }
}
