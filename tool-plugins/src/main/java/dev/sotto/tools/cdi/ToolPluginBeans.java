package dev.sotto.tools.cdi;

import dev.sotto.calendar.RecurrenceExpander;
import dev.sotto.importing.Importer;
import dev.sotto.tools.OtherImporters;
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
import dev.sotto.tools.text.TextImporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;

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
    return new TextImporter(
        OtherImporters.besides(() -> importers.stream().toList(), "text", "zip"));
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
}
