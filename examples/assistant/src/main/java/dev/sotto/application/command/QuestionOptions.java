package dev.sotto.application.command;

import dev.sotto.application.terminal.Messages;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.SearchFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that narrow what may be found. */
final class QuestionOptions {
  @Option(names = "--from", paramLabel = "DAY")
  private @Nullable String from;

  @Option(names = "--until", paramLabel = "DAY")
  private @Nullable String until;

  @Option(names = "--source", paramLabel = "SOURCE")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--kind", paramLabel = "KIND")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--person", paramLabel = "NAME|ADDRESS")
  private List<String> persons = new ArrayList<>();

  /** Returns whether something narrows the question: then it is one to the records. */
  boolean narrow() {
    return from != null
        || until != null
        || !sources.isEmpty()
        || !kinds.isEmpty()
        || !persons.isEmpty();
  }

  /** Returns the filter; days are whole days in a time zone, both included. */
  SearchFilter filter(Messages messages, ZoneId zone) {
    Set<SourceId> wantedSources = new HashSet<>();
    for (String source : sources) {
      wantedSources.add(new SourceId(source));
    }
    Set<RecordKind> wantedKinds = EnumSet.noneOf(RecordKind.class);
    for (String kind : kinds) {
      try {
        wantedKinds.add(RecordKind.valueOf(kind.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(messages.of("filter.unknownKind", kind));
      }
    }
    return new SearchFilter(
        start(messages, from, zone, 0),
        start(messages, until, zone, 1),
        wantedSources,
        wantedKinds,
        Set.copyOf(persons));
  }

  private static Optional<Instant> start(
      Messages messages, @Nullable String day, ZoneId zone, int daysLater) {
    if (day == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(day).plusDays(daysLater).atStartOfDay(zone).toInstant());
    } catch (DateTimeException e) {
      throw new UsageException(messages.of("filter.unknownDay", day));
    }
  }
}
