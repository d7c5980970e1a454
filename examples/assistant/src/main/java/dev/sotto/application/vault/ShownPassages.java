package dev.sotto.application.vault;

import dev.sotto.record.RecordId;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the last answer or search showed under [1], [2] and so on, so that {@code show N} can open
 * it; kept encrypted in the store.
 *
 * @param places place n - 1 is [n]
 */
public record ShownPassages(List<Place> places) {
  private static final String DOCUMENT = "shown-passages";
  private static final RecordId NO_RECORD = new RecordId("0".repeat(32));
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A place in a record.
   *
   * @param record the record
   * @param start offset of the first character
   * @param end offset after the last character
   */
  public record Place(RecordId record, int start, int end) {}

  public ShownPassages {
    places = List.copyOf(places);
  }

  /** Returns the place that was shown under a number, from 1. */
  public Optional<Place> numbered(int number) {
    return number >= 1 && number <= places.size()
        ? Optional.of(places.get(number - 1))
        : Optional.empty();
  }

  /**
   * Returns the places without those of some records; the numbers of the others stay, and theirs
   * name a record that is not there.
   */
  public ShownPassages without(Set<RecordId> records) {
    return new ShownPassages(
        places.stream()
            .map(place -> records.contains(place.record()) ? new Place(NO_RECORD, 0, 0) : place)
            .toList());
  }

  /** Reads what was shown last; nothing where nothing was. */
  public static ShownPassages read(SealedDocuments documents) throws IOException {
    List<Place> places = new ArrayList<>();
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isPresent()) {
      for (JsonNode place : JSON.readTree(content.get())) {
        places.add(
            new Place(
                new RecordId(place.path("record").asString()),
                place.path("start").asInt(),
                place.path("end").asInt()));
      }
    }
    return new ShownPassages(places);
  }

  /** Remembers what was shown. */
  public void write(SealedDocuments documents) throws IOException {
    ArrayNode json = JSON.createArrayNode();
    for (Place place : places) {
      ObjectNode node = json.addObject();
      node.put("record", place.record().value());
      node.put("start", place.start());
      node.put("end", place.end());
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }
}
