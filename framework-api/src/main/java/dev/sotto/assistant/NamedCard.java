package dev.sotto.assistant;

import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextSpan;
import dev.sotto.text.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the line of an address card that a question asks for where the card's owner is not named in
 * it but in the sentence that answers its other half: "when is the birthday of whoever lent me the
 * atlas", "Carla lent me the atlas", Carla's card. Known ways of asking in English, German,
 * Portuguese and Chinese alone. A name shared by two cards names nobody. Stateless.
 */
final class NamedCard {
  private static final int SHORTEST_NAME = 3;
  private static final Pattern NAME = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}]+|\\p{IsHan}{2,}");
  private static final Pattern FORM_OF_ADDRESS =
      Pattern.compile("(?iu)dr|prof|mr|mrs|ms|herr|frau|sr|sra|dra|the|de|da|do|von|van");

  /** What a card has a line of. */
  private enum Asked {
    PHONE(
        "phone|telephone|mobile|cell|\\bcall\\b|\\b(number|nr|no)\\b"
            + " (of|for)|telefon|handy|rufnummer|telem[oó]vel|celular|ligar|电话|手机",
        "Phone"),
    EMAIL("e-?mail|correio|邮箱|邮件地址", "Email"),
    ADDRESS(
        "\\baddress\\b|\\blives?\\b|adresse|\\bwohnt\\b|morada|endereço|\\bmora\\b|地址|住在?哪",
        "Address"),
    BIRTHDAY(
        "birthday|\\bborn\\b|geburtstag|geboren|anivers[aá]rio|faz(em)? anos|nasceu|生日|出生",
        "Birthday");

    private final Pattern words;
    private final Pattern line;

    Asked(String words, String label) {
      this.words = Pattern.compile("(?iu)" + words);
      this.line = Pattern.compile("(?u)" + label + "\\b.*");
    }
  }

  private NamedCard() {}

  /** Returns whether a question asks for something that stands in address cards. */
  static boolean isAskedFor(String question) {
    for (Asked asked : Asked.values()) {
      if (asked.words.matcher(question).find()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the line of the one card whose owner a sentence names and the question does not.
   *
   * @param question what was asked
   * @param sentence what would be quoted
   * @param cards passages of address cards that may be the one
   */
  static Optional<Revision.Place> of(String question, String sentence, List<Hit> cards) {
    Set<String> named = names(sentence);
    named.removeAll(new HashSet<>(Words.of(question)));
    List<Passage> meant = new ArrayList<>();
    for (Hit card : cards) {
      Passage passage = card.passage();
      Set<String> own = names(passage.title());
      own.retainAll(named);
      if (passage.kind() == RecordKind.CONTACT
          && !own.isEmpty()
          && meant.stream().noneMatch(known -> known.record().equals(passage.record()))) {
        meant.add(passage);
      }
    }
    return meant.size() == 1 ? line(question, meant.getFirst()) : Optional.empty();
  }

  private static Optional<Revision.Place> line(String question, Passage card) {
    for (Asked asked : Asked.values()) {
      if (asked.words.matcher(question).find()) {
        for (TextSpan span : Sentences.of(card.text())) {
          if (asked.line.matcher(span.of(card.text())).matches()) {
            return Optional.of(new Revision.Place(card, card.start() + span.start()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Set<String> names(String text) {
    Set<String> names = new HashSet<>();
    NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(name -> !FORM_OF_ADDRESS.matcher(name).matches())
        .filter(name -> name.length() >= SHORTEST_NAME || Words.of(name).size() > 1)
        .forEach(name -> names.add(String.join("", Words.of(name))));
    return names;
  }
}
