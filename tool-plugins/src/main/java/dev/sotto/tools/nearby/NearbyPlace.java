package dev.sotto.tools.nearby;

import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.service.Answers;
import dev.sotto.tools.service.JsonValue;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One element of Overpass' answer.
 *
 * @param name its name; empty if it has none
 * @param metres how far it is, as the crow flies
 * @param state whether it is open at the wanted moment
 * @param until until when, if it is open and that is known
 * @param hours its opening hours as they are written; empty if they are not known
 * @param address street and number; empty if they are not known
 * @param phone its telephone number; empty if it isn't known
 * @param page the element on OpenStreetMap's page
 */
record NearbyPlace(
    String name,
    double metres,
    State state,
    Optional<LocalTime> until,
    String hours,
    String address,
    String phone,
    Optional<URI> page) {
  /** Whether it is open. */
  enum State {
    OPEN,
    UNKNOWN,
    CLOSED
  }

  /** Reads an element; nothing if it has no point. */
  static Optional<NearbyPlace> read(JsonValue element, GeoPoint from, LocalDateTime moment) {
    JsonValue lies = element.get("center").isObject() ? element.get("center") : element;
    OptionalDouble latitude = lies.get("lat").number(-90, 90);
    OptionalDouble longitude = lies.get("lon").number(-180, 180);
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    JsonValue tags = element.get("tags");
    Optional<OpeningHours> hours = tags.get("opening_hours").line(300).flatMap(OpeningHours::read);
    Optional<LocalTime> until = hours.flatMap(h -> h.openUntil(moment));
    String street = tags.get("addr:street").line(80).orElse("");
    String number = tags.get("addr:housenumber").line(20).orElse("");
    return Optional.of(
        new NearbyPlace(
            tags.get("name").line(80).orElse(""),
            from.metresTo(new GeoPoint(latitude.getAsDouble(), longitude.getAsDouble())),
            hours.isEmpty() ? State.UNKNOWN : until.isPresent() ? State.OPEN : State.CLOSED,
            until,
            tags.get("opening_hours").line(120).orElse(""),
            (street + " " + number).strip(),
            tags.get("phone").line(30).or(() -> tags.get("contact:phone").line(30)).orElse(""),
            page(element)));
  }

  private static Optional<URI> page(JsonValue element) {
    String type = element.get("type").line(10).orElse("");
    OptionalDouble id = element.get("id").number(1, 1L << 53);
    return List.of("node", "way", "relation").contains(type) && id.isPresent()
        ? Optional.of(
            URI.create("https://www.openstreetmap.org/" + type + "/" + (long) id.getAsDouble()))
        : Optional.empty();
  }

  /** Returns this in sentences. */
  ToolFindings.Finding finding(PlaceKind kind, ToolContext context) {
    boolean chinese = Answers.isChinese(context);
    List<String> sentences = new ArrayList<>();
    sentences.add(chinese ? "距离" + distance(true) : distance(false) + " away");
    switch (state) {
      case OPEN ->
          sentences.add(
              (chinese ? "营业至%s" : "open until %s").formatted(until.orElse(LocalTime.MIDNIGHT)));
      case CLOSED -> sentences.add(chinese ? "届时不营业" : "closed then");
      case UNKNOWN ->
          sentences.add(chinese ? "营业时间不明" : "opening hours not known or not understood");
    }
    if (!hours.isEmpty() && state != State.OPEN) {
      sentences.add((chinese ? "营业时间：%s" : "hours: %s").formatted(hours));
    }
    if (!address.isEmpty()) {
      sentences.add(address);
    }
    if (!phone.isEmpty()) {
      sentences.add((chinese ? "电话%s" : "phone %s").formatted(phone));
    }
    return new ToolFindings.Finding(
        name.isEmpty() ? kind.title().in(context.language()) : name,
        chinese ? String.join("；", sentences) + "。" : String.join("; ", sentences) + ".",
        page);
  }

  private String distance(boolean chinese) {
    if (metres < 950) {
      long rounded = Math.max(10, Math.round(metres / 10) * 10);
      return rounded + (chinese ? "米" : " m");
    }
    return Answers.number(metres / 1_000) + (chinese ? "公里" : " km");
  }

  @Override
  public String toString() {
    return "NearbyPlace[" + state + "]";
  }
}
