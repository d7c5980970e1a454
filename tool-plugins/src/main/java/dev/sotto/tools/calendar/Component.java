package dev.sotto.tools.calendar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One event, to-do, journal entry or time zone of a calendar, as lines.
 *
 * @param name {@code VEVENT} and the like, in upper case
 * @param method the METHOD of the calendar it stands in, in upper case; may be empty
 * @param ordinal which component of its file it is, from 1
 * @param ending whether it ends as it should
 * @param lines its content lines without those of alarms; of a time zone all lines, BEGIN and END
 *     of its parts included
 * @param unreadableLines how many lines have no form that could be read
 * @param omitted whether lines were left out or cut because of their size or number
 */
record Component(
    String name,
    String method,
    int ordinal,
    Ending ending,
    List<ContentLine> lines,
    int unreadableLines,
    boolean omitted) {

  /** How a component ends. */
  enum Ending {
    CLOSED,
    /** Another one begins, or its calendar ends, before it does. */
    UNCLOSED,
    /** The file ends before it does. */
    CUT_OFF
  }

  Component {
    lines = List.copyOf(lines);
  }

  /** Returns the first line of this name. */
  Optional<ContentLine> first(String lineName) {
    for (ContentLine line : lines) {
      if (line.name().equals(lineName)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** Returns all lines of this name. */
  List<ContentLine> all(String lineName) {
    return lines.stream().filter(line -> line.name().equals(lineName)).toList();
  }

  /** Returns the text of the first line of this name without space around it, or an empty one. */
  String text(String lineName) {
    return first(lineName).map(ContentLine::text).orElse("").strip();
  }

  /** Returns the value of the first line of this name in upper case, or an empty string. */
  String keyword(String lineName) {
    return text(lineName).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Component[" + ordinal + ", " + lines.size() + " lines]";
  }
}
