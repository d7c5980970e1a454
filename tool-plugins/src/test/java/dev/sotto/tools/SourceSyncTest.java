package dev.sotto.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportReport;
import dev.sotto.importing.Ingestion;
import dev.sotto.model.Cancellation;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import dev.sotto.tools.mail.MailImporter;
import dev.sotto.tools.mail.MailLimits;
import dev.sotto.tools.markdown.MarkdownImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brings real folders and mailboxes into a store and follows their changes. */
final class SourceSyncTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);
  private static final int MANY = 300;

  @TempDir Path folder;
  private InMemoryRecordStore records = new InMemoryRecordStore();
  private InMemorySearchIndex index = new InMemorySearchIndex();
  private Ingestion ingestion = ingestion();

  @Test
  void choosesTheImporterByWhatLiesThere() throws IOException {
    Path notes = Files.createDirectory(folder.resolve("notes"));
    Files.writeString(notes.resolve("a.md"), "Apples.\n");
    Path mailbox = Files.writeString(folder.resolve("Inbox"), mail("a", "Apples."));
    Path maildir = Files.createDirectories(folder.resolve("maildir/cur"));
    Files.writeString(
        maildir.resolve("1.host:2,S"), "From: a@x.example\nSubject: s\nDate: d\n\nx\n");

    assertThat(
            List.of(
                ingestion.add(notes, Optional.empty()).importer(),
                ingestion.add(mailbox, Optional.empty()).importer(),
                ingestion.add(maildir.getParent(), Optional.empty()).importer()))
        .containsExactly("markdown", "mail", "mail");
  }

  @Test
  void followsTheChangesOfAFolderOfNotes() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes/sub"));
    Files.writeString(notes.resolve("same.md"), "Apples.\n");
    Files.writeString(notes.resolve("changed.md"), "Pears.\n");
    Files.writeString(notes.resolve("gone.md"), "Plums.\n");
    SourceId source = add(notes.getParent());
    sync(source);
    Files.writeString(notes.resolve("changed.md"), "Quinces.\n");
    Files.delete(notes.resolve("gone.md"));
    Files.writeString(notes.resolve("new.md"), "Cherries.\n");

    ImportReport report = sync(source);

    assertCounts(report, 1, 1, 1, 1);
    assertThat(texts(source))
        .containsExactly(
            Map.entry("sub/changed.md", "Quinces.\n"),
            Map.entry("sub/new.md", "Cherries.\n"),
            Map.entry("sub/same.md", "Apples.\n"));
    assertThat(List.of(found("Pears"), found("Plums"), found("Quinces"))).containsExactly(0, 0, 1);
    assertCounts(sync(source), 0, 0, 0, 3);
  }

  @Test
  void followsTheChangesOfAMailbox() throws IOException {
    Path mailbox = folder.resolve("in.mbox");
    Files.writeString(mailbox, mail("a", "Apples.") + mail("b", "Pears.") + mail("c", "Plums."));
    SourceId source = add(mailbox);
    sync(source);
    Files.writeString(mailbox, mail("c", "Plums.") + mail("a", "Apples.") + mail("d", "Quinces."));

    ImportReport report = sync(source);

    assertCounts(report, 1, 0, 1, 2);
    assertThat(texts(source).values()).containsExactlyInAnyOrder("Apples.", "Plums.", "Quinces.");
  }

  @Test
  void keepsWhatWasReadOfAMailboxThatIsNowCutOff() throws IOException {
    Path mailbox = folder.resolve("in.mbox");
    String whole = mail("a", "Apples.") + mail("b", "Pears.") + mail("c", "Plums.");
    Files.writeString(mailbox, whole);
    SourceId source = add(mailbox);
    sync(source);
    Files.writeString(mailbox, whole.substring(0, mail("a", "Apples.").length() + 60));

    ImportReport report = sync(source);

    assertThat(report.problemCount()).isPositive();
    assertThat(report.removed()).isZero();
    assertThat(texts(source).values()).containsExactlyInAnyOrder("Apples.", "Pears.", "Plums.");
    Files.writeString(mailbox, whole);
    assertCounts(sync(source), 0, 0, 0, 3);
  }

  @Test
  void keepsARecordWhoseFileHasBecomeUnreadable() throws IOException {
    Path note = Files.writeString(folder.resolve("a.md"), "Apples.\n");
    Files.writeString(folder.resolve("b.md"), "Pears.\n");
    SourceId source = add(folder);
    sync(source);
    Files.write(note, new byte[] {'P', 'K', 0, 0});

    ImportReport report = sync(source);

    assertThat(report.problems()).extracting(p -> p.key().value()).containsExactly("a.md");
    assertThat(texts(source).values()).containsExactly("Apples.\n", "Pears.\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 385, 400, 700, 800, 895})
  void goesOnAfterACancellationOfNotes(int checks) throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.writeString(folder.resolve("note-%03d.md".formatted(i)), "Apples " + i + ".\n");
    }

    assertGoesOn(folder, checks);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 385, 400, 700, 800, 895})
  void goesOnAfterACancellationOfMail(int checks) throws IOException {
    StringBuilder mbox = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      mbox.append(mail("m" + i, "Apples " + i + "."));
    }

    assertGoesOn(Files.writeString(folder.resolve("in.mbox"), mbox), checks);
  }

  private void assertGoesOn(Path path, int checks) throws IOException {
    SourceId source = add(path);
    AtomicInteger left = new AtomicInteger(checks);

    ImportReport stopped =
        ingestion.sync(source, ImportListener.SILENT, () -> left.getAndDecrement() <= 0);

    assertThat(stopped.outcome()).isEqualTo(ImportReport.Outcome.CANCELLED);
    assertThat(stopped.added()).isEqualTo(records.size()).isLessThan(MANY);
    assertThat(index.generation()).isEqualTo(records.generation());
    assertThat(records.findSource(source).flatMap(Source::lastSync)).isEmpty();
    for (RecordId id : records.recordIds(source)) {
      assertThat(records.find(id))
          .get()
          .satisfies(record -> assertThat(record.content().text()).startsWith("Apples "));
    }
    long before = records.size();

    ImportReport completed = sync(source);

    assertCounts(completed, MANY - before, 0, 0, before);
    Map<String, String> texts = texts(source);
    records = new InMemoryRecordStore();
    index = new InMemorySearchIndex();
    ingestion = ingestion();
    sync(add(path));
    assertThat(texts).hasSize(MANY).isEqualTo(texts(source));
  }

  private static void assertCounts(
      ImportReport report, long added, long updated, long removed, long unchanged) {
    assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.COMPLETE);
    assertThat(report.problems()).isEmpty();
    assertThat(List.of(report.added(), report.updated(), report.removed(), report.unchanged()))
        .as("added, updated, removed, unchanged")
        .containsExactly(added, updated, removed, unchanged);
  }

  private Ingestion ingestion() {
    return new Ingestion(
        records,
        index,
        List.of(new MarkdownImporter(), new MailImporter(MailLimits.DEFAULT)),
        new ImportContext(List.of("Jonas"), List.of(), ZoneId.of("Europe/Berlin")),
        CLOCK);
  }

  private SourceId add(Path path) throws IOException {
    return ingestion.add(path, Optional.empty()).id();
  }

  private ImportReport sync(SourceId source) throws IOException {
    ImportReport report = ingestion.sync(source, ImportListener.SILENT, Cancellation.NEVER);
    assertThat(index.generation()).isEqualTo(records.generation());
    return report;
  }

  private Map<String, String> texts(SourceId source) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (ItemKey key : records.items(source).keySet()) {
      texts.put(key.value(), records.find(RecordId.of(source, key)).orElseThrow().content().text());
    }
    return texts;
  }

  private int found(String word) throws IOException {
    return index.search(new SearchQuery(word, 5, SearchFilter.NONE)).size();
  }

  private static String mail(String id, String text) {
    return "From a@x.example Wed Nov 18 16:34:08 2026\nFrom: a@x.example\nSubject: "
        + id
        + "\nDate: Wed, 18 Nov 2026 17:34:08 +0100\nMessage-ID: <"
        + id
        + "@x.example>\n\n"
        + text
        + "\n\n";
  }
}
