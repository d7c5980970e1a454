package dev.sotto.consent;

import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.EgressRequest;
import java.util.List;

/**
 * A tool's request, with all that the tool was given before it made it. Whatever a tool computes
 * has the labels of all of that together.
 *
 * @param tool who asks
 * @param request what for
 * @param given the arguments, and what earlier responses of the same call brought
 */
public record EgressWish(
    RegisteredTool<?> tool, EgressRequest request, List<LabelledArgument> given) {
  public EgressWish {
    given = List.copyOf(given);
  }

  Labels labels() {
    return given.stream()
        .map(LabelledArgument::labels)
        .reduce(Labels::join)
        .orElse(Labels.UNLABELLED);
  }

  /**
   * Returns the texts that are the person's own words, each once, in the order of the arguments:
   * what they typed for this call, and what they told Sotto about themselves.
   */
  List<String> ownWords() {
    return given.stream()
        .filter(argument -> isTyped(argument) || argument.origin() instanceof Origin.Profile)
        .map(argument -> textOf(argument.value()))
        .distinct()
        .toList();
  }

  /** Returns whether a text is among what the person typed for this call. */
  boolean isTyped(String text) {
    return given.stream()
        .anyMatch(argument -> isTyped(argument) && textOf(argument.value()).equals(text));
  }

  private static boolean isTyped(LabelledArgument argument) {
    return argument.labels().integrity() == Integrity.TYPED;
  }

  private static String textOf(ArgumentValue value) {
    return switch (value) {
      case ArgumentValue.Words words -> words.text();
      case ArgumentValue.Where where -> where.place().name();
      case ArgumentValue.Choice choice -> choice.name();
      case ArgumentValue.Day day -> day.date().toString();
      case ArgumentValue.Time time -> time.time().toString();
    };
  }

  @Override
  public String toString() {
    return "EgressWish[" + tool + ", " + request + "]";
  }
}
