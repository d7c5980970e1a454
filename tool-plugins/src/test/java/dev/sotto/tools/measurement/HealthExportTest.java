package dev.sotto.tools.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.RecordContent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The export of Apple Health, and documents that only look like it. */
@Timeout(60)
final class HealthExportTest {
  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<!DOCTYPE HealthData [\n"
          + "<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n"
          + "<!ATTLIST HealthData locale CDATA #REQUIRED>\n"
          + "]>\n"
          + "<HealthData locale=\"de_DE\">\n"
          + " <ExportDate value=\"2026-11-01 09:00:00 +0100\"/>\n";

  @TempDir Path folder;

  @Test
  void addsUpWhatAddsUpForOneDeviceAndAveragesReadings() throws IOException {
    write(
        HEAD
            + record("StepCount", "Phone", "count", "2026-10-06 08:00:00 +0200", "1000")
            + record("StepCount", "Phone", "count", "2026-10-06 23:59:00 +0200", "500")
            + record("StepCount", "Watch", "count", "2026-10-06 08:00:00 +0200", "1700")
            + record("HeartRate", "Watch", "count/min", "2026-10-06 08:00:00 +0200", "60")
            + record("HeartRate", "Watch", "count/min", "2026-10-06 09:00:00 +0200", "90.5")
            + record("BodyMass", "Scale", "kg", "2026-11-01 07:00:00 +0100", "64.2")
            + "<Record type=\"HKCategoryTypeIdentifierSleepAnalysis\" sourceName=\"Watch\""
            + " startDate=\"2026-10-05 23:10:00 +0200\" endDate=\"2026-10-06 06:40:00 +0200\""
            + " value=\"HKCategoryValueSleepAnalysisAsleepCore\"/>\n"
            + "<Record type=\"HKCategoryTypeIdentifierSleepAnalysis\" sourceName=\"Watch\""
            + " startDate=\"2026-10-05 22:00:00 +0200\" endDate=\"2026-10-06 06:50:00 +0200\""
            + " value=\"HKCategoryValueSleepAnalysisInBed\"/>\n</HealthData>\n");

    RecordingImportSink sink = scan();

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records()).containsOnlyKeys("export.xml/2026-10", "export.xml/2026-11");
    RecordContent october = sink.records().get("export.xml/2026-10");
    assertThat(october.title()).isEqualTo("Apple Health");
    assertThat(october.text())
        .isEqualTo(
            "2026-10-06: heart rate (count/min) 75.25 (60 to 90.5), sleep (h) 7.5, step count"
                + " 1700\n");
    MeasurementDetails details = (MeasurementDetails) october.details();
    assertThat(details.series())
        .containsExactly("body mass (kg)", "heart rate (count/min)", "sleep (h)", "step count");
    assertThat(details.rows().getFirst().values()).containsExactly(Double.NaN, 75.25, 7.5, 1700.0);
    assertThat(sink.records().get("export.xml/2026-11").text())
        .isEqualTo("2026-11-01: body mass (kg) 64.2\n");
  }

  @Test
  void leavesOtherXmlAlone() throws IOException {
    Path other = Files.writeString(folder.resolve("other.xml"), "<feed/>");

    assertThat(new MeasurementImporter().match(other)).isEqualTo(Importer.Match.NO);
    assertThat(scan().records()).isEmpty();
  }

  @Test
  void fetchesNothingAndExpandsNothing() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/x";
      String entities =
          "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c"
              + " \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">";
      Files.writeString(
          folder.resolve("export.xml"),
          "<!DOCTYPE HealthData SYSTEM \""
              + address
              + "\" [<!ENTITY % p SYSTEM \""
              + address
              + "\"> %p; <!ENTITY e SYSTEM \""
              + address
              + "\">"
              + entities
              + "]><HealthData>&e;&c;&f;"
              + record("StepCount", "P", "count", "2026-10-06 08:00:00 +0200", "7")
              + "</HealthData>");

      RecordingImportSink sink = scan();

      assertThat(sink.records().size() + sink.problems().size()).isEqualTo(1);
      sink.records().values().forEach(record -> assertThat(record.text()).doesNotContain("root"));
      assertThat(called(server)).as("a connection to the address in the export").isFalse();
      try (Socket control = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThat(control.isConnected()).isTrue();
        assertThat(called(server)).as("the control").isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep", "tag", "names", "cut", "attributes"})
  void reportsHostileAndDamagedExports(String kind) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("export.xml"))) {
      out.write("<HealthData>");
      switch (kind) {
        case "deep" -> out.write("<a>".repeat(100_000));
        case "tag" -> out.write("<Record value=\"" + "x".repeat(4 << 20) + "\"/></HealthData>");
        case "names" -> {
          for (int i = 0; i < 5_000; i++) {
            out.write("<n" + i + "/>");
          }
          out.write("</HealthData>");
        }
        case "attributes" -> {
          out.write("<Record");
          for (int i = 0; i < 5_000; i++) {
            out.write(" a" + i + "='1'");
          }
          out.write("/></HealthData>");
        }
        default -> out.write(record("StepCount", "P", "count", "2026-10-06 08:00:00 +0200", "7"));
      }
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records()).isEmpty();
    assertThat(sink.problems()).containsOnlyKeys("export.xml");
  }

  private static String record(
      String type, String source, String unit, String start, String value) {
    return "<Record type=\"HKQuantityTypeIdentifier%s\" sourceName=\"%s\" unit=\"%s\""
            .formatted(type, source, unit)
        + " creationDate=\"%s\" startDate=\"%s\" endDate=\"%s\" value=\"%s\">"
            .formatted(start, start, start, value)
        + "<MetadataEntry key=\"HKWasUserEntered\" value=\"0\"/></Record>\n";
  }

  private static boolean called(ServerSocket server) throws IOException {
    server.setSoTimeout(300);
    try (Socket caller = server.accept()) {
      return caller.isConnected();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("export.xml"), text);
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    new MeasurementImporter()
        .scan(folder, new ImportContext(List.of(), List.of(), ZoneId.of("Europe/Berlin")), sink);
    return sink;
  }
}
