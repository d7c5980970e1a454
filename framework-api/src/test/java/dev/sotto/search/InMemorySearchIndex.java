package dev.sotto.search;

import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.text.TextLanguage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search index in memory for tests: a passage is a paragraph, its score the share of the
 * question's words in it. Han characters count as words of one character.
 */
public final class InMemorySearchIndex implements SearchIndex {
  private static final Pattern WORD = Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");
  private static final double EXPANSION_WEIGHT = 0.5;
  private static final Pattern PARAGRAPH = Pattern.compile("[^\\n]+(?:\\n[^\\n]+)*");

  private final Map<RecordId, List<Passage>> passages = new LinkedHashMap<>();
  private final Set<RecordId> byWordsOnly = new HashSet<>();
  private long generation;
  private boolean closed;

  @Override
  public synchronized long generation() {
    return generation;
  }

  @Override
  public synchronized long passages() {
    return passages.values().stream().mapToLong(List::size).sum();
  }

  @Override
  public synchronized void apply(
      Collection<PersonalRecord> present,
      Collection<RecordId> removed,
      long newGeneration,
      Depth depth) {
    requireOpen();
    removed.forEach(passages::remove);
    removed.forEach(byWordsOnly::remove);
    for (PersonalRecord record : present) {
      passages.put(record.id(), cut(record));
      byWordsOnly.remove(record.id());
      if (depth == Depth.WORDS) {
        byWordsOnly.add(record.id());
      }
    }
    generation = newGeneration;
  }

  @Override
  public synchronized List<RecordId> withoutMeaning(int limit) {
    requireOpen();
    return byWordsOnly.stream()
        .sorted(Comparator.comparing(this::time).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long passagesWithoutMeaning() {
    requireOpen();
    return byWordsOnly.stream().mapToLong(id -> passages.get(id).size()).sum();
  }

  private Instant time(RecordId id) {
    return passages.get(id).stream().map(Passage::time).findFirst().orElse(Instant.EPOCH);
  }

  @Override
  public synchronized void clear() {
    requireOpen();
    passages.clear();
    byWordsOnly.clear();
    generation = 0;
  }

  @Override
  public synchronized boolean occurs(String word) {
    requireOpen();
    return passages.values().stream()
        .flatMap(List::stream)
        .flatMap(passage -> words(passage.title() + " " + passage.text()).stream())
        .anyMatch(word.toLowerCase(Locale.ROOT)::equals);
  }

  @Override
  public synchronized List<ParticipantCount> participants() {
    requireOpen();
    Map<String, long[]> counts = new TreeMap<>();
    for (List<Passage> ofRecord : passages.values()) {
      if (!ofRecord.isEmpty()) {
        for (Participant participant : new HashSet<>(ofRecord.getFirst().participants())) {
          counts
              .computeIfAbsent(
                  participant.name() + '\0' + participant.address(), key -> new long[2])[
              participant.role() == Participant.Role.AUTHOR ? 0 : 1]++;
        }
      }
    }
    return counts.entrySet().stream()
        .map(entry -> {
          int separator = entry.getKey().indexOf('\0');
          return new ParticipantCount(
              entry.getKey().substring(0, separator),
              entry.getKey().substring(separator + 1),
              entry.getValue()[0],
              entry.getValue()[1]);
        })
        .toList();
  }

  @Override
  public synchronized void relabel(Map<RecordId, Labels> labels) {
    requireOpen();
    passages.replaceAll((record, ofRecord) ->
        labels.containsKey(record)
            ? ofRecord.stream().map(passage -> relabelled(passage, labels.get(record))).toList()
            : ofRecord);
  }

  private static Passage relabelled(Passage passage, Labels labels) {
    return new Passage(
        passage.record(),
        passage.source(),
        passage.kind(),
        passage.title(),
        passage.time(),
        passage.participants(),
        labels,
        passage.language(),
        passage.start(),
        passage.end(),
        passage.text());
  }

  @Override
  public synchronized List<Hit> search(SearchQuery query) {
    requireOpen();
    Set<String> asked = words(query.text());
    Set<String> more = words(String.join(" ", query.expansions()));
    more.removeAll(asked);
    List<Hit> hits = new ArrayList<>();
    for (List<Passage> ofRecord : passages.values()) {
      for (Passage passage : ofRecord) {
        Set<String> found = words(passage.title() + " " + passage.text());
        Set<String> others = new HashSet<>(found);
        others.retainAll(more);
        found.retainAll(asked);
        double score =
            (found.size() + EXPANSION_WEIGHT * others.size()) / Math.max(1, asked.size());
        if (score > 0 && allows(query.filter(), passage)) {
          hits.add(new Hit(passage, score, score, 0, List.of()));
        }
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    return List.copyOf(hits.subList(0, Math.min(query.limit(), hits.size())));
  }

  @Override
  public synchronized List<RecordId> records(SearchFilter filter) {
    requireOpen();
    return passages.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(passage -> allows(filter, passage)))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The index is closed");
    }
  }

  private static List<Passage> cut(PersonalRecord record) {
    RecordContent content = record.content();
    List<Passage> cut = new ArrayList<>();
    Matcher paragraph = PARAGRAPH.matcher(content.text());
    while (paragraph.find()) {
      boolean chinese = paragraph.group().codePoints().anyMatch(Character::isIdeographic);
      cut.add(
          new Passage(
              record.id(),
              record.source(),
              content.kind(),
              content.title(),
              content.time(),
              content.participants(),
              content.labels(),
              chinese ? TextLanguage.CHINESE : TextLanguage.ENGLISH,
              paragraph.start(),
              paragraph.end(),
              paragraph.group()));
    }
    return cut;
  }

  private static boolean allows(SearchFilter filter, Passage passage) {
    return filter.from().map(from -> !passage.time().isBefore(from)).orElse(true)
        && filter.until().map(until -> passage.time().isBefore(until)).orElse(true)
        && (filter.sources().isEmpty() || filter.sources().contains(passage.source()))
        && (filter.kinds().isEmpty() || filter.kinds().contains(passage.kind()))
        && (filter.persons().isEmpty() || takesPart(filter.persons(), passage.participants()))
        && (filter.authors().isEmpty()
            || takesPart(
                filter.authors(),
                passage.participants().stream()
                    .filter(participant -> participant.role() == Participant.Role.AUTHOR)
                    .toList()));
  }

  private static boolean takesPart(Set<String> persons, List<Participant> participants) {
    return persons.stream().anyMatch(person -> takesPart(person, participants));
  }

  private static boolean takesPart(String person, List<Participant> participants) {
    Set<String> asked = words(person);
    for (Participant participant : participants) {
      if (participant.address().equalsIgnoreCase(person)
          || (!asked.isEmpty() && words(participant.name()).containsAll(asked))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> words(String text) {
    return new HashSet<>(
        Arrays.asList(
            WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(result -> result.group())
                .toArray(String[]::new)));
  }
}
