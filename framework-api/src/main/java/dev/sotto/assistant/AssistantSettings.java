package dev.sotto.assistant;

import java.time.ZoneId;
import java.util.List;

/**
 * What the assistant knows about the person.
 *
 * @param names the names under which the person writes; shown to the model as {@code Me} in chats
 * @param zone the time zone of dates in prompts
 */
public record AssistantSettings(List<String> names, ZoneId zone) {
  public AssistantSettings {
    names = List.copyOf(names);
  }

  @Override
  public String toString() {
    return "AssistantSettings[" + names.size() + " names, " + zone + "]";
  }
}
