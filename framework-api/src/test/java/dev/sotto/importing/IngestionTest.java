package dev.sotto.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.model.Cancellation;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.InMemoryRecordStore;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngestionTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final InMemoryRecordStore records = new InMemoryRecordStore();
  private final InMemorySearchIndex index = new InMemorySearchIndex();
  private final MapImporter importer = new MapImporter();
  private final Ingestion ingestion =
      new Ingestion(
          records,
          index,
          List.of(importer),
          new ImportContext(List.of("Mara"), List.of(), ZoneOffset.UTC),
          CLOCK);
  private SourceId source;

  @BeforeEach
  void addsASource() throws IOException {
    source =
        ingestion.add(Files.createDirectory(folder.resolve("My Notes")), Optional.empty()).id();
    importer.items.put("a", "apples and pears");
    importer.items.put("b", "bananas");
  }

  @Test
  void namesASourceAfterItsFolderAndKnowsItAgain() throws IOException {
    assertThat(source).isEqualTo(new SourceId("my-notes"));
    assertThat(ingestion.add(folder.resolve("My Notes"), Optional.empty()).id()).isEqualTo(source);
    assertThat(records.sources()).hasSize(1);
  }

  @Test
  void storesAndIndexesEveryItem() throws IOException {
    ImportReport report = sync();

    assertThat(report.added()).isEqualTo(2);
    assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.COMPLETE);
    assertThat(records.size()).isEqualTo(2);
    assertThat(found("bananas")).isEqualTo(1);
    assertThat(index.generation()).isEqualTo(records.generation());
    assertThat(records.findSource(source).flatMap(Source::lastSync)).contains(CLOCK.instant());
  }

  @Test
  void skipsUnchangedUpdatesChangedAndRemovesVanishedItems() throws IOException {
    sync();
    importer.items.put("a", "apricots");
    importer.items.remove("b");
    importer.items.put("c", "cherries");

    ImportReport report = sync();

    assertThat(List.of(report.added(), report.updated(), report.removed(), report.unchanged()))
        .containsExactly(1L, 1L, 1L, 0L);
    assertThat(List.of(found("apples"), found("apricots"), found("bananas"), found("cherries")))
        .containsExactly(0, 1, 0, 1);
    assertThat(sync().unchanged()).isEqualTo(2);
  }

  @Test
  void reportsAnUnreadableItemAndKeepsWhatWasStoredOfIt() throws IOException {
    sync();
    importer.items.put("a", MapImporter.BROKEN);
    importer.items.put("c", "cherries");

    ImportReport report = sync();

    assertThat(report.problems()).extracting(p -> p.key().value()).containsExactly("a");
    assertThat(found("apples")).isEqualTo(1);
    assertThat(found("cherries")).isEqualTo(1);
  }

  @Test
  void keepsWhatLiesInAnItemThatCannotBeRead() throws IOException {
    importer.items.put("folder/a", "apricots");
    importer.items.put("folder2/b", "blackberries");
    sync();
    importer.items.remove("folder/a");
    importer.items.remove("folder2/b");
    importer.items.put("folder", MapImporter.BROKEN);

    sync();

    assertThat(found("apricots")).isEqualTo(1);
    assertThat(found("blackberries")).isZero();
  }

  @Test
  void removesNothingWhenItWasCancelled() throws IOException {
    sync();
    importer.items.clear();
    importer.items.put("z", "zucchini");

    ImportReport report = ingestion.sync(source, ImportListener.SILENT, () -> true);

    assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.CANCELLED);
    assertThat(report.added()).isZero();
    assertThat(records.size()).isEqualTo(2);
    assertThat(index.generation()).isEqualTo(records.generation());
  }

  @Test
  void bringsALaggingIndexUpToDate() throws IOException {
    sync();
    InMemorySearchIndex behind = new InMemorySearchIndex();
    Ingestion restarted =
        new Ingestion(
            records,
            behind,
            List.of(importer),
            new ImportContext(List.of(), List.of(), ZoneOffset.UTC),
            CLOCK);

    restarted.catchUp();

    assertThat(behind.generation()).isEqualTo(records.generation());
    assertThat(behind.search(new SearchQuery("bananas", 5, SearchFilter.NONE))).hasSize(1);
    assertThat(restarted.catchUp()).isZero();
  }

  @Test
  void bringsAnIndexUpToDateWithoutTheRecordsThatAreDamaged() throws IOException {
    sync();
    index.apply(List.of(), List.of(), records.generation() + 7);
    records.damage(RecordId.of(source, new ItemKey("a")));

    long indexed = ingestion.catchUp();

    assertThat(indexed).isEqualTo(1);
    assertThat(index.generation()).isEqualTo(records.generation());
    assertThat(List.of(found("apples"), found("bananas"))).containsExactly(0, 1);
  }

  @Test
  void rebuildsAnIndexThatIsAheadOfTheStore() throws IOException {
    sync();
    index.apply(List.of(), List.of(), records.generation() + 7);

    ingestion.catchUp();

    assertThat(index.generation()).isEqualTo(records.generation());
    assertThat(found("bananas")).isEqualTo(1);
  }

  @Test
  void forgetsASourceInStoreAndIndex() throws IOException {
    sync();

    ingestion.forget(source);

    assertThat(records.sources()).isEmpty();
    assertThat(records.size()).isZero();
    assertThat(found("bananas")).isZero();
    assertThat(index.generation()).isEqualTo(records.generation());
  }

  @Test
  void keepsTheRecordsOfASourceWhosePathIsGone() throws IOException {
    sync();
    Files.delete(folder.resolve("My Notes"));

    assertThatThrownBy(this::sync)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("records are kept");
    assertThat(records.size()).isEqualTo(2);
  }

  @Test
  void refusesPathsThatNoImporterTakesAndNamesThatNobodyHas() throws IOException {
    Path file = Files.createFile(folder.resolve("x.bin"));

    assertThatThrownBy(() -> ingestion.add(file, Optional.empty()))
        .isInstanceOf(UnknownSourceException.class)
        .hasMessageContaining("map");
    assertThatThrownBy(() -> ingestion.add(file, Optional.of("pdf")))
        .isInstanceOf(UnknownSourceException.class);
    assertThatThrownBy(() -> ingestion.forget(new SourceId("nobody")))
        .isInstanceOf(UnknownSourceException.class);
  }

  private ImportReport sync() throws IOException {
    return ingestion.sync(source, ImportListener.SILENT, Cancellation.NEVER);
  }

  private int found(String word) throws IOException {
    return index.search(new SearchQuery(word, 5, SearchFilter.NONE)).size();
  }

  private static final class MapImporter implements Importer {
    static final String BROKEN = "\u0000";

    final Map<String, String> items = new TreeMap<>();

    @Override
    public String name() {
      return "map";
    }

    @Override
    public Match match(Path path) {
      return Files.isDirectory(path) ? Match.YES : Match.NO;
    }

    @Override
    public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
      for (Map.Entry<String, String> item : items.entrySet()) {
        ItemKey key = new ItemKey(item.getKey());
        if (item.getValue().equals(BROKEN)) {
          sink.problem(key, "not readable");
          continue;
        }
        Fingerprint fingerprint = Fingerprint.of(item.getValue().getBytes(StandardCharsets.UTF_8));
        if (sink.wants(key, fingerprint)) {
          sink.accept(key, fingerprint, content(item.getKey(), item.getValue()));
        }
      }
    }

    private static RecordContent content(String title, String text) {
      return new RecordContent(
          RecordKind.NOTE, title, CLOCK.instant(), List.of(), "", text, Labels.OWN, title);
    }
  }
}
