package dev.sotto.application.vault;

import dev.sotto.conversation.Turn;
import dev.sotto.record.RecordId;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was asked and answered, so that a question can lean on the one before; kept encrypted in the
 * store, the last {@value #MOST_TURNS}, or not at all where the person switched it off.
 *
 * @param keeping whether new questions are kept
 * @param turns the oldest first
 */
public record History(Keeping keeping, List<Turn> turns) {
  private static final String DOCUMENT = "history";
  private static final int MOST_TURNS = 200;
  private static final int MOST_CHARACTERS = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  /** Whether questions are kept. */
  public enum Keeping {
    ON,
    OFF
  }

  public History {
    turns = List.copyOf(turns.subList(Math.max(0, turns.size() - MOST_TURNS), turns.size()));
  }

  /** Reads the history; an empty one that keeps questions where there is none. */
  public static History read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return new History(Keeping.ON, List.of());
    }
    JsonNode json = JSON.readTree(content.get());
    List<Turn> turns = new ArrayList<>();
    for (JsonNode turn : json.path("turns")) {
      List<RecordId> sources = new ArrayList<>();
      turn.path("sources").forEach(source -> sources.add(new RecordId(source.asString())));
      turns.add(
          new Turn(
              Instant.parse(turn.path("time").asString()),
              turn.path("question").asString(),
              turn.path("understood").asString(),
              turn.path("answer").asString(),
              sources));
    }
    return new History(json.path("on").asBoolean(true) ? Keeping.ON : Keeping.OFF, turns);
  }

  /** Writes the history in place of what was kept before. */
  public void write(SealedDocuments documents) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("on", keeping == Keeping.ON);
    ArrayNode array = json.putArray("turns");
    for (Turn turn : turns) {
      ObjectNode node = array.addObject();
      node.put("time", turn.time().toString());
      node.put("question", bounded(turn.question()));
      node.put("understood", bounded(turn.understood()));
      node.put("answer", bounded(turn.answer()));
      ArrayNode sources = node.putArray("sources");
      turn.sources().forEach(source -> sources.add(source.value()));
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }

  /** Returns the history with one more turn, or the same where none are kept. */
  public History with(Turn turn) {
    if (keeping == Keeping.OFF) {
      return this;
    }
    List<Turn> more = new ArrayList<>(turns);
    more.add(turn);
    return new History(keeping, more);
  }

  /** Returns the history without the turns of these numbers, from 1. */
  public History without(Set<Integer> numbers) {
    List<Turn> rest = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      if (!numbers.contains(i + 1)) {
        rest.add(turns.get(i));
      }
    }
    return new History(keeping, rest);
  }

  /** Returns the history without the turns that quote a record which is no longer there. */
  public History onlyOf(Set<RecordId> present) {
    return new History(
        keeping, turns.stream().filter(turn -> present.containsAll(turn.sources())).toList());
  }

  /**
   * Returns the history without the turns that quote one of these records, and without the
   * follow-ups of such turns, which were understood by their words.
   */
  public History withoutThose(Set<RecordId> records) {
    List<Turn> rest = new ArrayList<>();
    boolean gone = false;
    for (Turn turn : turns) {
      boolean leans = gone && !turn.understood().equals(turn.question());
      gone = leans || turn.sources().stream().anyMatch(records::contains);
      if (!gone) {
        rest.add(turn);
      }
    }
    return new History(keeping, rest);
  }

  /** Returns an empty history that keeps questions from now on, or does not. */
  public static History empty(Keeping keeping) {
    return new History(keeping, List.of());
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
  }

  @Override
  public String toString() {
    return "History[" + keeping + ", " + turns.size() + " turns]";
  }
}
