package dev.sotto.computed;

import dev.sotto.calendar.Calendar;
import dev.sotto.calendar.NamedEvents;
import dev.sotto.calendar.RecurrenceExpander;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.search.StructuredRecords;
import dev.sotto.storage.RecordStore;
import dev.sotto.text.Words;
import dev.sotto.time.EventTimes;
import dev.sotto.time.TimeReader;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions that code can compute, and no others: a question that is not surely one of
 * them is left to retrieval, for a wrong sum is worse than a found sentence. For one thread.
 *
 * <p>What it computes is as right as the records: it does not know of an event that was moved by
 * word of mouth.
 */
public final class ComputedAnswers implements Computation {
  private static final int LONGEST_QUESTION = 400;

  private final StructuredRecords structured;
  private final RecordStore records;
  private final SearchIndex index;
  private final RecurrenceExpander expander;
  private final ZoneId zone;
  private final TimeReader reader = new TimeReader();
  private @Nullable Calendar calendar;
  private List<PersonalRecord> contacts = List.of();
  private List<PersonalRecord> measurements = List.of();
  private long generation = -1;

  /**
   * Creates computed answers; store and index stay the caller's.
   *
   * @param records the original records
   * @param index where to search for what was said and spent
   * @param expander computes recurring events
   * @param zone the person's time zone
   */
  public ComputedAnswers(
      RecordStore records, SearchIndex index, RecurrenceExpander expander, ZoneId zone) {
    this.structured = new StructuredRecords(records, index);
    this.records = records;
    this.index = index;
    this.expander = expander;
    this.zone = zone;
  }

  /**
   * Returns the calendar as it is now.
   *
   * @throws IOException if the store or index can't be read
   */
  public Calendar calendar() throws IOException {
    Calendar known = calendar;
    if (known == null || generation != records.generation()) {
      List<PersonalRecord> events = structured.of(RecordKind.EVENT);
      contacts = structured.of(RecordKind.CONTACT);
      measurements = structured.of(RecordKind.LOG);
      known = new Calendar(events, contacts, expander, zone);
      calendar = known;
      generation = records.generation();
    }
    return known;
  }

  @Override
  public Optional<ComputedAnswer> answer(String question, LocalDateTime now) throws IOException {
    if (question.length() > LONGEST_QUESTION) {
      return Optional.empty();
    }
    Calendar known = calendar();
    if (known.isEmpty() && measurements.isEmpty() && contacts.isEmpty() && !asksForSum(question)) {
      return Optional.empty();
    }
    NamedEvents.Links links = this::tied;
    Asked asked = new Asked(question, now, known, links, reader::read);
    if (asked.isTooLong() || asked.text().isBlank()) {
      return Optional.empty();
    }
    EventAnswers events = new EventAnswers();
    Optional<ComputedAnswer> answer = new BirthdayAnswers(contacts).answer(asked);
    if (answer.isEmpty()) {
      answer = new SeriesAnswers(measurements).answer(asked);
    }
    if (answer.isEmpty()) {
      answer = new IntervalAnswers().answer(asked);
    }
    if (answer.isEmpty()) {
      answer = events.count(asked);
    }
    if (answer.isEmpty()) {
      answer = events.duration(asked);
    }
    if (answer.isEmpty()) {
      answer = new AgendaAnswers(new Statements(index, records, reader::read)).answer(asked);
    }
    if (answer.isEmpty()) {
      answer = new DateAnswers().answer(asked);
    }
    if (answer.isEmpty()) {
      answer = events.occurrence(asked);
    }
    if (answer.isEmpty()) {
      answer =
          events.occurrence(
              new Asked(
                  question,
                  now,
                  known,
                  links,
                  (words, moment, _, tense) -> reader.read(words, moment, EventTimes.NONE, tense)));
    }
    return answer.isPresent()
        ? answer
        : new LedgerAnswers(index, records, reader::read).answer(asked);
  }

  private static boolean asksForSum(String question) {
    return question.matches("(?iU).*(?:how (?:much|many|far)|quant[oa]s?|多少|几).*");
  }

  /** Returns whether any passage ties a word to a name. */
  private boolean tied(String word, String name) {
    try {
      for (Hit hit : index.search(new SearchQuery(name + " " + word, 12, SearchFilter.NONE))) {
        List<String> words = Words.of(hit.passage().title() + " " + hit.passage().text());
        if (words.contains(word) && words.contains(name)) {
          return true;
        }
      }
      return false;
    } catch (IOException unreadable) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "ComputedAnswers[" + contacts.size() + " contacts]";
  }
}
