package dev.sotto.people;

import dev.sotto.text.Words;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The other names of those whom a question names: "Mum" is also Ilse Lindqvist. Stateless. */
final class OtherNames {
  private static final int MOST = 8;
  private static final int MOST_NAME_WORDS = 3;
  private static final int SHORTEST = 3;

  private OtherNames() {}

  /** Returns names without a word in common with the question. */
  static List<String> of(String question, PersonDirectory directory) {
    List<NameWords.Word> words = NameWords.placesOf(question);
    Set<String> asked = new HashSet<>(words.stream().map(NameWords.Word::text).toList());
    Set<String> others = new LinkedHashSet<>();
    for (int length = MOST_NAME_WORDS; length >= 1; length--) {
      for (int i = 0; i + length <= words.size(); i++) {
        String phrase = question.substring(words.get(i).start(), words.get(i + length - 1).end());
        if (NameWords.hasHan(phrase) || tells(phrase)) {
          add(directory.called(phrase), asked, question, others);
        }
      }
    }
    if (NameWords.hasHan(question)) {
      for (Person person : directory.persons()) {
        if (PersonDirectory.namesOf(person).stream()
            .anyMatch(name -> name.isHanName() && question.contains(name.words().getFirst()))) {
          add(directory.called(person.name()), asked, question, others);
        }
      }
    }
    return others.stream().limit(MOST).toList();
  }

  private static boolean tells(String phrase) {
    return phrase.length() >= SHORTEST
        && !Words.contentOf(phrase.toLowerCase(Locale.ROOT)).isEmpty();
  }

  private static void add(
      List<Person> called, Set<String> asked, String question, Set<String> others) {
    if (called.size() != 1 || called.getFirst().isMe()) {
      return;
    }
    for (PersonName name : PersonDirectory.namesOf(called.getFirst())) {
      boolean known =
          name.words().stream()
              .anyMatch(word ->
                  asked.contains(word) || (NameWords.hasHan(word) && question.contains(word)));
      if (!known) {
        others.add(name.written());
        name.given().filter(given -> given.length() >= SHORTEST).ifPresent(others::add);
      }
    }
  }
}
