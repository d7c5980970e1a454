package dev.sotto.plan;

import dev.sotto.consent.LabelledArgument;
import dev.sotto.tool.Place;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * What a plan may lean on beside the words themselves.
 *
 * @param now the moment on the person's clock
 * @param home where the person said that they live
 * @param lastTyped what the person typed before, if it was not long ago
 * @param lastPlan what was planned for it
 * @param lastPlace where the event took place that the last answer quoted, with the record's labels
 */
public record PlanContext(
    LocalDateTime now,
    Optional<Place> home,
    Optional<String> lastTyped,
    Optional<ToolPlan> lastPlan,
    Optional<LabelledArgument> lastPlace) {
  /** Returns a context without anything before. */
  public static PlanContext of(LocalDateTime now, Optional<Place> home) {
    return new PlanContext(now, home, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return "PlanContext[" + now.toLocalDate() + "]";
  }
}
