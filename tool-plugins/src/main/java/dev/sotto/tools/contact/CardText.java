package dev.sotto.tools.contact;

import dev.sotto.record.ContactDetails;
import dev.sotto.record.ContactDetails.Birthday;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.TextDecoding;
import ezvcard.VCard;
import ezvcard.parameter.VCardParameter;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Address;
import ezvcard.property.DateOrTimeProperty;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Impp;
import ezvcard.property.Organization;
import ezvcard.property.RawProperty;
import ezvcard.property.Related;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import ezvcard.property.Url;
import ezvcard.property.VCardProperty;
import ezvcard.util.PartialDate;
import ezvcard.util.TelUri;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a card into a record: one line a field, such as {@code Phone (work): +49 40 7714}. */
final class CardText {
  private static final int MAX_NAME = 200;
  private static final int MAX_VALUE = 2_000;
  private static final int MAX_NOTE = 100_000;
  private static final int MAX_TAG = 100;

  /** A year that stands for none in what Apple's programs write. */
  private static final int APPLE_NO_YEAR = 1604;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final Set<String> SILENT_TYPES = Set.of("voice", "internet", "x-internet");

  private final VCard card;
  private final int maxValues;
  private final Map<String, String> groupLabels = new LinkedHashMap<>();
  private final Set<String> lines = new LinkedHashSet<>();

  CardText(VCard card, int maxValues) {
    this.card = card;
    this.maxValues = maxValues;
    for (RawProperty raw : card.getExtendedProperties("X-ABLABEL")) {
      String group = raw.getGroup();
      if (group != null && raw.getValue() != null) {
        groupLabels.put(
            group.toLowerCase(Locale.ROOT), withoutAppleMarks(line(raw.getValue(), MAX_NAME)));
      }
    }
  }

  /** Returns the identity that the card claims; may be empty. */
  String uid() {
    return card.getUid() == null ? "" : line(card.getUid().getValue(), MAX_NAME);
  }

  /** Returns the name on the card; empty if there is none of any sort. */
  String title() {
    return Stream.of(
            names().stream(),
            values(card.getOrganizations(), CardText::organisation),
            nicknames().stream(),
            values(card.getEmails(), Email::getValue),
            values(card.getTelephoneNumbers(), CardText::number))
        .flatMap(found -> found)
        .findFirst()
        .orElse("");
  }

  /** Returns the record; its time is when the card was revised, else {@code otherwise}. */
  RecordContent content(Instant otherwise, ZoneId zone, String location) {
    names().stream().skip(1).forEach(name -> add("Also named", name));
    add("Nickname", String.join(", ", nicknames()));
    all(card.getOrganizations(), "Organisation", CardText::organisation);
    all(card.getTitles(), "Title", TextProperty::getValue);
    all(card.getRoles(), "Role", TextProperty::getValue);
    for (Telephone telephone : bounded(card.getTelephoneNumbers())) {
      String number = number(telephone);
      String digits = number.replaceAll("[^+0-9]", "");
      boolean same = digits.equals(number) || digits.length() < 3;
      add(
          labelled("Phone", telephone, telephone.getTypes()),
          same ? number : number + " (" + digits + ")");
    }
    for (Email email : bounded(card.getEmails())) {
      add(labelled("Email", email, email.getTypes()), email.getValue());
    }
    for (Impp impp : bounded(card.getImpps())) {
      add(
          labelled("Chat", impp, impp.getTypes()),
          impp.getUri() == null ? "" : impp.getUri().toString());
    }
    for (Address address : bounded(card.getAddresses())) {
      add(labelled("Address", address, address.getTypes()), address(address));
    }
    for (DateOrTimeProperty born : bounded(card.getBirthdays())) {
      add("Birthday", day(born));
    }
    for (DateOrTimeProperty day : bounded(card.getAnniversaries())) {
      add("Anniversary", day(day));
    }
    for (RawProperty raw : bounded(card.getExtendedProperties())) {
      raw(raw);
    }
    for (Related related : bounded(card.getRelations())) {
      String who = related.getText() == null ? related.getUri() : related.getText();
      add(labelled("Related", related, related.getTypes()), who);
    }
    for (Url url : bounded(card.getUrls())) {
      add("Web", url.getValue());
    }
    for (TextProperty note : bounded(card.getNotes())) {
      String text = text(note.getValue());
      if (!text.isEmpty()) {
        lines.add("Note: " + BoundedText.of(text, MAX_NOTE));
      }
    }
    return new RecordContent(
        RecordKind.CONTACT,
        BoundedText.of(title(), BoundedText.MAX_TITLE),
        revised(zone).orElse(otherwise),
        List.of(),
        "",
        String.join("\n", lines),
        Labels.OWN,
        location,
        tags(),
        details());
  }

  private ContactDetails details() {
    return new ContactDetails(
        uid(),
        names(),
        nicknames(),
        values(card.getEmails(), Email::getValue)
            .map(address -> address.toLowerCase(Locale.ROOT))
            .distinct()
            .toList(),
        values(card.getTelephoneNumbers(), CardText::number).distinct().toList(),
        card.getBirthdays().stream().flatMap(born -> birthday(born).stream()).findFirst(),
        values(card.getOrganizations(), CardText::organisation).findFirst().orElse(""));
  }

  private List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    card.getFormattedNames().stream()
        .sorted((one, other) -> preference(one) - preference(other))
        .forEach(name -> names.add(line(name.getValue(), MAX_NAME)));
    for (StructuredName name : card.getStructuredNames()) {
      names.add(line(structured(name), MAX_NAME));
    }
    names.remove("");
    return names.stream().limit(maxValues).toList();
  }

  private static int preference(FormattedName name) {
    Integer preference = name.getPref();
    return preference == null ? 101 : preference;
  }

  private static String structured(StructuredName name) {
    String family = name.getFamily() == null ? "" : name.getFamily();
    String given = name.getGiven() == null ? "" : name.getGiven();
    if (isIdeographic(family) && (given.isEmpty() || isIdeographic(given))) {
      return family + given;
    }
    return Stream.of(
            name.getPrefixes().stream(),
            Stream.of(given),
            name.getAdditionalNames().stream(),
            Stream.of(family),
            name.getSuffixes().stream())
        .flatMap(part -> part)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(" "));
  }

  private static boolean isIdeographic(String name) {
    return !name.isBlank() && name.codePoints().allMatch(Character::isIdeographic);
  }

  private List<String> nicknames() {
    return card.getNicknames().stream()
        .flatMap(nickname -> nickname.getValues().stream())
        .map(nickname -> line(nickname, MAX_NAME))
        .filter(nickname -> !nickname.isEmpty())
        .distinct()
        .limit(maxValues)
        .toList();
  }

  private List<String> tags() {
    return card.getCategoriesList().stream()
        .flatMap(categories -> categories.getValues().stream())
        .map(tag -> line(tag, MAX_TAG))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(maxValues)
        .toList();
  }

  private void raw(RawProperty raw) {
    String value = raw.getValue();
    if (value == null || value.isBlank()) {
      return;
    }
    switch (raw.getPropertyName().toUpperCase(Locale.ROOT)) {
      case "X-ABRELATEDNAMES" -> add(grouped("Related", raw), unescaped(value));
      case "X-ABDATE" -> add(grouped("Date", raw), writtenDay(value));
      case "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY" ->
          add("Anniversary", writtenDay(value));
      case "X-SPOUSE", "X-EVOLUTION-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME" ->
          add("Spouse", unescaped(value));
      case "X-MANAGER", "X-EVOLUTION-MANAGER" -> add("Manager", unescaped(value));
      case "X-ASSISTANT", "X-EVOLUTION-ASSISTANT" -> add("Assistant", unescaped(value));
      case "X-MAIDENNAME" -> add("Maiden name", unescaped(value));
      case "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME" -> add("Pronounced", unescaped(value));
      case "X-SKYPE", "X-SKYPE-USERNAME", "X-JABBER", "X-ICQ", "X-AIM", "X-MSN", "X-YAHOO" ->
          add(grouped("Chat", raw), unescaped(value));
      default -> {}
    }
  }

  private String grouped(String word, VCardProperty property) {
    String label = groupLabel(property);
    return label.isEmpty() ? word : word + " (" + label + ")";
  }

  private String groupLabel(VCardProperty property) {
    String group = property.getGroup();
    return group == null ? "" : groupLabels.getOrDefault(group.toLowerCase(Locale.ROOT), "");
  }

  private String labelled(
      String word, VCardProperty property, List<? extends VCardParameter> types) {
    String group = groupLabel(property);
    if (!group.isEmpty()) {
      return word + " (" + group + ")";
    }
    String kinds =
        types.stream()
            .map(type -> kind(type.getValue().toLowerCase(Locale.ROOT)))
            .filter(kind -> !kind.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return kinds.isEmpty() ? word : word + " (" + line(kinds, MAX_NAME) + ")";
  }

  private static String kind(String type) {
    return switch (type) {
      case "cell", "iphone" -> "mobile";
      case "pref" -> "preferred";
      case "dom", "intl", "postal", "parcel", "text" -> "";
      default ->
          SILENT_TYPES.contains(type) ? "" : type.startsWith("x-") ? type.substring(2) : type;
    };
  }

  private <T extends VCardProperty> void all(
      List<T> properties, String word, Function<T, String> value) {
    bounded(properties).forEach(property -> add(word, value.apply(property)));
  }

  private void add(String word, @Nullable String value) {
    String text = value == null ? "" : line(value, MAX_VALUE);
    if (!text.isEmpty()) {
      lines.add(word + ": " + text);
    }
  }

  private <T> List<T> bounded(List<T> properties) {
    return properties.subList(0, Math.min(properties.size(), maxValues));
  }

  private <T> Stream<String> values(List<T> properties, Function<T, @Nullable String> value) {
    return bounded(properties).stream()
        .flatMap(property -> Stream.ofNullable(value.apply(property)))
        .map(text -> line(text, MAX_VALUE))
        .filter(text -> !text.isEmpty());
  }

  private static String line(String text, int max) {
    return BoundedText.of(text(text).replaceAll("\\s+", " "), max);
  }

  private static String text(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder kept = new StringBuilder(text.length());
    TextDecoding.normalizeLineEnds(text)
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  /** Undoes the escapes of a property that ez-vcard does not know and so leaves as it stands. */
  private static String unescaped(String value) {
    return value
        .replace("\\n", "\n")
        .replace("\\N", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\");
  }

  /** Returns {@code Mobile} for {@code _$!<Mobile>!$_}, as Apple's programs write known labels. */
  private static String withoutAppleMarks(String label) {
    return label.startsWith("_$!<") && label.endsWith(">!$_") && label.length() > 8
        ? label.substring(4, label.length() - 4).toLowerCase(Locale.ROOT)
        : label;
  }

  private static String number(Telephone telephone) {
    if (telephone.getText() != null) {
      return telephone.getText();
    }
    TelUri uri = telephone.getUri();
    if (uri == null || uri.getNumber() == null) {
      return "";
    }
    return uri.getExtension() == null
        ? uri.getNumber()
        : uri.getNumber() + " ext. " + uri.getExtension();
  }

  private static String organisation(Organization organisation) {
    return organisation.getValues().stream()
        .filter(unit -> unit != null && !unit.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(", "));
  }

  private static String address(Address address) {
    String town = joined(" ", List.of(address.getPostalCodes(), address.getLocalities()));
    String parts =
        joined(
            ", ",
            List.of(
                address.getPoBoxes(),
                address.getExtendedAddresses(),
                address.getStreetAddresses(),
                List.of(town),
                address.getRegions(),
                address.getCountries()));
    return parts.isEmpty() && address.getLabel() != null ? address.getLabel() : parts;
  }

  private static String joined(String separator, List<List<String>> parts) {
    return parts.stream()
        .flatMap(List::stream)
        .filter(part -> part != null && !part.isBlank())
        .map(part -> part.strip().replaceAll("\\s*\\n\\s*", ", "))
        .collect(Collectors.joining(separator));
  }

  private static String day(DateOrTimeProperty property) {
    Optional<Birthday> known = birthday(property);
    if (known.isPresent()) {
      return day(known.get());
    }
    PartialDate partial = property.getPartialDate();
    if (partial != null) {
      if (partial.getYear() != null && partial.getMonth() != null) {
        return Month.of(partial.getMonth()).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
            + " "
            + partial.getYear();
      }
      return partial.getYear() != null ? String.valueOf(partial.getYear()) : "";
    }
    return property.getText() == null ? "" : property.getText();
  }

  private static String day(Birthday birthday) {
    return birthday.year().isPresent()
        ? DAY.format(
            LocalDate.of(
                birthday.year().getAsInt(),
                birthday.day().getMonth(),
                birthday.day().getDayOfMonth()))
        : DAY_OF_YEAR.format(birthday.day());
  }

  private static Optional<Birthday> birthday(DateOrTimeProperty property) {
    try {
      Temporal date = property.getDate();
      if (date != null) {
        return birthday(date, property.getParameters());
      }
      PartialDate partial = property.getPartialDate();
      if (partial == null || partial.getMonth() == null || partial.getDate() == null) {
        return property.getText() == null ? Optional.empty() : writtenBirthday(property.getText());
      }
      MonthDay day = MonthDay.of(partial.getMonth(), partial.getDate());
      if (partial.getYear() != null && !day.isValidYear(partial.getYear())) {
        return Optional.empty();
      }
      return Optional.of(
          new Birthday(
              partial.getYear() == null ? OptionalInt.empty() : OptionalInt.of(partial.getYear()),
              day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Birthday> birthday(Temporal date, VCardParameters parameters) {
    LocalDate day =
        date instanceof Instant instant
            ? instant.atZone(ZoneOffset.UTC).toLocalDate()
            : date.isSupported(ChronoField.EPOCH_DAY) ? LocalDate.from(date) : null;
    if (day == null) {
      return Optional.empty();
    }
    boolean yearless =
        day.getYear() == APPLE_NO_YEAR || parameters.first("X-APPLE-OMIT-YEAR") != null;
    return Optional.of(
        new Birthday(
            yearless ? OptionalInt.empty() : OptionalInt.of(day.getYear()), MonthDay.from(day)));
  }

  private static Optional<Birthday> writtenBirthday(String text) {
    try {
      return birthday(LocalDate.parse(text.strip()), new VCardParameters());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String writtenDay(String text) {
    return writtenBirthday(text).map(CardText::day).orElse(text);
  }

  private Optional<Instant> revised(ZoneId zone) {
    if (card.getRevision() == null) {
      return Optional.empty();
    }
    Temporal revised = card.getRevision().getValue();
    try {
      return switch (revised) {
        case null -> Optional.empty();
        case Instant instant -> Optional.of(instant);
        case LocalDate day -> Optional.of(day.atStartOfDay(zone).toInstant());
        case LocalDateTime time -> Optional.of(time.atZone(zone).toInstant());
        default -> Optional.of(Instant.from(revised));
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "CardText[" + lines.size() + " lines]";
  }
}
