package dev.sotto.tools.calendar;

import dev.sotto.record.EventDetails.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which component of a source holds the latest state of each event, to-do and entry. A later state
 * that tells only that an event is cancelled leaves its time and text to the one before. For one
 * thread.
 */
final class EventIndex {
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, List<Entry>> overrides = new HashMap<>();

  /** The latest state of an event or of one changed occurrence of it. */
  private static final class Entry {
    private final Optional<ContentLine> recurrenceId;
    private Revision latest;
    private boolean cancelled;
    private Revision content;
    private boolean contentIsWhole;

    Entry(Component component, Revision revision) {
      this.recurrenceId = component.first("RECURRENCE-ID");
      this.latest = revision;
      this.cancelled = EventReader.status(component) == Status.CANCELLED;
      this.content = revision;
      this.contentIsWhole = isWhole(component);
    }

    void add(Component component, Revision revision) {
      if (revision.compareTo(latest) > 0) {
        latest = revision;
        cancelled = EventReader.status(component) == Status.CANCELLED;
      }
      boolean whole = isWhole(component);
      if (whole == contentIsWhole ? revision.compareTo(content) > 0 : whole) {
        content = revision;
        contentIsWhole = whole;
      }
    }

    private static boolean isWhole(Component component) {
      return !component.name().equals("VEVENT") || component.first("DTSTART").isPresent();
    }
  }

  /** Returns what identifies an event within a source; empty if it has no UID. */
  static Optional<String> identity(Component component) {
    String uid = component.text("UID");
    if (uid.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        component.first("RECURRENCE-ID").map(line -> uid + "/" + line.value().strip()).orElse(uid));
  }

  /** Takes note of a component; returns false if it has no identity. */
  boolean add(Component component, int file) {
    Optional<String> identity = identity(component);
    if (identity.isEmpty()) {
      return false;
    }
    Revision revision = Revision.of(component, file);
    Entry known = entries.get(identity.get());
    if (known != null) {
      known.add(component, revision);
      return true;
    }
    Entry entry = new Entry(component, revision);
    entries.put(identity.get(), entry);
    if (entry.recurrenceId.isPresent()) {
      overrides.computeIfAbsent(component.text("UID"), uid -> new ArrayList<>(2)).add(entry);
    }
    return true;
  }

  /** Returns how many events there are. */
  int size() {
    return entries.size();
  }

  /** Tells whether the event of a component is among those noted. */
  boolean knows(Component component) {
    return identity(component).filter(entries::containsKey).isPresent();
  }

  /** Tells whether a component of a file holds the text of an event's latest state. */
  boolean holdsContent(Component component, int file) {
    return identity(component)
        .map(entries::get)
        .filter(entry -> entry.content.equals(Revision.of(component, file)))
        .isPresent();
  }

  /** Returns what the rest of the source says about the event of a component. */
  EventReader.Surroundings surroundings(Component component) {
    Optional<Entry> entry = identity(component).map(entries::get);
    if (entry.isEmpty()) {
      return new EventReader.Surroundings(
          Optional.empty(), Revision.sequence(component), List.of(), List.of());
    }
    boolean cancelled = entry.get().cancelled;
    List<ContentLine> changedDays = new ArrayList<>();
    List<ContentLine> cancelledDays = new ArrayList<>();
    String uid = component.text("UID");
    if (entry.get().recurrenceId.isPresent()) {
      Entry master = entries.get(uid);
      cancelled |=
          master != null
              && master.cancelled
              && master.latest.sequence() >= entry.get().latest.sequence();
    } else {
      for (Entry override : overrides.getOrDefault(uid, List.of())) {
        override.recurrenceId.ifPresent(override.cancelled ? cancelledDays::add : changedDays::add);
      }
    }
    return new EventReader.Surroundings(
        cancelled ? Optional.of(Status.CANCELLED) : Optional.empty(),
        entry.get().latest.sequence(),
        changedDays,
        cancelledDays);
  }

  @Override
  public String toString() {
    return "EventIndex[" + entries.size() + " events]";
  }
}
