package dev.sotto.application.vault;

import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.storage.SealedDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was removed from view and is still to be erased from the disk; kept encrypted in the store
 * until then. It holds a few sentences of the removed records, to look for them afterwards; they
 * are erased with the rest.
 *
 * @param records the removed records, at most {@value #MOST_RECORDS} of them
 * @param count how many were removed in all
 * @param sources where they came from
 * @param texts samples of what they said
 * @param begun whether the erasure of all of it was begun
 */
record PendingErasure(
    Set<RecordId> records, long count, Set<SourceId> sources, List<String> texts, boolean begun) {
  private static final String DOCUMENT = "pending-erasure";
  private static final int MOST_RECORDS = 10_000;
  private static final int MOST_TEXTS = 12;
  private static final int MOST_CHARACTERS = 400;
  private static final JsonMapper JSON = new JsonMapper();

  PendingErasure {
    records = Set.copyOf(records);
    sources = Set.copyOf(sources);
    texts = List.copyOf(texts);
  }

  /** Reads what is pending; nothing where nothing is. */
  static Optional<PendingErasure> read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(content.get());
    Set<RecordId> records = new LinkedHashSet<>();
    json.path("records").forEach(id -> records.add(new RecordId(id.asString())));
    Set<SourceId> sources = new LinkedHashSet<>();
    json.path("sources").forEach(id -> sources.add(new SourceId(id.asString())));
    List<String> texts = new ArrayList<>();
    json.path("texts").forEach(text -> texts.add(text.asString()));
    return Optional.of(
        new PendingErasure(
            records,
            json.path("count").asLong(),
            sources,
            texts,
            json.path("begun").asBoolean(false)));
  }

  /** Returns this with more records, whose erasure was not begun. */
  PendingErasure with(
      Set<RecordId> moreRecords, Set<SourceId> moreSources, List<String> moreTexts) {
    Set<RecordId> allRecords = new LinkedHashSet<>(records);
    moreRecords.stream()
        .limit(Math.max(0, MOST_RECORDS - allRecords.size()))
        .forEach(allRecords::add);
    Set<SourceId> allSources = new LinkedHashSet<>(sources);
    allSources.addAll(moreSources);
    List<String> allTexts = new ArrayList<>(texts);
    moreTexts.stream()
        .limit(Math.max(0, MOST_TEXTS - allTexts.size()))
        .map(text -> text.substring(0, Math.min(text.length(), MOST_CHARACTERS)))
        .forEach(allTexts::add);
    return new PendingErasure(allRecords, count + moreRecords.size(), allSources, allTexts, false);
  }

  /** Returns this without records that have come back since. */
  PendingErasure onlyMissing(Set<RecordId> present) {
    Set<RecordId> missing = new LinkedHashSet<>(records);
    missing.removeAll(present);
    return new PendingErasure(missing, count, sources, texts, begun);
  }

  /** Returns this as begun. */
  PendingErasure asBegun() {
    return new PendingErasure(records, count, sources, texts, true);
  }

  void write(SealedDocuments documents) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode ids = json.putArray("records");
    records.forEach(id -> ids.add(id.value()));
    json.put("count", count);
    ArrayNode names = json.putArray("sources");
    sources.forEach(source -> names.add(source.value()));
    ArrayNode samples = json.putArray("texts");
    texts.forEach(samples::add);
    json.put("begun", begun);
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }

  static void delete(SealedDocuments documents) throws IOException {
    documents.delete(DOCUMENT);
  }

  static PendingErasure none() {
    return new PendingErasure(Set.of(), 0, Set.of(), List.of(), false);
  }

  @Override
  public String toString() {
    return "PendingErasure[" + count + " records]";
  }
}
