package dev.sotto.consent;

import dev.sotto.consent.TestTools.Given;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sender without a gate, as controls need it: it asks nobody, believes the tool, and puts values
 * into the template as they are.
 */
final class Ungated {
  private Ungated() {}

  /** Returns what would leave for the first wish of a tool. */
  static String sent(RegisteredTool<Given> tool, Given given) {
    try {
      ToolContext context =
          new ToolContext(Instant.EPOCH.atZone(ZoneOffset.UTC), TextLanguage.ENGLISH);
      return sent((EgressRequest) tool.tool().proceed(given, List.of(), context));
    } catch (ToolException e) {
      throw new AssertionError(e);
    }
  }

  static String sent(EgressRequest request) {
    return TestTools.everything()
        .endpoint(request.endpoint())
        .map(endpoint -> sent(endpoint, request.values()))
        .orElseGet(() -> "GET " + request.endpoint() + " HTTP/1.1\r\n\r\n");
  }

  static String sent(Endpoint endpoint, Map<String, FieldValue> values) {
    StringBuilder target = new StringBuilder(sections(endpoint.target(), values));
    StringBuilder body =
        new StringBuilder(
            endpoint
                .body()
                .map(b -> b.isJson() ? b.template() : sections(b.template(), values))
                .orElse(""));
    values.forEach((name, value) -> {
      fill(target, name, value);
      fill(body, name, value);
    });
    return endpoint.method() + " " + target + " HTTP/1.1\r\n\r\n" + body;
  }

  private static String sections(String template, Map<String, FieldValue> values) {
    return Pattern.compile("\\[([^]]*\\{(.*?)}[^]]*)]")
        .matcher(template)
        .replaceAll(section ->
            values.containsKey(section.group(2)) ? Matcher.quoteReplacement(section.group(1)) : "");
  }

  private static void fill(StringBuilder template, String name, FieldValue value) {
    Optional.of(template.indexOf("{" + name + "}"))
        .filter(at -> at >= 0)
        .ifPresent(at -> template.replace(at, at + name.length() + 2, value.text()));
  }
}
