package dev.sotto.index.passage;

import dev.sotto.record.RecordKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into passages of about 80 to 160 words. Passages end where the text pauses: best
 * before a heading, else between paragraphs, lists or messages, else between sentences. A passage
 * in the middle of a section repeats the last sentence or message of the one before it. A heading
 * stays with what follows it. Quoted reply lines stand in passages of their own. A short record is
 * one passage. Stateless.
 *
 * <p>Every character that is not white space lies in a passage; no passage is longer than {@link
 * #MAX_CHARACTERS}; no surrogate pair is split.
 */
public final class PassageCutter {
  /** No passage is longer than this many characters. */
  public static final int MAX_CHARACTERS = 4 * UnitReader.MAX_CHARACTERS;

  private static final double FULL = 160;
  private static final double ENOUGH_BEFORE_A_HEADING = 50;
  private static final double ENOUGH_BEFORE_A_BLOCK = 100;
  private static final double SCANT = 35;
  private static final double MAX_OVERLAP = 40;
  private static final int MAX_HEADINGS = 3;

  private PassageCutter() {}

  /** Returns the passages of a text in order; none for a text of white space only. */
  public static List<PassageSpan> cut(String text, RecordKind kind) {
    List<TextUnit> units = new UnitReader(text, kind).read();
    List<Group> groups = group(units);
    List<PassageSpan> passages = new ArrayList<>(groups.size());
    for (Group group : groups) {
      TextUnit first = units.get(group.first);
      TextUnit last = units.get(group.last);
      passages.add(
          new PassageSpan(
              first.start(),
              last.end(),
              headingAbove(text, units, group.first),
              first.kind() == TextUnit.Kind.QUOTE
                  ? PassageSpan.Origin.QUOTED_REPLY
                  : PassageSpan.Origin.OWN_WORDS));
    }
    return List.copyOf(passages);
  }

  private static List<Group> group(List<TextUnit> units) {
    List<Group> groups = new ArrayList<>();
    int first = 0;
    double weight = 0;
    for (int i = 0; i < units.size(); i++) {
      if (i > first && endsBefore(units, first, i, weight)) {
        int withHeadings = headingsBefore(units, first, i);
        groups.add(new Group(first, withHeadings - 1));
        first = withHeadings < i || !overlaps(units, first, i) ? withHeadings : i - 1;
        weight = 0;
        for (int j = first; j < i; j++) {
          weight += units.get(j).weight();
        }
      }
      weight += units.get(i).weight();
    }
    if (!units.isEmpty()) {
      addLast(groups, units, new Group(first, units.size() - 1));
    }
    return groups;
  }

  private static boolean endsBefore(List<TextUnit> units, int first, int next, double weight) {
    TextUnit previous = units.get(next - 1);
    TextUnit unit = units.get(next);
    if (isQuote(unit) != isQuote(previous)) {
      return true;
    }
    if (unit.end() - units.get(first).start() > MAX_CHARACTERS) {
      return true;
    }
    if (weight + unit.weight() > FULL) {
      return previous.kind() != TextUnit.Kind.HEADING || next - first > 1;
    }
    if (previous.kind() == TextUnit.Kind.HEADING) {
      return false;
    }
    if (unit.kind() == TextUnit.Kind.HEADING) {
      return weight >= ENOUGH_BEFORE_A_HEADING;
    }
    return unit.block() != previous.block() && weight >= ENOUGH_BEFORE_A_BLOCK;
  }

  private static int headingsBefore(List<TextUnit> units, int first, int next) {
    int start = next;
    while (start - 1 > first
        && next - start < MAX_HEADINGS
        && !isQuote(units.get(next))
        && units.get(start - 1).kind() == TextUnit.Kind.HEADING) {
      start--;
    }
    return start;
  }

  private static boolean overlaps(List<TextUnit> units, int first, int next) {
    TextUnit unit = units.get(next);
    TextUnit previous = units.get(next - 1);
    return next - 1 > first
        && unit.kind() != TextUnit.Kind.HEADING
        && previous.kind() == unit.kind()
        && previous.weight() <= MAX_OVERLAP
        && previous.weight() + unit.weight() <= FULL
        && unit.end() - previous.start() <= MAX_CHARACTERS;
  }

  private static void addLast(List<Group> groups, List<TextUnit> units, Group last) {
    if (!groups.isEmpty()) {
      Group before = groups.getLast();
      double added = 0;
      boolean sameSection =
          isQuote(units.get(before.last)) == isQuote(units.get(last.last))
              && units.get(last.last).end() - units.get(before.first).start() <= MAX_CHARACTERS;
      for (int i = before.last + 1; i <= last.last; i++) {
        added += units.get(i).weight();
        sameSection &= units.get(i).kind() != TextUnit.Kind.HEADING;
      }
      if (sameSection && added < SCANT) {
        groups.set(groups.size() - 1, new Group(before.first, last.last));
        return;
      }
    }
    groups.add(last);
  }

  private static String headingAbove(String text, List<TextUnit> units, int first) {
    for (int i = first; i >= 0; i--) {
      TextUnit unit = units.get(i);
      if (unit.kind() == TextUnit.Kind.HEADING) {
        return i == first
            ? ""
            : text.substring(unit.start(), unit.end()).replaceFirst("^\\s*#+\\s*", "");
      }
    }
    return "";
  }

  private static boolean isQuote(TextUnit unit) {
    return unit.kind() == TextUnit.Kind.QUOTE;
  }

  private record Group(int first, int last) {}
}
