package dev.sotto.tools.chat.whatsapp;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the whole of a file says about how to read each of its lines: the style of its stamps, the
 * order of day and month, who writes in it, how it is named. Built from all lines, then asked. For
 * one thread.
 */
final class ChatSurvey {
  private static final int MAX_NAMES = 5_000;
  private static final int MAX_SECOND_NAMES = 50;
  private static final int MAX_NAME_CHARACTERS = 120;
  private static final int MAX_STYLES = 64;
  private static final int LANGUAGE_LINES = 5_000;
  private static final int RARE_STYLE = 3;
  private static final int RARE_BARE_LINE_FEED = 5;

  private final Map<StampStyle, DateOrderEvidence> styles = new HashMap<>();
  private final Map<String, NameCount> names = new LinkedHashMap<>();
  private final Set<String> namesWithColon = new HashSet<>();
  private final Map<StampStyle, DateOrder> orders = new HashMap<>();
  private ChatLanguage language = ChatLanguage.UNKNOWN;
  private Optional<String> noticeName = Optional.empty();
  private Optional<String> groupName = Optional.empty();
  private long stampedLines;
  private boolean framedByCarriageReturns;
  private boolean sure = true;

  private static final class NameCount {
    private int count;
    private final Map<String, Integer> seconds = new HashMap<>();
  }

  /** A line that begins a message. */
  record Start(LineStamp stamp, LocalDate day) {}

  /** Takes a line. */
  void add(String line, boolean followsBareLineFeed) {
    Optional<LineStamp> found = LineStamp.of(line);
    if (found.isEmpty()) {
      return;
    }
    LineStamp stamp = found.get();
    if (styles.size() == MAX_STYLES && !styles.containsKey(stamp.style())) {
      return;
    }
    styles
        .computeIfAbsent(stamp.style(), _ -> new DateOrderEvidence())
        .add(stamp, followsBareLineFeed);
    String rest = line.substring(stamp.end());
    if (stampedLines++ < LANGUAGE_LINES && language == ChatLanguage.UNKNOWN) {
      language = ChatLanguage.of(rest.substring(0, Math.min(rest.length(), 300)));
    }
    int colon = colon(rest, 0);
    if (colon < 0) {
      nameGroup(rest);
      return;
    }
    boolean known = count(rest, colon);
    if (stamp.style().frame() == StampStyle.Frame.BRACKETS) {
      String said = rest.substring(Math.min(rest.length(), colon + 2));
      if (ProgramWords.isStatement(said)) {
        if (noticeName.isEmpty() && ProgramWords.saysEncrypted(said)) {
          noticeName = Optional.of(ProgramWords.name(rest.substring(0, colon)));
        }
        nameGroup(said);
      }
    } else if (!known && ProgramWords.colonIsQuoted(rest.substring(0, colon))) {
      nameGroup(rest);
    }
  }

  private void nameGroup(String statement) {
    if (groupName.isEmpty()) {
      groupName = ProgramWords.createdGroup(ProgramWords.withoutAddedMarks(statement));
    }
  }

  private boolean count(String rest, int colon) {
    String name = rest.substring(0, colon);
    if (names.size() == MAX_NAMES && !names.containsKey(name)) {
      return false;
    }
    NameCount counted = names.computeIfAbsent(name, _ -> new NameCount());
    counted.count++;
    int second = colon(rest, colon + 1);
    if (second > 0 && counted.seconds.size() < MAX_SECOND_NAMES) {
      counted.seconds.merge(rest.substring(0, second), 1, Integer::sum);
    }
    return counted.count > 1;
  }

  /** Decides, after the last line. */
  void conclude(ZoneId zone) {
    long most = styles.values().stream().mapToLong(DateOrderEvidence::stamps).max().orElse(0);
    styles.forEach((style, evidence) -> {
      if (evidence.stamps() * RARE_STYLE >= most) {
        DateOrderEvidence.Verdict verdict = evidence.verdict(language, zone);
        orders.put(style, verdict.order());
        sure &= verdict.sure();
        framedByCarriageReturns |=
            style.frame() == StampStyle.Frame.BRACKETS
                && evidence.afterBareLineFeed() * RARE_BARE_LINE_FEED < evidence.stamps();
      }
    });
    names.forEach((name, counted) -> {
      int covered = counted.seconds.values().stream().mapToInt(Integer::intValue).sum();
      if (counted.count > 2
          && covered == counted.count
          && counted.seconds.values().stream().allMatch(times -> times > 1)) {
        namesWithColon.addAll(counted.seconds.keySet());
      }
    });
  }

  /** Tells whether the order of day and month is beyond doubt. */
  boolean isSure() {
    return sure;
  }

  /** Tells in which order the dates are read, for a file whose dates all have one. */
  boolean readsMonthFirst() {
    return orders.containsValue(DateOrder.MONTH_FIRST);
  }

  /** Tells whether the file has any line that begins a message. */
  boolean hasMessages() {
    return !orders.isEmpty();
  }

  /** Returns the stamp and day of a line if it begins a message. */
  Optional<Start> start(String line, boolean followsBareLineFeed) {
    Optional<LineStamp> stamp = LineStamp.of(line);
    if (stamp.isEmpty() || (framedByCarriageReturns && followsBareLineFeed)) {
      return Optional.empty();
    }
    DateOrder order = orders.get(stamp.get().style());
    return order == null
        ? Optional.empty()
        : stamp.get().date(order).map(day -> new Start(stamp.get(), day));
  }

  /**
   * Returns where in the rest of a line, behind its stamp, the name of the sender ends, or -1 if it
   * has none.
   */
  int nameEnd(String rest) {
    int colon = colon(rest, 0);
    if (colon < 0) {
      return -1;
    }
    int second = colon(rest, colon + 1);
    if (second > 0 && namesWithColon.contains(rest.substring(0, second))) {
      return second;
    }
    String name = rest.substring(0, colon);
    NameCount counted = names.get(name);
    boolean writesOften = counted != null && counted.count > 2;
    return !writesOften && ProgramWords.colonIsQuoted(name) ? -1 : colon;
  }

  /** Returns the name of the conversation as the program's own lines give it. */
  Optional<String> conversationName() {
    return noticeName.or(() -> groupName);
  }

  /** Returns the names of those who write, as they stand in the file. */
  List<String> writtenNames() {
    return List.copyOf(names.keySet());
  }

  private static int colon(String rest, int from) {
    int bound = Math.min(rest.length(), from + MAX_NAME_CHARACTERS);
    for (int i = from; i < bound; i++) {
      if (rest.charAt(i) == ':' && i > from) {
        if (i + 1 == rest.length()) {
          return i;
        }
        char next = rest.charAt(i + 1);
        if (Character.isSpaceChar(next) || ProgramWords.isMark(next)) {
          return i;
        }
      }
    }
    return -1;
  }
}
