package dev.sotto.redaction;

import dev.sotto.consent.Redactor;
import dev.sotto.people.NamesInText;
import dev.sotto.people.Person;
import dev.sotto.people.PersonDirectory;
import dev.sotto.record.PersonalRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redacts the names of those of whom there is a card, the postal addresses on the cards, and what
 * {@link PersonalNumbers} and {@link PostalAddresses} find by its form. Placeholders look like
 * {@code [person 1]}. Immutable; for a directory that changed make another one.
 */
public final class PersonalDataRedactor implements Redactor {
  private static final int SHORTEST_ADDRESS = 8;
  private static final Pattern ADDRESS_LINE =
      Pattern.compile("(?m)^Address(?: \\([^)]*\\))?: (.+)$");

  private final NamesInText names;
  private final Optional<Pattern> knownAddresses;

  /** Creates a redactor for those whom a directory knows. */
  public PersonalDataRedactor(PersonDirectory directory) {
    this.names = NamesInText.of(directory);
    this.knownAddresses = addresses(directory);
  }

  private static Optional<Pattern> addresses(PersonDirectory directory) {
    List<String> alternatives = new ArrayList<>();
    for (Person person : directory.persons()) {
      for (PersonalRecord card : person.cards()) {
        Matcher lines = ADDRESS_LINE.matcher(card.content().text());
        while (lines.find()) {
          String line = lines.group(1).strip();
          alternatives.add(line);
          alternatives.add(line.replaceFirst("[,，].*", ""));
        }
      }
    }
    return alternatives.stream()
        .filter(line -> line.length() >= SHORTEST_ADDRESS && line.matches(".*[0-9].*"))
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(line -> Pattern.quote(line).replace(" ", "\\E\\s+\\Q"))
        .reduce((one, other) -> one + "|" + other)
        .map(all -> Pattern.compile(all, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }

  @Override
  public List<Redaction> redactAll(List<String> texts) {
    Placeholders placeholders = new Placeholders(texts);
    return texts.stream().map(text -> redact(text, placeholders)).toList();
  }

  private Redaction redact(String text, Placeholders placeholders) {
    StringBuilder redacted = new StringBuilder();
    List<Replacement> replacements = new ArrayList<>();
    int at = 0;
    for (Span span : spans(text)) {
      Replacement replacement =
          placeholders.of(text.substring(span.start(), span.end()), span.kind());
      redacted.append(text, at, span.start()).append(replacement.placeholder());
      if (!replacements.contains(replacement)) {
        replacements.add(replacement);
      }
      at = span.end();
    }
    return new Redaction(redacted.append(text, at, text.length()).toString(), replacements);
  }

  /**
   * Returns what is replaced, in order: of what overlaps the longest, and the rest of the others.
   */
  private List<Span> spans(String text) {
    List<Span> found = new ArrayList<>(PersonalNumbers.in(text));
    found.addAll(PostalAddresses.in(text));
    knownAddresses.ifPresent(known -> found.addAll(Spans.of(known, text, Kind.POSTAL_ADDRESS)));
    names.in(text).forEach(place -> found.add(new Span(place.start(), place.end(), Kind.PERSON)));
    found.sort(Comparator.comparingInt(Span::length).reversed().thenComparingInt(Span::start));
    List<Span> kept = new ArrayList<>();
    BitSet taken = new BitSet();
    for (Span span : found) {
      int start = taken.nextClearBit(span.start());
      while (start < span.end()) {
        int next = taken.nextSetBit(start);
        int end = next < 0 ? span.end() : Math.min(next, span.end());
        int last = end;
        while (start < last && !Character.isLetterOrDigit(text.charAt(last - 1))) {
          last--;
        }
        while (start < last && !Character.isLetterOrDigit(text.charAt(start))) {
          start++;
        }
        if (start < last) {
          kept.add(new Span(start, last, span.kind()));
        }
        start = taken.nextClearBit(end);
      }
      taken.set(span.start(), span.end());
    }
    kept.sort(Comparator.comparingInt(Span::start));
    return kept;
  }

  /** Placeholders for some texts: each for one thing, none of them in any of the texts. */
  private static final class Placeholders {
    private final String texts;
    private final Map<String, Replacement> given = new LinkedHashMap<>();
    private final Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);

    Placeholders(List<String> texts) {
      this.texts = String.join("\n", texts);
    }

    Replacement of(String original, Kind kind) {
      return given.computeIfAbsent(
          kind + " " + original, _ -> new Replacement(next(kind), original, kind));
    }

    private String next(Kind kind) {
      String placeholder;
      do {
        placeholder = "[" + word(kind) + " " + numbers.merge(kind, 1, Integer::sum) + "]";
      } while (texts.contains(placeholder));
      return placeholder;
    }

    private static String word(Kind kind) {
      return switch (kind) {
        case PERSON -> "person";
        case MAIL_ADDRESS -> "mail";
        case TELEPHONE_NUMBER -> "phone";
        case POSTAL_ADDRESS -> "address";
        case BANK_ACCOUNT -> "account";
        case CARD_NUMBER -> "card";
        case IDENTITY_DOCUMENT -> "document";
      };
    }
  }

  @Override
  public String toString() {
    return "PersonalDataRedactor[" + names + "]";
  }
}
