package dev.sotto.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words people use for one thing in personal life, in English, German, Chinese and Portuguese:
 * a question says "caution money" where the mail says "deposit", "Kaution" or "caução". The
 * resource {@code everyday-words.txt} tells how they are written down. Immutable; safe for all
 * threads.
 */
final class EverydayWords {
  /** The longest phrase of a question that is worth asking for, in words. */
  static final int MAX_WORDS = 4;

  private static final String RESOURCE = "everyday-words.txt";
  private static final int FEWEST_LETTERS_IN_ANY_QUESTION = 5;

  private static @Nullable EverydayWords shared;

  private final FieldAnalyzer analyzer = new FieldAnalyzer();
  private final Map<String, List<Group>> groups = new HashMap<>();
  private final Map<Language, Map<String, List<Group>>> groupsOfLanguages =
      new EnumMap<>(Language.class);
  private final Map<Language, Map<String, List<Group>>> groupsOfStems =
      new EnumMap<>(Language.class);
  private final Map<String, List<Group>> groupsOfChinese = new HashMap<>();
  private int longestChinese;

  private EverydayWords() {}

  /** The columns of the resource, in their order. */
  enum Language {
    ENGLISH(IndexFields.TEXT_ENGLISH),
    GERMAN(StemLanguage.GERMAN.textField()),
    CHINESE(IndexFields.TEXT_CHINESE),
    PORTUGUESE(StemLanguage.PORTUGUESE.textField());

    private final String field;

    Language(String field) {
      this.field = field;
    }
  }

  /** A word or phrase and its language. */
  record Word(String text, Language language) {}

  /** A Chinese word of this lexicon and where it stands in a text. */
  record Place(String word, int start, int end) {
    @Override
    public String toString() {
      return "Place[" + start + "-" + end + "]";
    }
  }

  private record Group(List<Word> words) {
    String english() {
      return words.getFirst().text();
    }

    boolean has(String text) {
      return words.stream().anyMatch(word -> word.text().equals(text));
    }

    boolean hasInAnyCase(String text) {
      return words.stream().anyMatch(word -> word.text().equalsIgnoreCase(text));
    }
  }

  /**
   * Returns the words of the resource, read at the first call.
   *
   * @throws IllegalStateException if the resource is missing or a line of it is not well formed
   */
  static synchronized EverydayWords shared() {
    EverydayWords words = shared;
    if (words == null) {
      words = parse(lines());
      shared = words;
    }
    return words;
  }

  /**
   * Returns the words of these lines.
   *
   * @throws IllegalStateException if a line is not well formed
   */
  static EverydayWords parse(List<String> lines) {
    EverydayWords words = new EverydayWords();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        words.add(line, i + 1);
      }
    }
    return words;
  }

  /**
   * Returns the other words for a word or phrase, in all languages. Case, diacritics and hyphens
   * make no difference; an inflected form is found by its stem. A short word is not taken for a
   * Portuguese one.
   */
  List<String> related(String wordOrPhrase) {
    return relatedWords(wordOrPhrase, Set.of()).stream().map(Word::text).toList();
  }

  /**
   * Returns the other words with each one's language. In a question that may be in Portuguese a
   * Portuguese word comes first: "cave" is a cellar there.
   *
   * @param languages those that the question may be in; none for English and Chinese
   */
  List<Word> relatedWords(String wordOrPhrase, Set<StemLanguage> languages) {
    String key = key(wordOrPhrase);
    Map<String, Word> related = new LinkedHashMap<>();
    for (Group group : groupsFor(wordOrPhrase, key, languages)) {
      group.words().forEach(word -> related.putIfAbsent(key(word.text()), word));
    }
    related.remove(key);
    return List.copyOf(related.values());
  }

  private List<Group> groupsFor(String words, String key, Set<StemLanguage> languages) {
    boolean portuguese = languages.contains(StemLanguage.PORTUGUESE);
    List<Group> found = List.of();
    if (portuguese) {
      found = of(Language.PORTUGUESE, key);
    }
    if (found.isEmpty()) {
      found = groups.getOrDefault(key, List.of());
    }
    if (found.isEmpty() && portuguese) {
      found = byStems(words, Language.PORTUGUESE);
    }
    if (found.isEmpty() && languages.contains(StemLanguage.GERMAN)) {
      found = byStems(words, Language.GERMAN);
    }
    if (found.isEmpty()) {
      found = byStems(words, Language.ENGLISH);
    }
    if (found.isEmpty() && key.length() >= FEWEST_LETTERS_IN_ANY_QUESTION) {
      found = of(Language.PORTUGUESE, key);
    }
    return found;
  }

  private List<Group> of(Language language, String key) {
    return groupsOfLanguages.getOrDefault(language, Map.of()).getOrDefault(key, List.of());
  }

  private List<Group> byStems(String words, Language language) {
    return groupsOfStems
        .getOrDefault(language, Map.of())
        .getOrDefault(stems(words, language), List.of());
  }

  /**
   * Returns the Chinese words of a text that this lexicon knows, from left to right, the longest
   * first where several begin at one place. A word that begins with a letter or digit is not looked
   * for inside a run of them.
   */
  List<Place> chineseWords(String text) {
    List<Place> places = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Optional<Place> place = chineseWordAt(text, at);
      if (place.isPresent()) {
        places.add(place.get());
        at = place.get().end();
      } else {
        at = isLatin(text.charAt(at)) ? endOfLatin(text, at) : at + 1;
      }
    }
    return places;
  }

  /**
   * Returns the English words for a Chinese question, in its order: the first English word for each
   * Chinese one, the question's own letters and digits where they stand. Empty where no Chinese
   * word is known but such as "when".
   */
  Optional<String> englishGloss(String chineseQuestion) {
    Set<String> words = new LinkedHashSet<>();
    boolean telling = false;
    int at = 0;
    for (Place place : chineseWords(chineseQuestion)) {
      addLatin(chineseQuestion.substring(at, place.start()), words);
      String english = groupsOfChinese.getOrDefault(place.word(), List.of()).getFirst().english();
      telling |= !CommonWords.contains(english, english);
      words.add(english);
      at = place.end();
    }
    addLatin(chineseQuestion.substring(at), words);
    return telling ? Optional.of(String.join(" ", words)) : Optional.empty();
  }

  /**
   * Returns the English words for a question in Portuguese or German, in its order: the first
   * English word for each word or phrase of this lexicon, its other words as they are, without
   * those that tell nothing. A Portuguese word with a capital within the question stays as it is,
   * since it is a name. Empty where the question is in another language or no telling word of it is
   * known.
   */
  Optional<String> latinGloss(String question) {
    Set<StemLanguage> languages = StemLanguage.ofQuestion(question);
    Language language;
    if (languages.contains(StemLanguage.PORTUGUESE)) {
      language = Language.PORTUGUESE;
    } else if (languages.contains(StemLanguage.GERMAN)) {
      language = Language.GERMAN;
    } else {
      return Optional.empty();
    }
    return gloss(question, language, languages);
  }

  private Optional<String> gloss(String question, Language language, Set<StemLanguage> languages) {
    List<FieldAnalyzer.Term> terms = analyzer.terms(IndexFields.TEXT_ALL, question);
    Set<String> words = new LinkedHashSet<>();
    boolean telling = false;
    int at = 0;
    while (at < terms.size()) {
      int length = Math.min(MAX_WORDS, terms.size() - at);
      Optional<String> english = Optional.empty();
      String phrase = "";
      while (length > 0 && english.isEmpty()) {
        phrase = question.substring(terms.get(at).start(), terms.get(at + length - 1).end());
        english = english(phrase, at > 0, language, languages);
        length--;
      }
      if (english.isPresent()) {
        telling |= !CommonWords.contains(english.get(), english.get());
        words.add(english.get());
        at += length;
      } else if (!isCommon(phrase, languages)) {
        words.add(phrase);
      }
      at++;
    }
    return telling ? Optional.of(String.join(" ", words)) : Optional.empty();
  }

  private Optional<String> english(
      String phrase, boolean within, Language language, Set<StemLanguage> languages) {
    List<Group> found = of(language, key(phrase));
    if (found.isEmpty() && !isCommon(phrase, languages)) {
      found = byStems(phrase, language);
    }
    boolean capital = Character.isUpperCase(phrase.codePointAt(0));
    boolean shouted = phrase.equals(phrase.toUpperCase(Locale.ROOT));
    if (language == Language.PORTUGUESE && within && capital && !shouted) {
      found = found.stream().filter(group -> group.has(phrase)).toList();
    }
    return found.stream()
        .filter(group -> group.hasInAnyCase(phrase))
        .findFirst()
        .or(found.stream()::findFirst)
        .map(Group::english);
  }

  private boolean isCommon(String word, Set<StemLanguage> languages) {
    return CommonWords.contains(word, key(word), languages);
  }

  private Optional<Place> chineseWordAt(String text, int start) {
    for (int end = Math.min(text.length(), start + longestChinese); end > start; end--) {
      String word = text.substring(start, end).toLowerCase(Locale.ROOT);
      if (groupsOfChinese.containsKey(word)) {
        return Optional.of(new Place(word, start, end));
      }
    }
    return Optional.empty();
  }

  private static void addLatin(String text, Set<String> words) {
    int at = 0;
    while (at < text.length()) {
      if (isLatin(text.charAt(at))) {
        int end = endOfLatin(text, at);
        words.add(text.substring(at, end));
        at = end;
      } else {
        at++;
      }
    }
  }

  private static int endOfLatin(String text, int start) {
    int end = start + 1;
    while (end < text.length()
        && (isLatin(text.charAt(end))
            || (isJoint(text.charAt(end))
                && end + 1 < text.length()
                && isLatin(text.charAt(end + 1))))) {
      end++;
    }
    return end;
  }

  private static boolean isJoint(char character) {
    return "-./:,_@'".indexOf(character) >= 0;
  }

  private static boolean isLatin(char character) {
    return (character >= '0' && character <= '9')
        || Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN;
  }

  private void add(String line, int number) {
    String[] columns = line.split("\\|", -1);
    if (columns.length != Language.values().length) {
      throw broken(
          number, columns.length + " columns; English | German | Chinese | Portuguese are needed");
    }
    List<Word> words = new ArrayList<>();
    for (int column = 0; column < columns.length; column++) {
      for (String alternative : columns[column].split(",", -1)) {
        String text = alternative.strip();
        Language language = Language.values()[column];
        if (text.isEmpty()) {
          throw broken(number, "an empty word; give every column a word and end none in a comma");
        }
        if (QuestionQuery.isHan(text) != (language == Language.CHINESE)) {
          throw broken(number, "a word in another language's column; the third one is Chinese");
        }
        words.add(new Word(text, language));
      }
    }
    Group group = new Group(List.copyOf(words));
    for (Word word : words) {
      addKeys(word, group);
    }
  }

  private void addKeys(Word word, Group group) {
    Language language = word.language();
    String key = key(word.text());
    put(groupsOfLanguages.computeIfAbsent(language, absent -> new HashMap<>()), key, group);
    if (language != Language.PORTUGUESE) {
      put(groups, key, group);
    }
    if (language == Language.CHINESE) {
      put(groupsOfChinese, word.text().toLowerCase(Locale.ROOT), group);
      longestChinese = Math.max(longestChinese, word.text().length());
    } else {
      String stems = stems(word.text(), language);
      boolean noun = language != Language.ENGLISH || !word.text().endsWith("ing");
      if (!stems.isEmpty() && noun) {
        put(groupsOfStems.computeIfAbsent(language, absent -> new HashMap<>()), stems, group);
      }
    }
  }

  private static void put(Map<String, List<Group>> map, String key, Group group) {
    List<Group> known = map.computeIfAbsent(key, absent -> new ArrayList<>());
    if (!known.contains(group)) {
      known.add(group);
    }
  }

  private String key(String words) {
    return joined(analyzer.terms(IndexFields.TEXT_ALL, words));
  }

  private String stems(String words, Language language) {
    List<FieldAnalyzer.Term> stems = analyzer.terms(language.field, words);
    boolean whole = stems.size() == analyzer.terms(IndexFields.TEXT_ALL, words).size();
    return whole || (language == Language.PORTUGUESE && stems.size() > 1) ? joined(stems) : "";
  }

  private static String joined(List<FieldAnalyzer.Term> terms) {
    return terms.stream().map(FieldAnalyzer.Term::text).collect(Collectors.joining(" "));
  }

  private static List<String> lines() {
    try (InputStream resource = EverydayWords.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(
            "The everyday words cannot be read: no resource " + RESOURCE + "; mend the jar");
      }
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The everyday words cannot be read from the resource " + RESOURCE, e);
    }
  }

  private static IllegalStateException broken(int line, String found) {
    return new IllegalStateException(
        "Reading the everyday words, line " + line + " of " + RESOURCE + " has " + found);
  }
}
