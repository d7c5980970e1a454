package dev.sotto.assistant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of a well-formed answer, over bytes: a first line of one to three quotations {@code
 * [n] "words copied from record n"} followed by free text. The model can't abstain: that is decided
 * before it is asked ({@link AnswerConfidence}, {@link QuestionFocus}). Between the quotation marks
 * only a run of whole words of record n is in the language, at most {@value #MAX_WORDS} words, on
 * one line, without a quotation mark in it. Immutable.
 *
 * <p>A state is the set of ways in which the bytes so far can be read, as in the subset
 * construction of a nondeterministic automaton (Rabin and Scott, 1959).
 */
final class EvidenceGrammar {
  static final int MAX_WORDS = 20;
  private static final int MAX_QUOTATIONS = 3;

  private final List<CopySource> records;

  EvidenceGrammar(List<CopySource> records) {
    this.records = List.copyOf(records);
  }

  /** Returns the state before the first byte. */
  State start() {
    return new State(new HashSet<>(openings(0)));
  }

  /** Returns the state after one more byte, or null when the byte is not in the language. */
  @Nullable State step(State state, byte next) {
    if (state.isFree()) {
      return state;
    }
    Set<Reading> after = new HashSet<>();
    for (Reading reading : state.readings()) {
      advance(reading, next, after);
    }
    return after.isEmpty() ? null : new State(after);
  }

  private void advance(Reading reading, byte next, Set<Reading> after) {
    switch (reading) {
      case Literal literal -> {
        if (literal.position() < literal.bytes().length
            && literal.bytes()[literal.position()] == next) {
          Literal moved = literal.moved();
          if (moved.position() == moved.bytes().length) {
            after.addAll(starts(moved.record(), moved.quotations()));
          } else {
            after.add(moved);
          }
        }
      }
      case Copy copy -> {
        CopySource record = records.get(copy.record());
        if (next == '"') {
          if (copy.words() > 0 && record.wordEnds(copy.position())) {
            after.add(new Closed(copy.quotations() + 1));
          }
        } else if (record.continuesWith(copy.position(), next, copy.words() < MAX_WORDS)) {
          int words = copy.words() + (record.wordStarts(copy.position()) ? 1 : 0);
          if (words <= MAX_WORDS) {
            after.add(new Copy(copy.record(), copy.position() + 1, words, copy.quotations()));
          }
        }
      }
      case Closed closed -> {
        if (next == '\n') {
          after.add(Free.FREE);
        } else if (next == ' ' && closed.quotations() < MAX_QUOTATIONS) {
          after.addAll(openings(closed.quotations()));
        }
      }
      case Free free -> after.add(free);
    }
  }

  private List<Reading> openings(int quotations) {
    List<Reading> openings = new ArrayList<>();
    for (int n = 0; n < records.size(); n++) {
      if (!records.get(n).isQuotable()) {
        continue;
      }
      byte[] opening = ("[" + (n + 1) + "] \"").getBytes(StandardCharsets.UTF_8);
      openings.add(new Literal(opening, 0, quotations, n));
    }
    return openings;
  }

  private List<Reading> starts(int record, int quotations) {
    CopySource source = records.get(record);
    List<Reading> copies = new ArrayList<>();
    for (int position = 0; position < source.length(); position++) {
      if (source.wordStarts(position)) {
        copies.add(new Copy(record, position, 0, quotations));
      }
    }
    return copies;
  }

  /** The ways in which the bytes so far can be read. */
  record State(Set<Reading> readings) {
    boolean isFree() {
      return readings.contains(Free.FREE);
    }
  }

  private sealed interface Reading {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Literal(byte[] bytes, int position, int quotations, int record)
      implements Reading {
    Literal moved() {
      return new Literal(bytes, position + 1, quotations, record);
    }
  }

  private record Copy(int record, int position, int words, int quotations) implements Reading {}

  private record Closed(int quotations) implements Reading {}

  private enum Free implements Reading {
    FREE
  }
}
