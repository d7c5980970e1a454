package dev.sotto.ledger;

import java.util.OptionalLong;

/**
 * Who decided, and how.
 *
 * @param actor who
 * @param method how
 * @param grant the number of the entry of the consent that the decision rests on, if it rests on
 *     one
 */
public record Decision(Actor actor, Method method, OptionalLong grant) {
  public Decision {
    if (grant.isPresent() && grant.getAsLong() < 0) {
      throw new IllegalArgumentException("An entry's number is not negative");
    }
  }

  /** Returns the decision of a person, made now. */
  public static Decision byPerson(Method method) {
    return new Decision(Actor.PERSON, method, OptionalLong.empty());
  }

  /** Returns a decision that Sotto made by itself. */
  public static Decision bySotto(Method method) {
    return new Decision(Actor.SOTTO, method, OptionalLong.empty());
  }

  /** Returns a decision that rests on a consent given before. */
  public static Decision byGrant(Method method, long grant) {
    return new Decision(Actor.SOTTO, method, OptionalLong.of(grant));
  }
}
