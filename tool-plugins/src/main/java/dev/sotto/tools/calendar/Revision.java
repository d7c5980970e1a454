package dev.sotto.tools.calendar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Set;

/**
 * Which state of an event a component holds: the highest wins. A reply, which tells what one guest
 * answers, is less than any state of the event itself; then SEQUENCE counts, then DTSTAMP (RFC
 * 5546, section 2.1.5), then what comes later in the source.
 *
 * @param isState whether it is a state of the event, as opposed to a reply
 * @param sequence SEQUENCE
 * @param stamp DTSTAMP, else LAST-MODIFIED
 * @param file which file of the source it stands in
 * @param ordinal which component of the file it is
 */
record Revision(boolean isState, int sequence, Instant stamp, int file, int ordinal)
    implements Comparable<Revision> {
  private static final Comparator<Revision> ORDER =
      Comparator.comparing(Revision::isState)
          .thenComparingInt(Revision::sequence)
          .thenComparing(Revision::stamp)
          .thenComparingInt(Revision::file)
          .thenComparingInt(Revision::ordinal);
  private static final Set<String> REPLIES =
      Set.of("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER");

  static Revision of(Component component, int file) {
    return new Revision(
        !REPLIES.contains(component.method()),
        sequence(component),
        instant(component, "DTSTAMP", instant(component, "LAST-MODIFIED", Instant.EPOCH)),
        file,
        component.ordinal());
  }

  static int sequence(Component component) {
    try {
      return Math.max(0, Integer.parseInt(component.text("SEQUENCE")));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static Instant instant(Component component, String line, Instant otherwise) {
    return component
        .first(line)
        .flatMap(found -> TimeValue.parse(found.value(), time -> ZoneOffset.UTC))
        .map(time -> time.instant(ZoneOffset.UTC))
        .orElse(otherwise);
  }

  @Override
  public int compareTo(Revision other) {
    return ORDER.compare(this, other);
  }
}
