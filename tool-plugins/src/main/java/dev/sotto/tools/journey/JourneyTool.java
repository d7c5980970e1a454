package dev.sotto.tools.journey;

import dev.sotto.tool.DataClass;
import dev.sotto.tool.EgressRequest;
import dev.sotto.tool.Endpoint;
import dev.sotto.tool.FieldForm;
import dev.sotto.tool.FieldValue;
import dev.sotto.tool.LocalizedText;
import dev.sotto.tool.Tool;
import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolException;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tool.ToolId;
import dev.sotto.tool.ToolManifest;
import dev.sotto.tool.ToolResponse;
import dev.sotto.tool.ToolStep;
import dev.sotto.tools.journey.JourneyArguments.Timing;
import dev.sotto.tools.service.Answers;
import dev.sotto.tools.service.Days;
import dev.sotto.tools.service.JsonValue;
import dev.sotto.tools.service.SearchedName;
import dev.sotto.tools.service.Services;
import java.net.URI;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections by train, bus, boat and cable car in Switzerland and to places abroad that its
 * timetable knows. Sends the two names as the person typed them, the day and the time.
 *
 * <p>Format: transport.opendata.ch, "API Documentation", resource {@code /connections}.
 */
public final class JourneyTool implements Tool<JourneyArguments> {
  private static final String CONNECTIONS = "connections";
  private static final String SERVICE = "transport.opendata.ch";
  private static final int MOST_CONNECTIONS = 4;
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  private static final List<String> WORDS =
      List.of(
          "train",
          "trains",
          "connection",
          "connections",
          "bus",
          "how do i get",
          "public transport",
          "timetable",
          "zug",
          "züge",
          "verbindung",
          "verbindungen",
          "fahrplan",
          "comboio",
          "comboios",
          "autocarro",
          "ligação",
          "火车",
          "列车",
          "班次",
          "车次",
          "怎么去",
          "怎么走",
          "怎么回家");

  private final ToolManifest manifest;

  /**
   * Creates the tool.
   *
   * @param services where the services are
   */
  public JourneyTool(Services services) {
    this.manifest =
        new ToolManifest(
            new ToolId("journey"),
            "1.0",
            new LocalizedText("Connections by Swiss public transport", "瑞士公共交通的班次"),
            new LocalizedText("to find a connection by public transport", "查找公共交通班次"),
            List.of(
                new Endpoint(
                    CONNECTIONS,
                    services.timetable(),
                    "/v1/connections?from={from}&to={to}&date={day}&time={time}"
                        + "&isArrivalTime={arrival}&limit="
                        + MOST_CONNECTIONS,
                    Optional.empty(),
                    List.of(
                        SearchedName.field("from", "where from", "出发地"),
                        SearchedName.field("to", "where to", "目的地"),
                        Days.FIELD,
                        new Endpoint.Field(
                            "time",
                            new FieldForm.Minute(),
                            DataClass.TIME,
                            new LocalizedText("time", "时间")),
                        new Endpoint.Field(
                            "arrival",
                            new FieldForm.Choice(List.of("0", "1")),
                            DataClass.SUBJECT,
                            new LocalizedText(
                                "arrival (1) or departure (0) at that time", "到达（1）或出发（0）"))),
                    "application/json",
                    1 << 20)),
            new ToolManifest.Retention(
                new LocalizedText(
                    "transport.opendata.ch doesn't say what it keeps.",
                    "transport.opendata.ch未说明保留什么。"),
                Optional.of(URI.create("https://transport.opendata.ch/docs.html"))),
            WORDS);
  }

  @Override
  public ToolManifest manifest() {
    return manifest;
  }

  @Override
  public Class<JourneyArguments> argumentType() {
    return JourneyArguments.class;
  }

  @Override
  public ToolStep proceed(
      JourneyArguments arguments, List<ToolResponse> responses, ToolContext context)
      throws ToolException {
    if (responses.isEmpty()) {
      LocalTime otherwise =
          arguments.day().equals(context.now().toLocalDate())
              ? context.now().toLocalTime()
              : MORNING;
      return new EgressRequest(
          CONNECTIONS,
          Map.of(
              "from", SearchedName.value(arguments.from().name()),
              "to", SearchedName.value(arguments.to().name()),
              "day", new FieldValue.Day(arguments.day()),
              "time", new FieldValue.Minute(arguments.time().orElse(otherwise)),
              "arrival",
                  new FieldValue.Choice(
                      arguments.timing().equals(Optional.of(Timing.ARRIVAL)) ? "1" : "0")));
    }
    JsonValue answer = Answers.read(responses.getLast(), SERVICE);
    List<Connection> connections =
        answer.get("connections").elements().stream()
            .flatMap(connection -> Connection.read(connection).stream())
            .limit(MOST_CONNECTIONS)
            .toList();
    if (connections.isEmpty() && !answer.get("connections").elements().isEmpty()) {
      throw Answers.unexpected(SERVICE);
    }
    if (connections.isEmpty()) {
      throw new ToolException(
          new LocalizedText(
              "The Swiss timetable has no connection between these two. It knows stations, stops"
                  + " and addresses in Switzerland and large stations abroad.",
              "瑞士时刻表中没有这两地之间的班次。它只包含瑞士的车站、站点、地址以及国外的大站。"));
    }
    return new ToolFindings(
        connections.stream().map(connection -> connection.finding(context)).toList(),
        notice(connections.getFirst(), arguments, context));
  }

  private static String notice(Connection first, JourneyArguments arguments, ToolContext context) {
    String day = Days.shown(arguments.day(), context.language());
    return Answers.isChinese(context)
        ? "%s，%s至%s；时间为当地时间，可能变更，请以车站信息为准。时刻表：transport.opendata.ch。"
            .formatted(day, first.from().station(), first.to().station())
        : "%s, %s to %s, in local times; they can change, so look again at the station. Timetable"
                .formatted(day, first.from().station(), first.to().station())
            + " by transport.opendata.ch.";
  }

  @Override
  public String toString() {
    return "JourneyTool";
  }
}
