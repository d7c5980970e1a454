package dev.sotto.importing;

import java.time.ZoneId;
import java.util.List;

/**
 * What importers may know about the person.
 *
 * @param names the names under which the person writes, as given at {@code init}
 * @param addresses the person's own mail addresses, lower case
 * @param zone the time zone of dates that name none
 */
public record ImportContext(List<String> names, List<String> addresses, ZoneId zone) {
  public ImportContext {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  @Override
  public String toString() {
    return "ImportContext["
        + names.size()
        + " names, "
        + addresses.size()
        + " addresses, "
        + zone
        + "]";
  }
}
