package dev.sotto.benchmarks;

import dev.sotto.index.directory.EncryptedDirectory;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Measures the encrypted directory against Lucene's plain one on the same documents, queries and
 * codec, one after the other in every round.
 */
final class EncryptedDirectoryBenchmark implements Benchmark {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";
  private static final int HITS = 10;
  private static final int QUERIES = 200;
  private static final int GRAPH_DEGREE = 16;
  private static final int GRAPH_BEAM = 100;
  private static final double WRITE_BUFFER_MEGABYTES = 32;

  /** Opens one of the two kinds of directory in a folder. */
  @FunctionalInterface
  private interface Opening {
    Directory open(Path folder) throws IOException;
  }

  /** Times of both kinds, measured in pairs. */
  private static final class Pairs {
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> encrypted = new ArrayList<>();

    void add(double plainMilliseconds, double encryptedMilliseconds) {
      plain.add(plainMilliseconds);
      encrypted.add(encryptedMilliseconds);
    }

    List<String> row(String name, String limit) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < plain.size(); i++) {
        ratios.add(encrypted.get(i) / plain.get(i));
      }
      return List.of(
          name,
          Spread.of(plain).text(2),
          Spread.of(encrypted).text(2),
          Spread.of(ratios).text(3),
          limit);
    }
  }

  /** Queries of one kind, how much slower they may be, and their times. */
  private record Kind(String name, String limit, List<Query> queries, Pairs pairs) {
    static Kind of(String name, String limit) {
      return new Kind(name, limit, new ArrayList<>(), new Pairs());
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    int count = effort.of(10_000, 1_000);
    GeneratedPassages generator = new GeneratedPassages(4);
    List<GeneratedPassages.Passage> passages = generator.make(count);
    report.heading("Encrypted directory");
    report.paragraph(
        count
            + " generated passages with text, positions, stored text and a vector of "
            + GeneratedPassages.DIMENSIONS
            + " dimensions. Milliseconds: queries, "
            + QUERIES
            + " of a kind with their first "
            + HITS
            + " hits. Ratio: encrypted ÷ plain of the same round; limits are those of warm"
            + " queries.");
    try (PersonalStore store =
        SampleStore.createStore(workplace.newFolder("keys").resolve("store"))) {
      FileEncryption encryption = store.indexFiles();
      Opening plain = MMapDirectory::new;
      Opening encrypted =
          folder -> new EncryptedDirectory(folder, encryption, EncryptedDirectory.Budget.STANDARD);
      List<List<String>> rows = new ArrayList<>();
      Path plainFolder = workplace.newFolder("plain");
      Path encryptedFolder = workplace.newFolder("encrypted");
      Pairs indexing = new Pairs();
      for (int round = 0; round < effort.of(4, 1); round++) {
        empty(plainFolder);
        empty(encryptedFolder);
        double first = index(plain, plainFolder, passages);
        double second = index(encrypted, encryptedFolder, passages);
        if (round > 0 || effort == Effort.QUICK) {
          indexing.add(first, second);
        }
      }
      rows.add(indexing.row("indexing", "1.05"));
      rows.add(opening(effort, plain, plainFolder, encrypted, encryptedFolder).row("opening", "–"));
      try (Directory plainDirectory = plain.open(plainFolder);
          Directory encryptedDirectory = encrypted.open(encryptedFolder);
          DirectoryReader plainReader = DirectoryReader.open(plainDirectory);
          DirectoryReader encryptedReader = DirectoryReader.open(encryptedDirectory)) {
        querying(effort, generator, passages, plainReader, encryptedReader, rows);
      }
      report.table(
          List.of("what", "plain, ms", "encrypted, ms", "encrypted ÷ plain", "limit"), rows);
      report.paragraph(
          "Size on disk: plain "
              + bytes(plainFolder)
              + " bytes, encrypted "
              + bytes(encryptedFolder)
              + " bytes. One chunk of 16 KiB that is not cached: "
              + misses(effort, encryption, encryptedFolder).text(2)
              + " µs (limit 3).");
    }
  }

  private static double index(
      Opening opening, Path folder, List<GeneratedPassages.Passage> passages) throws IOException {
    return Stopwatch.milliseconds(() -> {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(new QuantizingCodec())
              .setMergeScheduler(new SerialMergeScheduler())
              .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES);
      try (Directory directory = opening.open(folder);
          IndexWriter writer = new IndexWriter(directory, config)) {
        for (GeneratedPassages.Passage passage : passages) {
          writer.addDocument(document(passage));
        }
        writer.commit();
      }
    });
  }

  private static Document document(GeneratedPassages.Passage passage) {
    Document document = new Document();
    document.add(new StringField(ID, passage.id(), Field.Store.YES));
    document.add(new TextField(TEXT, String.join(" ", passage.words()), Field.Store.YES));
    document.add(
        new KnnFloatVectorField(VECTOR, passage.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  private static Pairs opening(
      Effort effort, Opening plain, Path plainFolder, Opening encrypted, Path encryptedFolder)
      throws IOException {
    Pairs pairs = new Pairs();
    int warmUps = effort.of(20, 5);
    for (int round = -warmUps; round < effort.of(60, 10); round++) {
      double first = open(plain, plainFolder);
      double second = open(encrypted, encryptedFolder);
      if (round >= 0) {
        pairs.add(first, second);
      }
    }
    return pairs;
  }

  private static double open(Opening opening, Path folder) throws IOException {
    return Stopwatch.milliseconds(() -> {
      try (Directory directory = opening.open(folder);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        if (reader.numDocs() == 0) {
          throw new IllegalStateException("The index is empty");
        }
      }
    });
  }

  private static void querying(
      Effort effort,
      GeneratedPassages generator,
      List<GeneratedPassages.Passage> passages,
      DirectoryReader plain,
      DirectoryReader encrypted,
      List<List<String>> rows)
      throws IOException {
    IndexSearcher plainSearcher = searcher(plain);
    IndexSearcher encryptedSearcher = searcher(encrypted);
    List<Kind> kinds = kinds(generator, passages);
    int warmUps = effort.of(10, 2);
    for (int round = -warmUps; round < effort.of(31, 5); round++) {
      for (Kind kind : kinds) {
        boolean isPlainFirst = round % 2 == 0;
        double first = search(isPlainFirst ? plainSearcher : encryptedSearcher, kind.queries());
        double second = search(isPlainFirst ? encryptedSearcher : plainSearcher, kind.queries());
        if (round >= 0) {
          kind.pairs().add(isPlainFirst ? first : second, isPlainFirst ? second : first);
        }
      }
    }
    kinds.forEach(kind -> rows.add(kind.pairs().row(kind.name(), kind.limit())));
    Pairs stored = new Pairs();
    for (int round = -warmUps; round < effort.of(31, 5); round++) {
      double first = storedFields(plain);
      double second = storedFields(encrypted);
      if (round >= 0) {
        stored.add(first, second);
      }
    }
    rows.add(stored.row("stored text of " + QUERIES + " documents", "–"));
  }

  private static IndexSearcher searcher(DirectoryReader reader) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return searcher;
  }

  private static List<Kind> kinds(
      GeneratedPassages generator, List<GeneratedPassages.Passage> passages) {
    Kind term = Kind.of("term", "1.05");
    Kind either = Kind.of("either word", "1.05");
    Kind all = Kind.of("both words", "1.05");
    Kind phrase = Kind.of("phrase", "–");
    Kind prefix = Kind.of("prefix", "1.10");
    Kind vector = Kind.of("vector", "1.05");
    for (int i = 0; i < QUERIES; i++) {
      TermQuery first = new TermQuery(new Term(TEXT, generator.word()));
      TermQuery second = new TermQuery(new Term(TEXT, generator.word()));
      List<String> words = passages.get(i * passages.size() / QUERIES).words();
      int place = i % (GeneratedPassages.LEAST_WORDS - 1);
      term.queries().add(first);
      either.queries().add(both(first, second, Occur.SHOULD));
      all.queries().add(both(first, second, Occur.MUST));
      phrase.queries().add(new PhraseQuery(TEXT, words.get(place), words.get(place + 1)));
      prefix.queries().add(new PrefixQuery(new Term(TEXT, generator.prefix())));
      vector.queries().add(new KnnFloatVectorQuery(VECTOR, generator.vector(), HITS));
    }
    return List.of(term, either, all, phrase, prefix, vector);
  }

  private static Query both(Query first, Query second, Occur occur) {
    return new BooleanQuery.Builder().add(first, occur).add(second, occur).build();
  }

  private static double search(IndexSearcher searcher, List<Query> queries) throws IOException {
    return Stopwatch.milliseconds(() -> {
      long found = 0;
      for (Query query : queries) {
        for (ScoreDoc hit : searcher.search(query, HITS).scoreDocs) {
          found += hit.doc + 1;
        }
      }
      if (found == 0) {
        throw new IllegalStateException("No query found anything");
      }
    });
  }

  private static double storedFields(DirectoryReader reader) throws IOException {
    return Stopwatch.milliseconds(() -> {
      StoredFields fields = reader.storedFields();
      for (int i = 0; i < QUERIES; i++) {
        Document document = fields.document(i * reader.maxDoc() / QUERIES);
        if (document.get(TEXT) == null) {
          throw new IllegalStateException("A document lacks its text");
        }
      }
    });
  }

  private static Spread misses(Effort effort, FileEncryption encryption, Path folder)
      throws IOException {
    Path largest;
    try (Stream<Path> files = Files.list(folder)) {
      largest = files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
    List<Double> microseconds = new ArrayList<>();
    try (EncryptedFileReader reader = encryption.open(largest, largest.getFileName().toString())) {
      byte[] chunk = new byte[reader.chunkSize()];
      long whole = reader.length() / reader.chunkSize();
      int warmUps = effort.of(20, 5);
      for (int round = -warmUps; round < effort.of(40, 5); round++) {
        double milliseconds =
            Stopwatch.milliseconds(() -> {
              for (long i = 0; i < whole; i++) {
                reader.readChunk(i, chunk);
              }
            });
        if (round >= 0) {
          microseconds.add(milliseconds * 1e3 / whole);
        }
      }
    }
    return Spread.of(microseconds);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** The codec of passages: vectors quantised to a byte a dimension. */
  private static final class QuantizingCodec extends Lucene104Codec {
    private final KnnVectorsFormat vectors =
        new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.UNSIGNED_BYTE, GRAPH_DEGREE, GRAPH_BEAM);

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return vectors;
    }
  }
}
