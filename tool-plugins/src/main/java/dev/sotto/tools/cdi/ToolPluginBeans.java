package dev.sotto.tools.cdi;

import dev.sotto.calendar.RecurrenceExpander;
import dev.sotto.importing.Importer;
import dev.sotto.tools.OtherImporters;
import dev.sotto.tools.archive.ZipImporter;
import dev.sotto.tools.archive.ZipLimits;
import dev.sotto.tools.calendar.CalendarImporter;
import dev.sotto.tools.calendar.CalendarLimits;
import dev.sotto.tools.calendar.PeriodwiseRecurrenceExpander;
import dev.sotto.tools.chat.telegram.TelegramImporter;
import dev.sotto.tools.chat.whatsapp.WhatsAppImporter;
import dev.sotto.tools.contact.ContactImporter;
import dev.sotto.tools.contact.ContactLimits;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import dev.sotto.tools.measurement.MeasurementImporter;
import dev.sotto.tools.pdf.PdfImporter;
import dev.sotto.tools.pdf.PdfLimits;
import dev.sotto.tools.text.TextImporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.util.Comparator;
import java.util.List;

/**
 * Produces each importer of this module, for which callers take {@code Instance<Importer>}, and the
 * expander of recurrences.
 */
@ApplicationScoped
public class ToolPluginBeans {
  @Produces
  @ApplicationScoped
  public Importer markdownImporter() {
    return new MarkdownImporter();
  }

  @Produces
  @ApplicationScoped
  public Importer mailImporter() {
    return new MailImporter(MailLimits.DEFAULT);
  }

  @Produces
  @ApplicationScoped
  public Importer measurementImporter() {
    return new MeasurementImporter();
  }

  @Produces
  @ApplicationScoped
  public Importer textImporter(@Any Instance<Importer> importers) {
    return new TextImporter(OtherImporters.besides(() -> inOrder(importers), "text", "zip"));
  }

  @Produces
  @ApplicationScoped
  public Importer whatsAppImporter() {
    return new WhatsAppImporter();
  }

  @Produces
  @ApplicationScoped
  public Importer telegramImporter() {
    return new TelegramImporter();
  }

  @Produces
  @ApplicationScoped
  public Importer calendarImporter() {
    return new CalendarImporter(CalendarLimits.DEFAULT);
  }

  @Produces
  @ApplicationScoped
  public Importer contactImporter() {
    return new ContactImporter(ContactLimits.DEFAULT);
  }

  @Produces
  @ApplicationScoped
  public RecurrenceExpander recurrenceExpander() {
    return new PeriodwiseRecurrenceExpander();
  }

  @Produces
  @ApplicationScoped
  public Importer pdfImporter() {
    return new PdfImporter(
        PdfLimits.DEFAULT, Thread.ofPlatform().daemon().name("sotto-pdf-", 0).factory());
  }

  @Produces
  @ApplicationScoped
  public Importer zipImporter(@Any Instance<Importer> importers) {
    return new ZipImporter(
        ZipLimits.DEFAULT, OtherImporters.besides(() -> inOrder(importers), "zip"));
  }

  private static List<Importer> inOrder(Instance<Importer> importers) {
    return importers.stream().sorted(Comparator.comparing(Importer::name)).toList();
  }
}
