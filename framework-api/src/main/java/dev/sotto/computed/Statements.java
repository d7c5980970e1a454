package dev.sotto.computed;

import dev.sotto.record.ChatDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Hit;
import dev.sotto.search.SearchFilter;
import dev.sotto.search.SearchIndex;
import dev.sotto.search.SearchQuery;
import dev.sotto.storage.RecordStore;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextSpan;
import dev.sotto.time.EventTimes;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was said in chats and mails about a time for which the calendar has nothing: sentences that
 * name it, seen from when they were written. They are offered as what they are, words that were
 * found.
 */
final class Statements {
  private static final int DAYS_BEFORE = 45;
  private static final int HITS = 40;
  private static final int MOST = 2;
  private static final int LONGEST = 240;
  private static final Pattern ACTIVITY =
      Pattern.compile(
          "(?iU)\\b(dinner|lunch|breakfast|brunch|supper|coffee|drinks|tea|cinema|film|movie|concert|theatre|party|barbecue|picnic"
              + "|walk|hike|run|swim|meeting|call|rehearsal|training|jantar|almoço|café|festa|cinema|abendessen|mittagessen|frühstück|kaffee|kino|konzert|spaziergang|treffen|probe)\\b"
              + "|(晚饭|晚餐|午饭|午餐|早饭|早餐|咖啡|火锅|电影|音乐会|聚会|散步|跑步|开会)");
  private static final Pattern CALLED_OFF =
      Pattern.compile(
          "(?iU)\\b(?:cancel(?:led|ed)?|scrap(?:ped)?|call(?:ed)? off|can't make|cannot make|can't"
              + " do|postponed?|won't"
              + " make|cancelad[oa]s?|desmarcad[oa]s?|adiad[oa]s?|abgesagt|verschoben|fällt"
              + " aus|entfällt)\\b|取消|不去|改期|去不了");

  private final SearchIndex index;
  private final RecordStore records;
  private final Asked.TimeReading reading;

  /**
   * A sentence about a time.
   *
   * @param activity what it is about and with whom, where that is clear
   * @param time the time of day that it names
   */
  record Statement(
      PersonalRecord record,
      TextSpan message,
      String words,
      String sender,
      Optional<String> activity,
      Optional<String> company,
      Optional<LocalDateTime> time,
      Optional<Message> proposal,
      boolean calledOff,
      Instant said) {
    @Override
    public String toString() {
      return "Statement[" + record + "]";
    }
  }

  Statements(SearchIndex index, RecordStore records, Asked.TimeReading reading) {
    this.index = index;
    this.records = records;
    this.reading = reading;
  }

  /** Returns what was said about a time, the last words first; at most two. */
  List<Statement> about(Asked asked, TimeRange range) throws IOException {
    if (ChronoUnit.HOURS.between(range.from(), range.until()) > 80) {
      return List.of();
    }
    Instant until = earlier(asked.now(), range.until()).atZone(asked.calendar().zone()).toInstant();
    Instant from = range.from().minusDays(DAYS_BEFORE).atZone(asked.calendar().zone()).toInstant();
    if (!from.isBefore(until)) {
      return List.of();
    }
    SearchFilter filter =
        new SearchFilter(
            Optional.of(from),
            Optional.of(until),
            Set.of(),
            Set.of(RecordKind.CHAT, RecordKind.EMAIL),
            Set.of());
    Set<RecordId> candidates = new LinkedHashSet<>();
    for (Hit hit : index.search(new SearchQuery(dayNames(range, asked), HITS, filter))) {
      candidates.add(hit.passage().record());
    }
    Map<String, List<Message>> threads = new LinkedHashMap<>();
    for (RecordId id : candidates) {
      Optional<PersonalRecord> record = undamaged(id);
      if (record.isPresent()) {
        RecordContent content = record.get().content();
        String thread =
            content.kind() == RecordKind.CHAT && !content.thread().isEmpty()
                ? content.thread()
                : id.value();
        threads
            .computeIfAbsent(thread, _ -> new ArrayList<>())
            .addAll(messages(record.get(), content.text()));
      }
    }
    List<Statement> found = new ArrayList<>();
    for (List<Message> messages : threads.values()) {
      messages.sort(Comparator.comparing(Message::time));
      found.addAll(in(messages, asked, range));
    }
    boolean partOfDay = range.grain() == TimeRange.Grain.PART_OF_DAY;
    return found.stream()
        .filter(statement -> !partOfDay || statement.time.isPresent() || statement.calledOff)
        .sorted(
            Comparator.comparing((Statement s) -> s.time.isEmpty())
                .thenComparing(s -> s.said, Comparator.reverseOrder()))
        .limit(MOST)
        .toList();
  }

  private Optional<PersonalRecord> undamaged(RecordId id) throws IOException {
    try {
      return records.find(id);
    } catch (TamperedFileException damaged) {
      return Optional.empty();
    }
  }

  private static LocalDateTime earlier(LocalDateTime one, LocalDateTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static String dayNames(TimeRange range, Asked asked) {
    StringBuilder names = new StringBuilder();
    LocalDateTime day = range.from();
    while (day.isBefore(range.until())) {
      for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE, Locale.of("pt"))) {
        names.append(day.getDayOfWeek().getDisplayName(TextStyle.FULL, locale)).append(' ');
      }
      names
          .append(day.getDayOfMonth())
          .append(' ')
          .append(day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
          .append(' ');
      day = day.plusDays(1);
    }
    return names.append(asked.text()).toString();
  }

  private List<Statement> in(List<Message> messages, Asked asked, TimeRange range) {
    List<Statement> found = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String words = message.words();
      LocalDateTime said = message.time.atZone(asked.calendar().zone()).toLocalDateTime();
      Optional<TimeRange> named = overlap(words, said, range);
      if (named.isEmpty()) {
        continue;
      }
      Optional<TextSpan> sentence = sentence(words, said, range);
      String quoted = sentence.map(span -> span.of(words)).orElse(words);
      Optional<String> activity = activity(quoted);
      Optional<Message> proposal = Optional.empty();
      for (int back = i - 1; back >= Math.max(0, i - 6) && activity.isEmpty(); back--) {
        Message earlier = messages.get(back);
        String before = earlier.words();
        LocalDateTime at = earlier.time.atZone(asked.calendar().zone()).toLocalDateTime();
        Optional<TextSpan> about = sentence(before, at, range);
        if (about.isPresent() && !CALLED_OFF.matcher(about.get().of(before)).find()) {
          activity = activity(about.get().of(before));
          if (activity.isPresent()) {
            proposal = Optional.of(earlier);
          }
        }
      }
      boolean calledOff = CALLED_OFF.matcher(quoted).find();
      Optional<LocalDateTime> time =
          named.get().grain() == TimeRange.Grain.MINUTE
              ? named.map(TimeRange::from)
              : Optional.empty();
      if (time.isEmpty() && !calledOff && activity.isEmpty()) {
        continue;
      }
      found.add(
          new Statement(
              message.record,
              message.span,
              quoted,
              message.sender,
              calledOff || time.isEmpty() ? Optional.empty() : activity,
              company(message.record, messages),
              time,
              proposal,
              calledOff,
              message.time));
    }
    return found;
  }

  /** A message of a chat, or a sentence of a mail. */
  record Message(PersonalRecord record, TextSpan span, Instant time, String sender) {
    String words() {
      return span.of(record.content().text());
    }

    @Override
    public String toString() {
      return "Message[" + record + "]";
    }
  }

  private static List<Message> messages(PersonalRecord record, String text) {
    List<Message> messages = new ArrayList<>();
    if (record.content().details() instanceof ChatDetails chat) {
      for (int i = 0; i < chat.messages().size(); i++) {
        ChatDetails.Message message = chat.messages().get(i);
        int end =
            i + 1 < chat.messages().size() ? chat.messages().get(i + 1).start() : text.length();
        int start = Math.min(message.start(), text.length());
        String line = text.substring(start, Math.max(start, Math.min(end, text.length())));
        String name = message.sender() + ": ";
        int body = line.startsWith(name) ? start + name.length() : start;
        int last = start + line.stripTrailing().length();
        if (!message.sender().isEmpty() && body < last) {
          messages.add(
              new Message(record, new TextSpan(body, last), message.time(), message.sender()));
        }
      }
      return messages;
    }
    String sender =
        record.content().participants().stream()
            .filter(participant -> participant.role() == Participant.Role.AUTHOR)
            .map(Participant::displayName)
            .findFirst()
            .orElse("");
    for (TextSpan sentence : Sentences.of(text)) {
      if (!sentence.of(text).startsWith(">") && messages.size() < 200) {
        messages.add(new Message(record, sentence, record.content().time(), sender));
      }
    }
    return messages;
  }

  private Optional<TextSpan> sentence(String words, LocalDateTime said, TimeRange range) {
    for (TextSpan span : Sentences.of(words)) {
      if (overlap(span.of(words), said, range).isPresent()) {
        return Optional.of(span);
      }
    }
    return Optional.empty();
  }

  /** Returns the time in a sentence that lies within a range: the finest if there are several. */
  private Optional<TimeRange> overlap(String words, LocalDateTime said, TimeRange range) {
    if (words.length() > 2_000) {
      return Optional.empty();
    }
    TimeRange best = null;
    List<TimeRange> days = new ArrayList<>();
    List<TimeMention> mentions = reading.read(words, said, EventTimes.NONE, Tense.UNKNOWN);
    for (TimeMention mention : mentions) {
      TimeRange time = mention.range();
      if (ChronoUnit.HOURS.between(time.from(), time.until()) > 80) {
        continue;
      }
      if (time.grain() == TimeRange.Grain.DAY) {
        days.add(time);
      }
      boolean within = time.from().isBefore(range.until()) && time.until().isAfter(range.from());
      if (within && (best == null || time.grain().compareTo(best.grain()) < 0)) {
        best = time;
      }
    }
    for (TimeMention mention : mentions) {
      if (mention.range().grain() == TimeRange.Grain.MINUTE && days.size() == 1) {
        LocalDateTime joined =
            days.getFirst().from().toLocalDate().atTime(mention.range().from().toLocalTime());
        if (!joined.isBefore(range.from()) && joined.isBefore(range.until())) {
          return Optional.of(new TimeRange(joined, joined.plusMinutes(1), TimeRange.Grain.MINUTE));
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<String> activity(String words) {
    Matcher activity = ACTIVITY.matcher(words);
    return activity.find()
        ? Optional.of(activity.group().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<String> company(PersonalRecord record, List<Message> messages) {
    if (record.content().kind() != RecordKind.CHAT) {
      return messages.isEmpty() || messages.getFirst().sender.isEmpty()
          ? Optional.empty()
          : Optional.of(messages.getFirst().sender);
    }
    Set<String> senders = new LinkedHashSet<>();
    messages.forEach(message -> senders.add(message.sender));
    record.content().participants().forEach(participant -> senders.add(participant.displayName()));
    String title = record.content().title();
    return senders.size() <= 2 && !title.isBlank() && senders.contains(title)
        ? Optional.of(title)
        : Optional.empty();
  }

  /** Returns a statement in words, with its citation. */
  String words(Statement statement, Wording wording, Citations citations) {
    String text = statement.record.content().text();
    int from = text.lastIndexOf('\n', Math.max(0, statement.message.start() - 1)) + 1;
    int until = Math.min(text.length(), Math.max(statement.message.end(), from));
    int at = text.indexOf(statement.words, statement.message.start());
    String quotation = at < 0 || at + statement.words.length() > until ? "" : statement.words;
    String cited =
        citations.of(statement.record, from, until, quotation.isEmpty() ? from : at, quotation);
    if (statement.proposal.isPresent()) {
      Message proposal = statement.proposal.get();
      String before = proposal.record.content().text();
      int line = before.lastIndexOf('\n', Math.max(0, proposal.span.start() - 1)) + 1;
      cited += citations.of(proposal.record, line, proposal.span.end());
    }
    String quoted =
        statement.words.length() > LONGEST
            ? statement.words.substring(0, LONGEST) + "…"
            : statement.words;
    String sender = statement.sender.isEmpty() ? "" : statement.sender + wording.colon();
    if (statement.activity.isPresent() && statement.time.isPresent()) {
      String what = capitalised(statement.activity.get());
      String with =
          statement
              .company
              .map(name ->
                  wording.choose(
                      " with " + name, "（和" + name + "）", " com " + name, " mit " + name))
              .orElse("");
      LocalDateTime time = statement.time.get();
      return wording.choose(
              what
                  + with
                  + " at "
                  + wording.time(time.toLocalTime())
                  + ", "
                  + wording.day(time.toLocalDate()),
              what + with + "，" + wording.moment(time),
              what
                  + with
                  + " às "
                  + wording.time(time.toLocalTime())
                  + ", "
                  + wording.day(time.toLocalDate()),
              what
                  + with
                  + " um "
                  + wording.time(time.toLocalTime())
                  + ", "
                  + wording.day(time.toLocalDate()))
          + wording.choose(", as written: ", "，原话：", ", como escrito: ", ", im Wortlaut: ")
          + sender
          + wording.quoted(quoted)
          + cited;
    }
    return wording.choose("Found: ", "找到：", "Encontrado: ", "Gefunden: ")
        + sender
        + wording.quoted(quoted)
        + cited;
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  @Override
  public String toString() {
    return "Statements[]";
  }
}
