package dev.sotto.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One name as somebody wrote it, taken apart: {@code Weber, Anna}, {@code Dr. Anna M. Weber} and
 * {@code WEBER Anna} have the same key. Which of two words is the given name is known from a comma,
 * from capitals or a Chinese family name in front, else the first is taken.
 *
 * @param written as it was written, without what does not belong to a name
 * @param words its words in comparable form, given names first, titles and initials left out
 */
record PersonName(String written, List<String> words) {
  private static final int MAX_CHARACTERS = 120;
  private static final int MAX_HAN_NAME = 4;
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\d]++(?: [\\p{L}\\d]++)*+");
  private static final Pattern PARENTHESIS = Pattern.compile("[(（\\[]([^)）\\]]{1,60})[)）\\]]");
  private static final Pattern DECORATION =
      Pattern.compile("^[\\s~'\"“”‘’]+|[\\s'\"“”‘’,;]+$|[\\p{So}\\p{Cf}\\p{Cc}]");
  private static final Set<String> COMPOUND_FAMILY_NAMES =
      Set.of(
          "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "宇文",
          "长孙", "夏侯", "端木");

  private static final Set<String> CHINESE_FAMILY_NAMES =
      Set.of(
          "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun",
          "ma", "zhu", "hu", "guo", "he", "lin", "gao", "luo", "zheng", "liang", "xie", "song",
          "tang", "deng", "han", "feng", "cao", "peng", "zeng", "xiao", "tian", "dong", "pan",
          "yuan", "cai", "jiang", "yu", "du", "ye", "cheng", "wei", "su", "lu", "ding", "ren",
          "shen", "yao", "fu", "zhong", "cui", "tan", "liao", "fan", "shi", "jia", "xia", "fang",
          "zou", "xiong", "meng", "qin", "qiu", "hou", "jin", "bai", "duan", "lei", "qian", "hao");

  PersonName {
    words = List.copyOf(words);
  }

  /**
   * Returns the names in what stands where a name is expected: {@code 陈薇 (Wei Chen)} are two. Empty
   * where there is no word.
   */
  static List<PersonName> allOf(String text) {
    String bounded = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    List<PersonName> names = new ArrayList<>();
    Matcher aside = PARENTHESIS.matcher(bounded);
    of(aside.replaceAll(" ")).ifPresent(names::add);
    boolean outsideHan = names.stream().anyMatch(name -> NameWords.hasHan(name.written()));
    aside.reset();
    while (aside.find()) {
      boolean insideHan = NameWords.hasHan(aside.group(1));
      if (names.isEmpty() || insideHan != outsideHan) {
        of(aside.group(1)).ifPresent(names::add);
      }
    }
    return List.copyOf(names);
  }

  private static Optional<PersonName> of(String text) {
    String written = text;
    for (int i = 0; i < 2 && !PLAIN.matcher(written).matches(); i++) {
      written = DECORATION.matcher(written).replaceAll("").replaceAll("\\s+", " ").strip();
    }
    int comma = written.indexOf(',');
    boolean swapped =
        comma > 0 && comma == written.lastIndexOf(',') && comma < written.length() - 1;
    List<String> parts =
        swapped
            ? NameWords.withoutTitles(
                written.substring(comma + 1) + " " + written.substring(0, comma))
            : NameWords.withoutTitles(written);
    List<String> words = withoutInitials(parts);
    if (words.size() == 2 && words.stream().allMatch(NameWords::hasHan)) {
      words = List.of(String.join("", words));
    }
    if (!swapped && startsWithFamilyName(written, words)) {
      List<String> reordered = new ArrayList<>(words.subList(1, words.size()));
      reordered.add(words.getFirst());
      words = reordered;
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new PersonName(written, words));
  }

  private static boolean startsWithFamilyName(String written, List<String> words) {
    if (words.size() < 2) {
      return false;
    }
    if (CHINESE_FAMILY_NAMES.contains(words.getFirst())) {
      return !CHINESE_FAMILY_NAMES.contains(words.getLast());
    }
    int space = written.indexOf(' ');
    String first = space < 0 ? "" : written.substring(0, space);
    String rest = space < 0 ? "" : written.substring(space);
    return first.length() >= 3
        && first.equals(first.toUpperCase(Locale.ROOT))
        && !first.equals(first.toLowerCase(Locale.ROOT))
        && !rest.equals(rest.toUpperCase(Locale.ROOT));
  }

  private static List<String> withoutInitials(List<String> words) {
    if (words.size() <= 2) {
      return words;
    }
    List<String> whole =
        words.stream().filter(word -> word.length() > 1 || NameWords.hasHan(word)).toList();
    return whole.size() >= 2 ? whole : words;
  }

  /** Returns what equal names have in common, whatever their order. */
  String key() {
    return String.join(" ", words.stream().sorted().toList());
  }

  /** Returns whether it names a person in full: two words, or a Han name of two to four. */
  boolean isFull() {
    return words.size() >= 2 ? words.getLast().length() > 1 : isHanName();
  }

  /** Returns whether it is a name in Han characters. */
  boolean isHanName() {
    return words.size() == 1
        && NameWords.hasHan(words.getFirst())
        && words.getFirst().length() >= 2
        && words.getFirst().length() <= MAX_HAN_NAME;
  }

  /** Returns the name they are called by; empty for a Han name of one given character. */
  Optional<String> given() {
    if (isHanName()) {
      String rest = words.getFirst().substring(familyLength());
      return rest.length() >= 2 ? Optional.of(rest) : Optional.empty();
    }
    return Optional.of(words.getFirst());
  }

  /** Returns the family name of a full name. */
  Optional<String> family() {
    if (isHanName()) {
      return Optional.of(words.getFirst().substring(0, familyLength()));
    }
    return words.size() >= 2 ? Optional.of(words.getLast()) : Optional.empty();
  }

  private int familyLength() {
    String name = words.getFirst();
    return name.length() > 2 && COMPOUND_FAMILY_NAMES.contains(name.substring(0, 2)) ? 2 : 1;
  }

  /** Returns whether it may name the same person as another: equal, shorter, or the same given. */
  boolean isCompatibleWith(PersonName other) {
    return key().equals(other.key())
        || words.containsAll(other.words)
        || other.words.containsAll(words)
        || (!isHanName() && !other.isHanName() && words.getFirst().equals(other.words.getFirst()));
  }

  @Override
  public String toString() {
    return "PersonName[" + words.size() + " words]";
  }
}
