package dev.sotto.tools.contact;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import dev.sotto.tools.TextDecoding;
import dev.sotto.tools.UnreadableFile;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads address books: {@code .vcf} files (vCard 2.1, 3.0 and 4.0), or folders of them. One record
 * a card, one line a field; pictures are left out. Cards are the person's own words. For any
 * thread.
 */
public final class ContactImporter implements Importer {
  private static final Set<String> EXTENSIONS = Set.of("vcf", "vcard");
  private static final String FORM = "contact-2\n";
  private static final int HEAD_BYTES = 512;
  private static final int SAMPLE_ENTRIES = 2_000;

  private final ContactLimits limits;

  /** Creates an importer with these limits. */
  public ContactImporter(ContactLimits limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return "contacts";
  }

  @Override
  public Match match(Path path) throws IOException {
    List<SourceFile> sample =
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES).stream()
            .filter(file -> file.kind() == SourceFile.Kind.REGULAR)
            .toList();
    if (!Files.isDirectory(path)) {
      return !sample.isEmpty() && startsCard(sample.getFirst()) ? Match.YES : Match.NO;
    }
    return SourceFiles.matchByMajority(sample, ContactImporter::isNamedAsCards);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    new Scan(files, !Files.isDirectory(path), context, sink).run();
  }

  private static boolean startsCard(SourceFile file) throws IOException {
    String head = TextDecoding.decode(file.head(HEAD_BYTES)).stripLeading();
    return head.regionMatches(true, 0, "BEGIN:VCARD", 0, 11);
  }

  private static boolean isNamedAsCards(SourceFile file) {
    return !SourceFiles.isHidden(file.name()) && EXTENSIONS.contains(file.extension());
  }

  private final class Scan {
    private final List<SourceFile> files;
    private final boolean single;
    private final ImportContext context;
    private final ImportSink sink;
    private final ItemKeys keys = new ItemKeys();
    private final long totalBytes;
    private long doneBytes;

    Scan(List<SourceFile> files, boolean single, ImportContext context, ImportSink sink) {
      this.files = files;
      this.single = single;
      this.context = context;
      this.sink = sink;
      this.totalBytes = files.stream().filter(this::isRead).mapToLong(SourceFile::sizeBytes).sum();
    }

    void run() throws IOException {
      sink.progress(0, totalBytes);
      for (SourceFile file : files) {
        if (isRead(file)) {
          read(file);
          doneBytes += file.sizeBytes();
          sink.progress(doneBytes, totalBytes);
        } else if (mayHoldCards(file)) {
          sink.problem(ItemKeys.of(file.relative()), file.obstacle());
        }
      }
    }

    private boolean isRead(SourceFile file) {
      return file.kind() == SourceFile.Kind.REGULAR && (single || isNamedAsCards(file));
    }

    private void read(SourceFile file) throws IOException {
      if (file.sizeBytes() > limits.maxFileBytes()) {
        sink.problem(
            ItemKeys.of(file.relative()),
            "The file is larger than the "
                + limits.maxFileBytes()
                + " bytes that are read of an address book. Export it in parts and sync again.");
        return;
      }
      try (CardReader cards = new CardReader(UnreadableFile.openText(file), limits)) {
        int ordinal = 0;
        for (Optional<CardReader.Card> next = cards.next(); next.isPresent(); next = cards.next()) {
          ordinal++;
          card(file, next.get(), ordinal);
          sink.progress(doneBytes + Math.min(file.sizeBytes(), cards.consumedBytes()), totalBytes);
        }
        if (!cards.sawCard() && file.sizeBytes() > 0) {
          sink.problem(
              ItemKeys.of(file.relative()),
              "It holds no card (BEGIN:VCARD). Export it again as vCard (.vcf).");
        }
      } catch (UnreadableFile e) {
        if (!(e.reason() instanceof NoSuchFileException)) {
          sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e.reason()));
        }
      }
    }

    private void card(SourceFile file, CardReader.Card card, int ordinal) throws IOException {
      Optional<CardText> parsed =
          card.ending() == CardReader.Ending.TOO_LARGE ? Optional.empty() : parse(card);
      String name = parsed.map(text -> text.uid().isEmpty() ? text.title() : text.uid()).orElse("");
      String item = file.relative() + "/" + (name.isEmpty() ? "#" + ordinal : name);
      if (card.ending() != CardReader.Ending.CLOSED) {
        sink.problem(
            ItemKeys.of(item),
            card.ending() == CardReader.Ending.TOO_LARGE
                ? "The card is larger than the "
                    + limits.maxCardBytes()
                    + " bytes or "
                    + limits.maxCardLines()
                    + " lines that are read of one without its pictures. Shorten it and sync again."
                : "The end of the card (END:VCARD) is missing, so it is damaged or was cut off."
                    + " Export the address book again and sync.");
        return;
      }
      if (parsed.isEmpty() || parsed.get().title().isEmpty()) {
        sink.problem(
            ItemKeys.of(item),
            "The card can't be read or names nobody. Correct it in the address book, export again"
                + " and sync.");
        return;
      }
      ItemKey key = keys.next(item);
      Fingerprint fingerprint =
          Fingerprint.of((FORM + card.text()).getBytes(StandardCharsets.UTF_8));
      if (!sink.wants(key, fingerprint)) {
        return;
      }
      CardText text = parsed.get();
      sink.accept(
          key,
          fingerprint,
          text.content(
              file.modified(), context.zone(), file.relative() + " <" + text.title() + ">"));
      if (card.omitted()) {
        sink.problem(
            key,
            "The card is kept, but a line of more than "
                + limits.maxLineBytes()
                + " bytes was left out. Open the original to see it.");
      }
    }

    private boolean mayHoldCards(SourceFile file) {
      return switch (file.kind()) {
        case REGULAR -> false;
        case LINK, SPECIAL -> single || isNamedAsCards(file);
        case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
      };
    }
  }

  private Optional<CardText> parse(CardReader.Card card) {
    try (VCardReader reader = new VCardReader(card.text())) {
      VCard read = reader.readNext();
      return Optional.ofNullable(read).map(found -> new CardText(found, limits.maxValues()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
