package dev.sotto.people;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the person has decided about who is who. Decisions win over all rules; of two about the same
 * identity the later one wins.
 *
 * @param decisions in the order in which they were made
 */
public record PersonDecisions(List<Decision> decisions) {
  /** Nothing was decided. */
  public static final PersonDecisions NONE = new PersonDecisions(List.of());

  /** One decision. */
  public sealed interface Decision {}

  /** Two identities are one person's. */
  public record Merge(Identity one, Identity other) implements Decision {}

  /** An identity stands alone, whatever the rules say and was decided before. */
  public record Split(Identity identity) implements Decision {}

  public PersonDecisions {
    decisions = List.copyOf(decisions);
  }

  /** Returns these decisions and a later one; what it makes void is dropped. */
  public PersonDecisions with(Decision decision) {
    List<Decision> kept = new ArrayList<>(decisions);
    kept.remove(decision);
    if (decision instanceof Split split) {
      kept.removeIf(earlier ->
          earlier instanceof Merge merge
              && (merge.one().equals(split.identity()) || merge.other().equals(split.identity())));
    }
    kept.add(decision);
    return new PersonDecisions(kept);
  }

  /** Returns the identities of which no rule may say whose they are. */
  Set<Identity> alone() {
    Set<Identity> alone = new HashSet<>();
    for (Decision decision : decisions) {
      if (decision instanceof Split split) {
        alone.add(split.identity());
      }
    }
    return alone;
  }

  /** Returns what was merged. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Merge merge) {
        links.add(new Link(merge.one(), merge.other(), Link.Reason.DECIDED));
      }
    }
    return links;
  }

  @Override
  public String toString() {
    return "PersonDecisions[" + decisions.size() + "]";
  }
}
