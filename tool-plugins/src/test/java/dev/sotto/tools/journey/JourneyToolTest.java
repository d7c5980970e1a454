package dev.sotto.tools.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.ToolOutcome;
import dev.sotto.text.TextLanguage;
import dev.sotto.tool.ArgumentValue;
import dev.sotto.tool.ConsentedCalls;
import dev.sotto.tool.Place;
import dev.sotto.tool.ServiceOnLoopback;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.service.Services;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JourneyToolTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 27, 19, 30, 0, 0, ZoneId.of("Europe/Zurich"));

  private final ConsentedCalls calls = new ConsentedCalls();
  private final Map<String, ArgumentValue> values = new HashMap<>();
  private ServiceOnLoopback service;

  @BeforeEach
  void startService() throws IOException {
    service =
        ServiceOnLoopback.start().answering("/v1/connections", TimetableAnswers.connections());
    values.put("from", new ArgumentValue.Where(new Place("Zürich", Optional.empty())));
    values.put("to", new ArgumentValue.Where(new Place("Interlaken Ost", Optional.empty())));
    values.put("day", new ArgumentValue.Day(LocalDate.of(2026, 12, 1)));
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  void asksWithTheTypedNamesTheDayAndTheTime() throws IOException {
    values.put("time", new ArgumentValue.Time(LocalTime.of(10, 15)));
    values.put("timing", new ArgumentValue.Choice("arrival"));

    call(TextLanguage.ENGLISH);

    assertThat(service.asked())
        .containsExactly(
            "/v1/connections?from=Z%C3%BCrich&to=Interlaken%20Ost&date=2026-12-01&time=10%3A15"
                + "&isArrivalTime=1&limit=4");
  }

  @Test
  void leavesInTheMorningOfAnotherDayAndNowOfToday() throws IOException {
    call(TextLanguage.ENGLISH);
    values.put("day", new ArgumentValue.Day(NOW.toLocalDate()));
    call(TextLanguage.ENGLISH);

    assertThat(service.asked().getFirst()).contains("time=08%3A00&isArrivalTime=0");
    assertThat(service.asked().getLast()).contains("time=19%3A30&isArrivalTime=0");
  }

  @Test
  void tellsDepartureArrivalChangesAndPlatforms() throws IOException {
    ToolFindings findings = call(TextLanguage.ENGLISH);

    assertThat(findings.findings())
        .containsExactly(
            new ToolFindings.Finding(
                "08:02 → 10:00, 1 h 58 min, 1 change",
                "IC 8 08:02 Zürich HB (platform 31), about 4 min late → 08:58 Bern (platform 7);"
                    + " IC 61 09:04 Bern (platform 6) → 10:00 Interlaken Ost (platform 5)."));
    assertThat(findings.notice()).startsWith("Tuesday, 1 December 2026, Zürich HB to Interlaken");
  }

  @Test
  void answersInChinese() throws IOException {
    assertThat(call(TextLanguage.CHINESE).findings().getFirst().title())
        .isEqualTo("08:02 → 10:00, 1小时58分, 换乘1次");
  }

  @Test
  void saysThatThereIsNoConnection() throws IOException {
    service.answering("/v1/connections", TimetableAnswers.none());

    assertThat(outcome(TextLanguage.ENGLISH)).isInstanceOf(ToolOutcome.Unable.class);
  }

  private ToolFindings call(TextLanguage language) throws IOException {
    ToolOutcome outcome = outcome(language);
    assertThat(outcome).isInstanceOf(ToolOutcome.Found.class);
    return ((ToolOutcome.Found) outcome).findings();
  }

  private ToolOutcome outcome(TextLanguage language) throws IOException {
    return calls.call(
        new JourneyTool(Services.at(service.origin())), values, new ToolContext(NOW, language));
  }
}
