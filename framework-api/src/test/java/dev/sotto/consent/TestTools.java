package dev.sotto.consent;

import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.DataClass;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Place;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tools, endpoints and requests for tests. */
final class TestTools {
  static final String CODE = "c0de".repeat(16);
  static final String OTHER_CODE = "bad0".repeat(16);
  static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  static final LocalDate LAST = LocalDate.of(2027, 12, 31);
  static final LocalDate DAY = LocalDate.of(2026, 5, 5);
  static final ToolFindings NOTHING = new ToolFindings(List.of(), "");

  /** Two coordinates and a day that may be left out. */
  static final Endpoint FORECAST =
      new Endpoint(
          "forecast",
          URI.create("https://api.weather.example"),
          "/v1/forecast?latitude={latitude}&longitude={longitude}[&day={day}]&units=metric",
          Optional.empty(),
          List.of(
              field("latitude", new FieldForm.Latitude(), DataClass.COORDINATES),
              field("longitude", new FieldForm.Longitude(), DataClass.COORDINATES),
              field("day", new FieldForm.Day(FIRST, LAST), DataClass.DATE)),
          "application/json",
          10_000);

  /** Words that were typed. */
  static final Endpoint SEARCH =
      new Endpoint(
          "search",
          URI.create("https://api.weather.example"),
          "/v1/search?name={name}[&count={count}]",
          Optional.empty(),
          List.of(
              field("name", new FieldForm.Words(100), DataClass.WORDS),
              field("count", new FieldForm.Count(1, 20), DataClass.QUANTITY)),
          "application/json",
          10_000);

  /** JSON in a POST. */
  static final Endpoint JOURNEY =
      new Endpoint(
          "journey",
          URI.create("https://trains.example:8443"),
          "/connections",
          Optional.of(
              new Endpoint.Body(
                  "application/json",
                  "{\"from\":\"{from}\",\"to\":\"{to}\",\"on\":{\"day\":\"{day}\",\"time\":\"{time}\"},"
                      + "\"most\":[{most},1]}")),
          List.of(
              field("from", new FieldForm.Words(80), DataClass.PLACE),
              field("to", new FieldForm.Words(80), DataClass.PLACE),
              field("day", new FieldForm.Day(FIRST, LAST), DataClass.DATE),
              field("time", new FieldForm.Minute(), DataClass.TIME),
              field("most", new FieldForm.Count(1, 6), DataClass.QUANTITY)),
          "application/json",
          10_000);

  /** A form in a POST, to another host. */
  static final Endpoint NEARBY =
      new Endpoint(
          "nearby",
          URI.create("https://places.example"),
          "/api/interpreter",
          Optional.of(
              new Endpoint.Body(
                  "application/x-www-form-urlencoded",
                  "kind={kind}&lat={lat}&lon={lon}&radius={radius}[&note={note}]")),
          List.of(
              field(
                  "kind",
                  new FieldForm.Choice(List.of("restaurant", "pharmacy", "cash machine")),
                  DataClass.SUBJECT),
              field("lat", new FieldForm.Latitude(), DataClass.COORDINATES),
              field("lon", new FieldForm.Longitude(), DataClass.COORDINATES),
              field("radius", new FieldForm.Count(100, 5_000), DataClass.QUANTITY),
              field("note", new FieldForm.Words(40), DataClass.WORDS)),
          "application/json",
          10_000);

  private TestTools() {}

  /** The arguments of all tools here. */
  record Given(
      Optional<Place> place,
      Optional<String> words,
      Optional<LocalDate> day,
      Optional<String> more) {}

  /** What a tool does; it may throw anything. */
  interface Behaviour {
    ToolStep proceed(Given given, List<ToolResponse> responses) throws ToolException;
  }

  static Endpoint.Field field(String name, FieldForm form, DataClass dataClass) {
    return new Endpoint.Field(name, form, dataClass, new LocalizedText(name, "字段" + name));
  }

  static ToolManifest manifest(String id, Endpoint... endpoints) {
    return manifest(id, "to look up the weather", endpoints);
  }

  static ToolManifest manifest(String id, String purpose, Endpoint... endpoints) {
    return new ToolManifest(
        new ToolId(id),
        "1.0",
        new LocalizedText("The weather somewhere", "某地的天气"),
        new LocalizedText(purpose, "查询天气"),
        List.of(endpoints),
        new ToolManifest.Retention(new LocalizedText("Nothing is kept", "不保存"), Optional.empty()),
        List.of("weather", "天气"));
  }

  static ToolManifest everything() {
    return manifest("weather", FORECAST, SEARCH, JOURNEY, NEARBY);
  }

  static RegisteredTool<Given> registered(ToolManifest manifest, String code, Behaviour behaviour) {
    return RegisteredTool.of(tool(manifest, behaviour), code);
  }

  static RegisteredTool<Given> registered(Behaviour behaviour) {
    return registered(everything(), CODE, behaviour);
  }

  /** Returns a tool that sends these requests one after another and finds nothing. */
  static RegisteredTool<Given> sending(EgressRequest... requests) {
    return registered(wishing(requests));
  }

  static Behaviour wishing(EgressRequest... requests) {
    return (given, responses) ->
        responses.size() < requests.length ? requests[responses.size()] : NOTHING;
  }

  static Tool<Given> tool(ToolManifest manifest, Behaviour behaviour) {
    return new Tool<>() {
      @Override
      public ToolManifest manifest() {
        return manifest;
      }

      @Override
      public Class<Given> argumentType() {
        return Given.class;
      }

      @Override
      public ToolStep proceed(Given given, List<ToolResponse> responses, ToolContext context)
          throws ToolException {
        return behaviour.proceed(given, responses);
      }
    };
  }

  static FieldValue coordinate(String degrees) {
    return new FieldValue.Coordinate(new BigDecimal(degrees));
  }

  static EgressRequest forecast(String latitude, String longitude) {
    return new EgressRequest(
        "forecast", Map.of("latitude", coordinate(latitude), "longitude", coordinate(longitude)));
  }

  static EgressRequest forecast(String latitude, String longitude, LocalDate day) {
    return new EgressRequest(
        "forecast",
        Map.of(
            "latitude", coordinate(latitude),
            "longitude", coordinate(longitude),
            "day", new FieldValue.Day(day)));
  }

  static EgressRequest search(String words) {
    return new EgressRequest("search", Map.of("name", new FieldValue.Words(words)));
  }

  static Passage passage(String text, Labels labels) {
    return new Passage(
        new RecordId("0123456789abcdef".repeat(2)),
        new SourceId("mail"),
        RecordKind.EMAIL,
        "",
        Instant.EPOCH,
        new ArrayList<>(),
        labels,
        TextLanguage.ENGLISH,
        0,
        text.length(),
        text);
  }
}
