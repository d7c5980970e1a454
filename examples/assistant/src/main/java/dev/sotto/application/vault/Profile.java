package dev.sotto.application.vault;

import dev.sotto.assistant.AssistantSettings;
import dev.sotto.importing.ImportContext;
import dev.sotto.people.Self;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who the person is, as given at {@code init}; kept encrypted in the store.
 *
 * @param names the names under which they write
 * @param addresses their mail addresses, lower case
 * @param zone their time zone
 * @param home where they live, for tools that look around there; only if they said so
 */
public record Profile(
    List<String> names, List<String> addresses, ZoneId zone, Optional<Place> home) {
  private static final String DOCUMENT = "profile";
  private static final JsonMapper JSON = new JsonMapper();

  public Profile {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  /** Creates a profile of someone who did not say where they live. */
  public Profile(List<String> names, List<String> addresses, ZoneId zone) {
    this(names, addresses, zone, Optional.empty());
  }

  /** Returns a profile from what a person calls themselves: what holds an @ is an address. */
  public static Profile of(List<String> called, ZoneId zone) {
    List<String> names = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (String word : called) {
      for (String part : word.split(",")) {
        String name = part.strip();
        if (name.contains("@")) {
          addresses.add(name.toLowerCase(Locale.ROOT));
        } else if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return new Profile(names, addresses, zone);
  }

  /** Reads the profile of a store; empty where none was written. */
  public static Optional<Profile> read(SealedDocuments documents) throws IOException {
    Optional<byte[]> content = documents.read(DOCUMENT);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(content.get());
    return Optional.of(
        new Profile(
            texts(json.path("names")),
            texts(json.path("addresses")),
            ZoneId.of(json.path("zone").asString("UTC")),
            home(json.path("home"))));
  }

  private static Optional<Place> home(JsonNode json) {
    return json.path("name").isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Place(
                json.path("name").asString(),
                Optional.of(
                    new GeoPoint(
                        json.path("latitude").asDouble(), json.path("longitude").asDouble()))));
  }

  /** Returns the same profile with another home, or none. */
  public Profile withHome(Optional<Place> other) {
    return new Profile(names, addresses, zone, other);
  }

  /** Returns the same profile in another time zone. */
  public Profile withZone(ZoneId other) {
    return new Profile(names, addresses, other, home);
  }

  /** Writes the profile. */
  public void write(SealedDocuments documents) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    names.forEach(json.putArray("names")::add);
    addresses.forEach(json.putArray("addresses")::add);
    json.put("zone", zone.getId());
    home.ifPresent(place ->
        place
            .point()
            .ifPresent(point ->
                json.putObject("home")
                    .put("name", place.name())
                    .put("latitude", point.latitude())
                    .put("longitude", point.longitude())));
    documents.write(DOCUMENT, JSON.writeValueAsBytes(json));
  }

  /** Returns what importers may know. */
  public ImportContext importContext() {
    return new ImportContext(names, addresses, zone);
  }

  /** Returns what the assistant may know. */
  public AssistantSettings assistantSettings() {
    return new AssistantSettings(names, zone);
  }

  /** Returns whom the directory of persons takes for the person. */
  public Self self() {
    return new Self(names, addresses);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asString()));
    return texts;
  }

  @Override
  public String toString() {
    return "Profile[" + names.size() + " names, " + addresses.size() + " addresses, " + zone + "]";
  }
}
