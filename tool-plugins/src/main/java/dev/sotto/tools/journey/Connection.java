package dev.sotto.tools.journey;

import dev.sotto.tool.ToolContext;
import dev.sotto.tool.ToolFindings;
import dev.sotto.tools.service.Answers;
import dev.sotto.tools.service.JsonValue;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One connection of the answer. */
record Connection(Stop from, Stop to, int changes, List<Section> sections) {
  private static final int MOST_SECTIONS = 8;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter();

  /**
   * Where a vehicle is boarded or left.
   *
   * @param platform empty if it isn't known
   * @param delayMinutes how late it is expected to be
   */
  record Stop(String station, OffsetDateTime time, String platform, int delayMinutes) {
    static Optional<Stop> read(JsonValue stop, String event) {
      Optional<String> station = stop.get("station").get("name").line(80);
      Optional<OffsetDateTime> time = stop.get(event).line(40).flatMap(Connection::moment);
      OptionalDouble delay = stop.get("delay").number(0, 10_000);
      return station.isPresent() && time.isPresent()
          ? Optional.of(
              new Stop(
                  station.get(),
                  time.get(),
                  stop.get("platform").line(10).orElse(""),
                  (int) delay.orElse(0)))
          : Optional.empty();
    }

    String shown(boolean chinese) {
      String text = CLOCK.format(time) + " " + station;
      if (!platform.isEmpty()) {
        text += (chinese ? "（%s站台）" : " (platform %s)").formatted(platform);
      }
      if (delayMinutes > 0) {
        text += (chinese ? "，约晚%d分钟" : ", about %d min late").formatted(delayMinutes);
      }
      return text;
    }

    @Override
    public String toString() {
      return "Stop[]";
    }
  }

  /** A ride, or a walk whose vehicle is empty. */
  record Section(String vehicle, Stop from, Stop to) {
    static Optional<Section> read(JsonValue section) {
      Optional<Stop> from = Stop.read(section.get("departure"), "departure");
      Optional<Stop> to = Stop.read(section.get("arrival"), "arrival");
      JsonValue journey = section.get("journey");
      String vehicle =
          (journey.get("category").line(10).orElse("")
                  + " "
                  + journey.get("number").line(10).orElse(""))
              .strip();
      return from.isPresent() && to.isPresent()
          ? Optional.of(new Section(vehicle, from.get(), to.get()))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "Section[]";
    }
  }

  Connection {
    sections = List.copyOf(sections);
  }

  private static Optional<OffsetDateTime> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, MOMENT));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Reads a connection; nothing if it lacks departure or arrival. */
  static Optional<Connection> read(JsonValue connection) {
    Optional<Stop> from = Stop.read(connection.get("from"), "departure");
    Optional<Stop> to = Stop.read(connection.get("to"), "arrival");
    List<Section> sections =
        connection.get("sections").elements().stream()
            .flatMap(section -> Section.read(section).stream())
            .limit(MOST_SECTIONS)
            .toList();
    return from.isPresent() && to.isPresent()
        ? Optional.of(
            new Connection(
                from.get(),
                to.get(),
                (int) connection.get("transfers").number(0, 50).orElse(0),
                sections))
        : Optional.empty();
  }

  /** Returns this in sentences. */
  ToolFindings.Finding finding(ToolContext context) {
    boolean chinese = Answers.isChinese(context);
    Duration duration = Duration.between(from.time(), to.time());
    String lasts =
        (chinese ? "%d小时%02d分" : "%d h %02d min")
            .formatted(duration.toHours(), duration.toMinutesPart());
    String change =
        chinese
            ? (changes == 0 ? "直达" : "换乘" + changes + "次")
            : changes == 0 ? "direct" : changes == 1 ? "1 change" : changes + " changes";
    List<String> parts = new ArrayList<>();
    for (Section section : sections) {
      String vehicle = section.vehicle().isEmpty() ? (chinese ? "步行" : "walk") : section.vehicle();
      parts.add(
          vehicle + " " + section.from().shown(chinese) + " → " + section.to().shown(chinese));
    }
    if (parts.isEmpty()) {
      parts.add(from.shown(chinese) + " → " + to.shown(chinese));
    }
    return new ToolFindings.Finding(
        "%s → %s, %s, %s"
            .formatted(CLOCK.format(from.time()), CLOCK.format(to.time()), lasts, change),
        Answers.line(String.join(chinese ? "；" : "; ", parts), 900) + (chinese ? "。" : "."));
  }

  @Override
  public String toString() {
    return "Connection[" + changes + " changes]";
  }
}
