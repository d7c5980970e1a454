package dev.sotto.plan;

import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.RegisteredTool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tool could serve a request, and with what.
 *
 * @param tool the tool
 * @param arguments by name, in the order of the tool's parameters
 * @param missing names of parameters that the tool needs and the words don't give
 * @param asked whether the person named the tool, rather than a rule choosing it
 */
public record ToolPlan(
    RegisteredTool<?> tool,
    Map<String, LabelledArgument> arguments,
    List<String> missing,
    Choice asked) {
  /** Who chose the tool. */
  public enum Choice {
    /** The person, by its name. */
    BY_NAME,
    /** A rule, by the person's words. */
    BY_WORDS
  }

  public ToolPlan {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    missing = List.copyOf(missing);
  }

  /** Returns whether the tool can be called. */
  public boolean isComplete() {
    return missing.isEmpty();
  }

  @Override
  public String toString() {
    return "ToolPlan[" + tool + ", " + arguments.size() + " arguments]";
  }
}
