package dev.sotto.labels;

import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All rules of a person, applied one after the other to the labels that the importer gave; these
 * stay in the record, so that a rule that is taken back leaves no trace. Immutable.
 */
public final class LabelRules implements Labelling {
  /** No rules. */
  public static final LabelRules NONE = new LabelRules(List.of());

  private final List<LabelRule> rules;
  private final List<Predicate<PersonalRecord>> conditions;

  /** Creates the rules, in the order in which they were made. */
  public LabelRules(List<LabelRule> rules) {
    this.rules = List.copyOf(rules);
    this.conditions = this.rules.stream().map(LabelRule::condition).toList();
  }

  /** Returns the rules in the order in which they were made. */
  public List<LabelRule> rules() {
    return rules;
  }

  @Override
  public Labels labelsOf(PersonalRecord record) {
    Labels labels = record.content().labels();
    for (int i = 0; i < rules.size(); i++) {
      if (conditions.get(i).test(record)) {
        labels = rules.get(i).apply(labels);
      }
    }
    return labels;
  }

  /** Returns these rules and one more. */
  public LabelRules with(LabelRule rule) {
    List<LabelRule> more = new ArrayList<>(rules);
    more.remove(rule);
    more.add(rule);
    return new LabelRules(more);
  }

  /** Returns these rules but the one of this number, from 1. */
  public LabelRules without(int number) {
    List<LabelRule> fewer = new ArrayList<>(rules);
    fewer.remove(number - 1);
    return new LabelRules(fewer);
  }

  @Override
  public String toString() {
    return "LabelRules[" + rules.size() + " rules]";
  }
}
