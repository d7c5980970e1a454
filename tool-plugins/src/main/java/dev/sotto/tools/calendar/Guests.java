package dev.sotto.tools.calendar;

import dev.sotto.importing.ImportContext;
import dev.sotto.record.Participant;
import dev.sotto.tools.BoundedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who invites to an event and who is invited (RFC 5545, section 3.8.4). */
final class Guests {
  private static final int MAX_NAME = 200;
  private static final int MAX_ADDRESS = 320;
  private static final String MAILTO = "mailto:";

  private final ImportContext context;
  private final Optional<Participant> organiser;
  private final Map<Participant, String> attendees = new LinkedHashMap<>();
  private final List<String> rooms = new ArrayList<>();
  private final boolean complete;

  Guests(Component component, ImportContext context, int maxParticipants) {
    this.context = context;
    this.organiser =
        component.first("ORGANIZER").flatMap(line -> participant(line, Participant.Role.AUTHOR));
    boolean all = true;
    for (ContentLine line : component.all("ATTENDEE")) {
      Optional<Participant> guest = participant(line, Participant.Role.RECIPIENT);
      if (guest.isEmpty()) {
        continue;
      }
      if (attendees.size() + rooms.size() >= maxParticipants) {
        all = false;
        break;
      }
      if (line.has("CUTYPE", "ROOM") || line.has("CUTYPE", "RESOURCE")) {
        rooms.add(guest.get().displayName());
      } else if (organiser.filter(host -> isSame(host, guest.get())).isEmpty()) {
        attendees.put(guest.get(), line.parameter("PARTSTAT").orElse("").toUpperCase(Locale.ROOT));
      }
    }
    this.complete = all;
  }

  /** Tells whether nobody was left out. */
  boolean isComplete() {
    return complete;
  }

  /** Tells whether somebody else invites; an invitation without an address could be anybody's. */
  boolean isInvitedByAnother() {
    return organiser.filter(host -> !context.addresses().contains(host.address())).isPresent();
  }

  /** Returns who invites and who is invited. */
  List<Participant> participants() {
    List<Participant> all = new ArrayList<>();
    organiser.ifPresent(all::add);
    all.addAll(attendees.keySet());
    return all;
  }

  /** Returns sentences on the people other than the person. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    organiser
        .filter(host -> !isPerson(host))
        .ifPresent(host -> sentences.add("Organised by " + host.displayName() + "."));
    List<String> names = new ArrayList<>();
    attendees.forEach((guest, answer) -> {
      String note =
          switch (answer) {
            case "DECLINED" -> " (declined)";
            case "TENTATIVE" -> " (tentative)";
            default -> "";
          };
      if (!isPerson(guest)) {
        names.add(guest.displayName() + note);
      } else if (!note.isEmpty()) {
        sentences.add(
            "My answer:" + note.replace('(', ' ').replace(")", "").replace("  ", " ") + ".");
      }
    });
    if (!names.isEmpty()) {
      sentences.add("With: " + String.join(", ", names) + ".");
    }
    if (!rooms.isEmpty()) {
      sentences.add("Room: " + String.join(", ", rooms) + ".");
    }
    return sentences;
  }

  private boolean isPerson(Participant participant) {
    return context.addresses().contains(participant.address())
        || context.names().stream().anyMatch(participant.name()::equalsIgnoreCase);
  }

  private static boolean isSame(Participant one, Participant other) {
    return one.address().isEmpty()
        ? one.name().equals(other.name())
        : one.address().equals(other.address());
  }

  private static Optional<Participant> participant(ContentLine line, Participant.Role role) {
    String name = line.parameter("CN").orElse("").replaceAll("\\s+", " ").strip();
    String value = line.value().strip();
    String address =
        value.regionMatches(true, 0, MAILTO, 0, MAILTO.length())
            ? value.substring(MAILTO.length())
            : line.parameter("EMAIL").orElse(value.matches("[^\\s:/]+@[^\\s:/]+") ? value : "");
    address = address.strip().toLowerCase(Locale.ROOT);
    if (name.isBlank() && address.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new Participant(
            BoundedText.of(name, MAX_NAME), BoundedText.of(address, MAX_ADDRESS), role));
  }
}
