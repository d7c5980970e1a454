package dev.sotto.tools.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PDF documents as programs make them. */
final class DocumentsTest {
  @TempDir Path folder;

  @Test
  void makesARecordOfEachPageThatSaysWhereItStands() throws IOException {
    write(
        "lease.pdf",
        RawPdf.of("Rent is 1240 EUR.\nDue on the third.", "Deposit: three rents")
            .trailer("/Info 8 0 R")
            .object(
                "<< /Title (Rental agreement) /Author (Hausverwaltung Kranz)"
                    + " /CreationDate (D:20260218093000+01'00') >>")
            .bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.problems()).isEmpty();
    assertThat(sink.records()).containsOnlyKeys("lease.pdf/page-1", "lease.pdf/page-2");
    RecordContent first = sink.records().get("lease.pdf/page-1");
    assertThat(first.text()).isEqualTo("Rent is 1240 EUR.\nDue on the third.\n");
    assertThat(first.kind()).isEqualTo(RecordKind.DOC);
    assertThat(first.title()).isEqualTo("Rental agreement (lease), p. 1");
    assertThat(first.location()).isEqualTo("lease.pdf, page 1");
    assertThat(first.time()).isEqualTo(Instant.parse("2026-02-18T08:30:00Z"));
    assertThat(first.participants())
        .extracting(person -> person.name())
        .containsExactly("Hausverwaltung Kranz");
    assertThat(first.labels()).isEqualTo(Labels.UNLABELLED);
    assertThat(sink.records().get("lease.pdf/page-2").text()).isEqualTo("Deposit: three rents\n");
  }

  @Test
  void joinsWordsThatAreDividedAtALineEnd() throws IOException {
    write("a.pdf", RawPdf.of("The land-\nlord pays.\nE-\nMail").bytes());

    assertThat(scan().records().get("a.pdf/page-1").text())
        .isEqualTo("The landlord pays.\nE-\nMail\n");
  }

  @Test
  void takesTheFileNameWhereTheTitleSaysLess() throws IOException {
    write(
        "power bill.pdf",
        RawPdf.of("x").trailer("/Info 6 0 R").object("<< /Title (untitled) >>").bytes());

    assertThat(scan().records().get("power bill.pdf/page-1").title()).isEqualTo("power bill");
  }

  @Test
  void readsWhatTheLibraryItselfWritesAlsoCompressedAndEncryptedForTheOwner() throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(FontName.TIMES_ROMAN), 12);
        content.newLineAtOffset(72, 700);
        content.showText("Wohngeld f\u00fcr M\u00e4rz \u20ac 312,50");
        content.endText();
      }
      document.save(folder.resolve("plain.pdf").toFile());
      StandardProtectionPolicy policy =
          new StandardProtectionPolicy("owner", "", new AccessPermission());
      policy.setEncryptionKeyLength(256);
      document.protect(policy);
      document.save(folder.resolve("owner.pdf").toFile());
    }
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      StandardProtectionPolicy policy =
          new StandardProtectionPolicy("owner", "user", new AccessPermission());
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
      document.save(folder.resolve("secret.pdf").toFile());
    }

    RecordingImportSink sink = scan();

    assertThat(sink.records().values())
        .extracting(RecordContent::text)
        .containsExactly(
            "Wohngeld f\u00fcr M\u00e4rz \u20ac 312,50\n",
            "Wohngeld f\u00fcr M\u00e4rz \u20ac 312,50\n");
    assertThat(sink.problems()).containsOnlyKeys("secret.pdf");
    assertThat(sink.problems().get("secret.pdf")).contains("password");
  }

  @Test
  void saysThatAScanHasNoTextLayerButIsSilentAboutAnEmptyPage() throws IOException {
    String picture = "<< /XObject << /I 6 0 R >> >>";
    write(
        "scan.pdf",
        new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>")
                .object(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources "
                        + picture
                        + " >>")
                .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
                .stream("", "/I Do".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .stream(
                    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
                        + " /ColorSpace /DeviceGray",
                    new byte[] {0})
                .bytes());

    RecordingImportSink sink = scan();

    assertThat(sink.records()).isEmpty();
    assertThat(sink.problems().values()).singleElement().asString().contains("No text layer");
  }

  @Test
  void takesNoPageApartThatIsStoredAlready() throws IOException {
    write("lease.pdf", RawPdf.of("one", "two").bytes());
    RecordingImportSink first = scan();
    write("other.pdf", RawPdf.of("three").bytes());

    RecordingImportSink second = RecordingImportSink.after(first);
    PdfImporterContractTest.importer().scan(folder, context(), second);

    assertThat(second.records()).containsOnlyKeys("other.pdf/page-1");
    assertThat(second.offered()).hasSize(3);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private RecordingImportSink scan() throws IOException {
    RecordingImportSink sink = RecordingImportSink.empty();
    PdfImporterContractTest.importer().scan(folder, context(), sink);
    return sink;
  }

  private static ImportContext context() {
    return new ImportContext(List.of(), List.of(), ZoneOffset.UTC);
  }
}
