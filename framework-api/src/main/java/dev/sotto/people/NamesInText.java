package dev.sotto.people;

import dev.sotto.people.NameWords.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a text names the person or somebody of whom there is a card: full names, given names,
 * family names and nicknames, whatever the case and the accents, Chinese names also behind 老 and 小
 * and before a form of address. Immutable.
 *
 * <p>Words that are everyday words too ("May", "Will") count only beside another word of the same
 * person's name, and none counts alone behind the word for a saint. A name that stands on no card
 * is not found, nor is a misspelt one.
 */
public final class NamesInText {
  private static final int SHORTEST_ALONE = 3;
  private static final Set<String> EVERYDAY =
      Set.of(
          "may", "will", "mark", "rose", "april", "june", "hope", "grace", "bill", "art", "august",
          "summer", "sunny", "dawn", "angel", "faith", "joy", "pat", "rob", "sue", "drew", "grant",
          "chase", "page", "young", "long", "park", "lake", "hill", "wood", "woods", "field",
          "stone", "king", "prince", "baker", "cook", "brown", "white", "black", "green", "gray",
          "day", "rich", "max", "frank", "dom", "san", "del", "von", "van", "der", "den", "dem",
          "dos", "das", "las", "los", "and", "the", "mama", "papa", "mom", "mum", "dad", "oma",
          "opa", "berlin", "london", "paris", "porto", "lisboa", "york", "wien", "roma", "chen",
          "wang", "sun", "song", "bank", "market", "church", "hall", "fischer", "koch", "vogel",
          "klein", "gross", "sommer", "winter", "berg", "feld", "stein", "vale", "costa", "reis",
          "campos", "pinto", "leite", "rocha", "ribeiro", "nova");
  private static final Set<String> SAINTS =
      Set.of("sao", "santo", "santa", "san", "saint", "st", "sankt", "sant");
  private static final String ADDRESSED = "(?:先生|女士|小姐|太太|老师|医生|大夫|教授|律师|总|经理|阿姨|叔叔|师傅|同学|哥|姐)";
  private static final Pattern JOINED = Pattern.compile("[ .'’\\-]{1,2}");

  private final Map<String, Set<Person>> words = new HashMap<>();
  private final Set<String> alone = new HashSet<>();
  private final Pattern han;

  /**
   * A place in a text.
   *
   * @param start offset of its first character
   * @param end offset after it
   */
  public record Place(int start, int end) {}

  private NamesInText(PersonDirectory directory) {
    Set<String> inHan = new HashSet<>();
    Set<String> families = new HashSet<>();
    for (Person person : directory.persons()) {
      if (person.isKnown()) {
        for (PersonName name : PersonDirectory.namesOf(person)) {
          add(person, name, inHan, families);
        }
      }
    }
    List<String> patterns = new ArrayList<>();
    inHan.stream()
        .sorted((one, other) -> other.length() - one.length())
        .forEach(name -> patterns.add(Pattern.quote(name)));
    families.forEach(family -> {
      patterns.add(Pattern.quote(family) + ADDRESSED);
      patterns.add("[老小阿]" + Pattern.quote(family));
    });
    this.han = Pattern.compile(patterns.isEmpty() ? "(?!)" : String.join("|", patterns));
  }

  private void add(Person person, PersonName name, Set<String> inHan, Set<String> families) {
    if (name.isHanName()) {
      String whole = name.words().getFirst();
      inHan.add(whole);
      name.given().ifPresent(inHan::add);
      name.family().ifPresent(families::add);
      return;
    }
    for (String word : name.words()) {
      if (NameWords.hasHan(word)) {
        inHan.add(word);
      } else {
        words.computeIfAbsent(word, _ -> new HashSet<>()).add(person);
        if (word.length() >= SHORTEST_ALONE && !EVERYDAY.contains(word)) {
          alone.add(word);
        }
      }
    }
    if (name.words().size() == 1 && !EVERYDAY.contains(name.words().getFirst())) {
      alone.add(name.words().getFirst());
    }
  }

  /** Returns a finder of those whom a directory knows. */
  public static NamesInText of(PersonDirectory directory) {
    return new NamesInText(directory);
  }

  /** Returns the places of names, in order and apart from each other. */
  public List<Place> in(String text) {
    List<Place> places = new ArrayList<>();
    Matcher matcher = han.matcher(text);
    while (matcher.find()) {
      places.add(new Place(matcher.start(), matcher.end()));
    }
    List<Word> all = NameWords.placesOf(text);
    for (int i = 0; i < all.size(); ) {
      int length = nameAt(text, all, i);
      if (length > 0) {
        places.add(new Place(all.get(i).start(), all.get(i + length - 1).end()));
      }
      i += Math.max(1, length);
    }
    places.sort((one, other) -> one.start() - other.start());
    return places;
  }

  /** Returns how many words of one person's name stand here; 0 for none that counts. */
  private int nameAt(String text, List<Word> all, int first) {
    Set<Person> shared = new HashSet<>(bearers(all.get(first)));
    int length = shared.isEmpty() ? 0 : 1;
    boolean saint = first > 0 && SAINTS.contains(all.get(first - 1).text());
    boolean counts = length == 1 && !saint && countsAlone(all.get(first));
    int words = length;
    while (length > 0 && first + length < all.size()) {
      Word next = all.get(first + length);
      String between = text.substring(all.get(first + length - 1).end(), next.start());
      if (!JOINED.matcher(between).matches()) {
        break;
      }
      Set<Person> both = new HashSet<>(bearers(next));
      both.retainAll(shared);
      boolean initial = next.text().length() == 1 && first + length + 1 < all.size();
      if (both.isEmpty() && !(initial && followsName(text, all, first + length, shared))) {
        break;
      }
      if (!both.isEmpty()) {
        shared = both;
        words++;
      }
      length++;
    }
    return counts || words >= 2 ? length : 0;
  }

  private boolean followsName(String text, List<Word> all, int initial, Set<Person> shared) {
    Word next = all.get(initial + 1);
    return JOINED.matcher(text.substring(all.get(initial).end(), next.start())).matches()
        && bearers(next).stream().anyMatch(shared::contains);
  }

  private Set<Person> bearers(Word word) {
    Set<Person> bearers = words.getOrDefault(word.text(), Set.of());
    return bearers.isEmpty() ? words.getOrDefault(withoutGenitive(word), Set.of()) : bearers;
  }

  private boolean countsAlone(Word word) {
    return alone.contains(word.text()) || alone.contains(withoutGenitive(word));
  }

  private static String withoutGenitive(Word word) {
    String text = word.text();
    return text.length() > SHORTEST_ALONE && text.endsWith("s")
        ? text.substring(0, text.length() - 1)
        : text;
  }

  @Override
  public String toString() {
    return "NamesInText[" + words.size() + " words]";
  }
}
