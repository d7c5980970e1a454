package dev.sotto.tools.nearby;

import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Places;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import dev.sotto.tools.service.Answers;
import dev.sotto.tools.service.Coordinates;
import dev.sotto.tools.service.JsonValue;
import dev.sotto.tools.service.LocatedPlace;
import dev.sotto.tools.service.SearchedName;
import dev.sotto.tools.service.Services;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Places of a kind near a place, the nearest that are open first. Sends the kind and the place's
 * coordinates to two decimals; distances are reckoned here from the exact point. For an address
 * that this computer doesn't know, sends the address before that. If there is nothing within two
 * kilometres, it wishes to ask once more for ten.
 *
 * <p>Formats: OpenStreetMap wiki, "Overpass API/Overpass QL" and "Overpass API/Output formats";
 * Nominatim manual, "Search queries" and "Place output".
 */
public final class NearbyTool implements Tool<NearbyArguments> {
  private static final String PLACES = "places";
  private static final String ADDRESS = "address";
  private static final String ADDRESS_SERVICE = "Nominatim";
  private static final String PLACES_SERVICE = "Overpass";
  private static final List<String> RADII = List.of("2000", "10000");
  private static final int MOST_FINDINGS = 8;

  /**
   * {@code [out:json][timeout:20];nwr(around:RADIUS,LATITUDE,LONGITUDE)
   * [~"^(amenity|shop|tourism|cuisine)$"~"(^|;)KIND(;|$)"];out center tags 80;}
   */
  private static final String QUESTION =
      "data=%5Bout%3Ajson%5D%5Btimeout%3A20%5D%3Bnwr%28around%3A{radius}%2C{latitude}%2C{longitude}"
          + "%29%5B~%22%5E%28amenity%7Cshop%7Ctourism%7Ccuisine%29%24%22~%22%28%5E%7C%3B%29{kind}"
          + "%28%3B%7C%24%29%22%5D%3Bout%20center%20tags%2080%3B";

  private final Places places;
  private final ToolManifest manifest;

  /**
   * Creates the tool.
   *
   * @param services where the services are
   * @param places what this computer knows
   */
  public NearbyTool(Services services, Places places) {
    this.places = places;
    this.manifest =
        new ToolManifest(
            new ToolId("nearby"),
            "1.0",
            new LocalizedText("Shops, restaurants and other places near a place", "附近的商店、餐馆等地点"),
            new LocalizedText("to find places nearby", "查找附近的地点"),
            List.of(places(services), address(services)),
            new ToolManifest.Retention(
                new LocalizedText(
                    "The OpenStreetMap Foundation's privacy policy says what is logged and for how"
                        + " long; the Overpass server names no time.",
                    "OpenStreetMap基金会的隐私政策说明记录什么、保留多久；Overpass服务器未说明期限。"),
                Optional.of(URI.create("https://osmfoundation.org/wiki/Privacy_Policy"))),
            words());
  }

  private static Endpoint places(Services services) {
    return new Endpoint(
        PLACES,
        services.mapData(),
        "/api/interpreter",
        Optional.of(new Endpoint.Body("application/x-www-form-urlencoded", QUESTION)),
        List.of(
            new Endpoint.Field(
                "radius",
                new FieldForm.Choice(RADII),
                DataClass.QUANTITY,
                new LocalizedText("radius in metres", "半径（米）")),
            Coordinates.LATITUDE,
            Coordinates.LONGITUDE,
            new Endpoint.Field(
                "kind",
                new FieldForm.Choice(
                    Arrays.stream(PlaceKind.values()).map(PlaceKind::tag).toList()),
                DataClass.SUBJECT,
                new LocalizedText("kind of place", "地点种类"))),
        "application/json",
        1 << 20);
  }

  private static Endpoint address(Services services) {
    return new Endpoint(
        ADDRESS,
        services.addresses(),
        "/search?q={name}&format=jsonv2&limit=1",
        Optional.empty(),
        List.of(SearchedName.FIELD),
        "application/json",
        64 << 10);
  }

  private static List<String> words() {
    Set<String> words = new LinkedHashSet<>();
    for (PlaceKind kind : PlaceKind.values()) {
      kind.words().stream().filter(word -> word.length() >= 2).forEach(words::add);
    }
    return List.copyOf(words);
  }

  @Override
  public ToolManifest manifest() {
    return manifest;
  }

  @Override
  public Class<NearbyArguments> argumentType() {
    return NearbyArguments.class;
  }

  @Override
  public ToolStep proceed(
      NearbyArguments arguments, List<ToolResponse> responses, ToolContext context)
      throws ToolException {
    Optional<LocatedPlace> located =
        LocatedPlace.find(arguments.place(), places, context.language());
    if (located.isEmpty() && responses.isEmpty()) {
      return new EgressRequest(ADDRESS, SearchedName.values(arguments.place().name()));
    }
    LocatedPlace near = located.isPresent() ? located.get() : found(responses.getFirst());
    long answers = responses.stream().filter(r -> r.endpoint().equals(PLACES)).count();
    if (answers == 0) {
      return question(arguments.kind(), near.point(), 0);
    }
    JsonValue answer = Answers.read(responses.getLast(), PLACES_SERVICE);
    LocalDateTime moment = moment(arguments, context);
    List<NearbyPlace> found =
        answer.get("elements").elements().stream()
            .flatMap(element -> NearbyPlace.read(element, near.point(), moment).stream())
            .sorted(
                Comparator.comparing(
                        (NearbyPlace place) -> place.state() == NearbyPlace.State.CLOSED)
                    .thenComparingDouble(NearbyPlace::metres))
            .limit(MOST_FINDINGS)
            .toList();
    if (found.isEmpty() && answer.get("remark").line(10).isPresent()) {
      throw Answers.unexpected(PLACES_SERVICE);
    }
    if (found.isEmpty() && answers < RADII.size() && responses.size() < MAX_REQUESTS) {
      return question(arguments.kind(), near.point(), (int) answers);
    }
    return new ToolFindings(
        found.stream().map(place -> place.finding(arguments.kind(), context)).toList(),
        notice(near, moment, context));
  }

  private static EgressRequest question(PlaceKind kind, GeoPoint point, int radius) {
    Map<String, FieldValue> values = new HashMap<>(Coordinates.values(point));
    values.put("radius", new FieldValue.Choice(RADII.get(radius)));
    values.put("kind", new FieldValue.Choice(kind.tag()));
    return new EgressRequest(PLACES, values);
  }

  private static LocatedPlace found(ToolResponse response) throws ToolException {
    JsonValue result =
        JsonValue.parse(response.body())
            .orElseThrow(() -> Answers.unexpected(ADDRESS_SERVICE))
            .get(0);
    if (!result.isObject()) {
      throw new ToolException(
          new LocalizedText(
              "Neither this computer nor OpenStreetMap knows this place or address. Try another"
                  + " spelling, or the town alone.",
              "本机和OpenStreetMap都不认识这个地点或地址。请换一种写法，或只写城市。"));
    }
    GeoPoint point =
        Coordinates.point(
            result.get("lat").asNumber(), result.get("lon").asNumber(), ADDRESS_SERVICE);
    return new LocatedPlace(
        result.get("display_name").line(120).orElseThrow(() -> Answers.unexpected(ADDRESS_SERVICE)),
        point,
        0);
  }

  private static LocalDateTime moment(NearbyArguments arguments, ToolContext context) {
    LocalDateTime now = context.now().toLocalDateTime();
    LocalDate day = arguments.day().orElse(now.toLocalDate());
    LocalTime otherwise = day.equals(now.toLocalDate()) ? now.toLocalTime() : LocalTime.NOON;
    return day.atTime(arguments.time().orElse(otherwise));
  }

  private static String notice(LocatedPlace near, LocalDateTime moment, ToolContext context) {
    TextLanguage language = context.language();
    String clock =
        "%s %02d:%02d".formatted(moment.toLocalDate(), moment.getHour(), moment.getMinute());
    return Answers.isChinese(context)
        ? "以“%s”为中心，按直线距离排列，届时（%s）不营业的在后，未考虑节假日。OpenStreetMap没有评分。%s数据© OpenStreetMap贡献者（ODbL）；地名来自GeoNames（CC BY 4.0）。"
            .formatted(near.label(), clock, near.ambiguity(language))
        : "By distance as the crow flies from %s, those that are closed (%s) last; public holidays"
                .formatted(near.label(), clock)
            + " are not looked at. OpenStreetMap has no ratings. Data © OpenStreetMap contributors"
            + " (ODbL); place names by GeoNames (CC BY 4.0). "
            + near.ambiguity(language);
  }

  @Override
  public String toString() {
    return "NearbyTool";
  }
}
