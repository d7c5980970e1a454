package dev.sotto.tools.archive;

import dev.sotto.importing.Importer;
import dev.sotto.tools.OtherImporters;
import dev.sotto.tools.chat.whatsapp.WhatsAppImporter;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import dev.sotto.tools.measurement.MeasurementImporter;
import dev.sotto.tools.pdf.PdfImporter;
import dev.sotto.tools.pdf.PdfLimits;
import dev.sotto.tools.text.TextImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives for tests, and importers of what lies in them. */
final class Zips {
  private Zips() {}

  /** Returns an archive of these members: names and texts by turns. */
  static byte[] of(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        add(zip, namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(1_790_000_000_000L);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  static List<Importer> importers() {
    List<Importer> all = new ArrayList<>();
    all.add(new MailImporter(MailLimits.DEFAULT));
    all.add(new MarkdownImporter());
    all.add(new MeasurementImporter());
    all.add(new PdfImporter(PdfLimits.DEFAULT, Thread.ofPlatform().daemon().factory()));
    all.add(new TextImporter(OtherImporters.besides(() -> all, "text")));
    all.add(new WhatsAppImporter());
    return all;
  }

  static ZipImporter importer(ZipLimits limits) {
    List<Importer> all = importers();
    return new ZipImporter(limits, OtherImporters.besides(() -> all, "zip"));
  }
}
