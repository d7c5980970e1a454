package dev.sotto.tools.pdf;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.BoundedText;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the text layer of PDF documents, one record a page, external whoever is named as author.
 * Nothing that a document refers to is fetched, nothing in it is run, and no part of it is written
 * to a disk. A document is taken apart on a thread of its own, within {@link PdfLimits}; one that
 * doesn't end in time is given up and reported. For any thread.
 */
public final class PdfImporter implements Importer {
  private static final int HEAD_BYTES = 1_024;
  private static final int SAMPLE_ENTRIES = 2_000;
  private static final int PAGES_NAMED = 20;
  private static final int MAX_AUTHOR = 200;
  private static final Instant FIRST_BELIEVED = Instant.parse("1985-01-01T00:00:00Z");
  private static final Instant LAST_BELIEVED = Instant.parse("2100-01-01T00:00:00Z");
  private static final byte[] VERSION = {1};

  private final PdfLimits limits;
  private final ThreadFactory threads;

  /**
   * Creates an importer.
   *
   * @param limits how much of a file is read
   * @param threads makes the threads on which files are taken apart; they should be daemons, since
   *     one that is given up ends by itself, later
   */
  public PdfImporter(PdfLimits limits, ThreadFactory threads) {
    this.limits = limits;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "pdf";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      List<SourceFile> found = SourceFiles.sample(path, SourceFiles::isVisible, 1);
      if (found.isEmpty() || found.getFirst().kind() != SourceFile.Kind.REGULAR) {
        return Match.NO;
      }
      if (isPdf(found.getFirst())) {
        return Match.YES;
      }
      return found.getFirst().extension().isEmpty() && startsPdf(found.getFirst().head(HEAD_BYTES))
          ? Match.POSSIBLE
          : Match.NO;
    }
    return SourceFiles.matchByMajority(
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES), PdfImporter::isPdf);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    long totalBytes =
        files.stream().filter(PdfImporter::isPdf).mapToLong(SourceFile::sizeBytes).sum();
    boolean single = files.size() == 1 && !Files.isDirectory(path);
    long doneBytes = 0;
    ItemKeys keys = new ItemKeys();
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      if (isPdf(file) || (single && file.kind() == SourceFile.Kind.REGULAR)) {
        read(file, keys, sink);
        doneBytes += file.sizeBytes();
        sink.progress(doneBytes, Math.max(doneBytes, totalBytes));
      } else if (mayHoldDocuments(file)) {
        sink.problem(keys.next(file.relative()), file.obstacle());
      }
    }
  }

  private void read(SourceFile file, ItemKeys keys, ImportSink sink) throws IOException {
    ItemKey whole = ItemKeys.of(file.relative());
    byte[] bytes;
    try {
      bytes = file.head(limits.maxFileBytes() + 1);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      sink.problem(whole, SourceFiles.reason(e));
      return;
    }
    if (bytes.length > limits.maxFileBytes()) {
      sink.problem(
          whole,
          "The PDF is larger than the "
              + limits.maxFileBytes()
              + " bytes that are read of one. Split it and sync again.");
      return;
    }
    PdfBudget budget = new PdfBudget(limits);
    PdfDocument document;
    try {
      document = watched(() -> PdfDocument.open(bytes, limits, budget), budget);
    } catch (PdfFailure e) {
      sink.problem(whole, e.reason(limits));
      return;
    }
    new Document(file, keys, Fingerprint.of(bytes), document, budget, sink).hand();
  }

  /** Hands over the pages of one document. */
  private final class Document {
    private final SourceFile file;
    private final ItemKeys keys;
    private final Fingerprint bytes;
    private final PdfDocument document;
    private final PdfBudget budget;
    private final ImportSink sink;
    private final List<Integer> pictures = new ArrayList<>();
    private boolean hasText;

    Document(
        SourceFile file,
        ItemKeys keys,
        Fingerprint bytes,
        PdfDocument document,
        PdfBudget budget,
        ImportSink sink) {
      this.file = file;
      this.keys = keys;
      this.bytes = bytes;
      this.document = document;
      this.budget = budget;
      this.sink = sink;
    }

    void hand() throws IOException {
      boolean givenUp = false;
      for (int page = 1; page <= document.pages() && !givenUp; page++) {
        givenUp = !page(page);
      }
      if (!givenUp) {
        document.close();
      }
      if (document.hasMorePages()) {
        sink.problem(
            ItemKeys.of(file.relative()),
            "Only the first "
                + document.pages()
                + " pages are read; the rest was left out. Split the PDF and sync again.");
      }
      if (!pictures.isEmpty()) {
        sink.problem(
            ItemKeys.of(file.relative() + "/pictures"),
            (hasText
                    ? "Pages without a text layer were left out: " + numbers() + "."
                    : "No text"
                        + " layer: the PDF holds pictures alone ("
                        + document.pages()
                        + " pages).")
                + " Run a text recognition (OCR) over it and sync again.");
      }
    }

    private boolean page(int number) throws IOException {
      ItemKey key = keys.next(file.relative() + "/page-" + number);
      Fingerprint fingerprint =
          Fingerprint.of(
              VERSION,
              bytes.value().getBytes(StandardCharsets.US_ASCII),
              String.valueOf(number).getBytes(StandardCharsets.US_ASCII));
      if (!sink.wants(key, fingerprint)) {
        hasText = true;
        return true;
      }
      PdfDocument.Page page;
      try {
        page = watched(() -> document.read(number - 1), budget);
      } catch (PdfFailure e) {
        sink.problem(e.endsDocument() ? ItemKeys.of(file.relative()) : key, e.reason(limits));
        return !e.endsDocument();
      }
      if (page.text().isEmpty()) {
        if (page.picturesAlone()) {
          pictures.add(number);
        }
        return true;
      }
      hasText = true;
      sink.accept(key, fingerprint, content(page.text(), number));
      return true;
    }

    private RecordContent content(String text, int number) {
      boolean several = document.pages() > 1;
      String title = title() + (several ? ", p. " + number : "");
      return new RecordContent(
          RecordKind.DOC,
          BoundedText.of(title, BoundedText.MAX_TITLE),
          document
              .created()
              .filter(time -> time.isAfter(FIRST_BELIEVED) && time.isBefore(LAST_BELIEVED))
              .orElse(file.modified()),
          document
              .author()
              .map(author ->
                  List.of(
                      new Participant(
                          BoundedText.of(author, MAX_AUTHOR), "", Participant.Role.AUTHOR)))
              .orElse(List.of()),
          file.relative(),
          text + "\n",
          Labels.UNLABELLED,
          file.relative() + (several ? ", page " + number : ""));
    }

    private String title() {
      String stem = SourceFiles.stem(file.name());
      String title = BoundedText.of(document.title().orElse(""), BoundedText.MAX_TITLE / 2);
      String lower = title.toLowerCase(Locale.ROOT);
      if (title.isBlank()
          || lower.startsWith("untitled")
          || lower.startsWith("microsoft word - ")
          || stem.toLowerCase(Locale.ROOT).contains(lower)) {
        return stem;
      }
      return lower.contains(stem.toLowerCase(Locale.ROOT)) ? title : title + " (" + stem + ")";
    }

    private String numbers() {
      List<String> named = pictures.stream().limit(PAGES_NAMED).map(String::valueOf).toList();
      return String.join(", ", named)
          + (pictures.size() > PAGES_NAMED
              ? " and " + (pictures.size() - PAGES_NAMED) + " more"
              : "");
    }
  }

  private <T> T watched(Callable<T> work, PdfBudget budget) throws PdfFailure, IOException {
    FutureTask<T> task = new FutureTask<>(work);
    threads.newThread(task).start();
    try {
      return task.get(Math.max(1, budget.left().toMillis() + 500), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      budget.stop();
      throw new PdfFailure(PdfFailure.Cause.TIME, e);
    } catch (ExecutionException e) {
      throw PdfFailure.of(e.getCause(), budget);
    } catch (InterruptedException e) {
      budget.stop();
      Thread.currentThread().interrupt();
      throw new IOException("Reading a PDF was interrupted", e);
    }
  }

  private static boolean isPdf(SourceFile file) {
    return file.kind() == SourceFile.Kind.REGULAR
        && !SourceFiles.isHidden(file.name())
        && file.extension().equals("pdf");
  }

  private static boolean startsPdf(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-");
  }

  private static boolean mayHoldDocuments(SourceFile file) {
    return switch (file.kind()) {
      case REGULAR -> false;
      case LINK, SPECIAL -> file.extension().equals("pdf");
      case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
    };
  }
}
