package dev.sotto.tools.pdf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PDFs that were made to break a reader, to run something or to call somewhere. */
@Timeout(60)
final class HostilePdfTest {
  private static final PdfLimits LIMITS =
      new PdfLimits(8 << 20, 50, 1 << 20, 20_000, 1 << 20, Duration.ofSeconds(10));

  @TempDir Path folder;

  @BeforeEach
  void writesAGoodDocument() throws IOException {
    write("good.pdf", RawPdf.of("Good.").bytes());
  }

  @Test
  void runsNothingAndCallsNowhere() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/beacon";
      String action = "<< /S /URI /URI (" + address + ") >>";
      write(
          "active.pdf",
          new RawPdf()
                  .object(
                      "<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 6 0 R /O "
                          + action
                          + " >> /Names << /JavaScript << /Names [(a) 6 0 R] >> /EmbeddedFiles <<"
                          + " /Names [(x.exe) 7 0 R] >> >> /AcroForm << /Fields [] /XFA 8 0 R >>"
                          + " /URI << /Base ("
                          + address
                          + ") >> >>")
                  .object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
                  .object(
                      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FontDescriptor << /Type"
                          + " /FontDescriptor /FontName /Helvetica /Flags 32 /FontFile 9 0 R >> >>")
                  .object(
                      RawPdf.page("5 0 R")
                          .replace(
                              "/Type /Page ",
                              "/Type /Page /AA << /O 6 0 R >> /Annots [<< /Type /Annot /Subtype"
                                  + " /Link /Rect [0 0 9 9] /A "
                                  + action
                                  + " >> << /Type /Annot /Subtype /Screen /Rect [0 0 9 9] /A << /S"
                                  + " /Launch /F (touch) >> >>] "))
                  .stream("", RawPdf.text("Read me."))
                  .object(
                      "<< /S /JavaScript /JS (app.launchURL\\(\""
                          + address
                          + "\"\\); this.submitForm\\(\""
                          + address
                          + "\"\\);) >>")
                  .object("<< /Type /Filespec /FS /URL /F (" + address + ") /EF << /F 9 0 R >> >>")
                  .stream(
                      "",
                      ("<!DOCTYPE x [<!ENTITY e SYSTEM \"" + address + "\">]><xdp>&e;</xdp>")
                          .getBytes(ISO_8859_1))
                  .stream(
                      "/F << /FS /URL /F (" + address + ") >> /FFilter /FlateDecode",
                      "no font".getBytes(ISO_8859_1))
                  .bytes());

      RecordingImportSink sink = scan();

      assertThat(sink.records()).containsOnlyKeys("active.pdf/page-1", "good.pdf/page-1");
      assertThat(sink.records().get("active.pdf/page-1").text()).isEqualTo("Read me.\n");
      assertThat(called(server)).as("a connection to the address in the PDF").isFalse();
      try (Socket control = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThat(control.isConnected()).isTrue();
        assertThat(called(server)).as("the control").isTrue();
      }
    }
  }

  @Test
  void decompressesNoPageBeyondItsLimit() throws IOException {
    byte[] bomb = RawPdf.bomb(RawPdf.text("hidden"), 64L << 20);
    assertThat(bomb.length).isLessThan(2 << 20);
    write("bomb.pdf", RawPdf.withContents().stream("/Filter /FlateDecode", bomb).bytes());

    assertReported("bomb.pdf/page-1", "decompresses");
  }

  @Test
  void decompressesNoPageInManyPartsBeyondItsLimit() throws IOException {
    byte[] part = RawPdf.bomb(RawPdf.text("part"), 600_000);
    RawPdf pdf =
        new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
                .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
                .object(RawPdf.page("[" + "5 0 R ".repeat(10_000) + "]"))
                .stream("/Filter /FlateDecode", part);
    write("parts.pdf", pdf.bytes());

    assertReported("parts.pdf/page-1", "decompresses");
  }

  @Test
  void decompressesNoBombWithinABomb() throws IOException {
    byte[] inner = new byte[1 << 20];
    for (int i = 0; i < inner.length; i += 2) {
      inner[i] = (byte) 129;
      inner[i + 1] = ' ';
    }
    ByteArrayOutputStream outer = new ByteArrayOutputStream();
    try (var deflated = new java.util.zip.DeflaterOutputStream(outer)) {
      deflated.write(inner);
    }
    write(
        "nested.pdf",
        RawPdf.withContents().stream("/Filter [/FlateDecode /RunLengthDecode]", outer.toByteArray())
            .bytes());

    assertReported("nested.pdf/page-1", "decompresses");
  }

  @Test
  void decompressesNoObjectStreamBeyondItsLimit() throws IOException {
    byte[] bomb = RawPdf.bomb("7 0 << /Type /Page >> ".getBytes(ISO_8859_1), 64L << 20);
    byte[] table = new byte[8 * 4];
    String head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head.getBytes(ISO_8859_1));
    int stream = out.size();
    out.write(
        ("5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
                + bomb.length
                + " >>\nstream\n")
            .getBytes(ISO_8859_1));
    out.write(bomb);
    out.write("\nendstream\nendobj\n".getBytes(ISO_8859_1));
    int xref = out.size();
    entry(table, 1, 1, "%PDF-1.7\n".length(), 0);
    entry(table, 2, 2, 5, 0);
    entry(table, 5, 1, stream, 0);
    entry(table, 6, 1, xref, 0);
    out.write(
        ("6 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length 32 >>\nstream\n")
            .getBytes(ISO_8859_1));
    out.write(table);
    out.write(("\nendstream\nendobj\nstartxref\n" + xref + "\n%%EOF\n").getBytes(ISO_8859_1));
    write("objects.pdf", out.toByteArray());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.pdf/page-1");
    assertThat(sink.problems()).containsOnlyKeys("objects.pdf");
    assertThat(sink.problems().get("objects.pdf")).contains("decompresses");
  }

  @Test
  void stopsAtItsLimitOfPagesWhateverTheCountSays() throws IOException {
    String[] texts = new String[60];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "page " + (i + 1);
    }
    write("long.pdf", RawPdf.of(texts).bytes());
    write(
        "liar.pdf",
        new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [4 0 R 4 0 R 2 0 R] /Count 2147483647 >>")
                .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
                .object(RawPdf.page("5 0 R"))
                .stream("", RawPdf.text("Only one."))
                .bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).hasSize(50 + 1 + 1).containsKey("liar.pdf/page-1");
    assertThat(sink.problems()).containsOnlyKeys("long.pdf");
    assertThat(sink.problems().get("long.pdf")).contains("first 50 pages");
  }

  @Test
  void endsPagesThatDrawWithoutEnd() throws IOException {
    write("text.pdf", RawPdf.withContents().stream("", RawPdf.text("x".repeat(100_000))).bytes());
    write(
        "forms.pdf",
        RawPdf.withContents().stream("", "/X0 Do ".repeat(10).getBytes(ISO_8859_1)).bytes());
    RawPdf nested =
        new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
                .object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
                .object(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources <<"
                        + " /XObject << /X 6 0 R >> >> >>")
                .stream("", "/X Do ".repeat(10).getBytes(ISO_8859_1));
    for (int level = 6; level < 16; level++) {
      nested.stream(
          "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X "
              + (level + 1)
              + " 0 R >> >>",
          "/X Do ".repeat(10).getBytes(ISO_8859_1));
    }
    nested.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "n ".getBytes(ISO_8859_1));
    write("nested.pdf", nested.bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.pdf/page-1");
    assertThat(sink.problems()).containsOnlyKeys("text.pdf/page-1", "nested.pdf/page-1");
    assertThat(sink.problems().values())
        .allSatisfy(reason -> assertThat(reason).contains("drawing steps"));
  }

  @Test
  void readsDeepNestingAndDamageAsDamage() throws IOException {
    write("deep.pdf", ("%PDF-1.7\n1 0 obj\n" + "[".repeat(500_000)).getBytes(ISO_8859_1));
    write(
        "dictionaries.pdf", ("%PDF-1.7\n1 0 obj\n" + "<</A ".repeat(500_000)).getBytes(ISO_8859_1));
    write("empty.pdf", new byte[0]);
    write("zeros.pdf", new byte[100_000]);
    write("huge.pdf", new byte[LIMITS.maxFileBytes() + 1]);
    byte[] good = RawPdf.of("Some text to damage.").bytes();
    Random random = new Random(7714);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = good.clone();
      for (int j = 0; j < 12; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      write("damaged-" + i + ".pdf", damaged);
    }
    for (int i = 1; i < 10; i++) {
      write("short-" + i + ".pdf", java.util.Arrays.copyOf(good, good.length * i / 10));
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsKey("good.pdf/page-1");
    assertThat(sink.problems())
        .containsKeys("deep.pdf", "dictionaries.pdf", "empty.pdf", "zeros.pdf", "huge.pdf");
  }

  @Test
  void givesUpWhatDoesNotEndInTime() throws IOException {
    StringBuilder map = new StringBuilder("/CIDInit /ProcSet findresource begin begincmap\n");
    for (int i = 0; i < 3_000; i++) {
      map.append("1 beginbfrange <0000> <FFFF> <0000> endbfrange\n");
    }
    write(
        "slow.pdf",
        new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
                .object(
                    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6"
                        + " 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont"
                        + " /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement"
                        + " 0 >> >>] >>")
                .object(RawPdf.page("5 0 R"))
                .stream("", RawPdf.text("abcd"))
                .stream("", map.toString().getBytes(ISO_8859_1))
                .bytes());
    PdfLimits short_ = new PdfLimits(8 << 20, 50, 1 << 20, 20_000, 1 << 20, Duration.ofMillis(300));
    RecordingImportSink sink = RecordingImportSink.empty();

    long begun = System.nanoTime();
    new PdfImporter(short_, Thread.ofPlatform().daemon().factory())
        .scan(folder.resolve("slow.pdf"), context(), sink);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    assertThat(sink.problems()).hasSize(1);
  }

  @Test
  void leavesNothingInTheFoldersForTemporaryFilesAndCaches() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path cache = Path.of(System.getProperty("user.home"), ".pdfbox.cache");
    boolean hadCache = Files.exists(cache);

    scan();

    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.startsWith("PDFBox"));
    }
    assertThat(Files.exists(cache)).isEqualTo(hadCache);
  }

  private void assertReported(String key, String reason) throws IOException {
    RecordingImportSink sink = scan();

    assertThat(sink.records()).containsOnlyKeys("good.pdf/page-1");
    assertThat(sink.problems()).containsOnlyKeys(key);
    assertThat(sink.problems().get(key)).contains(reason);
  }

  private static boolean called(ServerSocket server) throws IOException {
    server.setSoTimeout(300);
    try (Socket caller = server.accept()) {
      return caller.isConnected();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static void entry(byte[] table, int index, int type, int offset, int last) {
    table[4 * index] = (byte) type;
    table[4 * index + 1] = (byte) (offset >> 8);
    table[4 * index + 2] = (byte) offset;
    table[4 * index + 3] = (byte) last;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    new PdfImporter(LIMITS, Thread.ofPlatform().daemon().factory()).scan(folder, context(), sink);
    return sink;
  }

  private static ImportContext context() {
    return new ImportContext(List.of(), List.of(), ZoneOffset.UTC);
  }
}
