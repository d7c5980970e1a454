package dev.sotto.tools.service;

import dev.sotto.text.SafeText;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolResponse;

/** What the tools say and read in the same way. */
public final class Answers {
  private Answers() {}

  /**
   * Reads an answer that is a JSON object.
   *
   * @param service its name, for people
   * @throws ToolException if it is none
   */
  public static JsonValue read(ToolResponse response, String service) throws ToolException {
    return JsonValue.parse(response.body())
        .filter(JsonValue::isObject)
        .orElseThrow(() -> unexpected(service));
  }

  /** Returns what is said of an answer that is not what the service documents. */
  public static ToolException unexpected(String service) {
    return new ToolException(
        new LocalizedText(
            service
                + " answered something else than it documents, so nothing can be told from it. Try"
                + " again later.",
            service + "的回答与其文档不符，无法据此回答。请稍后再试。"));
  }

  /** Returns whether Chinese is wanted. */
  public static boolean isChinese(ToolContext context) {
    return context.language() == TextLanguage.CHINESE;
  }

  /** Returns a text on one line, safe to show, with an ellipsis where it was longer. */
  public static String line(String text, int maxCharacters) {
    String line = SafeText.line(text.substring(0, Math.min(text.length(), 4 * maxCharacters)));
    if (line.length() <= maxCharacters) {
      return line;
    }
    int end = maxCharacters - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Returns a number without decimals that say nothing: {@code 4.2}, {@code 12}. */
  public static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
