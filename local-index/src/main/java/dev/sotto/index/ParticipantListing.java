package dev.sotto.index;

import dev.sotto.record.Participant;
import dev.sotto.search.ParticipantCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * Counts how often each participant takes part, from a value that stands with the first passage of
 * each record. Stateless.
 */
final class ParticipantListing {
  private static final int MAX_CHARACTERS = 1_024;
  private static final char SEPARATOR = '\0';
  private static final char AUTHOR = 'A';
  private static final char RECIPIENT = 'R';

  private ParticipantListing() {}

  /** Returns the value of a participant. */
  static SortedSetDocValuesField field(Participant participant) {
    char role = participant.role() == Participant.Role.AUTHOR ? AUTHOR : RECIPIENT;
    return new SortedSetDocValuesField(
        IndexFields.PARTICIPANT,
        new BytesRef(role + part(participant.name()) + SEPARATOR + part(participant.address())));
  }

  private static String part(String text) {
    String bounded = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
    return bounded.replace(SEPARATOR, ' ');
  }

  /** Returns everybody, in the order of name and address. */
  static List<ParticipantCount> of(IndexReader reader) throws IOException {
    Map<String, long[]> counts = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      count(leaf, counts);
    }
    List<ParticipantCount> participants = new ArrayList<>(counts.size());
    for (Map.Entry<String, long[]> entry : counts.entrySet()) {
      int separator = entry.getKey().indexOf(SEPARATOR);
      participants.add(
          new ParticipantCount(
              entry.getKey().substring(0, separator),
              entry.getKey().substring(separator + 1),
              entry.getValue()[0],
              entry.getValue()[1]));
    }
    return List.copyOf(participants);
  }

  private static void count(LeafReaderContext leaf, Map<String, long[]> counts) throws IOException {
    SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), IndexFields.PARTICIPANT);
    Bits live = leaf.reader().getLiveDocs();
    long[] ofValue = new long[Math.toIntExact(values.getValueCount())];
    for (int document = values.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = values.nextDoc()) {
      if (live == null || live.get(document)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          ofValue[Math.toIntExact(values.nextOrd())]++;
        }
      }
    }
    for (int i = 0; i < ofValue.length; i++) {
      if (ofValue[i] > 0) {
        String value = values.lookupOrd(i).utf8ToString();
        long[] count = counts.computeIfAbsent(value.substring(1), key -> new long[2]);
        count[value.charAt(0) == AUTHOR ? 0 : 1] += ofValue[i];
      }
    }
  }
}
