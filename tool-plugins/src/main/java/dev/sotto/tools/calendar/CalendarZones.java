package dev.sotto.tools.calendar;

import dev.sotto.record.EventTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The time zones of one file: by the names that everybody knows, else by the zones that the file
 * spells out. Times without a zone are in the person's. For one thread.
 */
final class CalendarZones {
  private static final int MAX_ZONES = 500;

  private final ZoneId personZone;
  private final Map<String, ZoneOfTime> written = new HashMap<>();

  CalendarZones(ZoneId personZone) {
    this.personZone = personZone;
  }

  /** Takes a VTIMEZONE; one whose name is known is not needed. */
  void add(Component component) {
    String name = component.text("TZID");
    if (name.isEmpty() || written.size() >= MAX_ZONES || ZoneNames.find(name).isPresent()) {
      return;
    }
    Optional<ZoneId> named =
        ZoneNames.find(component.text("X-LIC-LOCATION"))
            .or(() -> ZoneNames.find(component.text("TZID-ALIAS-OF")));
    named
        .<ZoneOfTime>map(zone -> time -> zone)
        .or(() -> WrittenZone.of(component, personZone))
        .ifPresent(zone -> written.put(name, zone));
  }

  /** Returns the day or time of a line, such as DTSTART. */
  Optional<EventTime> time(ContentLine line) {
    return TimeValue.parse(line.value(), zone(line));
  }

  /** Returns whether the zone that a line names is unknown, so that the person's is taken. */
  boolean isUnknown(ContentLine line) {
    return line.parameter("TZID")
        .filter(name -> !name.isBlank())
        .filter(name -> !written.containsKey(name.strip()) && ZoneNames.find(name).isEmpty())
        .isPresent();
  }

  private ZoneOfTime zone(ContentLine line) {
    ZoneOfTime floating = (LocalDateTime time) -> personZone;
    Optional<String> name = line.parameter("TZID");
    if (name.isEmpty()) {
      return floating;
    }
    Optional<ZoneId> known = ZoneNames.find(name.get());
    if (known.isPresent()) {
      return time -> known.get();
    }
    ZoneOfTime spelledOut = written.get(name.get().strip());
    return spelledOut == null ? floating : spelledOut;
  }
}
