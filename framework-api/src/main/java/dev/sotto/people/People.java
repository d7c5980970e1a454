package dev.sotto.people;

import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordKind;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.StructuredRecords;
import dev.sotto.storage.RecordStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The persons of a store. The directory is made when it is first needed, from the cards and from
 * the index's list of participants, not from all records, and again when the store has changed. For
 * one thread.
 */
public final class People implements NamedPersons {
  private final RecordStore records;
  private final SearchIndex index;
  private final StructuredRecords structured;
  private final Self self;
  private final PersonDecisions decisions;
  private @Nullable PersonDirectory all;
  private @Nullable PersonDirectory ofCards;
  private long generation = -1;

  /**
   * Creates a view of a store; store and index stay the caller's.
   *
   * @param records the original records
   * @param index knows who takes part in them
   * @param self who the person is
   * @param decisions what the person decided
   */
  public People(RecordStore records, SearchIndex index, Self self, PersonDecisions decisions) {
    this.records = records;
    this.index = index;
    this.structured = new StructuredRecords(records, index);
    this.self = self;
    this.decisions = decisions;
  }

  /**
   * Returns everybody.
   *
   * @throws IOException if store or index can't be read
   */
  public PersonDirectory directory() throws IOException {
    forgetWhatIsOld();
    PersonDirectory known = all;
    if (known == null) {
      known = PersonDirectory.of(cards(), index.participants(), self, decisions);
      all = known;
    }
    return known;
  }

  private PersonDirectory ofCards() throws IOException {
    forgetWhatIsOld();
    PersonDirectory known = ofCards;
    if (known == null) {
      known = PersonDirectory.of(cards(), List.of(), self, decisions);
      ofCards = known;
    }
    return known;
  }

  private List<PersonalRecord> cards() throws IOException {
    return structured.of(RecordKind.CONTACT);
  }

  private void forgetWhatIsOld() {
    if (generation != records.generation()) {
      all = null;
      ofCards = null;
      generation = records.generation();
    }
  }

  @Override
  public Optional<Correspondence> correspondence(String question) throws IOException {
    return CorrespondenceReader.read(question, this::directory);
  }

  @Override
  public List<String> otherNames(String question) throws IOException {
    return OtherNames.of(question, ofCards());
  }

  @Override
  public String toString() {
    return "People[" + self + ", " + decisions + "]";
  }
}
