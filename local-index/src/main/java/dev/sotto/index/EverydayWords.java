package dev.sotto.index;

import dev.sotto.text.TextLanguage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * The words people use for one thing in personal life, in English, German and Chinese: a question
 * says "caution money" where the mail says "deposit" or "Kaution". The resource {@code
 * everyday-words.txt} tells how they are written down. Immutable; safe for all threads.
 */
final class EverydayWords {
  /** The longest phrase of a question that is worth asking for, in words. */
  static final int MAX_WORDS = 3;

  private static final String RESOURCE = "everyday-words.txt";
  private static final List<TextLanguage> COLUMNS =
      List.of(TextLanguage.ENGLISH, TextLanguage.OTHER, TextLanguage.CHINESE);

  private static @Nullable EverydayWords shared;

  private final FieldAnalyzer analyzer = new FieldAnalyzer();
  private final Map<String, List<Group>> groups = new HashMap<>();
  private final Map<String, List<Group>> groupsOfStems = new HashMap<>();
  private final Map<String, List<Group>> groupsOfChinese = new HashMap<>();
  private int longestChinese;

  private EverydayWords() {}

  /** A word or phrase and its language; {@link TextLanguage#OTHER} is German. */
  record Word(String text, TextLanguage language) {}

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
   * make no difference; an English form is found by its stem.
   */
  List<String> related(String wordOrPhrase) {
    return relatedWords(wordOrPhrase).stream().map(Word::text).toList();
  }

  /** Returns what {@link #related} does, with each word's language. */
  List<Word> relatedWords(String wordOrPhrase) {
    String key = key(wordOrPhrase);
    List<Group> found = groups.get(key);
    if (found == null) {
      found = groupsOfStems.getOrDefault(stems(wordOrPhrase), List.of());
    }
    Map<String, Word> related = new LinkedHashMap<>();
    for (Group group : found) {
      group.words().forEach(word -> related.putIfAbsent(key(word.text()), word));
    }
    related.remove(key);
    return List.copyOf(related.values());
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
    if (columns.length != COLUMNS.size()) {
      throw broken(number, columns.length + " columns; English | German | Chinese are needed");
    }
    List<Word> words = new ArrayList<>();
    for (int column = 0; column < columns.length; column++) {
      for (String alternative : columns[column].split(",", -1)) {
        String text = alternative.strip();
        TextLanguage language = COLUMNS.get(column);
        if (text.isEmpty()) {
          throw broken(number, "an empty word; give every column a word and end none in a comma");
        }
        if (QuestionQuery.isHan(text) != (language == TextLanguage.CHINESE)) {
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
    put(groups, key(word.text()), group);
    switch (word.language()) {
      case ENGLISH -> {
        String stems = stems(word.text());
        if (!stems.isEmpty() && !word.text().endsWith("ing")) {
          put(groupsOfStems, stems, group);
        }
      }
      case CHINESE -> {
        put(groupsOfChinese, word.text().toLowerCase(Locale.ROOT), group);
        longestChinese = Math.max(longestChinese, word.text().length());
      }
      case OTHER -> {}
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

  private String stems(String words) {
    List<FieldAnalyzer.Term> stems = analyzer.terms(IndexFields.TEXT_ENGLISH, words);
    boolean whole = stems.size() == analyzer.terms(IndexFields.TEXT_ALL, words).size();
    return whole ? joined(stems) : "";
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
