package dev.sotto.labels;

import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One rule: what a record must be, and what label it then has. A rule raises confidentiality and
 * never lowers it. Only a rule by source or folder may say that records are the person's own, and
 * such a rule by folder looks at the path of the file that was added and at nothing that came with
 * it: neither at a Message-ID behind the path nor at the names within an archive. It does not know
 * who named a file or folder on the disk. A rule that makes labels stricter looks at all of it.
 *
 * @param criterion what is looked at
 * @param pattern what it must be: a source's name, a path with {@code *} and {@code **}, a tag, an
 *     address, {@code @domain} or name of a sender, a kind
 * @param confidentiality what such records are at least
 * @param integrity what such records are, where it is not what the importer says
 */
public record LabelRule(
    Criterion criterion,
    String pattern,
    Optional<Confidentiality> confidentiality,
    Optional<Integrity> integrity) {
  private static final int MOST_CHARACTERS = 500;
  private static final Pattern ARCHIVE = Pattern.compile("(?i)(?:\\.zip|!)(/)");

  /** What of a record a rule looks at. */
  public enum Criterion {
    SOURCE,
    FOLDER,
    TAG,
    SENDER,
    KIND;

    /** Returns the lower-case word for it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether others can't make a record meet it. */
    public boolean isThePersons() {
      return this == SOURCE || this == FOLDER;
    }
  }

  public LabelRule {
    if (pattern.isBlank() || pattern.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "A label rule's pattern has 1 to "
              + MOST_CHARACTERS
              + " characters; found "
              + pattern.length());
    }
    if (confidentiality.isEmpty() && integrity.isEmpty()) {
      throw new IllegalArgumentException("A label rule gives a label; this one gives none");
    }
    if (integrity.isPresent() && integrity.get() == Integrity.TYPED) {
      throw new IllegalArgumentException("Nothing that was imported was typed just now");
    }
    if (integrity.isPresent() && integrity.get() == Integrity.OWN && !criterion.isThePersons()) {
      throw new IllegalArgumentException(
          "Only a source or a folder can be said to be the person's own: others can forge a "
              + criterion.label());
    }
  }

  /** Returns whether a record meets the rule; {@link #condition} is quicker for many records. */
  public boolean meets(PersonalRecord record) {
    return condition().test(record);
  }

  /** Returns what a record must be to meet the rule. Safe for all threads. */
  Predicate<PersonalRecord> condition() {
    return switch (criterion) {
      case SOURCE -> record -> record.source().value().equals(pattern);
      case KIND -> record -> record.content().kind().label().equalsIgnoreCase(pattern);
      case TAG -> {
        String wanted = folded(pattern);
        yield record ->
            record.content().tags().stream().anyMatch(tag -> folded(tag).equals(wanted));
      }
      case FOLDER -> {
        Pattern glob = glob();
        yield record -> placesOf(record).anyMatch(place -> glob.matcher(place).lookingAt());
      }
      case SENDER ->
          record ->
              record.content().participants().stream()
                  .filter(participant -> participant.role() == Participant.Role.AUTHOR)
                  .anyMatch(this::isSender);
    };
  }

  private Stream<String> placesOf(PersonalRecord record) {
    String location = record.content().location();
    String path = withoutIdentity(location);
    return integrity.isPresent() && integrity.get() == Integrity.OWN
        ? Stream.of(withoutMembers(path))
        : Stream.of(path, location);
  }

  private static String withoutIdentity(String location) {
    int identity = location.indexOf(" <");
    return identity < 0 ? location : location.substring(0, identity);
  }

  private static String withoutMembers(String path) {
    Matcher archive = ARCHIVE.matcher(path);
    return archive.find() ? path.substring(0, archive.start(1)) : path;
  }

  /** Returns what becomes of labels under this rule. */
  Labels apply(Labels labels) {
    return new Labels(
        integrity.orElse(labels.integrity()),
        confidentiality
            .map(least -> least.join(labels.confidentiality()))
            .orElse(labels.confidentiality()));
  }

  private boolean isSender(Participant participant) {
    String address = participant.address().strip().toLowerCase(Locale.ROOT);
    String wanted = pattern.strip().toLowerCase(Locale.ROOT);
    return wanted.startsWith("@")
        ? address.endsWith(wanted) || address.endsWith("." + wanted.substring(1))
        : address.equals(wanted) || folded(participant.name()).equals(folded(pattern));
  }

  private Pattern glob() {
    String path = pattern.replace('\\', '/').replaceFirst("^\\./", "");
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      if (path.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (path.charAt(i) == '*') {
        regex.append("[^/]*");
      } else {
        regex.append(Pattern.quote(path.substring(i, i + 1)));
      }
    }
    boolean folder = path.endsWith("/") || path.endsWith("*");
    return Pattern.compile(regex + (folder ? "" : "(?:/|$)"), Pattern.DOTALL);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^#", "");
  }

  @Override
  public String toString() {
    return "LabelRule[" + criterion + ", " + confidentiality + ", " + integrity + "]";
  }
}
