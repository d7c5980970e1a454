package dev.sotto.computed;

import dev.sotto.calendar.Occurrence;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.search.Passage;
import dev.sotto.text.LanguageDetector;
import java.util.ArrayList;
import java.util.List;

/** The records behind an answer, numbered in the order in which they are cited. For one answer. */
final class Citations {
  private static final int LONGEST = 1_500;

  private final List<ComputedAnswer.Source> sources = new ArrayList<>();

  /** Returns the citation of all records behind an occurrence. */
  String of(Occurrence occurrence) {
    StringBuilder marks = new StringBuilder();
    for (PersonalRecord record : occurrence.records()) {
      marks.append(of(record));
    }
    return marks.toString();
  }

  /** Returns the citation of a whole record. */
  String of(PersonalRecord record) {
    String text = record.content().text();
    int end = Math.min(text.length(), LONGEST);
    int line = text.indexOf('\n');
    String first = text.substring(0, line < 0 || line > end ? end : line);
    return of(record, 0, end, 0, first);
  }

  /** Returns the citation of lines of a record. */
  String of(PersonalRecord record, int start, int end) {
    int cut = Math.min(end, start + LONGEST);
    String words = record.content().text().substring(start, cut);
    int line = words.indexOf('\n');
    return of(record, start, cut, start, line < 0 ? words : words.substring(0, line));
  }

  /** Returns the citation of words in a piece of a record. */
  String of(PersonalRecord record, int from, int until, int start, String quotation) {
    RecordContent content = record.content();
    String text = content.text().substring(from, until);
    return of(
        new Passage(
            record.id(),
            record.source(),
            content.kind(),
            content.title(),
            content.time(),
            content.participants(),
            content.labels(),
            LanguageDetector.detect(text),
            from,
            until,
            text),
        start,
        quotation);
  }

  /** Returns the citation of words in a passage. */
  String of(Passage passage, int start, String quotation) {
    for (int i = 0; i < sources.size(); i++) {
      Passage known = sources.get(i).passage();
      if (known.record().equals(passage.record())
          && known.start() == passage.start()
          && known.end() == passage.end()) {
        return " [" + (i + 1) + "]";
      }
    }
    sources.add(new ComputedAnswer.Source(passage, start, quotation));
    return " [" + sources.size() + "]";
  }

  List<ComputedAnswer.Source> sources() {
    return List.copyOf(sources);
  }

  @Override
  public String toString() {
    return "Citations[" + sources.size() + "]";
  }
}
