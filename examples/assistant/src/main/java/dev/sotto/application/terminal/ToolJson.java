package dev.sotto.application.terminal;

import dev.sotto.consent.SentRequest;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.plan.ToolPlan;
import dev.sotto.tool.ToolFindings;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of a tool's call, as JSON; described in docs/guides/command-line.md. */
public final class ToolJson {
  private ToolJson() {}

  /** Returns an outcome. */
  public static ObjectNode outcome(ToolPlan plan, ToolOutcome outcome) {
    ObjectNode json = ResultJson.object();
    json.put("kind", "tool");
    json.put("tool", plan.tool().manifest().id().value());
    switch (outcome) {
      case ToolOutcome.Found found -> {
        json.put("result", "found");
        findings(json, found.findings());
      }
      case ToolOutcome.Refused refused ->
          json.put("result", "refused").put("reason", refused.reason().word());
      case ToolOutcome.NotAnswered failed ->
          json.put("result", "failed")
              .put("reason", failed.failure().name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .put("status", failed.status());
      case ToolOutcome.Unable unable ->
          json.put("result", "unable").put("reason", unable.explanation().english());
      case ToolOutcome.Broken broken -> json.put("result", "broken");
    }
    sent(json, outcome.sent());
    return json;
  }

  private static void findings(ObjectNode json, ToolFindings findings) {
    ArrayNode array = json.putArray("findings");
    for (ToolFindings.Finding finding : findings.findings()) {
      ObjectNode node = array.addObject();
      node.put("title", finding.title());
      node.put("text", finding.text());
      finding.page().ifPresent(page -> node.put("page", page.toString()));
    }
    json.put("notice", findings.notice());
  }

  private static void sent(ObjectNode json, List<SentRequest> requests) {
    json.put("sentAnywhere", requests.stream().anyMatch(request -> request.bytes() > 0));
    ArrayNode array = json.putArray("sent");
    for (SentRequest request : requests) {
      ObjectNode node = array.addObject();
      node.put("host", request.host());
      node.put("bytes", request.bytes());
      ArrayNode fields = node.putArray("fields");
      request.fields().forEach(field -> fields.add(field.english()));
      node.put("entry", request.entry());
      request.grant().ifPresent(grant -> node.put("grant", grant));
    }
  }
}
