package dev.sotto.benchmarks;

import dev.sotto.index.directory.EncryptedDirectory;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.FileEncryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
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
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Measures the encrypted directory against Lucene's plain one on the same documents, queries and
 * codec, one after the other in every round, by the processor time of the one thread that works.
 */
final class EncryptedDirectoryBenchmark implements Benchmark {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String TIME = "time";
  private static final String VECTOR = "vector";
  private static final int HITS = 10;
  private static final int QUERIES = 200;
  private static final int NEIGHBOURS = 50;
  private static final int FUSION_CONSTANT = 60;
  private static final int GRAPH_DEGREE = 16;
  private static final int GRAPH_BEAM = 100;
  private static final double WRITE_BUFFER_MEGABYTES = 32;
  private static final int BATCHES = 5;
  private static final int TAG_BITS = 128;
  private static final int WARM_UP_CHUNKS = 30_000;
  private static final int WARM_UP_CHUNK_BYTES = 1 << 14;

  /** Opens one of the two kinds of directory in a folder. */
  @FunctionalInterface
  private interface Opening {
    Directory open(Path folder) throws IOException;
  }

  /** A kind of directory, and the folder of its index. */
  private record Side(Opening opening, Path folder) {
    Directory open() throws IOException {
      return opening.open(folder);
    }
  }

  /** Something that is searched for. */
  @FunctionalInterface
  private interface Search {
    /** Returns a number that follows from what was found. */
    long in(IndexSearcher searcher) throws IOException;
  }

  /** Searches of one kind and how much slower they may be. */
  private record Kind(String name, String limit, List<Search> searches) {
    double milliseconds(IndexSearcher searcher) throws IOException {
      return Stopwatch.processorMilliseconds(() -> {
        long found = 0;
        for (Search search : searches) {
          found += search.in(searcher);
        }
        if (found == 0) {
          throw new IllegalStateException("No search for " + name + " found anything");
        }
      });
    }
  }

  /** What building an index takes, step by step. */
  private record Building(double adding, double commits, double merge) {}

  @Override
  public void run(Workplace workplace, Report report) throws IOException {
    Effort effort = workplace.effort();
    int count = effort.of(10_000, 1_000);
    GeneratedPassages generator = new GeneratedPassages(4);
    List<GeneratedPassages.Passage> passages = generator.make(count);
    report.heading("Encrypted directory");
    report.paragraph(
        count
            + " generated passages with text, positions, stored text, a time and a clustered vector"
            + " of "
            + GeneratedPassages.DIMENSIONS
            + " dimensions. Milliseconds of the processor on the working thread: searches, "
            + QUERIES
            + " of a kind with their first "
            + HITS
            + " hits. Ratio: encrypted ÷ plain of the same round. Cold: the directory was opened"
            + " for these "
            + QUERIES
            + " searches, so nothing is decrypted yet; the files are in the system's cache.");
    try (PersonalStore store =
        SampleStore.createStore(workplace.newFolder("keys").resolve("store"))) {
      FileEncryption encryption = store.indexFiles();
      Side plain = new Side(MMapDirectory::new, workplace.newFolder("plain"));
      Side encrypted =
          new Side(
              folder ->
                  new EncryptedDirectory(folder, encryption, EncryptedDirectory.Budget.STANDARD),
              workplace.newFolder("encrypted"));
      List<List<String>> rows = new ArrayList<>();
      warmUpCipher();
      building(effort, plain, encrypted, passages, rows);
      rows.add(opening(effort, plain, encrypted).row("opening", "–"));
      List<Kind> kinds = kinds(generator, passages);
      warm(effort, plain, encrypted, kinds, rows);
      cold(effort, plain, encrypted, kinds, rows);
      report.table(
          List.of("what", "plain, ms", "encrypted, ms", "encrypted ÷ plain", "limit"), rows);
      report.paragraph(size(plain.folder(), encrypted.folder()));
      report.paragraph(misses(effort, encryption, encrypted.folder()));
    }
  }

  private static void warmUpCipher() throws IOException {
    Decryption decryption = new Decryption(WARM_UP_CHUNK_BYTES);
    byte[] target = new byte[WARM_UP_CHUNK_BYTES];
    for (int i = 0; i < WARM_UP_CHUNKS; i++) {
      decryption.run(target);
    }
  }

  private static void building(
      Effort effort,
      Side plain,
      Side encrypted,
      List<GeneratedPassages.Passage> passages,
      List<List<String>> rows)
      throws IOException {
    PairedTimes adding = new PairedTimes();
    PairedTimes commits = new PairedTimes();
    PairedTimes merge = new PairedTimes();
    PairedTimes all = new PairedTimes();
    for (int round = 0; round < effort.of(3, 1); round++) {
      boolean isPlainFirst = round % 2 == 0;
      Building first = build(isPlainFirst ? plain : encrypted, passages);
      Building second = build(isPlainFirst ? encrypted : plain, passages);
      if (round > 0 || effort == Effort.QUICK) {
        Building a = isPlainFirst ? first : second;
        Building b = isPlainFirst ? second : first;
        adding.add(a.adding(), b.adding());
        commits.add(a.commits(), b.commits());
        merge.add(a.merge(), b.merge());
        all.add(a.adding() + a.commits() + a.merge(), b.adding() + b.commits() + b.merge());
      }
    }
    rows.add(all.row("indexing: all three", "1.05"));
    rows.add(adding.row("– adding documents", "–"));
    rows.add(commits.row("– " + BATCHES + " commits", "–"));
    rows.add(merge.row("– merging to one segment", "–"));
  }

  private static Building build(Side side, List<GeneratedPassages.Passage> passages)
      throws IOException {
    empty(side.folder());
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new QuantizingCodec())
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES);
    try (Directory directory = side.open();
        IndexWriter writer = new IndexWriter(directory, config)) {
      double adding = 0;
      double commits = 0;
      for (int batch = 0; batch < BATCHES; batch++) {
        List<GeneratedPassages.Passage> part =
            passages.subList(
                batch * passages.size() / BATCHES, (batch + 1) * passages.size() / BATCHES);
        adding +=
            Stopwatch.processorMilliseconds(() -> {
              for (GeneratedPassages.Passage passage : part) {
                writer.addDocument(document(passage));
              }
            });
        commits += Stopwatch.processorMilliseconds(writer::commit);
      }
      double merge =
          Stopwatch.processorMilliseconds(() -> {
            writer.forceMerge(1);
            writer.commit();
          });
      return new Building(adding, commits, merge);
    }
  }

  private static Document document(GeneratedPassages.Passage passage) {
    Document document = new Document();
    document.add(new StringField(ID, passage.id(), Field.Store.YES));
    document.add(new TextField(TEXT, String.join(" ", passage.words()), Field.Store.YES));
    document.add(new LongField(TIME, passage.time(), Field.Store.NO));
    document.add(
        new KnnFloatVectorField(VECTOR, passage.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  private static PairedTimes opening(Effort effort, Side plain, Side encrypted) throws IOException {
    PairedTimes times = new PairedTimes();
    int warmUps = effort.of(20, 5);
    for (int round = -warmUps; round < effort.of(60, 10); round++) {
      double first = open(plain);
      double second = open(encrypted);
      if (round >= 0) {
        times.add(first, second);
      }
    }
    return times;
  }

  private static double open(Side side) throws IOException {
    return Stopwatch.processorMilliseconds(() -> {
      try (Directory directory = side.open();
          DirectoryReader reader = DirectoryReader.open(directory)) {
        if (reader.numDocs() == 0) {
          throw new IllegalStateException("The index is empty");
        }
      }
    });
  }

  private static void warm(
      Effort effort, Side plain, Side encrypted, List<Kind> kinds, List<List<String>> rows)
      throws IOException {
    try (Directory plainDirectory = plain.open();
        Directory encryptedDirectory = encrypted.open();
        DirectoryReader plainReader = DirectoryReader.open(plainDirectory);
        DirectoryReader encryptedReader = DirectoryReader.open(encryptedDirectory)) {
      IndexSearcher plainSearcher = searcher(plainReader);
      IndexSearcher encryptedSearcher = searcher(encryptedReader);
      for (Kind kind : kinds) {
        PairedTimes times = new PairedTimes();
        int warmUps = effort.of(8, 2);
        for (int round = -warmUps; round < effort.of(25, 5); round++) {
          boolean isPlainFirst = round % 2 == 0;
          double first = kind.milliseconds(isPlainFirst ? plainSearcher : encryptedSearcher);
          double second = kind.milliseconds(isPlainFirst ? encryptedSearcher : plainSearcher);
          if (round >= 0) {
            times.add(isPlainFirst ? first : second, isPlainFirst ? second : first);
          }
        }
        rows.add(times.row("warm: " + kind.name(), kind.limit()));
      }
    }
  }

  private static void cold(
      Effort effort, Side plain, Side encrypted, List<Kind> kinds, List<List<String>> rows)
      throws IOException {
    for (Kind kind : kinds) {
      PairedTimes times = new PairedTimes();
      for (int round = -1; round < effort.of(7, 2); round++) {
        double first = openedFor(plain, kind);
        double second = openedFor(encrypted, kind);
        if (round >= 0) {
          times.add(first, second);
        }
      }
      rows.add(times.row("cold: " + kind.name(), "–"));
    }
  }

  private static double openedFor(Side side, Kind kind) throws IOException {
    try (Directory directory = side.open();
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return kind.milliseconds(searcher(reader));
    }
  }

  private static IndexSearcher searcher(DirectoryReader reader) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return searcher;
  }

  private static List<Kind> kinds(
      GeneratedPassages generator, List<GeneratedPassages.Passage> passages) {
    Sort newest = new Sort(LongField.newSortField(TIME, true, SortedNumericSelector.Type.MAX));
    List<Search> term = new ArrayList<>();
    List<Search> either = new ArrayList<>();
    List<Search> all = new ArrayList<>();
    List<Search> phrase = new ArrayList<>();
    List<Search> prefix = new ArrayList<>();
    List<Search> byDate = new ArrayList<>();
    List<Search> vector = new ArrayList<>();
    List<Search> hybrid = new ArrayList<>();
    List<Search> stored = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      TermQuery first = new TermQuery(new Term(TEXT, generator.word()));
      TermQuery second = new TermQuery(new Term(TEXT, generator.word()));
      List<String> words = passages.get(i * passages.size() / QUERIES).words();
      int place = i % (GeneratedPassages.LEAST_WORDS - 1);
      Query nearest = new KnnFloatVectorQuery(VECTOR, generator.vector(), NEIGHBOURS);
      Query lexical = both(first, second, Occur.SHOULD);
      int document = i;
      term.add(best(first));
      either.add(best(lexical));
      all.add(best(both(first, second, Occur.MUST)));
      phrase.add(best(new PhraseQuery(TEXT, words.get(place), words.get(place + 1))));
      prefix.add(best(new PrefixQuery(new Term(TEXT, generator.prefix()))));
      byDate.add(searcher -> sum(searcher.search(first, HITS, newest)));
      vector.add(best(nearest));
      hybrid.add(searcher -> fused(searcher, lexical, nearest));
      stored.add(searcher ->
          text(searcher.storedFields(), document * searcher.getIndexReader().maxDoc() / QUERIES));
    }
    return List.of(
        new Kind("term", "1.05", term),
        new Kind("either word", "1.05", either),
        new Kind("both words", "1.05", all),
        new Kind("phrase", "–", phrase),
        new Kind("prefix", "1.10", prefix),
        new Kind("sort by date", "–", byDate),
        new Kind("vector", "1.05", vector),
        new Kind("hybrid with stored text", "–", hybrid),
        new Kind("stored text", "–", stored));
  }

  private static Search best(Query query) {
    return searcher -> sum(searcher.search(query, HITS));
  }

  private static long sum(TopDocs found) {
    long sum = 0;
    for (ScoreDoc hit : found.scoreDocs) {
      sum += hit.doc + 1;
    }
    return sum;
  }

  private static long fused(IndexSearcher searcher, Query lexical, Query nearest)
      throws IOException {
    TopDocs fused =
        TopDocs.rrf(
            HITS,
            FUSION_CONSTANT,
            new TopDocs[] {
              searcher.search(lexical, NEIGHBOURS), searcher.search(nearest, NEIGHBOURS)
            });
    StoredFields fields = searcher.storedFields();
    long sum = 0;
    for (ScoreDoc hit : fused.scoreDocs) {
      sum += text(fields, hit.doc);
    }
    return sum;
  }

  private static long text(StoredFields fields, int document) throws IOException {
    return fields.document(document).get(TEXT).length();
  }

  private static Query both(Query first, Query second, Occur occur) {
    return new BooleanQuery.Builder().add(first, occur).add(second, occur).build();
  }

  private static String size(Path plain, Path encrypted) throws IOException {
    List<Path> files = files(encrypted);
    long plainBytes = bytes(plain);
    long encryptedBytes = bytes(encrypted);
    long allowed = (long) (plainBytes * 1.002) + 56L * files.size();
    return String.format(
        Locale.ROOT,
        "Size on disk: plain %,d bytes, encrypted %,d bytes in %d files (%.3f %% more; limit 0.2 %%"
            + " and 56 bytes a file: %,d bytes).",
        plainBytes,
        encryptedBytes,
        files.size(),
        100.0 * (encryptedBytes - plainBytes) / plainBytes,
        allowed);
  }

  private static String misses(Effort effort, FileEncryption encryption, Path folder)
      throws IOException {
    Path largest =
        files(folder).stream()
            .max(Comparator.comparingLong(file -> file.toFile().length()))
            .orElseThrow();
    List<Double> miss = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (EncryptedFileReader reader = encryption.open(largest, largest.getFileName().toString())) {
      int chunkSize = reader.chunkSize();
      byte[] chunk = new byte[chunkSize];
      long whole = reader.length() / chunkSize;
      Decryption decryption = new Decryption(chunkSize);
      long warmUps = WARM_UP_CHUNKS / whole;
      for (long round = -warmUps; round < effort.of(40, 5); round++) {
        double misses =
            Stopwatch.processorMilliseconds(() -> {
              for (long i = 0; i < whole; i++) {
                reader.readChunk(i, chunk);
              }
            });
        double alone =
            Stopwatch.processorMilliseconds(() -> {
              for (long i = 0; i < whole; i++) {
                decryption.run(chunk);
              }
            });
        if (round >= 0) {
          miss.add(misses * 1e3 / whole);
          raw.add(alone * 1e3 / whole);
          ratios.add(misses / alone);
        }
      }
    }
    return "One chunk of 16 KiB that is not held: "
        + Spread.of(miss).text(2)
        + " µs; AES-256-GCM alone over as many bytes: "
        + Spread.of(raw).text(2)
        + " µs; ratio "
        + Spread.of(ratios).text(3)
        + " (limit 3 µs or 1.3).";
  }

  /** AES-256-GCM by the platform over one chunk, again and again. */
  private static final class Decryption {
    private static final int TAG_BYTES = TAG_BITS / Byte.SIZE;

    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private final GCMParameterSpec nonce = new GCMParameterSpec(TAG_BITS, new byte[12]);
    private final GCMParameterSpec otherNonce =
        new GCMParameterSpec(TAG_BITS, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    private final Cipher cipher;
    private final byte[] sealed;
    private final byte[] otherSealed;
    private boolean isOther;

    Decryption(int chunkSize) {
      try {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
        sealed = cipher.doFinal(new byte[chunkSize]);
        cipher.init(Cipher.ENCRYPT_MODE, key, otherNonce);
        otherSealed = cipher.doFinal(new byte[chunkSize]);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-GCM is part of every Java platform", e);
      }
    }

    void run(byte[] target) throws IOException {
      isOther = !isOther;
      byte[] from = isOther ? otherSealed : sealed;
      try {
        cipher.init(Cipher.DECRYPT_MODE, key, isOther ? otherNonce : nonce);
        if (cipher.doFinal(from, 0, from.length, target, 0) != from.length - TAG_BYTES) {
          throw new IOException("A chunk was decrypted to another length");
        }
      } catch (GeneralSecurityException e) {
        throw new IOException("A chunk does not authenticate", e);
      }
    }
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    for (Path file : files(folder)) {
      sum += Files.size(file);
    }
    return sum;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void empty(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
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
