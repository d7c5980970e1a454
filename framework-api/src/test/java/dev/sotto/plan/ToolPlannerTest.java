package dev.sotto.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.LabelledArgument;
import dev.sotto.consent.Origin;
import dev.sotto.consent.RegisteredTool;
import dev.sotto.record.Integrity;
import dev.sotto.time.TimeReader;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.KnownPlace;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.NamedChoice;
import dev.sotto.tool.Place;
import dev.sotto.tool.Places;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolPlannerTest {
  private static final LocalDateTime FRIDAY = LocalDateTime.of(2026, 11, 27, 9, 0);
  private static final Place HOME = new Place("Coimbra", Optional.of(new GeoPoint(40.21, -8.43)));
  private static final Set<String> KNOWN =
      Set.of(
          "porto",
          "lisbon",
          "lisboa",
          "bern",
          "zurich",
          "zürich",
          "new york",
          "faro",
          "são paulo",
          "波尔图",
          "上海",
          "北京");
  private static final Places PLACES =
      new Places() {
        @Override
        public List<KnownPlace> find(String name) {
          return KNOWN.contains(name.toLowerCase(Locale.ROOT))
              ? List.of(new KnownPlace(name, "", "", "XX", new GeoPoint(1, 1), 0))
              : List.of();
        }

        @Override
        public Optional<KnownPlace> nearest(GeoPoint point) {
          return Optional.empty();
        }
      };

  record Weather(Place place, LocalDate day) {}

  enum Kind implements NamedChoice {
    STEAKHOUSE,
    PHARMACY;

    @Override
    public List<String> words() {
      return this == STEAKHOUSE
          ? List.of("steak house", "牛排馆")
          : List.of("farmácia", "apotheke", "药店");
    }
  }

  record Nearby(Kind kind, Place near) {}

  record Ride(Place from, Place to) {}

  record Journey(String from, String to, Optional<LocalDate> day, Optional<LocalTime> time) {}

  private record OfWords<A extends Record>(String id, Class<A> argumentType, List<String> words)
      implements Tool<A> {
    @Override
    public ToolManifest manifest() {
      return new ToolManifest(
          new ToolId(id),
          "1",
          new LocalizedText(id, id),
          new LocalizedText(id, id),
          List.of(
              new Endpoint(
                  "only",
                  URI.create("https://service.example"),
                  "/",
                  Optional.empty(),
                  List.of(),
                  "application/json",
                  1000)),
          new ToolManifest.Retention(new LocalizedText("none", "无"), Optional.empty()),
          words);
    }

    @Override
    public ToolStep proceed(A arguments, List<ToolResponse> responses, ToolContext context) {
      return new ToolFindings(List.of(), "");
    }
  }

  private static <A extends Record> RegisteredTool<A> tool(
      String id, Class<A> arguments, String... words) {
    return RegisteredTool.of(new OfWords<>(id, arguments, List.of(words)), "0".repeat(64));
  }

  private final ToolPlanner planner =
      new ToolPlanner(
          List.of(
              tool("weather", Weather.class, "weather", "rain", "wetter", "tempo", "天气", "下雨"),
              tool("nearby", Nearby.class, "nearby", "near", "closest", "附近", "in der nähe"),
              tool("journey", Journey.class, "train", "zug", "comboio", "火车"),
              tool("ride", Ride.class, "ride", "how do i get", "fahrt", "viagem", "班车", "怎么回家")),
          PLACES,
          new TimeReader());

  private static String shown(Optional<ToolPlan> plan) {
    return plan.map(p ->
            p.tool().manifest().id()
                + p.arguments().entrySet().stream()
                    .map(argument -> " " + argument.getKey() + "=" + shown(argument.getValue()))
                    .collect(Collectors.joining())
                + (p.isComplete() ? "" : " missing " + String.join(" ", p.missing())))
        .orElse("records");
  }

  private static String shown(LabelledArgument argument) {
    return switch (argument.value()) {
      case ArgumentValue.Where where -> where.place().name();
      case ArgumentValue.Day day -> day.date().toString();
      case ArgumentValue.Time time -> time.time().toString();
      case ArgumentValue.Choice choice -> choice.name();
      case ArgumentValue.Words words -> words.text();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "weather in Porto tomorrow, weather place=Porto day=2026-11-28",
    "will it rain in New York on Saturday?, weather place=New York day=2026-11-28",
    "what's the weather?, weather place=Coimbra day=2026-11-27",
    "/weather Porto tomorrow, weather place=Porto day=2026-11-28",
    "/weather São Paulo, weather place=São Paulo day=2026-11-27",
    "weather for the Blue Mountains on Monday, weather place=Blue Mountains day=2026-11-30",
    "明天上海的天气怎么样？, weather place=上海 day=2026-11-28",
    "Wie wird das Wetter morgen in Zürich?, weather place=Zürich day=2026-11-28",
    "como vai estar o tempo em Lisboa amanhã?, weather place=Lisboa day=2026-11-28",
    "a steakhouse nearby, nearby kind=steakhouse near=Coimbra",
    "Find a pharmacy near Porto, nearby kind=pharmacy near=Porto",
    "附近的药店, nearby kind=pharmacy near=Coimbra",
    "上海附近有牛排馆吗, nearby kind=steakhouse near=上海",
    "train from Zurich to Bern tomorrow at 9:15,"
        + " journey from=Zurich to=Bern day=2026-11-28 time=09:15",
    "/journey from Zurich HB to Bern, journey from=Zurich HB to=Bern",
    "明天从上海到北京的火车, journey from=上海 to=北京 day=2026-11-28",
    "/journey to Bern, journey to=Bern missing from"
  })
  void readsToolAndArgumentsOutOfWhatWasTyped(String text, String plan) {
    assertThat(shown(planner.plan(text, PlanContext.of(FRIDAY, Optional.of(HOME)))))
        .isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource({
    "what's the weather at home tomorrow?, weather place=Coimbra day=2026-11-28",
    "Wie wird das Wetter morgen zu Hause?, weather place=Coimbra day=2026-11-28",
    "como vai estar o tempo em casa amanhã?, weather place=Coimbra day=2026-11-28",
    "家里明天天气怎么样？, weather place=Coimbra day=2026-11-28",
    "a ride from home to Bern tomorrow, ride from=Coimbra to=Bern",
    "a ride to Bern, ride from=Coimbra to=Bern",
    "a ride home from Bern, ride from=Bern to=Coimbra",
    "how do I get home from Zurich?, ride from=Zurich to=Coimbra",
    "how do I get home?, ride to=Coimbra missing from",
    "Fahrt von Bern nach Hause, ride from=Bern to=Coimbra",
    "Fahrt von zu Hause nach Bern, ride from=Coimbra to=Bern",
    "viagem de Lisboa para casa, ride from=Lisboa to=Coimbra",
    "从上海回家的班车, ride from=上海 to=Coimbra",
    "从家到北京的班车, ride from=Coimbra to=北京",
    "从上海怎么回家, ride from=上海 to=Coimbra",
    "a ride from Bern, ride from=Bern missing to"
  })
  void homeIsWhereThePersonSaidThatTheyLive(String text, String plan) {
    Optional<ToolPlan> planned = planner.plan(text, PlanContext.of(FRIDAY, Optional.of(HOME)));

    assertThat(shown(planned)).isEqualTo(plan);
    assertThat(planned.orElseThrow().arguments().values())
        .filteredOn(argument -> shown(argument).equals(HOME.name()))
        .allMatch(argument -> argument.origin() instanceof Origin.Profile);
  }

  @ParameterizedTest
  @CsvSource({
    "what's the weather at home?, weather day=2026-11-27 missing place",
    "a ride home from Bern, ride from=Bern missing to",
    "Fahrt von Bern nach Hause, ride from=Bern missing to"
  })
  void homeIsAskedForWhereThePersonDidNotSay(String text, String plan) {
    assertThat(shown(planner.plan(text, PlanContext.of(FRIDAY, Optional.empty())))).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "when is my train to Zurich?",
        "what did Anna say about the weather?",
        "What was the weather like last Sunday?",
        "when is the boiler service?",
        "is there a conference in Lisbon in December?",
        "what does the mail say about rain insurance?",
        "我的火车几点？",
        "when does the train leave?",
        "weather: how was it yesterday in Porto"
      })
  void leavesQuestionsToTheRecordsAlone(String text) {
    assertThat(shown(planner.plan(text, PlanContext.of(FRIDAY, Optional.of(HOME)))))
        .isEqualTo("records");
  }

  @ParameterizedTest
  @CsvSource({
    "weather in Porto tomorrow, and in Faro?, weather place=Faro day=2026-11-28",
    "weather in Porto tomorrow, and on Sunday?, weather place=Porto day=2026-11-29",
    "明天上海的天气怎么样？, 那北京呢？, weather place=北京 day=2026-11-28",
    "明天上海的天气怎么样？, 那后天呢？, weather place=上海 day=2026-11-29",
    "weather in Porto tomorrow, and at home?, weather place=Coimbra day=2026-11-28",
    "weather in Porto tomorrow, when is the boiler service?, records",
    "weather in Porto tomorrow, and a pharmacy nearby there?, nearby kind=pharmacy near=Porto"
  })
  void continuesWithTheLastPlan(String first, String second, String plan) {
    PlanContext before = PlanContext.of(FRIDAY, Optional.of(HOME));
    Optional<ToolPlan> last = planner.plan(first, before);
    assertThat(last).isPresent();
    PlanContext after =
        new PlanContext(FRIDAY, Optional.of(HOME), Optional.of(first), last, Optional.empty());
    assertThat(shown(planner.plan(second, after))).isEqualTo(plan);
  }

  @Test
  void takesThereForThePlaceThatWasTypedBefore() {
    PlanContext context =
        new PlanContext(
            FRIDAY,
            Optional.of(HOME),
            Optional.of("when is the conference in Lisbon?"),
            Optional.empty(),
            Optional.empty());
    Optional<ToolPlan> plan = planner.plan("and the weather there?", context);
    assertThat(shown(plan)).isEqualTo("weather place=Lisbon day=2026-11-27");
    assertThat(plan.orElseThrow().arguments().get("place").origin())
        .isInstanceOf(Origin.Typed.class);
  }

  @Test
  void takesHomeForThePersonsOwnAndNotForTyped() {
    ToolPlan plan =
        planner.plan("weather here", PlanContext.of(FRIDAY, Optional.of(HOME))).orElseThrow();
    LabelledArgument place = plan.arguments().get("place");
    assertThat(place.origin()).isInstanceOf(Origin.Profile.class);
    assertThat(place.labels().integrity()).isEqualTo(Integrity.OWN);
  }

  @Test
  void saysWhatIsMissingWhereNobodyKnowsAPlace() {
    assertThat(shown(planner.plan("will it rain?", PlanContext.of(FRIDAY, Optional.empty()))))
        .isEqualTo("weather day=2026-11-27 missing place");
  }
}
