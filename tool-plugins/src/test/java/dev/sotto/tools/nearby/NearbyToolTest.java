package dev.sotto.tools.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ToolOutcome;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.ConsentedCalls;
import dev.sotto.tool.GeoPoint;
import dev.sotto.tool.Place;
import dev.sotto.tool.ServiceOnLoopback;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.place.Gazetteer;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NearbyToolTest {
  private static final ZonedDateTime FRIDAY =
      ZonedDateTime.of(2026, 11, 27, 19, 30, 0, 0, ZoneId.of("Europe/Lisbon"));
  private static final Place HOME =
      new Place("home", Optional.of(new GeoPoint(41.15512, -8.61023)));

  private final ConsentedCalls calls = new ConsentedCalls();
  private ServiceOnLoopback service;
  private NearbyTool tool;

  @BeforeEach
  void startService() throws IOException {
    service =
        ServiceOnLoopback.start()
            .answering("/api/interpreter", MapAnswers.steakhouses())
            .answering("/search", MapAnswers.address());
    tool = new NearbyTool(Services.at(service.origin()), Gazetteer.ofTheWorld());
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  void asksByKindRadiusAndRoundedCoordinatesAlone() throws IOException {
    found(HOME, TextLanguage.ENGLISH);

    assertThat(service.asked())
        .singleElement()
        .satisfies(asked ->
            assertThat(URLDecoder.decode(asked, StandardCharsets.UTF_8))
                .isEqualTo(
                    "/api/interpreter data=[out:json][timeout:20];nwr(around:2000,41.16,-8.61)"
                        + "[~\"^(amenity|shop|tourism|cuisine)$\"~\"(^|;)steak_house(;|$)\"];"
                        + "out center tags 80;"));
    assertThat(calls.cards().getFirst().fields())
        .extracting(ConsentCard.ShownField::value)
        .containsExactly("2000", "41.16", "-8.61", "steak_house");
  }

  @Test
  void putsTheNearestThatAreOpenBeforeThoseThatAreClosed() throws IOException {
    ToolFindings findings = found(HOME, TextLanguage.ENGLISH);

    assertThat(findings.findings())
        .containsExactly(
            new ToolFindings.Finding(
                "Brasa do Cais",
                "100 m away; open until 23:00; Rua das Flores 12; phone +351 220 000 101.",
                Optional.of(URI.create("https://www.openstreetmap.org/node/101"))),
            new ToolFindings.Finding(
                "Steakhouse",
                "1 km away; opening hours not known or not understood; hours: sunset+.",
                Optional.of(URI.create("https://www.openstreetmap.org/way/103"))),
            new ToolFindings.Finding(
                "Segunda Feira",
                "510 m away; closed then; hours: Mo 12:00-22:00.",
                Optional.of(URI.create("https://www.openstreetmap.org/node/102"))));
  }

  @Test
  void saysThatThereAreNoRatingsAndWhoseDataItIs() throws IOException {
    assertThat(found(HOME, TextLanguage.ENGLISH).notice())
        .contains("no ratings", "© OpenStreetMap contributors (ODbL)");
    assertThat(found(HOME, TextLanguage.CHINESE).notice()).contains("没有评分", "ODbL");
  }

  @Test
  void answersInChinese() throws IOException {
    assertThat(found(HOME, TextLanguage.CHINESE).findings().getFirst().text())
        .isEqualTo("距离100米；营业至23:00；Rua das Flores 12；电话+351 220 000 101。");
  }

  @Test
  void asksOnceMoreFartherAwayWhereThereIsNothing() throws IOException {
    service.answering("/api/interpreter", MapAnswers.nothing());

    ToolFindings findings = found(HOME, TextLanguage.ENGLISH);

    assertThat(findings.findings()).isEmpty();
    assertThat(calls.cards()).hasSize(2);
    assertThat(calls.cards().getLast().fields().getFirst().value()).isEqualTo("10000");
    assertThat(calls.cards().getLast().fields().getFirst().changed()).isTrue();
  }

  @Test
  void takesAnAbortedSearchForNoAnswer() throws IOException {
    service.answering("/api/interpreter", MapAnswers.tooMuch());

    assertThat(call(HOME, Optional.empty(), TextLanguage.ENGLISH))
        .isInstanceOf(ToolOutcome.Unable.class);
    assertThat(calls.cards()).hasSize(1);
  }

  @Test
  void asksForThePointOfAnAddressThatThisComputerDoesNotKnow() throws IOException {
    ToolFindings findings =
        found(new Place("Travessa do Moinho 7, Porto", Optional.empty()), TextLanguage.ENGLISH);

    assertThat(service.asked().getFirst())
        .isEqualTo("/search?q=Travessa%20do%20Moinho%207%2C%20Porto&format=jsonv2&limit=1");
    assertThat(findings.notice()).contains("from 7, Travessa do Moinho, Porto");
  }

  @Test
  void looksAtTheTimeThatIsAskedFor() throws IOException {
    ToolOutcome outcome = call(HOME, Optional.of(LocalTime.of(16, 0)), TextLanguage.ENGLISH);

    assertThat(((ToolOutcome.Found) outcome).findings().findings().getLast().title())
        .isEqualTo("Segunda Feira");
    assertThat(((ToolOutcome.Found) outcome).findings().findings())
        .extracting(ToolFindings.Finding::text)
        .filteredOn(text -> text.contains("closed then"))
        .hasSize(2);
  }

  private ToolFindings found(Place place, TextLanguage language) throws IOException {
    ToolOutcome outcome = call(place, Optional.empty(), language);
    assertThat(outcome).isInstanceOf(ToolOutcome.Found.class);
    return ((ToolOutcome.Found) outcome).findings();
  }

  private ToolOutcome call(Place place, Optional<LocalTime> time, TextLanguage language)
      throws IOException {
    Map<String, ArgumentValue> values = new HashMap<>();
    values.put("kind", new ArgumentValue.Choice("steak_house"));
    values.put("place", new ArgumentValue.Where(place));
    time.ifPresent(at -> values.put("time", new ArgumentValue.Time(at)));
    return calls.call(tool, values, new ToolContext(FRIDAY, language));
  }
}
