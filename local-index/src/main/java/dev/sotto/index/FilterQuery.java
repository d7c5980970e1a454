package dev.sotto.index;

import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.SearchFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link SearchFilter} into a query without scores. Times are compared in whole
 * milliseconds. Stateless.
 */
final class FilterQuery {
  private FilterQuery() {}

  /** Returns the query, or null where everything is allowed. */
  static @Nullable Query of(SearchFilter filter, FieldAnalyzer analyzer) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    if (filter.from().isPresent() || filter.until().isPresent()) {
      long from = filter.from().map(FilterQuery::firstMillisecondFrom).orElse(Long.MIN_VALUE);
      long until = filter.until().map(FilterQuery::firstMillisecondFrom).orElse(Long.MAX_VALUE);
      long last = until == Long.MIN_VALUE ? until : until - 1;
      query.add(LongPoint.newRangeQuery(IndexFields.TIME, from, last), Occur.FILTER);
    }
    if (!filter.sources().isEmpty()) {
      query.add(
          oneOf(IndexFields.SOURCE, filter.sources().stream().map(SourceId::value).toList()),
          Occur.FILTER);
    }
    if (!filter.kinds().isEmpty()) {
      query.add(
          oneOf(IndexFields.KIND, filter.kinds().stream().map(RecordKind::label).toList()),
          Occur.FILTER);
    }
    if (!filter.persons().isEmpty()) {
      query.add(
          anyOf(filter.persons(), IndexFields.PERSON_NAME, IndexFields.PERSON_ADDRESS, analyzer),
          Occur.FILTER);
    }
    if (!filter.authors().isEmpty()) {
      query.add(
          anyOf(filter.authors(), IndexFields.AUTHOR_NAME, IndexFields.AUTHOR_ADDRESS, analyzer),
          Occur.FILTER);
    }
    BooleanQuery built = query.build();
    return built.clauses().isEmpty() ? null : built;
  }

  /** Returns the milliseconds of a time since 1970, the nearest that fit a {@code long}. */
  static long milliseconds(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException outOfRange) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static long firstMillisecondFrom(Instant time) {
    long floor = milliseconds(time);
    boolean whole =
        floor == Long.MIN_VALUE
            || floor == Long.MAX_VALUE
            || Instant.ofEpochMilli(floor).equals(time);
    return whole ? floor : floor + 1;
  }

  private static Query oneOf(String field, Collection<String> values) {
    return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
  }

  private static Query anyOf(
      Collection<String> persons, String nameField, String addressField, FieldAnalyzer analyzer) {
    BooleanQuery.Builder anyPerson = new BooleanQuery.Builder();
    for (String person : persons) {
      anyPerson.add(
          new TermQuery(new Term(addressField, person.strip().toLowerCase(Locale.ROOT))),
          Occur.SHOULD);
      List<String> words =
          analyzer.terms(nameField, person).stream()
              .map(FieldAnalyzer.Term::text)
              .distinct()
              .toList();
      if (!words.isEmpty()) {
        PhraseQuery.Builder name = new PhraseQuery.Builder().setSlop(IndexFields.PERSON_GAP / 2);
        words.forEach(word -> name.add(new Term(nameField, word)));
        anyPerson.add(name.build(), Occur.SHOULD);
      }
    }
    return anyPerson.build();
  }
}
