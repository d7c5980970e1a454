package dev.sotto.tools.calendar;

import dev.sotto.importing.ImporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class CalendarImporterContractTest extends ImporterContract {
  @Override
  protected Fixture source(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("home.ics"),
        Calendars.calendar(
                Calendars.event("a@x.example", "DTSTART:20261124T170000Z\nSUMMARY:Rack"),
                Calendars.event("b@x.example", "DTSTART;VALUE=DATE:20261125\nSUMMARY:Day"))
            .replace("\n", "\r\n"));
    Files.createDirectories(folder.resolve("work"));
    Files.writeString(
        folder.resolve("work/work.ics"),
        Calendars.calendar(
            Calendars.event("c@x.example", "DTSTART:20261126T170000Z\nSUMMARY:Call")));
    return new Fixture(new CalendarImporter(CalendarLimits.DEFAULT), folder, 3);
  }

  @Override
  protected Fixture sourceWithABrokenItem(Path folder) throws IOException {
    source(folder);
    Files.writeString(
        folder.resolve("broken.ics"),
        Calendars.calendar(
            Calendars.event("d@x.example", "DTSTART:yesterday\nSUMMARY:Broken"),
            Calendars.event("e@x.example", "DTSTART:20261126T180000Z\nSUMMARY:Whole")));
    return new Fixture(new CalendarImporter(CalendarLimits.DEFAULT), folder, 4);
  }

  @Override
  protected Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException {
    Fixture whole = source(folder);
    Files.createSymbolicLink(folder.resolve("linked.ics"), outside);
    Files.createSymbolicLink(folder.resolve("linked-folder"), outside.getParent());
    return whole;
  }

  @Override
  protected String outsideText() {
    return Calendars.calendar(
        Calendars.event(
            "outside@x.example", "DTSTART:20261124T170000Z\nSUMMARY:" + OUTSIDE_MARKER));
  }
}
