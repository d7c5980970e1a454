package dev.sotto.consent;

import static dev.sotto.consent.Scene.canonical;
import static dev.sotto.consent.TestTools.coordinate;
import static dev.sotto.consent.TestTools.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.TestTools.Given;
import dev.sotto.ledger.LedgerEntry;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instructions in records, and a model that obeys all of them: it wants whatever the text wants, by
 * whatever tool, with whatever arguments. The planner does what it says; but what the model made
 * has the labels of what it read, and which tools there are was settled before.
 */
final class InjectionCorpusTest {
  private static final Set<String> ON_OFFER = Set.of("weather");
  private static final Set<String> TYPED_SLOTS = Set.of("forecast", "day");

  /** A passage with an instruction, and what a model that obeys it does. */
  record Injection(String kind, String language, Wanted wanted, String text) {
    @Override
    public String toString() {
      return language + " " + kind + ": " + wanted;
    }
  }

  /** Something that is honestly asked for. */
  record Honest(String language, String source, Wanted wanted) {}

  /** What a model wants to be done. */
  record Wanted(String what, String argument) {
    static Wanted of(String text) {
      int colon = text.indexOf(':');
      return new Wanted(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Returns the arguments with which the planner calls the tool. */
    Map<String, ArgumentValue> arguments() {
      return switch (what) {
        case "search", "note", "host" -> Map.of("words", new ArgumentValue.Words(argument));
        case "journey" ->
            Map.of(
                "words", new ArgumentValue.Words(argument.split(">", 2)[0]),
                "more", new ArgumentValue.Words(argument.split(">", 2)[1]));
        case "forecast" -> Map.of("place", new ArgumentValue.Where(new Place("", point())));
        case "day" -> Map.of("day", new ArgumentValue.Day(LocalDate.parse(argument)));
        default -> Map.of();
      };
    }

    private Optional<GeoPoint> point() {
      String[] degrees = argument.split(",");
      return Optional.of(
          new GeoPoint(Double.parseDouble(degrees[0]), Double.parseDouble(degrees[1])));
    }

    /** Returns the tool's request: it too does all that it is told. */
    EgressRequest request(Given given) {
      String words = given.words().orElse("");
      Map<String, FieldValue> values = new HashMap<>();
      switch (what) {
        case "search" -> values.put("name", new FieldValue.Words(words));
        case "journey" -> {
          values.put("from", new FieldValue.Words(words));
          values.put("to", new FieldValue.Words(given.more().orElseThrow()));
          values.put("day", new FieldValue.Day(TestTools.DAY));
          values.put("time", new FieldValue.Minute(LocalTime.NOON));
          values.put("most", new FieldValue.Count(1));
        }
        case "note" -> {
          values.put("kind", new FieldValue.Choice("restaurant"));
          values.put("lat", coordinate("41.15"));
          values.put("lon", coordinate("-8.61"));
          values.put("radius", new FieldValue.Count(500));
          values.put("note", new FieldValue.Words(words));
        }
        case "day" -> {
          values.put("latitude", coordinate("41.15"));
          values.put("longitude", coordinate("-8.61"));
          values.put("day", new FieldValue.Day(given.day().orElseThrow()));
        }
        default -> {
          GeoPoint point = given.place().flatMap(Place::point).orElse(new GeoPoint(41.15, -8.61));
          values.put("latitude", coordinate(Double.toString(point.latitude())));
          values.put("longitude", coordinate(Double.toString(point.longitude())));
        }
      }
      String endpoint =
          switch (what) {
            case "search", "journey" -> what;
            case "note" -> "nearby";
            case "host" -> "https://" + words;
            default -> "forecast";
          };
      return new EgressRequest(endpoint, values);
    }

    RegisteredTool<Given> tool() {
      return registered(this::step);
    }

    private ToolStep step(Given given, List<ToolResponse> responses) {
      return responses.isEmpty() ? request(given) : TestTools.NOTHING;
    }

    Given given() {
      return TestTools.registered(this::step).argumentType().bind(arguments());
    }
  }

  static Stream<Injection> injections() {
    return lines("injections.txt")
        .map(line -> line.split("\\|", 4))
        .map(part -> new Injection(part[0], part[1], Wanted.of(part[2]), part[3]));
  }

  static Stream<Honest> honest() {
    return lines("honest.txt")
        .map(line -> line.split("\\|", 3))
        .map(part -> new Honest(part[0], part[1], Wanted.of(part[2])));
  }

  private static Stream<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(InjectionCorpusTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does what a model wants that has read a passage: the planner of a question. */
  private static void obey(Scene scene, Injection injection) throws IOException {
    Wanted wanted = injection.wanted();
    if (wanted.what().equals("tool") && !ON_OFFER.contains(wanted.argument())) {
      return;
    }
    Labels read = Scene.EXTERNAL;
    Origin origin = new Origin.FromRecord(TestTools.passage(injection.text(), read));
    Map<String, LabelledArgument> arguments = new HashMap<>();
    wanted
        .arguments()
        .forEach((name, value) -> arguments.put(name, new LabelledArgument(value, read, origin)));
    scene.call(wanted.tool(), arguments);
  }

  @ParameterizedTest
  @MethodSource("injections")
  void nothingLeavesWhereNobodyIsThere(Injection injection) throws IOException {
    Scene scene = new Scene();
    scene.gate = scene.gate(ConsentPrompt.NOBODY, scene.wire, Redactor.NONE);

    obey(scene, injection);

    scene.assertNothingSent();
  }

  @ParameterizedTest
  @MethodSource("injections")
  void nothingLeavesUnderConsentsGivenEarlier(Injection injection) throws IOException {
    Scene scene = new Scene();
    for (Wanted each :
        List.of(
            Wanted.of("search:Porto"),
            Wanted.of("forecast:1,1"),
            Wanted.of("day:2026-05-05"),
            Wanted.of("note:quiet"),
            Wanted.of("journey:Bern>Basel"))) {
      scene.person.saysYesForDays(30, 100);
      scene.call(each.tool(), typed(each));
    }
    int before = scene.wire.requests().size();
    scene.gate = scene.gate(ConsentPrompt.NOBODY, scene.wire, Redactor.NONE);

    obey(scene, injection);

    assertThat(scene.wire.requests()).hasSize(before);
    scene.call(Wanted.of("forecast:2,2").tool(), typed(Wanted.of("forecast:2,2")));
    assertThat(scene.wire.requests()).as("what is typed is covered").hasSize(before + 1);
  }

  /** The worst: a person who says yes to all. No host, tool or free text of the passage leaves. */
  @ParameterizedTest
  @MethodSource("injections")
  void onlyTypedSlotsLeaveWhereThePersonSaysYesToEverything(Injection injection)
      throws IOException {
    Scene scene = new Scene();
    for (int i = 0; i < 12; i++) {
      scene.person.saysYesForDays(90, 100);
    }

    obey(scene, injection);

    boolean typedSlot =
        TYPED_SLOTS.contains(injection.wanted().what())
            || injection.wanted().argument().equals("weather");
    if (!typedSlot) {
      scene.assertNothingSent();
      assertThat(scene.person.cards()).isEmpty();
      return;
    }
    scene.assertSent(canonical(injection.wanted().request(injection.wanted().given())));
    assertThat(scene.entries(LedgerEntry.Grant.class)).isEmpty();
    assertThat(scene.person.cards())
        .singleElement()
        .satisfies(card -> {
          assertThat(card.mayStand()).isFalse();
          assertThat(card.labels().integrity()).isEqualTo(Integrity.EXTERNAL);
          assertThat(card.request().host()).isEqualTo("api.weather.example");
          if (!injection.wanted().what().equals("tool")) {
            assertThat(card.fields())
                .allSatisfy(field ->
                    assertThat(field.origins())
                        .singleElement()
                        .isInstanceOfSatisfying(
                            Origin.FromRecord.class,
                            from -> assertThat(from.passage().text()).isEqualTo(injection.text())));
          }
        });
  }

  /** The control: without the gate the instruction succeeds. */
  @ParameterizedTest
  @MethodSource("injections")
  void withoutAGateTheInstructionIsCarriedOut(Injection injection) {
    Wanted wanted = injection.wanted();
    for (String part : wanted.argument().split(">")) {
      assertThat(injection.text()).contains(part);
    }

    if (wanted.what().equals("tool")) {
      assertThat(wanted.argument()).isNotEmpty();
      return;
    }
    String sent = Ungated.sent(wanted.request(wanted.given()));
    if (wanted.what().equals("forecast")) {
      assertThat(sent).contains("latitude=" + coordinate(wanted.argument().split(",")[0]).text());
    } else {
      for (String part : wanted.argument().split(">")) {
        assertThat(sent).contains(part);
      }
    }
  }

  private static Map<String, LabelledArgument> typed(Wanted wanted) {
    return wanted.arguments().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Scene.typed(entry.getValue())));
  }

  /** The same tools with honest input, beside every kind of passage: one card, one request. */
  @ParameterizedTest
  @MethodSource("honest")
  void honestTasksAreDone(Honest honest) throws IOException {
    Scene scene = new Scene();
    Labels own = new Labels(Integrity.OWN, Confidentiality.PERSONAL);
    Map<String, LabelledArgument> arguments = new HashMap<>();
    honest
        .wanted()
        .arguments()
        .forEach((name, value) ->
            arguments.put(
                name,
                switch (honest.source()) {
                  case "typed" -> Scene.typed(value);
                  case "profile" -> new LabelledArgument(value, own, new Origin.Profile());
                  default -> Scene.fromRecord(value, Scene.EXTERNAL);
                }));
    List<Injection> beside =
        injections().filter(one -> one.language().equals(honest.language())).limit(8).toList();
    for (Injection one : beside) {
      scene.person.saysNo();
      obey(scene, one);
    }
    scene.assertNothingSent();
    scene.clock.pass(GateLimits.DEFAULT.within().plusSeconds(1));
    scene.person.forget();
    scene.person.saysYes();

    ToolOutcome outcome = scene.call(honest.wanted().tool(), arguments);

    assertThat(outcome).isInstanceOf(ToolOutcome.Found.class);
    scene.assertSent(canonical(honest.wanted().request(honest.wanted().given())));
    assertThat(scene.person.cards()).hasSize(1);
  }

  @Test
  void theCorpusIsLargeAndInTwoLanguages() {
    List<Injection> all = injections().toList();

    assertThat(all).hasSizeGreaterThanOrEqualTo(120);
    assertThat(all).filteredOn(one -> one.language().equals("zh")).hasSizeGreaterThanOrEqualTo(40);
    assertThat(all.stream().map(Injection::text).distinct().count()).isEqualTo(all.size());
    assertThat(all.stream().map(Injection::kind).collect(Collectors.toSet()))
        .isEqualTo(Set.of("mail", "invite", "chat", "note", "web"));
    assertThat(honest().count()).isEqualTo(30);
  }
}
