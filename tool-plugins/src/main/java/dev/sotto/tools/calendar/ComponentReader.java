package dev.sotto.tools.calendar;

import dev.sotto.tools.BoundedLines;
import dev.sotto.tools.TextDecoding;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a stream of calendars into components, one after another, in bounded memory. A damaged
 * component ends where the next one begins; a line of text that was not folded as it should be goes
 * on with what is no line of its own. Lines are unfolded as bytes, since programs fold within a
 * character, and decoded one by one. For one thread.
 */
final class ComponentReader implements Closeable {
  private static final Set<String> TEXTS =
      Set.of("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT");
  private static final Set<String> NOT_READ = Set.of("ATTACH", "IMAGE", "STYLED-DESCRIPTION");
  private static final int LINE_OVERHEAD = 16;

  private final BoundedLines lines;
  private final CalendarLimits limits;
  private String method = "";
  private int ordinal;
  private boolean inCalendar;
  private boolean sawCalendar;
  private boolean atStart = true;

  private String name = "";
  private final List<ContentLine> kept = new ArrayList<>();
  private int depth;
  private int keptBytes;
  private int unreadable;
  private boolean omitted;

  /** Creates a reader over a stream, which it closes. */
  ComponentReader(InputStream in, CalendarLimits limits) {
    this.lines = new BoundedLines(in, limits.maxLineBytes());
    this.limits = limits;
  }

  /** Returns the next component, or empty at the end of the file. */
  Optional<Component> next() throws IOException {
    while (nextLine()) {
      byte[] bytes = lines.line();
      String begun = delimited(bytes, "BEGIN:");
      String ended = begun.isEmpty() ? delimited(bytes, "END:") : "";
      if (begun.equals("VCALENDAR")) {
        Optional<Component> open = finish(Component.Ending.UNCLOSED);
        method = "";
        inCalendar = true;
        sawCalendar = true;
        if (open.isPresent()) {
          return open;
        }
      } else if (ended.equals("VCALENDAR")) {
        inCalendar = false;
        Optional<Component> open = finish(Component.Ending.UNCLOSED);
        if (open.isPresent()) {
          return open;
        }
      } else if (name.isEmpty()) {
        if (!begun.isEmpty()) {
          start(begun);
        } else {
          header(bytes);
        }
      } else if (begun.equals(name) || isTopLevel(begun)) {
        Optional<Component> open = finish(Component.Ending.UNCLOSED);
        start(begun);
        return open;
      } else if (ended.equals(name)) {
        return finish(Component.Ending.CLOSED);
      } else {
        inside(bytes, begun, ended);
      }
    }
    return finish(Component.Ending.CUT_OFF);
  }

  /** Tells whether the file held a calendar at all. */
  boolean sawCalendar() {
    return sawCalendar;
  }

  /** Tells whether the file ended within a calendar. */
  boolean endsWithinCalendar() {
    return inCalendar;
  }

  /** Returns how many bytes of the file were read so far. */
  long consumedBytes() {
    return lines.consumedBytes();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private boolean nextLine() throws IOException {
    if (!lines.next()) {
      return false;
    }
    while (lines.peek() == ' ' || lines.peek() == '\t') {
      lines.skipByte();
      lines.extend();
    }
    return true;
  }

  private void start(String begun) {
    name = begun;
    sawCalendar |= isTopLevel(begun);
    ordinal++;
    depth = 0;
    keptBytes = 0;
    unreadable = 0;
    omitted = false;
    kept.clear();
  }

  private Optional<Component> finish(Component.Ending ending) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Component component = new Component(name, method, ordinal, ending, kept, unreadable, omitted);
    name = "";
    kept.clear();
    return Optional.of(component);
  }

  private void header(byte[] bytes) {
    if (startsWith(bytes, "METHOD")) {
      ContentLine.parse(decoded(bytes))
          .filter(line -> line.name().equals("METHOD"))
          .ifPresent(line -> method = line.value().strip().toUpperCase(Locale.ROOT));
    }
  }

  private void inside(byte[] bytes, String begun, String ended) {
    boolean zone = name.equals("VTIMEZONE");
    if (!begun.isEmpty()) {
      depth++;
    } else if (!ended.isEmpty()) {
      depth = Math.max(0, depth - 1);
    }
    if (!zone && (depth > 0 || !begun.isEmpty() || !ended.isEmpty())) {
      return;
    }
    if (isBlank(bytes)) {
      return;
    }
    keptBytes += bytes.length + LINE_OVERHEAD;
    if (keptBytes > limits.maxComponentBytes() || kept.size() >= limits.maxComponentLines()) {
      omitted = true;
      return;
    }
    ContentLine line = ContentLine.parse(decoded(bytes)).orElse(null);
    if (line == null) {
      if (kept.isEmpty() || !TEXTS.contains(kept.getLast().name())) {
        unreadable++;
      } else {
        kept.add(kept.removeLast().continuedBy(decoded(bytes)));
      }
    } else if (NOT_READ.contains(line.name())) {
      keptBytes -= bytes.length;
    } else if (!lines.isCut() || TEXTS.contains(line.name())) {
      omitted |= lines.isCut();
      kept.add(line);
    } else {
      omitted |= !line.name().startsWith("X-");
    }
  }

  private String decoded(byte[] bytes) {
    return TextDecoding.decode(bytes);
  }

  private static boolean isTopLevel(String begun) {
    return switch (begun) {
      case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE" -> true;
      default -> false;
    };
  }

  private String delimited(byte[] bytes, String keyword) {
    int start = 0;
    if (atStart) {
      atStart = false;
      start = startsWithMark(bytes) ? 3 : 0;
    }
    if (!startsWith(bytes, start, keyword) || bytes.length > 200) {
      return "";
    }
    return TextDecoding.windows1252(bytes)
        .substring(start + keyword.length())
        .strip()
        .toUpperCase(Locale.ROOT);
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && (bytes[0] & 0xFF) == 0xEF
        && (bytes[1] & 0xFF) == 0xBB
        && (bytes[2] & 0xFF) == 0xBF;
  }

  private static boolean startsWith(byte[] bytes, String keyword) {
    return startsWith(bytes, 0, keyword);
  }

  private static boolean startsWith(byte[] bytes, int start, String keyword) {
    if (bytes.length < start + keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (Character.toUpperCase((char) (bytes[start + i] & 0xFF)) != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
