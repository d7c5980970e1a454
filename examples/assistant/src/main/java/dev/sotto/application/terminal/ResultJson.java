package dev.sotto.application.terminal;

import dev.sotto.application.vault.StartPhases;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.Evidence;
import dev.sotto.importing.ImportProblem;
import dev.sotto.importing.ImportReport;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.search.Hit;
import dev.sotto.search.Passage;
import dev.sotto.storage.Source;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results as JSON, for scripts: one document a command, described in docs/guides/command-line.md.
 * Strings are the records' own, not made safe for a terminal beyond JSON's escapes; characters
 * outside ASCII are escaped, so that none of them acts on a terminal.
 */
public final class ResultJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              tools.jackson.core.json.JsonFactory.builder()
                  .enable(tools.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ResultJson() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Prints a document. */
  public static void print(ObjectNode document, PrintStream out) {
    out.println(JSON.writeValueAsString(document));
  }

  private static void quotations(ArrayNode array, List<Evidence> quotations) {
    for (Evidence quotation : quotations) {
      ObjectNode node = array.addObject();
      node.put("citation", quotation.citation());
      node.put("quotation", quotation.quotation());
      node.put("record", quotation.passage().record().value());
      node.put("start", quotation.start());
    }
  }

  /** Returns an answer. */
  public static ObjectNode answer(Answer answer) {
    ObjectNode json = object();
    json.put("kind", answer.kind().name().toLowerCase(Locale.ROOT));
    json.put("text", answer.text());
    quotations(json.putArray("evidence"), answer.evidence());
    quotations(json.putArray("nearby"), answer.nearby());
    answer
        .change()
        .ifPresent(change ->
            json.putObject("change").put("earlier", change.earlier()).put("later", change.later()));
    ArrayNode sources = json.putArray("sources");
    int number = 1;
    for (Passage passage : answer.sources()) {
      passage(sources.addObject().put("citation", number++), passage);
    }
    json.put("withdrawn", answer.withdrawn());
    ObjectNode timings = json.putObject("milliseconds");
    timings.put("search", answer.timings().search().toMillis());
    timings.put("firstToken", answer.timings().firstToken().toMillis());
    timings.put("total", answer.timings().total().toMillis());
    json.put("promptTokens", answer.timings().promptTokens());
    json.put("generatedTokens", answer.timings().generatedTokens());
    json.put("sentAnywhere", false);
    return json;
  }

  /** Puts how long a command took to start into an object of milliseconds. */
  public static void phases(ObjectNode milliseconds, StartPhases phases) {
    ObjectNode start = milliseconds.putObject("start");
    phases
        .took()
        .forEach(
            (phase, time) -> start.put(phase.name().toLowerCase(Locale.ROOT), time.toMillis()));
    milliseconds.put("sinceStart", phases.sinceBegun().toMillis());
  }

  /** Returns what a search found. */
  public static ObjectNode hits(List<Hit> hits) {
    ObjectNode json = object();
    ArrayNode array = json.putArray("hits");
    int number = 1;
    for (Hit hit : hits) {
      ObjectNode node = array.addObject().put("number", number++);
      passage(node, hit.passage());
      node.put("score", hit.score());
      node.put("wordScore", hit.lexicalScore());
      node.put("similarity", hit.similarity());
    }
    return json;
  }

  private static void passage(ObjectNode node, Passage passage) {
    node.put("record", passage.record().value());
    node.put("source", passage.source().value());
    node.put("kind", passage.kind().label());
    node.put("title", passage.title());
    node.put("time", passage.time().toString());
    people(node, passage.participants());
    node.put("start", passage.start());
    node.put("end", passage.end());
    node.put("text", passage.text());
  }

  private static void people(ObjectNode node, List<Participant> participants) {
    ArrayNode people = node.putArray("people");
    for (Participant participant : participants) {
      people
          .addObject()
          .put("name", participant.name())
          .put("address", participant.address())
          .put("role", participant.role().name().toLowerCase(Locale.ROOT));
    }
  }

  /** Returns an original record. */
  public static ObjectNode record(PersonalRecord record, int start, int end) {
    RecordContent content = record.content();
    ObjectNode json = object();
    json.put("record", record.id().value());
    json.put("source", record.source().value());
    json.put("kind", content.kind().label());
    json.put("title", content.title());
    json.put("time", content.time().toString());
    people(json, content.participants());
    json.put("location", content.location());
    json.put("integrity", content.labels().integrity().name());
    json.put("confidentiality", content.labels().confidentiality().name());
    json.put("start", start);
    json.put("end", end);
    json.put("text", content.text());
    return json;
  }

  /** Returns one source with the number of its records. */
  public static ObjectNode source(Source source, long records) {
    ObjectNode json = object();
    json.put("source", source.id().value());
    json.put("importer", source.importer());
    json.put("path", source.path());
    json.put("added", source.added().toString());
    json.put("lastSync", source.lastSync().map(Object::toString).orElse(null));
    json.put("records", records);
    return json;
  }

  /** Returns what an import did. */
  public static ObjectNode report(ImportReport report) {
    ObjectNode json = object();
    json.put("source", report.source().value());
    json.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    json.put("added", report.added());
    json.put("updated", report.updated());
    json.put("removed", report.removed());
    json.put("unchanged", report.unchanged());
    json.put("problemCount", report.problemCount());
    ArrayNode problems = json.putArray("problems");
    for (ImportProblem problem : report.problems()) {
      problems.addObject().put("item", problem.key().value()).put("reason", problem.reason());
    }
    return json;
  }
}
