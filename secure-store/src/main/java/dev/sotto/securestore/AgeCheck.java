package dev.sotto.securestore;

import java.time.Clock;

/**
 * What a store is held against when it is opened, to notice that the whole of it was replaced by an
 * older copy.
 *
 * @param anchor remembers what was seen last
 * @param question asked if the store is older; the entry of the ledger that says so is made before
 *     the anchor moves
 * @param clock gives the time of that entry
 */
public record AgeCheck(Anchor anchor, RestoredQuestion question, Clock clock) {
  /** An older copy of the whole store is not noticed; one of a part of it is. */
  public static final AgeCheck NONE =
      new AgeCheck(Anchor.NONE, RestoredQuestion.NO, Clock.systemUTC());
}
