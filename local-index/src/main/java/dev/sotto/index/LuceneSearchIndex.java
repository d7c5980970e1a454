package dev.sotto.index;

import dev.sotto.index.directory.EncryptedDirectory;
import dev.sotto.index.passage.PassageCutter;
import dev.sotto.index.passage.PassageSpan;
import dev.sotto.model.EmbeddingModel;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.search.Hit;
import dev.sotto.search.ParticipantCount;
import dev.sotto.search.Passage;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.text.LanguageDetector;
import dev.sotto.text.TextLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SearchIndex} over Lucene, every file of it encrypted. Words are searched by BM25,
 * meaning by one vector field for each embedding model, and the ranked lists are fused by
 * reciprocal rank.
 *
 * <p>The generation is kept with each commit. An index that was built with other embedding models,
 * by another schema or an older Lucene counts as empty: {@link #generation} and {@link #passages}
 * are 0, nothing is found, and the next {@link #apply} starts it anew. So a caller that brings an
 * index up from its generation rebuilds it without a special case.
 *
 * <p>The index lock is taken by the first {@code apply} and held until {@link #close}. Embedding
 * models are not owned: whoever gave them closes them. Decrypted text stands in memory while the
 * index is open; {@code close} overwrites what the directory held, not what Lucene keeps of terms.
 */
public final class LuceneSearchIndex implements SearchIndex {
  private static final Logger LUCENE_VECTORIZATION =
      Logger.getLogger("org.apache.lucene.internal.vectorization");

  static {
    LUCENE_VECTORIZATION.setLevel(Level.SEVERE);
  }

  private static final int EMBEDDING_BATCH = 32;
  private static final int LEXICAL_DEPTH = 100;
  private static final int NEIGHBOURS = 50;
  private static final double LEXICAL_WEIGHT = 0.5;
  private static final double VERBATIM_WEIGHT = 4.0;
  private static final double PASSAGES_WEIGHT = 0.5;
  private static final double SENTENCES_WEIGHT = 1.0;
  private static final double OTHER_LANGUAGE_FACTOR = 1;
  private static final double QUOTED_REPLY_FACTOR = 0.8;
  private static final int GRAPH_DEGREE = 16;
  private static final int GRAPH_BEAM = 100;
  private static final double WRITE_BUFFER_MEGABYTES = 32;
  private static final long REWRITE_STEP_BYTES = 8L << 20;

  private final Path folder;
  private final FileEncryption encryption;
  private final EncryptedDirectory directory;
  private final PassageEmbedding embedding;
  private final FieldAnalyzer analyzer = new FieldAnalyzer();
  private final QuestionQuery questions = new QuestionQuery(analyzer);
  private final Object writing = new Object();
  private final RewritingMergePolicy merges;
  private @Nullable IndexWriter writer;
  private volatile State state;

  private sealed interface State {
    /** Nothing to search; {@code STALE} remains are to be thrown away by the next change. */
    record Empty(long generation, Remains remains) implements State {
      enum Remains {
        NONE,
        STALE
      }
    }

    /** A commit that can be searched. */
    record Committed(long generation, SearcherManager searchers) implements State {}

    /** No longer usable. */
    record Closed() implements State {}
  }

  private LuceneSearchIndex(
      Path folder,
      FileEncryption encryption,
      EncryptedDirectory directory,
      PassageEmbedding embedding,
      State state) {
    this.folder = folder;
    this.encryption = encryption;
    this.merges =
        new RewritingMergePolicy(segment -> !areCurrent(segment.files()), REWRITE_STEP_BYTES);
    this.directory = directory;
    this.embedding = embedding;
    this.state = state;
  }

  /**
   * Opens the index of a folder, or an empty one where there is none.
   *
   * @param folder the index's own folder, made when missing
   * @param encryption what encrypts its files
   * @param models at most one model for a language; none means search by words alone. Only name,
   *     language and dimensions are asked before the first text, so a model may load itself then
   * @throws TamperedFileException if a file of the last commit is damaged or missing; {@link
   *     #erase} makes room for a new index
   */
  public static LuceneSearchIndex open(
      Path folder, FileEncryption encryption, List<EmbeddingModel> models) throws IOException {
    PassageEmbedding embedding = new PassageEmbedding(models);
    EncryptedDirectory directory =
        new EncryptedDirectory(folder, encryption, EncryptedDirectory.Budget.STANDARD);
    boolean opened = false;
    try {
      State state = read(directory, embedding);
      opened = true;
      return new LuceneSearchIndex(folder, encryption, directory, embedding, state);
    } catch (IOException | RuntimeException e) {
      throw meaning(e);
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  /**
   * Deletes all files of an index that is not open. What was in it can be built again from the
   * records.
   */
  public static void erase(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public long generation() {
    return switch (state) {
      case State.Empty empty -> empty.generation();
      case State.Committed committed -> committed.generation();
      case State.Closed closed -> throw closedIndex();
    };
  }

  @Override
  public long passages() {
    return switch (state) {
      case State.Empty empty -> 0;
      case State.Committed committed -> {
        try {
          IndexSearcher searcher = committed.searchers().acquire();
          try {
            yield searcher.getIndexReader().numDocs();
          } finally {
            committed.searchers().release(searcher);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case State.Closed closed -> throw closedIndex();
    };
  }

  /**
   * Reads every file of the last commit to its end, so that damage anywhere in it is noticed.
   *
   * @throws TamperedFileException if a file is damaged
   */
  public void verify() throws IOException {
    if (!(state instanceof State.Committed committed)) {
      return;
    }
    IndexSearcher searcher = committed.searchers().acquire();
    try {
      DirectoryReader reader = (DirectoryReader) searcher.getIndexReader();
      for (String file : reader.getIndexCommit().getFileNames()) {
        readWhole(file);
      }
    } catch (IOException | RuntimeException e) {
      throw meaning(e);
    } finally {
      committed.searchers().release(searcher);
    }
  }

  private void readWhole(String file) throws IOException {
    byte[] part = new byte[1 << 16];
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      for (long left = input.length(); left > 0; left -= part.length) {
        input.readBytes(part, 0, (int) Math.min(left, part.length));
      }
    }
  }

  @Override
  public void apply(
      Collection<PersonalRecord> present,
      Collection<RecordId> removed,
      long generation,
      Depth depth)
      throws IOException {
    change(
        open -> {
          for (RecordId record : removed) {
            open.deleteDocuments(new Term(IndexFields.RECORD, record.value()));
          }
          add(open, present, depth);
        },
        generation);
  }

  @Override
  public List<RecordId> withoutMeaning(int limit) throws IOException {
    return reading(
        List.of(),
        searcher -> {
          Set<RecordId> records = new LinkedHashSet<>();
          StoredFields stored = searcher.storedFields();
          TopFieldDocs newest =
              searcher.search(
                  new TermQuery(IndexFields.WITHOUT_MEANING_TERM),
                  limit,
                  new Sort(
                      LongField.newSortField(
                          IndexFields.TIME, true, SortedNumericSelector.Type.MAX)));
          for (ScoreDoc found : newest.scoreDocs) {
            records.add(
                new RecordId(
                    stored
                        .document(found.doc, Set.of(IndexFields.RECORD))
                        .get(IndexFields.RECORD)));
          }
          return List.copyOf(records);
        });
  }

  @Override
  public long passagesWithoutMeaning() throws IOException {
    return reading(
        0L, searcher -> (long) searcher.count(new TermQuery(IndexFields.WITHOUT_MEANING_TERM)));
  }

  private interface Reading<T> {
    T from(IndexSearcher searcher) throws IOException;
  }

  private <T> T reading(T whereNothingIs, Reading<T> reading) throws IOException {
    return switch (state) {
      case State.Empty empty -> whereNothingIs;
      case State.Closed closed -> throw closedIndex();
      case State.Committed committed -> {
        IndexSearcher searcher = committed.searchers().acquire();
        try {
          yield reading.from(searcher);
        } catch (IOException | RuntimeException e) {
          throw meaning(e);
        } finally {
          committed.searchers().release(searcher);
        }
      }
    };
  }

  @Override
  public void clear() throws IOException {
    change(IndexWriter::deleteAll, 0);
  }

  @Override
  public List<Hit> search(SearchQuery query) throws IOException {
    return reading(List.of(), searcher -> search(searcher, query));
  }

  @Override
  public List<RecordId> records(SearchFilter filter) throws IOException {
    return reading(
        List.of(),
        searcher -> {
          Query allowed = FilterQuery.of(filter, analyzer);
          return RecordListing.of(searcher, allowed == null ? MatchAllDocsQuery.INSTANCE : allowed);
        });
  }

  @Override
  public List<ParticipantCount> participants() throws IOException {
    return reading(List.of(), searcher -> ParticipantListing.of(searcher.getIndexReader()));
  }

  @Override
  public void relabel(Map<RecordId, Labels> labels) throws IOException {
    if (!labels.isEmpty() && state instanceof State.Committed committed) {
      change(
          open -> {
            for (Map.Entry<RecordId, Labels> entry : labels.entrySet()) {
              open.updateNumericDocValue(
                  new Term(IndexFields.RECORD, entry.getKey().value()),
                  IndexFields.LABELS,
                  PassageDocument.code(entry.getValue()));
            }
          },
          committed.generation());
    }
  }

  /**
   * Writes anew a few segments that lie under an older key than new files, without what was deleted
   * from them, and commits. Searching goes on, and so does writing but for the commit itself; one
   * thread rewrites at a time.
   *
   * @return false if no segment is left that lies under an older key
   */
  public boolean rewriteSome() throws IOException {
    IndexWriter open;
    synchronized (writing) {
      if (!(state instanceof State.Committed committed)) {
        return false;
      }
      open = writer(committed);
    }
    try {
      merges.allowOne();
      open.forceMerge(Integer.MAX_VALUE);
    } catch (IOException | RuntimeException e) {
      throw meaning(e);
    }
    boolean found = merges.hasFound();
    synchronized (writing) {
      if (state instanceof State.Committed committed) {
        change(unchanged -> {}, committed.generation());
      }
    }
    return found;
  }

  /** Returns how many encrypted bytes of the last commit lie under an older key than new files. */
  public long bytesToRewrite() throws IOException {
    return bytesOf(file -> !areCurrent(List.of(file)));
  }

  /** Returns how many encrypted bytes the last commit has on the disk. */
  public long bytes() throws IOException {
    return bytesOf(file -> true);
  }

  /** Says which files count. */
  private interface FileSelection {
    boolean counts(String file) throws IOException;
  }

  private long bytesOf(FileSelection selection) throws IOException {
    return reading(
        0L,
        searcher -> {
          long bytes = 0;
          for (String file :
              ((DirectoryReader) searcher.getIndexReader()).getIndexCommit().getFileNames()) {
            bytes += selection.counts(file) ? Files.size(folder.resolve(file)) : 0;
          }
          return bytes;
        });
  }

  private boolean areCurrent(Collection<String> files) throws IOException {
    for (String file : files) {
      if (!encryption.isCurrent(folder.resolve(file), file)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Looks for what the index still knows of records, by everything that it is searched by.
   *
   * @param records which ones; whether an entry of them stands among the terms is looked up for
   *     each, and deleted entries count until they are merged away
   * @param texts of those records; the best passages by words and the nearest vectors by every
   *     model are looked through
   */
  public IndexTraces traces(Set<RecordId> records, List<String> texts) throws IOException {
    return reading(
        new IndexTraces(0, 0, 0),
        searcher -> {
          int known = 0;
          for (RecordId record : records) {
            known +=
                searcher.getIndexReader().docFreq(new Term(IndexFields.RECORD, record.value())) > 0
                    ? 1
                    : 0;
          }
          int byWords = 0;
          int byMeaning = 0;
          for (String text : texts) {
            Query words = lexical(new SearchQuery(text, LEXICAL_DEPTH, SearchFilter.NONE), null);
            byWords += of(records, searcher, searcher.search(words, LEXICAL_DEPTH).scoreDocs);
            for (EmbeddingModel model : embedding.models()) {
              String field = IndexFields.vector(model.language());
              if (hasVectors(searcher.getIndexReader(), field)) {
                float[] vector = model.embedPassages(List.of(text)).getFirst();
                Query nearest = new KnnFloatVectorQuery(field, vector, NEIGHBOURS);
                byMeaning += of(records, searcher, searcher.search(nearest, NEIGHBOURS).scoreDocs);
              }
            }
          }
          return new IndexTraces(known, byWords, byMeaning);
        });
  }

  private static int of(Set<RecordId> records, IndexSearcher searcher, ScoreDoc[] found)
      throws IOException {
    StoredFields stored = searcher.storedFields();
    int matching = 0;
    for (ScoreDoc hit : found) {
      String id = stored.document(hit.doc, Set.of(IndexFields.RECORD)).get(IndexFields.RECORD);
      matching += records.contains(new RecordId(id)) ? 1 : 0;
    }
    return matching;
  }

  @Override
  public List<String> otherWords(String word) {
    return EverydayWords.shared().related(word);
  }

  @Override
  public boolean occurs(String word) throws IOException {
    return reading(
        false,
        searcher -> {
          IndexReader reader = searcher.getIndexReader();
          for (String field : IndexFields.WORDS) {
            for (FieldAnalyzer.Term term : analyzer.terms(field, word)) {
              if (reader.docFreq(new Term(field, term.text())) > 0) {
                return true;
              }
            }
          }
          return false;
        });
  }

  @Override
  public void close() throws IOException {
    synchronized (writing) {
      if (state instanceof State.Closed) {
        return;
      }
      State before = state;
      state = new State.Closed();
      try {
        rollBack();
        if (before instanceof State.Committed committed) {
          committed.searchers().close();
        }
      } finally {
        directory.close();
      }
    }
  }

  @Override
  public String toString() {
    return "LuceneSearchIndex[" + state.getClass().getSimpleName() + "]";
  }

  private interface Change {
    void writeTo(IndexWriter open) throws IOException;
  }

  private void change(Change change, long generation) throws IOException {
    synchronized (writing) {
      State before = state;
      if (before instanceof State.Closed) {
        throw closedIndex();
      }
      boolean committed = false;
      try {
        IndexWriter open = writer(before);
        change.writeTo(open);
        open.setLiveCommitData(
            Map.of(
                    IndexFields.COMMIT_SCHEMA, IndexFields.SCHEMA,
                    IndexFields.COMMIT_MODELS, embedding.signature(),
                    IndexFields.COMMIT_GENERATION, Long.toString(generation))
                .entrySet());
        open.commit();
        committed = true;
        state = refreshed(before, generation);
      } catch (IOException | RuntimeException e) {
        throw meaning(e);
      } finally {
        if (!committed) {
          rollBack();
        }
      }
    }
  }

  private static State read(EncryptedDirectory directory, PassageEmbedding embedding)
      throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      directory.requirePublished();
      return new State.Empty(0, State.Empty.Remains.NONE);
    }
    DirectoryReader reader;
    try {
      reader = DirectoryReader.open(directory);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
      return new State.Empty(0, State.Empty.Remains.STALE);
    }
    Map<String, String> commit = reader.getIndexCommit().getUserData();
    String generation = commit.get(IndexFields.COMMIT_GENERATION);
    if (generation == null
        || !IndexFields.SCHEMA.equals(commit.get(IndexFields.COMMIT_SCHEMA))
        || !embedding.signature().equals(commit.get(IndexFields.COMMIT_MODELS))) {
      reader.close();
      return new State.Empty(0, State.Empty.Remains.STALE);
    }
    return new State.Committed(
        Long.parseLong(generation), new SearcherManager(reader, new PlainSearchers()));
  }

  private State refreshed(State before, long generation) throws IOException {
    if (before instanceof State.Committed committed) {
      committed.searchers().maybeRefreshBlocking();
      return new State.Committed(generation, committed.searchers());
    }
    return new State.Committed(generation, new SearcherManager(directory, new PlainSearchers()));
  }

  private IndexWriter writer(State before) throws IOException {
    IndexWriter open = writer;
    if (open != null && open.isOpen()) {
      return open;
    }
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer)
            .setCodec(new PassageCodec())
            .setMergeScheduler(new WaitlessMergeScheduler())
            .setMergePolicy(merges)
            .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES)
            .setCommitOnClose(false)
            .setOpenMode(
                before instanceof State.Committed
                    ? IndexWriterConfig.OpenMode.APPEND
                    : IndexWriterConfig.OpenMode.CREATE);
    if (before instanceof State.Empty empty && empty.remains() == State.Empty.Remains.STALE) {
      throwAwayFiles();
    }
    open = new IndexWriter(directory, config);
    writer = open;
    return open;
  }

  private void throwAwayFiles() throws IOException {
    directory.discard();
    state = new State.Empty(0, State.Empty.Remains.NONE);
  }

  private void rollBack() throws IOException {
    IndexWriter open = writer;
    writer = null;
    if (open != null) {
      open.rollback();
    }
  }

  private void add(IndexWriter open, Collection<PersonalRecord> present, Depth depth)
      throws IOException {
    Map<RecordId, PersonalRecord> newest = new LinkedHashMap<>();
    for (PersonalRecord record : present) {
      newest.put(record.id(), record);
    }
    List<PassageDocument> batch = new ArrayList<>();
    for (PersonalRecord record : newest.values()) {
      open.deleteDocuments(new Term(IndexFields.RECORD, record.id().value()));
      boolean first = true;
      for (PassageSpan span : PassageCutter.cut(record.content().text(), record.content().kind())) {
        batch.add(PassageDocument.of(record, span, first));
        first = false;
        if (batch.size() == EMBEDDING_BATCH) {
          addBatch(open, batch, depth);
          batch.clear();
        }
      }
    }
    addBatch(open, batch, depth);
  }

  private void addBatch(IndexWriter open, List<PassageDocument> batch, Depth depth)
      throws IOException {
    Map<TextLanguage, List<Integer>> placesByModel = new EnumMap<>(TextLanguage.class);
    Map<TextLanguage, EmbeddingModel> models = new EnumMap<>(TextLanguage.class);
    List<Document> documents = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      PassageDocument passage = batch.get(i);
      documents.add(passage.document());
      Optional<EmbeddingModel> model = embedding.modelFor(passage.language(), passage.text());
      if (model.isPresent() && depth == Depth.WORDS) {
        PassageDocument.markWithoutMeaning(documents.getLast());
      } else if (model.isPresent()) {
        models.put(model.get().language(), model.get());
        placesByModel.computeIfAbsent(model.get().language(), language -> new ArrayList<>()).add(i);
      }
    }
    for (Map.Entry<TextLanguage, EmbeddingModel> entry : models.entrySet()) {
      List<Integer> places = placesByModel.getOrDefault(entry.getKey(), List.of());
      List<float[]> vectors =
          entry
              .getValue()
              .embedPassages(
                  places.stream().map(place -> batch.get(place).textInContext()).toList());
      for (int i = 0; i < vectors.size(); i++) {
        Document document = documents.get(places.get(i));
        PassageDocument.addVector(document, entry.getKey(), vectors.get(i));
        PassageDocument.addSentenceVectors(
            document,
            entry.getKey(),
            entry.getValue().embedPassages(batch.get(places.get(i)).sentencesInContext()));
      }
    }
    for (Document document : documents) {
      open.addDocument(document);
    }
  }

  private List<Hit> search(IndexSearcher searcher, SearchQuery query) throws IOException {
    Query filter = FilterQuery.of(query.filter(), analyzer);
    RankFusion fusion = new RankFusion();
    int depth = Math.max(LEXICAL_DEPTH, query.limit());
    fusion.addLexical(searcher.search(lexical(query, filter), depth).scoreDocs, LEXICAL_WEIGHT);
    fusion.addLexical(
        searcher.search(filtered(questions.verbatim(query.text()), filter), depth).scoreDocs,
        VERBATIM_WEIGHT);
    TextLanguage language = LanguageDetector.detect(query.text());
    List<Asked> asked = new ArrayList<>();
    for (EmbeddingModel model : embedding.models()) {
      String field = IndexFields.vector(model.language());
      if (hasVectors(searcher.getIndexReader(), field)) {
        double factor = languageFactor(model.language(), language);
        for (PassageEmbedding.Wording wording : PassageEmbedding.wordingsFor(model, query.text())) {
          float[] vector = model.embedQuestion(wording.text());
          asked.add(new Asked(model.language(), wording.reach(), vector, factor));
          Query nearest =
              new KnnFloatVectorQuery(
                  field,
                  vector,
                  Math.max(NEIGHBOURS, query.limit()),
                  within(wording.reach(), model.language(), filter));
          fusion.addSimilar(
              searcher.search(nearest, Math.max(NEIGHBOURS, query.limit())).scoreDocs,
              PASSAGES_WEIGHT * factor);
        }
      }
    }
    for (Asked wording : asked) {
      compareSentences(searcher, fusion, wording);
    }
    return hits(searcher, fusion, query.limit());
  }

  private static double languageFactor(TextLanguage model, TextLanguage question) {
    boolean ofTheQuestion = (model == TextLanguage.CHINESE) == (question == TextLanguage.CHINESE);
    return ofTheQuestion ? 1 : OTHER_LANGUAGE_FACTOR;
  }

  /** A wording of the question as a model's vector, and the weight of what it finds. */
  private record Asked(
      TextLanguage model, PassageEmbedding.Reach reach, float[] vector, double factor) {
    boolean reaches(TextLanguage passage) {
      return switch (reach) {
        case ALL -> true;
        case OWN_LANGUAGE -> passage == model;
        case OTHER_LANGUAGES -> passage != model;
      };
    }

    @Override
    public String toString() {
      return "Asked[" + model + ", " + reach + "]";
    }
  }

  private static @Nullable Query within(
      PassageEmbedding.Reach reach, TextLanguage model, @Nullable Query filter) {
    Query inLanguage = new TermQuery(new Term(IndexFields.LANGUAGE, model.name()));
    Occur occur =
        switch (reach) {
          case ALL -> null;
          case OWN_LANGUAGE -> Occur.FILTER;
          case OTHER_LANGUAGES -> Occur.MUST_NOT;
        };
    if (occur == null) {
      return filter;
    }
    return new BooleanQuery.Builder()
        .add(filter == null ? MatchAllDocsQuery.INSTANCE : filter, Occur.FILTER)
        .add(inLanguage, occur)
        .build();
  }

  private static void compareSentences(IndexSearcher searcher, RankFusion fusion, Asked asked)
      throws IOException {
    double weight = SENTENCES_WEIGHT * asked.factor();
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    Map<RankFusion.Candidate, Double> best = new HashMap<>();
    Map<RankFusion.Candidate, Double> bestTwo = new HashMap<>();
    for (RankFusion.Candidate candidate : fusion.all().toList()) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(candidate.document, leaves));
      BinaryDocValues stored =
          DocValues.getBinary(leaf.reader(), IndexFields.sentences(asked.model()));
      if (asked.reaches(language(leaf, candidate.document))
          && stored.advanceExact(candidate.document - leaf.docBase)) {
        double[] similarities = SentenceVectors.similarities(asked.vector(), stored.binaryValue());
        fusion.addSentences(candidate, similarities);
        double[] ascending = Arrays.stream(similarities).sorted().toArray();
        if (ascending.length > 0) {
          double first = ascending[ascending.length - 1];
          double second = ascending[Math.max(0, ascending.length - 2)];
          best.put(candidate, first);
          bestTwo.put(candidate, (first + second) / 2);
        }
      }
    }
    fusion.addSentenceList(best, weight);
    fusion.addSentenceList(bestTwo, weight);
  }

  private Query lexical(SearchQuery query, @Nullable Query filter) {
    return filtered(questions.of(query.text(), query.expansions()), filter);
  }

  private static Query filtered(Query words, @Nullable Query filter) {
    return filter == null
        ? words
        : new BooleanQuery.Builder().add(words, Occur.MUST).add(filter, Occur.FILTER).build();
  }

  private static List<Hit> hits(IndexSearcher searcher, RankFusion fusion, int limit)
      throws IOException {
    StoredFields stored = searcher.storedFields();
    for (RankFusion.Candidate candidate : fusion.all().toList()) {
      if (isQuotedReply(searcher, candidate.document)) {
        candidate.score *= QUOTED_REPLY_FACTOR;
      }
    }
    NearDuplicates duplicates = new NearDuplicates();
    List<Hit> hits = new ArrayList<>();
    for (RankFusion.Candidate candidate : fusion.ranked()) {
      if (hits.size() == limit) {
        break;
      }
      Passage passage =
          PassageDocument.read(
              stored.document(candidate.document), labels(searcher, candidate.document));
      if (!duplicates.isNew(passage)) {
        continue;
      }
      hits.add(
          new Hit(
              passage,
              candidate.score,
              candidate.lexicalScore,
              candidate.similarity,
              Arrays.stream(candidate.sentences).boxed().toList()));
    }
    return List.copyOf(hits);
  }

  private static long labels(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    NumericDocValues labels = DocValues.getNumeric(leaf.reader(), IndexFields.LABELS);
    return labels.advanceExact(document - leaf.docBase)
        ? labels.longValue()
        : PassageDocument.STRICTEST_LABELS;
  }

  private static TextLanguage language(LeafReaderContext leaf, int document) throws IOException {
    SortedDocValues languages = DocValues.getSorted(leaf.reader(), IndexFields.LANGUAGE);
    return languages.advanceExact(document - leaf.docBase)
        ? TextLanguage.valueOf(languages.lookupOrd(languages.ordValue()).utf8ToString())
        : TextLanguage.OTHER;
  }

  private static boolean isQuotedReply(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    NumericDocValues quoted = DocValues.getNumeric(leaf.reader(), IndexFields.QUOTED);
    return quoted.advanceExact(document - leaf.docBase);
  }

  private static boolean hasVectors(IndexReader reader, String field) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader().getFloatVectorValues(field) != null) {
        return true;
      }
    }
    return false;
  }

  private static IOException meaning(Exception failure) {
    Optional<TamperedFileException> damage = IndexDamage.in(failure);
    if (damage.isPresent()) {
      return damage.get();
    }
    if (failure instanceof IOException io) {
      return io;
    }
    throw (RuntimeException) failure;
  }

  private static IllegalStateException closedIndex() {
    return new IllegalStateException("The search index is closed; open it again to use it");
  }

  /** Searchers without a query cache: it would keep what was asked. */
  private static final class PlainSearchers extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /**
   * Lucene's codec with vectors quantised to a byte a dimension; the exact ones stay beside them.
   */
  private static final class PassageCodec extends Lucene104Codec {
    private final KnnVectorsFormat vectors =
        new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.UNSIGNED_BYTE, GRAPH_DEGREE, GRAPH_BEAM);

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return vectors;
    }
  }
}
