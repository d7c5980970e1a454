package dev.sotto.application.tool;

import dev.sotto.consent.StandingConsent;
import dev.sotto.consent.StandingConsents;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.ToolId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps consents that stand, and their uses of late, encrypted in the store. For one thread. */
final class ConsentBook implements StandingConsents {
  private static final String DOCUMENT = "consents";
  private static final JsonMapper JSON = new JsonMapper();

  private final SealedDocuments documents;

  ConsentBook(SealedDocuments documents) {
    this.documents = documents;
  }

  private record Kept(StandingConsent consent, List<Instant> uses) {}

  @Override
  public List<StandingConsent> all() throws IOException {
    return read().stream().map(Kept::consent).toList();
  }

  @Override
  public void add(StandingConsent consent) throws IOException {
    List<Kept> kept = new ArrayList<>(read());
    kept.add(new Kept(consent, List.of()));
    write(kept);
  }

  @Override
  public void remove(long number) throws IOException {
    write(read().stream().filter(kept -> kept.consent().number() != number).toList());
  }

  @Override
  public List<Instant> uses(long number, Instant since) throws IOException {
    return read().stream()
        .filter(kept -> kept.consent().number() == number)
        .flatMap(kept -> kept.uses().stream())
        .filter(use -> !use.isBefore(since))
        .toList();
  }

  @Override
  public void use(long number, Instant when) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Kept one : read()) {
      if (one.consent().number() == number) {
        List<Instant> uses = new ArrayList<>(one.uses());
        uses.add(when);
        int most = StandingConsent.MOST_PER_DAY;
        kept.add(
            new Kept(one.consent(), uses.subList(Math.max(0, uses.size() - most), uses.size())));
      } else {
        kept.add(one);
      }
    }
    write(kept);
  }

  private List<Kept> read() throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    List<Kept> all = new ArrayList<>();
    if (content.isPresent()) {
      for (JsonNode node : JSON.readTree(content.get())) {
        Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
        node.path("dataClasses").forEach(name -> classes.add(DataClass.valueOf(name.asString())));
        List<Instant> uses = new ArrayList<>();
        node.path("uses").forEach(use -> uses.add(Instant.parse(use.asString())));
        all.add(
            new Kept(
                new StandingConsent(
                    node.path("number").asLong(),
                    new ToolId(node.path("tool").asString()),
                    node.path("codeHash").asString(),
                    node.path("purpose").asString(),
                    node.path("host").asString(),
                    classes,
                    Instant.parse(node.path("given").asString()),
                    Instant.parse(node.path("expires").asString()),
                    node.path("mostPerDay").asInt()),
                uses));
      }
    }
    return all;
  }

  private void write(List<Kept> all) throws IOException {
    ArrayNode json = JSON.createArrayNode();
    for (Kept kept : all) {
      StandingConsent consent = kept.consent();
      ObjectNode node = json.addObject();
      node.put("number", consent.number());
      node.put("tool", consent.tool().value());
      node.put("codeHash", consent.codeHash());
      node.put("purpose", consent.purpose());
      node.put("host", consent.host());
      ArrayNode classes = node.putArray("dataClasses");
      consent.dataClasses().forEach(dataClass -> classes.add(dataClass.name()));
      node.put("given", consent.given().toString());
      node.put("expires", consent.expires().toString());
      node.put("mostPerDay", consent.mostPerDay());
      ArrayNode uses = node.putArray("uses");
      kept.uses().forEach(use -> uses.add(use.toString()));
    }
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }
}
