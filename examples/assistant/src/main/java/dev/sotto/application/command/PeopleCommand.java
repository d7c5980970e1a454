package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.Vault;
import dev.sotto.people.Identity;
import dev.sotto.people.Link;
import dev.sotto.people.Person;
import dev.sotto.people.PersonDecisions.Merge;
import dev.sotto.people.PersonDecisions.Split;
import dev.sotto.people.PersonDirectory;
import dev.sotto.people.Suggestion;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.PersonalRecord;
import dev.sotto.text.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Shows who is who, joins and parts persons. */
@Command(name = "people")
final class PeopleCommand implements Callable<Integer> {
  private static final List<Identity.Kind> STEADIEST_FIRST =
      List.of(
          Identity.Kind.ME,
          Identity.Kind.ADDRESS,
          Identity.Kind.NUMBER,
          Identity.Kind.CARD,
          Identity.Kind.NAME);
  private static final Set<String> ME = Set.of("me", "我");

  private final SottoCommand sotto;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|show|merge|split|suggestions",
      descriptionKey = "people.action")
  private String action = "list";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", descriptionKey = "people.names")
  private List<String> names = new ArrayList<>();

  PeopleCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "list" -> sotto.withVaultForReading(this::list);
      case "show" -> sotto.withVaultForReading(this::show);
      case "suggestions" -> sotto.withVaultForReading(this::suggestions);
      case "merge" -> sotto.withVaultForChanges(this::merge);
      case "split" -> sotto.withVaultForChanges(this::split);
      default -> throw new UsageException(sotto.messages().of("people.unknown", action));
    };
  }

  private int list(Vault vault) throws IOException {
    wants(0, "people.wantsNone");
    List<Person> persons = directory(vault).persons();
    var json = ResultJson.object();
    var array = json.putArray("persons");
    for (Person person : persons) {
      describe(person, array.addObject());
      sotto.say(line(person));
    }
    if (persons.isEmpty()) {
      sotto.say(sotto.messages().of("people.none"));
    }
    return printed(json, ExitStatus.OK);
  }

  private int show(Vault vault) throws IOException {
    wants(1, "people.wantsOne");
    List<Person> persons = named(directory(vault), names.getFirst());
    var json = ResultJson.object();
    var array = json.putArray("persons");
    for (Person person : persons) {
      describe(person, array.addObject());
      sotto.say(line(person));
      person.names().stream()
          .skip(1)
          .forEach(name -> item("people.alsoNamed", SafeText.line(name)));
      person.nicknames().forEach(name -> item("people.nickname", SafeText.line(name)));
      person
          .identities()
          .forEach(identity -> item(key(identity), SafeText.line(label(person, identity))));
      for (Link link : person.links()) {
        item(
            "people.reason." + word(link.reason()),
            SafeText.line(label(person, link.one())),
            SafeText.line(label(person, link.other())));
      }
    }
    if (persons.isEmpty()) {
      sotto.warn(sotto.messages().of("people.nobody", SafeText.line(names.getFirst())));
    }
    return printed(json, persons.isEmpty() ? ExitStatus.NOTHING_FOUND : ExitStatus.OK);
  }

  private int suggestions(Vault vault) throws IOException {
    wants(0, "people.wantsNone");
    List<Suggestion> suggestions = directory(vault).suggestions();
    var json = ResultJson.object();
    var array = json.putArray("suggestions");
    for (Suggestion suggestion : suggestions) {
      ObjectNode node = array.addObject();
      describe(suggestion.one(), node.putObject("one"));
      describe(suggestion.other(), node.putObject("other"));
      node.put("reason", word(suggestion.reason()));
      sotto.say(
          sotto.messages().of("people.suggestion." + word(suggestion.reason()))
              + "\n  "
              + line(suggestion.one())
              + "\n  "
              + line(suggestion.other())
              + "\n  "
              + sotto
                  .style()
                  .faint(
                      "sotto people merge \""
                          + SafeText.line(handle(suggestion.one()))
                          + "\" \""
                          + SafeText.line(handle(suggestion.other()))
                          + "\""));
    }
    if (suggestions.isEmpty()) {
      sotto.say(sotto.messages().of("people.noSuggestions"));
    }
    return printed(json, ExitStatus.OK);
  }

  private int merge(Vault vault) throws IOException {
    wants(2, "people.wantsTwo");
    PersonDirectory directory = directory(vault);
    Person one = theOne(directory, names.get(0));
    Person other = theOne(directory, names.get(1));
    if (one.equals(other)) {
      throw new UsageException(sotto.messages().of("people.areOne", SafeText.line(one.name())));
    }
    vault.decide(vault.personDecisions().with(new Merge(steadiest(one), steadiest(other))));
    return told(vault, "people.merged", one, steadiest(one));
  }

  private int split(Vault vault) throws IOException {
    wants(2, "people.wantsPersonAndIdentity");
    PersonDirectory directory = directory(vault);
    Person person = theOne(directory, names.get(0));
    String all =
        person.identities().stream()
            .filter(one -> one.kind() != Identity.Kind.ME)
            .map(one -> SafeText.line(label(person, one)))
            .collect(Collectors.joining(", "));
    Identity identity =
        directory
            .identity(person, names.get(1))
            .orElseThrow(() ->
                new UsageException(
                    sotto.messages().of("people.notTheirs", SafeText.line(person.name()), all)));
    if (person.identities().size() == 1) {
      throw new UsageException(sotto.messages().of("people.onlyOne", SafeText.line(person.name())));
    }
    vault.decide(vault.personDecisions().with(new Split(identity)));
    return told(vault, "people.wasSplit", person, identity);
  }

  private int told(Vault vault, String message, Person before, Identity identity)
      throws IOException {
    sotto.say(sotto.messages().of(message, SafeText.line(before.name())));
    var json = ResultJson.object();
    var array = json.putArray("persons");
    for (Person person : directory(vault).persons()) {
      if (person.identities().contains(identity)
          || person.identities().stream().anyMatch(before.identities()::contains)) {
        describe(person, array.addObject());
        sotto.say("  " + line(person));
      }
    }
    return printed(json, ExitStatus.OK);
  }

  private int printed(ObjectNode json, int status) {
    if (sotto.wantsJson()) {
      ResultJson.print(json, sotto.surroundings().out());
    }
    return status;
  }

  private PersonDirectory directory(Vault vault) throws IOException {
    if (vault.indexLagsBehind()) {
      sotto.warn(sotto.messages().of("index.behind"));
    }
    return vault.people().directory();
  }

  private void wants(int number, String message) {
    if (names.size() != number) {
      throw new UsageException(sotto.messages().of(message));
    }
  }

  private static List<Person> named(PersonDirectory directory, String words) {
    return ME.contains(words.strip().toLowerCase(Locale.ROOT))
        ? directory.persons().stream().filter(Person::isMe).toList()
        : directory.named(words);
  }

  private Person theOne(PersonDirectory directory, String words) {
    List<Person> persons = named(directory, words);
    if (persons.size() == 1) {
      return persons.getFirst();
    }
    throw new UsageException(
        persons.isEmpty()
            ? sotto.messages().of("people.nobody", SafeText.line(words))
            : sotto
                .messages()
                .of(
                    "people.several",
                    SafeText.line(words),
                    persons.stream()
                        .map(person -> SafeText.line(handle(person)))
                        .collect(Collectors.joining(", "))));
  }

  private static Identity steadiest(Person person) {
    return STEADIEST_FIRST.stream()
        .flatMap(kind -> person.identities(kind).stream())
        .findFirst()
        .orElseThrow();
  }

  /** Returns words that name this person and nobody else, as far as there are any. */
  private static String handle(Person person) {
    if (person.isMe()) {
      return "me";
    }
    Identity steadiest = steadiest(person);
    return steadiest.kind() == Identity.Kind.ADDRESS || steadiest.kind() == Identity.Kind.NUMBER
        ? steadiest.value()
        : person.name();
  }

  private String line(Person person) {
    Messages messages = sotto.messages();
    String addresses =
        person.identities().stream()
            .filter(
                one -> one.kind() == Identity.Kind.ADDRESS || one.kind() == Identity.Kind.NUMBER)
            .map(one -> SafeText.line(one.value()))
            .collect(Collectors.joining(", "));
    return sotto.style().strong(SafeText.line(person.name()))
        + (person.isMe() ? " " + messages.of("people.me") : "")
        + (addresses.isEmpty() ? "" : "  " + addresses)
        + "  "
        + sotto.style().faint(messages.of("people.counts", person.written(), person.received()));
  }

  private void item(String key, Object... values) {
    sotto.say("  " + sotto.messages().of(key, values));
  }

  private static String key(Identity identity) {
    return "people.identity." + word(identity.kind());
  }

  private static String label(Person person, Identity identity) {
    return switch (identity.kind()) {
      case ME -> "me";
      case CARD ->
          person.cards().stream()
              .filter(card -> isOf(card, identity))
              .map(card -> card.content().title())
              .findFirst()
              .orElse(identity.value());
      case NAME ->
          person.names().stream()
              .filter(name -> name.equalsIgnoreCase(identity.value()))
              .findFirst()
              .orElse(identity.value());
      case ADDRESS, NUMBER -> identity.value();
    };
  }

  private static boolean isOf(PersonalRecord card, Identity identity) {
    return card.id().value().equals(identity.value())
        || (card.content().details() instanceof ContactDetails details
            && details.uid().equals(identity.value()));
  }

  private static void describe(Person person, ObjectNode node) {
    node.put("name", person.name());
    node.put("me", person.isMe());
    person.names().forEach(node.putArray("names")::add);
    person.nicknames().forEach(node.putArray("nicknames")::add);
    var identities = node.putArray("identities");
    person.identities().forEach(identity -> describe(identity, identities.addObject()));
    var joined = node.putArray("joined");
    for (Link link : person.links()) {
      ObjectNode one = joined.addObject();
      describe(link.one(), one.putObject("one"));
      describe(link.other(), one.putObject("other"));
      one.put("reason", word(link.reason()));
    }
    node.put("written", person.written());
    node.put("received", person.received());
  }

  private static void describe(Identity identity, ObjectNode node) {
    node.put("kind", word(identity.kind()));
    node.put("value", identity.value());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
