package dev.sotto.index;

import dev.sotto.record.RecordId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/** Collects the records that the passages of a query were cut from. Stateless. */
final class RecordListing {
  private RecordListing() {}

  /** Returns the records of all passages that a query matches, in the order of their ids. */
  static List<RecordId> of(IndexSearcher searcher, Query query) throws IOException {
    Set<String> records = new TreeSet<>();
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        collect(leaf, scorer.iterator(), records);
      }
    }
    return records.stream().map(RecordId::new).toList();
  }

  private static void collect(
      LeafReaderContext leaf, DocIdSetIterator documents, Set<String> records) throws IOException {
    SortedDocValues ids = DocValues.getSorted(leaf.reader(), IndexFields.RECORD);
    Bits live = leaf.reader().getLiveDocs();
    int last = -1;
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if ((live == null || live.get(document))
          && ids.advanceExact(document)
          && ids.ordValue() != last) {
        last = ids.ordValue();
        records.add(ids.lookupOrd(last).utf8ToString());
      }
    }
  }
}
