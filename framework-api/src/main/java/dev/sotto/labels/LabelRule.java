package dev.sotto.labels;

import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rule: what a record must be, and what label it then has. A rule raises confidentiality and
 * never lowers it. Only a rule by source or folder, which others can't forge, may say that records
 * are the person's own.
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

  /** Returns whether a record meets the rule. */
  public boolean meets(PersonalRecord record) {
    return switch (criterion) {
      case SOURCE -> record.source().value().equals(pattern);
      case KIND -> record.content().kind().label().equalsIgnoreCase(pattern);
      case TAG ->
          record.content().tags().stream().anyMatch(tag -> folded(tag).equals(folded(pattern)));
      case FOLDER -> glob().matcher(record.content().location().replace('\\', '/')).lookingAt();
      case SENDER ->
          record.content().participants().stream()
              .filter(participant -> participant.role() == Participant.Role.AUTHOR)
              .anyMatch(this::isSender);
    };
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
    return Pattern.compile(regex + (folder ? "" : "(?:/|$)"), Pattern.UNICODE_CASE);
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
