package dev.sotto.consent;

import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.ArgumentValue;

/**
 * An argument with its labels: they follow it into every request of the call.
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
  }
}
