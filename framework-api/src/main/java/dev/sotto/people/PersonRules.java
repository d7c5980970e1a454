package dev.sotto.people;

import dev.sotto.people.Link.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules by which identities are joined; they rather leave two apart than join two strangers.
 *
 * <ol>
 *   <li>A card's addresses and numbers are its own; so are those that the person gave. Where
 *       several cards list one, their names must fit, or it is nobody's.
 *   <li>Cards of the same full name are one person's, unless addresses, numbers or birthdays
 *       differ.
 *   <li>Anybody can write any name beside an address. An address that no card lists joins a card of
 *       its full name only if that card lists no address and no other address bears the name.
 *   <li>A name without an address, as in chats, joins the one card with that name or nickname; a
 *       single word the one card of that first name; else the one address that bears the full name.
 * </ol>
 *
 * For one use.
 */
final class PersonRules {
  private static final int MOST_COMPARED = 8;

  private final Map<Identity, Known> known;
  private final TelephoneNumbers numbers;
  private final Set<Link> links = new LinkedHashSet<>();
  private final Set<Doubt> doubts = new LinkedHashSet<>();
  private final Groups groups = new Groups();

  /** Two identities that may be one person's. */
  record Doubt(Identity one, Identity other, Suggestion.Reason reason) {}

  PersonRules(Map<Identity, Known> known, TelephoneNumbers numbers) {
    this.known = known;
    this.numbers = numbers;
    joinWhatIsListed();
    joinCards();
    joinAddresses();
    joinNames();
  }

  Set<Link> links() {
    return links;
  }

  Set<Doubt> doubts() {
    return doubts;
  }

  private void join(Identity one, Identity other, Reason reason) {
    links.add(new Link(one, other, reason));
    groups.join(one, other);
  }

  private List<Known> anchors() {
    return known.values().stream().filter(Known::isAnchor).toList();
  }

  private void joinWhatIsListed() {
    Map<Identity, List<Known>> holders = new LinkedHashMap<>();
    for (Known anchor : anchors()) {
      for (String address : anchor.addresses()) {
        holders
            .computeIfAbsent(new Identity(Identity.Kind.ADDRESS, address), _ -> new ArrayList<>())
            .add(anchor);
      }
      for (String telephone : anchor.telephones()) {
        numbers
            .normal(telephone)
            .ifPresent(number ->
                holders
                    .computeIfAbsent(
                        new Identity(Identity.Kind.NUMBER, number), _ -> new ArrayList<>())
                    .add(anchor));
      }
    }
    holders.forEach(this::joinHolders);
  }

  private void joinHolders(Identity listed, List<Known> holders) {
    Known first = holders.getFirst();
    boolean fits = holders.stream().allMatch(first::hasNameThatFits);
    if (!fits && !first.identity().equals(Identity.ME)) {
      holders.stream()
          .skip(1)
          .forEach(holder ->
              doubts.add(new Doubt(first.identity(), holder.identity(), Suggestion.Reason.SHARED)));
      return;
    }
    join(first.identity(), listed, Reason.LISTED);
    for (Known holder : holders.subList(1, holders.size())) {
      if (first.hasNameThatFits(holder)) {
        join(holder.identity(), listed, Reason.LISTED);
        links.add(new Link(first.identity(), holder.identity(), Reason.SHARED));
      }
    }
  }

  private void joinCards() {
    fullNames(anchors())
        .values()
        .forEach(same -> {
          Known first = same.getFirst();
          boolean contradiction =
              same.stream()
                  .anyMatch(one ->
                      same.stream().limit(MOST_COMPARED).anyMatch(other -> contradict(one, other)));
          for (Known other : same.subList(1, same.size())) {
            if (groups.areOne(first.identity(), other.identity())) {
              continue;
            }
            if (contradiction) {
              doubts.add(
                  new Doubt(first.identity(), other.identity(), Suggestion.Reason.SAME_NAME));
            } else {
              join(first.identity(), other.identity(), Reason.SAME_NAME);
            }
          }
        });
  }

  private boolean contradict(Known one, Known other) {
    return one.contradicts(other) && !groups.areOne(one.identity(), other.identity());
  }

  private void joinAddresses() {
    Map<String, List<Known>> cards = fullNames(anchors());
    Map<String, List<Known>> bearers =
        fullNames(known.values().stream().filter(this::isUnlistedAddress).toList());
    Map<Known, Set<Identity>> owners = new LinkedHashMap<>();
    bearers.forEach((name, addresses) -> {
      List<Known> holders = cards.getOrDefault(name, List.of());
      if (holders.isEmpty()) {
        doubtAll(addresses, Suggestion.Reason.SAME_NAME);
        return;
      }
      Known holder = holders.getFirst();
      boolean one = holders.stream().allMatch(h -> groups.areOne(h.identity(), holder.identity()));
      boolean lists = holders.stream().anyMatch(h -> !h.addresses().isEmpty());
      for (Known address : addresses) {
        Set<Identity> of = owners.computeIfAbsent(address, _ -> new LinkedHashSet<>());
        of.add(one && !lists && addresses.size() == 1 ? holder.identity() : address.identity());
        if (!one || lists || addresses.size() > 1) {
          doubts.add(
              new Doubt(holder.identity(), address.identity(), Suggestion.Reason.NAME_OF_A_CARD));
        }
      }
    });
    owners.forEach((address, of) -> {
      Identity owner = of.iterator().next();
      if (of.size() == 1 && !owner.equals(address.identity())) {
        join(owner, address.identity(), Reason.SAME_NAME);
      }
    });
  }

  private boolean isUnlistedAddress(Known one) {
    return one.identity().kind() == Identity.Kind.ADDRESS && groups.isAlone(one.identity());
  }

  private void joinNames() {
    Map<String, Set<Identity>> called = new TreeMap<>();
    Map<String, Set<Identity>> given = new TreeMap<>();
    for (Known anchor : anchors()) {
      for (PersonName name : namesAndNicknames(anchor)) {
        add(called, name.key(), anchor);
        name.given().ifPresent(first -> add(given, first, anchor));
      }
    }
    Map<String, List<Known>> addresses =
        fullNames(
            known.values().stream()
                .filter(one -> one.identity().kind() == Identity.Kind.ADDRESS)
                .toList());
    for (Known name : known.values()) {
      if (name.identity().kind() == Identity.Kind.NAME) {
        joinName(name, called, given, addresses);
      }
    }
  }

  private void joinName(
      Known chat,
      Map<String, Set<Identity>> called,
      Map<String, Set<Identity>> given,
      Map<String, List<Known>> addresses) {
    Set<Identity> same = new LinkedHashSet<>();
    Set<Identity> first = new LinkedHashSet<>();
    Set<Identity> bearers = new LinkedHashSet<>();
    for (PersonName name : chat.names()) {
      same.addAll(called.getOrDefault(name.key(), Set.of()));
      if (!name.isFull()) {
        first.addAll(given.getOrDefault(name.key(), Set.of()));
      } else {
        addresses
            .getOrDefault(name.key(), List.of())
            .forEach(address -> bearers.add(address.identity()));
      }
    }
    if (!same.isEmpty()) {
      joinTheOnly(chat, same, Reason.SAME_NAME);
    } else if (!first.isEmpty()) {
      joinTheOnly(chat, first, Reason.ONLY_ONE_CALLED_SO);
    } else if (!bearers.isEmpty()) {
      joinTheOnly(chat, bearers, Reason.SAME_NAME);
    }
  }

  private void joinTheOnly(Known chat, Set<Identity> fitting, Reason reason) {
    Identity first = fitting.iterator().next();
    boolean one = fitting.stream().allMatch(other -> groups.areOne(first, other));
    if (one && !chat.isSelfChosen()) {
      join(first, chat.identity(), reason);
    } else {
      fitting.forEach(
          fits -> doubts.add(new Doubt(fits, chat.identity(), Suggestion.Reason.SEVERAL_FIT)));
    }
  }

  private void doubtAll(List<Known> same, Suggestion.Reason reason) {
    for (Known other : same.subList(1, same.size())) {
      doubts.add(new Doubt(same.getFirst().identity(), other.identity(), reason));
    }
  }

  private static void add(Map<String, Set<Identity>> index, String key, Known one) {
    index.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(one.identity());
  }

  private static Map<String, List<Known>> fullNames(List<Known> all) {
    Map<String, List<Known>> index = new TreeMap<>();
    for (Known one : all) {
      one.names().stream()
          .filter(PersonName::isFull)
          .map(PersonName::key)
          .distinct()
          .forEach(key -> index.computeIfAbsent(key, _ -> new ArrayList<>()).add(one));
    }
    return index;
  }

  /** Returns the names of an anchor, nicknames too. */
  static List<PersonName> namesAndNicknames(Known anchor) {
    List<PersonName> names = new ArrayList<>(anchor.names());
    anchor.nicknames().forEach(nickname -> names.addAll(PersonName.allOf(nickname)));
    return names;
  }

  /** Groups of identities that belong together. */
  static final class Groups {
    private final Map<Identity, Identity> parents = new HashMap<>();
    private final Set<Identity> joined = new HashSet<>();

    Identity of(Identity one) {
      Identity top = one;
      for (Identity next = parents.get(top); next != null; next = parents.get(top)) {
        top = next;
      }
      for (Identity at = one; !at.equals(top); ) {
        Identity next = parents.get(at);
        parents.put(at, top);
        at = next == null ? top : next;
      }
      return top;
    }

    void join(Identity one, Identity other) {
      Identity top = of(one);
      Identity under = of(other);
      if (!top.equals(under)) {
        parents.put(under, top);
        joined.add(one);
        joined.add(other);
      }
    }

    boolean areOne(Identity one, Identity other) {
      return of(one).equals(of(other));
    }

    boolean isAlone(Identity one) {
      return !joined.contains(one);
    }
  }

  @Override
  public String toString() {
    return "PersonRules[" + links.size() + " links, " + doubts.size() + " doubts]";
  }
}
