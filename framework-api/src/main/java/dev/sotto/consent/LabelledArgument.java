package dev.sotto.consent;

import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.ArgumentValue;

/**
 * An argument with its labels: they follow it into every request of the call. What comes from a
 * record has at least the labels of its passage, what comes from a response is EXTERNAL.
 *
 * @param value the value
 * @param labels who could have written it, how far it may travel
 * @param origin where it comes from
 */
public record LabelledArgument(ArgumentValue value, Labels labels, Origin origin) {
  public LabelledArgument {
    if (origin instanceof Origin.Typed != (labels.integrity() == Integrity.TYPED)) {
      throw new IllegalArgumentException(
          "What was typed has the label TYPED, and nothing else has");
    }
    boolean keepsLabels =
        switch (origin) {
          case Origin.Typed typed -> true;
          case Origin.Profile profile -> true;
          case Origin.FromRecord from -> labels.join(from.passage().labels()).equals(labels);
          case Origin.FromResponse from -> labels.integrity() == Integrity.EXTERNAL;
        };
    if (!keepsLabels) {
      throw new IllegalArgumentException(
          "An argument has at least the labels of the text that it comes from");
    }
  }
}
