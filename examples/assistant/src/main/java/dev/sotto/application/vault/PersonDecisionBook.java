package dev.sotto.application.vault;

import dev.sotto.people.Identity;
import dev.sotto.people.PersonDecisions;
import dev.sotto.people.PersonDecisions.Merge;
import dev.sotto.people.PersonDecisions.Split;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps what the person decided about who is who, encrypted in the store; see
 * docs/format/person-decisions-v1.md. Stateless.
 */
final class PersonDecisionBook {
  private static final String DOCUMENT = "person-decisions";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private PersonDecisionBook() {}

  /**
   * Reads the decisions; none where none were made.
   *
   * @throws IOException if they were written by a newer version
   */
  static PersonDecisions read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return PersonDecisions.NONE;
    }
    JsonNode json = JSON.readTree(content.get());
    int version = json.path("version").asInt(0);
    if (version != VERSION) {
      throw new IOException(
          "The decisions about persons have version "
              + version
              + "; this program reads version "
              + VERSION
              + ". Use the newer program that wrote them");
    }
    List<PersonDecisions.Decision> decisions = new ArrayList<>();
    for (JsonNode node : json.path("decisions")) {
      decisions.add(
          node.has("split")
              ? new Split(identity(node.path("split")))
              : new Merge(
                  identity(node.path("merge").path(0)), identity(node.path("merge").path(1))));
    }
    return new PersonDecisions(decisions);
  }

  /** Writes the decisions in place of those before. */
  static void write(PersonDecisions decisions, SealedDocuments documents) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    ArrayNode array = json.putArray("decisions");
    for (PersonDecisions.Decision decision : decisions.decisions()) {
      ObjectNode node = array.addObject();
      switch (decision) {
        case Split(Identity identity) -> write(identity, node.putObject("split"));
        case Merge(Identity one, Identity other) -> {
          ArrayNode both = node.putArray("merge");
          write(one, both.addObject());
          write(other, both.addObject());
        }
      }
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }

  private static Identity identity(JsonNode node) {
    return new Identity(
        Identity.Kind.valueOf(node.path("kind").asString()), node.path("value").asString());
  }

  private static void write(Identity identity, ObjectNode node) {
    node.put("kind", identity.kind().name());
    node.put("value", identity.value());
  }
}
