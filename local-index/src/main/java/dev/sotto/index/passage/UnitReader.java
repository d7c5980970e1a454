package dev.sotto.index.passage;

import dev.sotto.record.RecordKind;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a text line by line into units. For one text, by one thread. */
final class UnitReader {
  /** No unit is longer than this many characters. */
  static final int MAX_CHARACTERS = 800;

  /** No unit of more than one word weighs more than this. */
  static final double MAX_WEIGHT = 80;

  private static final Pattern HEADING = Pattern.compile("\\s{0,3}#{1,6}\\s+\\S.*");
  private static final Pattern LIST_ITEM =
      Pattern.compile("\\s*(?:[-*+•]|\\d{1,3}[.)]|\\[[ xX]])\\s+\\S.*");
  private static final Pattern QUOTED = Pattern.compile("\\s{0,3}>.*");
  private static final Pattern CHAT_MESSAGE =
      Pattern.compile("(?:\\[[^\\]\\n]{4,40}]\\s*)?[^\\s:：][^:：\\n]{0,39}[:：]\\s?.*");

  private enum LineKind {
    BLANK,
    HEADING,
    LIST_ITEM,
    QUOTED,
    MESSAGE,
    PLAIN
  }

  private final String text;
  private final RecordKind kind;
  private final List<TextUnit> units = new ArrayList<>();
  private int block;
  private int blockStart = -1;
  private int blockEnd;
  private LineKind blockKind = LineKind.BLANK;

  UnitReader(String text, RecordKind kind) {
    this.text = text;
    this.kind = kind;
  }

  List<TextUnit> read() {
    int lineStart = 0;
    while (lineStart < text.length()) {
      int lineEnd = text.indexOf('\n', lineStart);
      if (lineEnd < 0) {
        lineEnd = text.length();
      }
      readLine(lineStart, lineEnd);
      lineStart = lineEnd + 1;
    }
    closeBlock();
    return List.copyOf(units);
  }

  private void readLine(int start, int end) {
    LineKind line = classify(start, end);
    boolean continues =
        switch (line) {
          case BLANK -> blockKind == LineKind.MESSAGE;
          case HEADING, LIST_ITEM, MESSAGE -> false;
          case QUOTED -> blockKind == LineKind.QUOTED;
          case PLAIN ->
              blockKind == LineKind.PLAIN
                  || blockKind == LineKind.LIST_ITEM
                  || blockKind == LineKind.MESSAGE;
        };
    if (continues) {
      blockEnd = line == LineKind.BLANK ? blockEnd : end;
      return;
    }
    LineKind before = blockKind;
    closeBlock();
    if (line == LineKind.BLANK) {
      block++;
      return;
    }
    boolean sameList = line == before && (line == LineKind.LIST_ITEM || line == LineKind.MESSAGE);
    if (!sameList) {
      block++;
    }
    blockKind = line;
    blockStart = start;
    blockEnd = end;
  }

  private LineKind classify(int start, int end) {
    String line = text.substring(start, Math.min(end, start + MAX_CHARACTERS));
    if (line.isBlank() && end - start <= MAX_CHARACTERS) {
      return LineKind.BLANK;
    }
    if (kind == RecordKind.CHAT && CHAT_MESSAGE.matcher(line).matches()) {
      return LineKind.MESSAGE;
    }
    if (QUOTED.matcher(line).matches()) {
      return LineKind.QUOTED;
    }
    if (HEADING.matcher(line).matches() && end - start <= MAX_CHARACTERS / 4) {
      return LineKind.HEADING;
    }
    return LIST_ITEM.matcher(line).matches() ? LineKind.LIST_ITEM : LineKind.PLAIN;
  }

  private void closeBlock() {
    if (blockStart >= 0) {
      switch (blockKind) {
        case HEADING -> addBounded(blockStart, blockEnd, TextUnit.Kind.HEADING);
        case QUOTED -> addSentences(TextUnit.Kind.QUOTE);
        case LIST_ITEM, MESSAGE -> addWhole();
        case PLAIN -> addSentences(TextUnit.Kind.TEXT);
        case BLANK -> throw new IllegalStateException("A blank line opens no block");
      }
    }
    blockStart = -1;
    blockKind = LineKind.BLANK;
  }

  private void addWhole() {
    if (blockEnd - blockStart <= MAX_CHARACTERS
        && TextWeight.of(text, blockStart, blockEnd) <= MAX_WEIGHT) {
      addBounded(blockStart, blockEnd, TextUnit.Kind.TEXT);
    } else {
      addSentences(TextUnit.Kind.TEXT);
    }
  }

  private void addSentences(TextUnit.Kind unitKind) {
    String joined = text.substring(blockStart, blockEnd).replace('\n', ' ');
    for (TextSpan sentence : Sentences.of(joined)) {
      addBounded(blockStart + sentence.start(), blockStart + sentence.end(), unitKind);
    }
  }

  private void addBounded(int start, int end, TextUnit.Kind unitKind) {
    int from = skipSpaces(start, end);
    int to = end;
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    while (from < to) {
      int cut = boundedEnd(from, to);
      units.add(new TextUnit(from, cut, TextWeight.of(text, from, cut), block, unitKind));
      from = skipSpaces(cut, to);
    }
  }

  private int boundedEnd(int from, int to) {
    int limit = Math.min(to, from + MAX_CHARACTERS);
    while (TextWeight.of(text, from, limit) > MAX_WEIGHT) {
      limit = from + (limit - from) * 3 / 4;
    }
    if (limit == to) {
      return to;
    }
    int newLine = text.lastIndexOf('\n', limit);
    if (newLine > from + (limit - from) / 2) {
      return newLine;
    }
    for (int i = limit; i > from + (limit - from) / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return characterBorder(from, limit);
  }

  private int characterBorder(int from, int limit) {
    int border = limit;
    while (border > from + (limit - from) / 2 && joinsThePrevious(border)) {
      border--;
    }
    if (Character.isLowSurrogate(text.charAt(border))
        && Character.isHighSurrogate(text.charAt(border - 1))) {
      border--;
    }
    return border;
  }

  private boolean joinsThePrevious(int index) {
    int c = text.codePointAt(index);
    int before = text.codePointBefore(index);
    return Character.isLowSurrogate(text.charAt(index))
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.ENCLOSING_MARK
        || c == 0x200D
        || before == 0x200D
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0x1F3FB && c <= 0x1F3FF);
  }

  private int skipSpaces(int from, int to) {
    int start = from;
    while (start < to && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }
}
