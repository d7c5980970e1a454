package dev.sotto.application.vault;

import dev.sotto.labels.LabelRule;
import dev.sotto.labels.LabelRules;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a person's label rules, encrypted in the store. Stateless. */
final class LabelRuleBook {
  private static final String DOCUMENT = "label-rules";
  private static final JsonMapper JSON = new JsonMapper();

  private LabelRuleBook() {}

  /** Reads the rules; none where none were made. */
  static LabelRules read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    List<LabelRule> rules = new ArrayList<>();
    if (content.isPresent()) {
      for (JsonNode rule : JSON.readTree(content.get())) {
        rules.add(
            new LabelRule(
                LabelRule.Criterion.valueOf(rule.path("criterion").asString()),
                rule.path("pattern").asString(),
                Optional.ofNullable(rule.path("confidentiality").asString(null))
                    .map(Confidentiality::valueOf),
                Optional.ofNullable(rule.path("integrity").asString(null))
                    .map(Integrity::valueOf)));
      }
    }
    return new LabelRules(rules);
  }

  /** Writes the rules in place of those before. */
  static void write(LabelRules rules, SealedDocuments documents) throws IOException {
    ArrayNode json = JSON.createArrayNode();
    for (LabelRule rule : rules.rules()) {
      ObjectNode node = json.addObject();
      node.put("criterion", rule.criterion().name());
      node.put("pattern", rule.pattern());
      rule.confidentiality().ifPresent(value -> node.put("confidentiality", value.name()));
      rule.integrity().ifPresent(value -> node.put("integrity", value.name()));
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }
}
