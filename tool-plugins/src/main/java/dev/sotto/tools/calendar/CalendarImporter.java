package dev.sotto.tools.calendar;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextDecoding;
import dev.sotto.tools.UnreadableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads calendars: {@code .ics} files, or folders of them. One record for each event, each changed
 * occurrence of a recurring one, each to-do and each journal entry. Where a source holds an event
 * several times, the latest state wins, in whichever file it stands. Files are read twice, first
 * for what is the latest, so that memory does not grow with their size. For any thread.
 *
 * <p>Events to which somebody else invites are external; those without an organiser, and those of
 * the person's own address, are the person's own.
 */
public final class CalendarImporter implements Importer {
  private static final Set<String> EXTENSIONS = Set.of("ics", "ical", "icalendar", "ifb");
  private static final Set<String> RECORDS = Set.of("VEVENT", "VTODO", "VJOURNAL");
  private static final String FORM = "calendar-2";
  private static final int HEAD_BYTES = 512;
  private static final int SAMPLE_ENTRIES = 2_000;

  private final CalendarLimits limits;

  /** Creates an importer with these limits. */
  public CalendarImporter(CalendarLimits limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return "calendar";
  }

  @Override
  public Match match(Path path) throws IOException {
    List<SourceFile> sample =
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES).stream()
            .filter(file -> file.kind() == SourceFile.Kind.REGULAR)
            .toList();
    if (!Files.isDirectory(path)) {
      return !sample.isEmpty() && startsCalendar(sample.getFirst()) ? Match.YES : Match.NO;
    }
    return SourceFiles.matchByMajority(sample, CalendarImporter::isNamedAsCalendar);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    new Scan(files, !Files.isDirectory(path), context, sink).run();
  }

  private static boolean startsCalendar(SourceFile file) throws IOException {
    String head = TextDecoding.decode(file.head(HEAD_BYTES)).stripLeading();
    return head.regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15);
  }

  private static boolean isNamedAsCalendar(SourceFile file) {
    return !SourceFiles.isHidden(file.name()) && EXTENSIONS.contains(file.extension());
  }

  private final class Scan {
    private final List<SourceFile> files;
    private final boolean single;
    private final ImportContext context;
    private final ImportSink sink;
    private final EventReader reader;
    private final EventIndex index = new EventIndex();
    private final List<CalendarZones> zones = new ArrayList<>();
    private final List<Boolean> unreadable = new ArrayList<>();
    private final ItemKeys keys = new ItemKeys();
    private final long totalBytes;
    private long doneBytes;
    private boolean full;

    Scan(List<SourceFile> files, boolean single, ImportContext context, ImportSink sink) {
      this.files = files;
      this.single = single;
      this.context = context;
      this.sink = sink;
      this.reader = new EventReader(context, limits);
      this.totalBytes =
          2 * files.stream().filter(this::isRead).mapToLong(SourceFile::sizeBytes).sum();
    }

    void run() throws IOException {
      sink.progress(0, totalBytes);
      for (int file = 0; file < files.size(); file++) {
        zones.add(new CalendarZones(context.zone()));
        unreadable.add(false);
        if (isRead(files.get(file))) {
          look(file);
          done(files.get(file));
        } else if (mayHoldEvents(files.get(file))) {
          sink.problem(ItemKeys.of(files.get(file).relative()), files.get(file).obstacle());
        }
      }
      for (int file = 0; file < files.size(); file++) {
        if (isRead(files.get(file)) && !unreadable.get(file)) {
          read(file);
          done(files.get(file));
        }
      }
    }

    private boolean isRead(SourceFile file) {
      return file.kind() == SourceFile.Kind.REGULAR && (single || isNamedAsCalendar(file));
    }

    private void done(SourceFile file) throws IOException {
      doneBytes += file.sizeBytes();
      sink.progress(doneBytes, totalBytes);
    }

    /** Finds out which components hold the latest states, and learns the time zones. */
    private void look(int file) throws IOException {
      SourceFile source = files.get(file);
      if (source.sizeBytes() > limits.maxFileBytes()) {
        fail(
            file,
            "The file is larger than the "
                + limits.maxFileBytes()
                + " bytes that are read of a calendar. Export a shorter time and sync again.");
        return;
      }
      try (ComponentReader components =
          new ComponentReader(UnreadableFile.openText(source), limits)) {
        for (Optional<Component> next = components.next();
            next.isPresent();
            next = components.next()) {
          Component component = next.get();
          if (component.name().equals("VTIMEZONE")) {
            zones.get(file).add(component);
          } else if (isRecord(component) && component.ending() == Component.Ending.CLOSED) {
            if (index.size() < limits.maxEvents()) {
              index.add(component, file);
            }
          }
          sink.progress(within(source, components), totalBytes);
        }
        if (!components.sawCalendar() && source.sizeBytes() > 0) {
          fail(
              file, "It holds no calendar (BEGIN:VCALENDAR). Export it again as iCalendar (.ics).");
        }
      } catch (UnreadableFile e) {
        if (e.reason() instanceof NoSuchFileException) {
          unreadable.set(file, true);
        } else {
          fail(file, SourceFiles.reason(e.reason()));
        }
      }
    }

    private void read(int file) throws IOException {
      SourceFile source = files.get(file);
      try (ComponentReader components =
          new ComponentReader(UnreadableFile.openText(source), limits)) {
        for (Optional<Component> next = components.next();
            next.isPresent();
            next = components.next()) {
          if (isRecord(next.get())) {
            component(next.get(), file);
          }
          sink.progress(within(source, components), totalBytes);
        }
        if (components.strayEnds() > 0) {
          sink.problem(
              ItemKeys.of(source.relative()),
              "The BEGIN line of "
                  + components.strayEnds()
                  + " of its entries is missing or damaged, so they can't be read. All others are"
                  + " kept, and so are those that were read before. Export it again and sync.");
        }
        if (components.endsWithinCalendar()) {
          sink.problem(
              ItemKeys.of(source.relative()),
              "The calendar has no end (END:VCALENDAR), so it may have been cut off. All whole"
                  + " events in it are kept, and so are those that were read before. If some are"
                  + " missing, export it again.");
        }
      } catch (UnreadableFile e) {
        if (!(e.reason() instanceof NoSuchFileException)) {
          sink.problem(ItemKeys.of(source.relative()), SourceFiles.reason(e.reason()));
        }
      }
    }

    private void component(Component component, int file) throws IOException {
      String path = files.get(file).relative();
      String identity =
          EventIndex.identity(component).orElse("#" + fingerprint(component, List.of()).value());
      if (component.ending() != Component.Ending.CLOSED) {
        sink.problem(
            ItemKeys.of(path + "/" + identity),
            "Its END line is missing, so it is damaged or was cut off. Correct it in the calendar"
                + " program, export again and sync.");
        return;
      }
      boolean hasIdentity = EventIndex.identity(component).isPresent();
      if (hasIdentity && !index.holdsContent(component, file)) {
        tellIfFull(component, path);
        return;
      }
      EventReader.Surroundings surroundings = index.surroundings(component);
      ItemKey key = keys.next(path + "/" + identity);
      Fingerprint fingerprint = fingerprint(component, about(surroundings));
      if (!sink.wants(key, fingerprint)) {
        return;
      }
      String location = hasIdentity ? path + " <" + identity + ">" : path;
      switch (reader.read(component, zones.get(file), surroundings, location)) {
        case EventReader.Outcome.Read read -> {
          sink.accept(key, fingerprint, read.content());
          if (!read.omissions().isEmpty()) {
            sink.problem(
                key,
                "It is kept, but could not be read in full: "
                    + String.join("; ", read.omissions())
                    + ". Open the original to see it.");
          }
        }
        case EventReader.Outcome.Unreadable failed -> sink.problem(key, failed.reason());
      }
    }

    private void tellIfFull(Component component, String path) throws IOException {
      if (index.size() >= limits.maxEvents() && !index.knows(component) && !full) {
        full = true;
        sink.problem(
            ItemKeys.of(path),
            "The source holds more than the "
                + limits.maxEvents()
                + " events that are read of one. Export a shorter time and sync again.");
      }
    }

    private void fail(int file, String reason) throws IOException {
      unreadable.set(file, true);
      sink.problem(ItemKeys.of(files.get(file).relative()), reason);
    }

    private long within(SourceFile source, ComponentReader components) {
      return doneBytes + Math.min(source.sizeBytes(), components.consumedBytes());
    }

    private boolean isRecord(Component component) {
      return RECORDS.contains(component.name());
    }

    private boolean mayHoldEvents(SourceFile file) {
      return switch (file.kind()) {
        case REGULAR -> false;
        case LINK, SPECIAL -> single || isNamedAsCalendar(file);
        case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
      };
    }
  }

  private static List<String> about(EventReader.Surroundings surroundings) {
    List<String> about = new ArrayList<>();
    surroundings.status().ifPresent(status -> about.add(status.name()));
    surroundings.changed().forEach(line -> about.add("changed " + line.written()));
    surroundings.cancelled().forEach(line -> about.add("cancelled " + line.written()));
    about.add("sequence " + surroundings.sequence());
    return about;
  }

  /**
   * A DTSTAMP counts only where nothing else tells when the event was revised: many programs write
   * the time of the export into it.
   */
  private static Fingerprint fingerprint(Component component, List<String> about) {
    boolean stamped = component.first("LAST-MODIFIED").isPresent();
    StringBuilder text = new StringBuilder(FORM).append('\n').append(component.method());
    about.forEach(line -> text.append('\n').append(line));
    text.append('\n').append(component.name());
    for (ContentLine line : component.lines()) {
      if (!stamped || !line.name().equals("DTSTAMP")) {
        text.append('\n').append(line.written());
      }
    }
    return Fingerprint.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
