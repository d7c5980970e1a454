package dev.sotto.assistant;

import dev.sotto.record.Participant;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.LanguageDetector;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextLanguage;
import dev.sotto.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells whether a passage is about what a question in English or Portuguese asks of: "the wifi
 * password in the studio" is not answered by the note about the flat, "when is Tilman's birthday"
 * not by the birthday of another. Three things are looked for in an English passage: what was asked
 * for, a date or an amount say ({@link AnswerShape}), in the quotation; the names of the question
 * (words that the found passages write with a capital within sentences), those of owners in
 * quotation or head; and a word of what stands behind the question's prepositions, unless all of
 * these stand nowhere in what is indexed: then they are the person's own words for something.
 * Meaning is not compared, so a question in wholly other words fails. Stateless; measured, see
 * docs/evaluation.md.
 */
final class QuestionFocus {
  private static final Pattern PREPOSITION = Pattern.compile("(?i)\\b(?:of|in|for|at|from|on)\\b");
  private static final Pattern PORTUGUESE =
      Pattern.compile(
          "(?iU)\\b(?:qual|quais|quando|quant[oa]s?|quem|onde|o"
              + " que|que|como|está|é|foi|há|do|da|no|na)\\b");
  private static final Pattern PORTUGUESE_PREPOSITION =
      Pattern.compile("(?iU)\\b(?:d[aeo]s?|n[ao]s?|em|para|pr[ao]|pel[ao]s?|ao?s?|à)\\b");
  private static final Pattern OF = Pattern.compile("(?iU)\\bd[aeo]s? $");
  private static final Set<String> PORTUGUESE_ASKED_FOR =
      Words.of(
              "custo preço valor número código senha palavra passe referência data dia hora horas"
                  + " aniversário telefone telemóvel tamanho nome casa fim ano mês semana hoje"
                  + " nascimento morada email chama vez lado minha meu")
          .stream()
          .collect(Collectors.toUnmodifiableSet());
  private static final Pattern CHINESE_OWNER =
      Pattern.compile("(?<!\\p{IsHan})(?!我|你|他|她|它|咱)(\\p{IsHan}{2,4})的(?=\\p{IsHan})");
  private static final Pattern CLAUSE_END = Pattern.compile("[,;:?!]| - ");
  private static final Pattern ASKING =
      Pattern.compile("(?i)\\b(what|whats|which|who|whos|when|where|wheres|how|until)\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]{3,}");
  private static final Pattern WITHIN_SENTENCE =
      Pattern.compile("(?<=[\\p{Ll},;:(] )\\p{L}[\\p{L}\\p{M}]*");
  private static final Set<AnswerShape> DEMANDED =
      EnumSet.of(AnswerShape.MONEY, AnswerShape.TIME, AnswerShape.IDENTIFIER);
  private static final Set<String> ASKED_FOR =
      Words.of(
              "cost price pay paid charge number code password reference serial when date time day"
                  + " birthday phone long size name called place home moment end"
                  + " way year month week today")
          .stream()
          .collect(Collectors.toUnmodifiableSet());
  private static final Pattern ENDING = Pattern.compile("(?i)['’]?s$");
  private static final Pattern APOSTROPHE_S = Pattern.compile("(?i)['’]s?\\b");
  private static final Set<String> CALENDAR =
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
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "christmas",
          "easter",
          "new",
          "year");
  private static final int QUALIFIER_WORDS = 3;
  private static final double CAPITALISED = 0.8;

  /** What the index knows of words; see {@link dev.sotto.search.SearchIndex}. */
  interface Lexicon {
    /** Returns what else people call the same thing. */
    List<String> otherWords(String word);

    /** Returns whether the word stands anywhere in what is indexed. */
    boolean occurs(String word) throws IOException;
  }

  private QuestionFocus() {}

  /**
   * Returns whether a passage is about what the question asks of; where question or passage are not
   * English only the shape of the answer is looked at.
   *
   * @param quotation what would be quoted of the passage
   * @param hits what was found, by which names are known
   * @param lexicon what the index knows of words
   * @throws IOException if the index can't be read
   */
  static boolean fits(
      String question, Passage passage, String quotation, List<Hit> hits, Lexicon lexicon)
      throws IOException {
    Set<AnswerShape> shapes = AnswerShape.of(question);
    if (!shapes.isEmpty()
        && DEMANDED.containsAll(shapes)
        && !AnswerShape.anyIn(shapes, quotation)) {
      return false;
    }
    TextLanguage language = LanguageDetector.detect(question);
    if (passage.language() != language) {
      return true;
    }
    if (language == TextLanguage.CHINESE) {
      return fitsChinese(question, passage, lexicon);
    }
    boolean portuguese = language == TextLanguage.OTHER && PORTUGUESE.matcher(question).find();
    if (language == TextLanguage.OTHER && !portuguese) {
      return true;
    }
    Set<String> near = near(passage, quotation);
    Set<String> anywhere = new HashSet<>(near);
    anywhere.addAll(Words.of(passage.text()));
    for (Name name : names(question, hits, portuguese)) {
      if (!(name.owner() ? near : anywhere).containsAll(Words.of(name.text()))) {
        return false;
      }
    }
    boolean demanded = false;
    for (List<String> qualifier :
        portuguese ? qualifiersInPortuguese(question) : qualifiers(question)) {
      for (String word : qualifier) {
        if (stands(word, anywhere, lexicon)) {
          return true;
        }
        demanded |= lexicon.occurs(word);
      }
    }
    return !demanded;
  }

  /** Returns whether one of the owners in a Chinese question, 陈薇 in 陈薇的电话, is in the passage. */
  private static boolean fitsChinese(String question, Passage passage, Lexicon lexicon)
      throws IOException {
    StringBuilder held = new StringBuilder(passage.title()).append(passage.text());
    for (Participant participant : passage.participants()) {
      held.append(' ').append(participant.displayName());
    }
    String text = held.toString();
    Matcher owner = CHINESE_OWNER.matcher(question);
    boolean demanded = false;
    while (owner.find()) {
      String name = owner.group(1);
      if (text.contains(name) || lexicon.otherWords(name).stream().anyMatch(text::contains)) {
        return true;
      }
      demanded |= lexicon.occurs(name);
    }
    return !demanded;
  }

  /** Returns the words behind the prepositions of a Portuguese question, at most three for each. */
  static List<List<String>> qualifiersInPortuguese(String question) {
    String[] parts = PORTUGUESE_PREPOSITION.split(question);
    List<List<String>> qualifiers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      List<String> words = new ArrayList<>();
      for (String word : parts[i].strip().split("[^\\p{L}\\p{M}\\p{N}]+")) {
        List<String> content = Words.contentOf(word);
        if (content.isEmpty() || PORTUGUESE_ASKED_FOR.contains(content.getFirst())) {
          if (!words.isEmpty()) {
            break;
          }
        } else if (words.size() < QUALIFIER_WORDS) {
          words.add(word);
        }
      }
      if (!words.isEmpty()) {
        qualifiers.add(words);
      }
    }
    return qualifiers;
  }

  private static boolean stands(String word, Set<String> words, Lexicon lexicon) {
    return words.containsAll(Words.of(word))
        || lexicon.otherWords(word).stream().anyMatch(other -> words.containsAll(Words.of(other)));
  }

  private static Set<String> near(Passage passage, String quotation) {
    Set<String> words = new HashSet<>(Words.of(passage.title()));
    for (Participant participant : passage.participants()) {
      words.addAll(Words.of(participant.displayName()));
      words.addAll(Words.of(participant.address()));
    }
    words.addAll(Words.of(quotation));
    Sentences.of(passage.text()).stream()
        .findFirst()
        .ifPresent(first -> words.addAll(Words.of(first.of(passage.text()))));
    return words;
  }

  /** Returns the words behind the prepositions of the asking clause, at most three for each. */
  static List<List<String>> qualifiers(String question) {
    String clause = question;
    for (String part : CLAUSE_END.split(question)) {
      if (ASKING.matcher(part).find()) {
        clause = part;
      }
    }
    String[] parts = PREPOSITION.split(clause);
    List<List<String>> qualifiers = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      List<String> words = new ArrayList<>();
      for (String word : parts[i].strip().split("[\\s/]+")) {
        String bare = word.replaceFirst("(?i)['’]s?$", "");
        List<String> content = Words.contentOf(bare);
        if (content.isEmpty() || ASKED_FOR.contains(content.getFirst())) {
          if (!words.isEmpty()) {
            break;
          }
        } else if (words.size() < QUALIFIER_WORDS) {
          words.add(bare);
        }
      }
      if (!words.isEmpty()) {
        qualifiers.add(words);
      }
    }
    return qualifiers;
  }

  /**
   * A name in a question.
   *
   * @param owner whether something of theirs is asked for: Tilman's birthday
   */
  private record Name(String text, boolean owner) {
    @Override
    public String toString() {
      return "Name[" + text.length() + " characters]";
    }
  }

  private static List<Name> names(String question, List<Hit> hits, boolean portuguese) {
    List<Name> names = new ArrayList<>();
    Matcher word = WORD.matcher(question);
    while (word.find()) {
      String whole = word.group();
      String bare = ENDING.matcher(whole).replaceFirst("");
      if (Words.contentOf(whole).isEmpty() || CALENDAR.contains(fold(bare))) {
        continue;
      }
      boolean apostrophe =
          portuguese
              ? OF.matcher(question.substring(0, word.start())).find()
              : APOSTROPHE_S.matcher(question).region(word.end(), question.length()).lookingAt();
      if (isName(whole, hits)) {
        names.add(new Name(whole, apostrophe));
      } else if (!bare.equals(whole) && isName(bare, hits)) {
        names.add(new Name(bare, true));
      }
    }
    return names;
  }

  private static boolean isName(String word, List<Hit> hits) {
    String folded = fold(word);
    int seen = 0;
    int capitalised = 0;
    for (Hit hit : hits) {
      Matcher place = WITHIN_SENTENCE.matcher(hit.passage().title() + " . " + hit.passage().text());
      while (place.find()) {
        if (fold(place.group()).equals(folded)) {
          seen++;
          capitalised += Character.isUpperCase(place.group().codePointAt(0)) ? 1 : 0;
        }
      }
    }
    return seen > 0 && capitalised > CAPITALISED * seen;
  }

  private static String fold(String word) {
    return java.text.Normalizer.normalize(word, java.text.Normalizer.Form.NFKD)
        .replaceAll("\\p{Mn}+", "")
        .toLowerCase(Locale.ROOT);
  }
}
