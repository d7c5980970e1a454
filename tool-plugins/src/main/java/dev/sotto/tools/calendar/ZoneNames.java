package dev.sotto.tools.calendar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the time zone that a name means: an IANA name, one with a prefix ({@code
 * /mozilla.org/20050126_1/Europe/Berlin}), a Windows name, an offset ({@code UTC+2}). Stateless.
 */
final class ZoneNames {
  private static final int MAX_NAME = 200;
  private static final Pattern OFFSET =
      Pattern.compile("\\(?(?:UTC|GMT)?([+-])(\\d{1,2}):?(\\d{2})?\\)?");

  /** Where several zones go alike, the one in which most people live. */
  private static final List<String> PREFERRED =
      List.of(
          "Europe/Berlin",
          "Europe/London",
          "Europe/Athens",
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Los_Angeles",
          "America/Halifax",
          "America/Santiago",
          "Australia/Sydney",
          "Pacific/Auckland");

  private static final Map<String, ZoneId> BY_NAME = new HashMap<>();
  private static final Set<ZoneId> COMMON = new LinkedHashSet<>();

  static {
    for (String id : ZoneId.getAvailableZoneIds()) {
      BY_NAME.put(id.toLowerCase(Locale.ROOT), ZoneId.of(id));
    }
    for (String utc : new String[] {"utc", "z", "gmt", "etc/utc", "zulu", "etc/gmt"}) {
      BY_NAME.put(utc, ZoneOffset.UTC);
    }
    PREFERRED.forEach(id -> COMMON.add(ZoneId.of(id)));
    readWindowsNames();
  }

  private ZoneNames() {}

  /** Returns the zone that this name means wherever it is used. */
  static Optional<ZoneId> find(String name) {
    if (name.length() > MAX_NAME) {
      return Optional.empty();
    }
    String plain = name.strip().replace("\"", "").toLowerCase(Locale.ROOT);
    for (String tail = plain; ; ) {
      ZoneId known = BY_NAME.get(tail);
      if (known != null) {
        return Optional.of(known);
      }
      int slash = tail.indexOf('/');
      if (slash < 0) {
        break;
      }
      tail = tail.substring(slash + 1);
    }
    return offset(plain);
  }

  /** Returns the best-known zones, one or more for each set of rules in use, the larger first. */
  static Set<ZoneId> common() {
    return COMMON;
  }

  private static Optional<ZoneId> offset(String name) {
    Matcher matcher = OFFSET.matcher(name.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int hours = Integer.parseInt(matcher.group(2));
    int minutes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    int sign = matcher.group(1).equals("-") ? -1 : 1;
    try {
      return Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void readWindowsNames() {
    try (InputStream in = ZoneNames.class.getResourceAsStream("windows-zones.txt")) {
      if (in == null) {
        throw new IllegalStateException("windows-zones.txt is missing from the jar");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int tab = line.indexOf('\t');
        ZoneId zone =
            tab < 0 ? null : BY_NAME.get(line.substring(tab + 1).toLowerCase(Locale.ROOT));
        if (zone != null) {
          BY_NAME.putIfAbsent(line.substring(0, tab).toLowerCase(Locale.ROOT), zone);
          COMMON.add(zone);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Reading windows-zones.txt from the jar failed", e);
    }
  }
}
