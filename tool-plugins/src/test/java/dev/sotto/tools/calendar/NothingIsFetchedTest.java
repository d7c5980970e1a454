package dev.sotto.tools.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.RecordingImportSink;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.TimeZoneUpdater;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.util.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on this computer stands in a calendar wherever an address may stand; nobody calls. */
@Timeout(30)
final class NothingIsFetchedTest {
  private static final String UPDATE = "net.fortuna.ical4j.timezone.update.enabled";

  @TempDir Path folder;

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    System.clearProperty(UPDATE);
  }

  @Test
  void byTheImporter() throws IOException {
    RecordingImportSink sink =
        Calendars.scan(
            folder,
            Calendars.calendar(
                "METHOD:PUBLISH\nSOURCE;VALUE=URI:" + address() + "\n",
                "REFRESH-INTERVAL;VALUE=DURATION:PT1M\nX-WR-RELCALID:" + address() + "\n",
                zone(),
                Calendars.event(
                    "z",
                    "DTSTART;TZID=Far/Away:20261124T110000\nRRULE:FREQ=DAILY;COUNT=3\nURL:"
                        + address()
                        + "\nATTACH:"
                        + address()
                        + "\nIMAGE;VALUE=URI:"
                        + address()
                        + "\nCONFERENCE;VALUE=URI:"
                        + address()
                        + "\nATTENDEE;DIR=\""
                        + address()
                        + "\":mailto:x@x.example\nDESCRIPTION;ALTREP=\""
                        + address()
                        + "\":Text")));

    assertThat(sink.records().get("in.ics/z").text()).contains("Link: " + address());
    assertThat(isCalledWithin(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void byIcal4jEvenWhereThePropertyOfTheSystemAllowsIt() throws IOException, ParserException {
    System.setProperty(UPDATE, "true");
    VTimeZone zone = parsedZone();

    new TimeZoneUpdater().updateDefinition(zone);

    assertThat(Configurator.getProperty(UPDATE)).contains("false");
    assertThat(isCalledWithin(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void asItWouldBeIfDownloadsWereOn() throws IOException, ParserException, InterruptedException {
    VTimeZone zone = parsedZone();
    TimeZoneUpdater on =
        new TimeZoneUpdater() {
          @Override
          public boolean isEnabled() {
            return true;
          }
        };
    Thread update = Thread.ofVirtual().start(() -> on.updateDefinition(zone));

    assertThat(isCalledWithin(Duration.ofSeconds(20))).isTrue();
    server.close();
    update.join();
  }

  @Test
  void andTheServerNoticesACall() throws IOException, InterruptedException {
    Thread call =
        Thread.ofVirtual()
            .start(() -> {
              try {
                URI.create(address()).toURL().openStream().close();
              } catch (IOException e) {
                assertThat(e).isNotNull();
              }
            });

    assertThat(isCalledWithin(Duration.ofSeconds(20))).isTrue();
    server.close();
    call.join();
  }

  private VTimeZone parsedZone() throws IOException, ParserException {
    Calendar calendar =
        new CalendarBuilder()
            .build(new StringReader(Calendars.calendar(zone()).replace("\n", "\r\n")));
    return calendar.<VTimeZone>getComponent(Component.VTIMEZONE).orElseThrow();
  }

  private String zone() {
    return "BEGIN:VTIMEZONE\nTZID:Far/Away\nTZURL:"
        + address()
        + "\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n"
        + "END:STANDARD\nEND:VTIMEZONE\n";
  }

  private String address() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/zone.ics";
  }

  private boolean isCalledWithin(Duration time) throws IOException {
    server.setSoTimeout((int) time.toMillis());
    try {
      server.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
