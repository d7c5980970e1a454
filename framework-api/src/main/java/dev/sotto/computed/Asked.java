package dev.sotto.computed;

import dev.sotto.calendar.Calendar;
import dev.sotto.calendar.NamedEvents;
import dev.sotto.calendar.Occurrence;
import dev.sotto.text.Words;
import dev.sotto.time.EventTimes;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeRange;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A question made ready for reading: its words in a plain form, its times, what is known. */
final class Asked {
  /** How far from now times that are open to one side reach. */
  private static final int OPEN_YEARS = 50;

  private static final int LONGEST = 300;
  private static final String LEADS =
      "(?iu)^(?:(?:hey|hi|hello|ok|okay|so|and|um|uh|well|quick"
          + " question|sotto|please|pls|plz|sorry|just|btw|by the way|remind me|tell"
          + " me|(?:can|could|would) you (?:please )?(?:tell me|remind me|check|look"
          + " up|say|see|work out|count)(?: (?:for me|if|whether))?|do you (?:happen to )?know|i"
          + " (?:want|need|would like|'d like) to know|i wonder|i was wondering|any"
          + " idea|remember|check|look up|let me know|olá|oi|por favor|diz-me|diga-me|me diga|me"
          + " diz|(?:podes|pode|consegues) (?:me"
          + " )?(?:dizer|dizer-me|ver|verificar)|sabes|sabe|lembra-me|lembre-me|então|já agora"
          + "|请问|请|麻烦|你好|帮我(?:看看|看一下|查一下|查查|查|算一下|算算|算)?|你知道|告诉我|我想知道|提醒我一下|那|对了|话说)[,:，：、!.]?\\s*)+";
  private static final String TAILS =
      "(?iu)(?:[\\s,，、]*(?:please|pls|plz|thanks|thank you|thx|again|by the way|btw|do you know|you"
          + " know|roughly|exactly|in total|por"
          + " favor|obrigad[oa]|谢谢|呀|啊|呢|来着|吧|来着呢)?[\\s?？!！.。…]*)$";
  private static final Pattern MARK = Pattern.compile("⟨(\\d+)⟩");

  private final String text;
  private final LocalDateTime now;
  private final Calendar calendar;
  private final NamedEvents.Links links;
  private final TimeReading reading;
  private final List<TimeMention> mentions;
  private final String marked;

  /** Reads the times that a text names. */
  @FunctionalInterface
  interface TimeReading {
    List<TimeMention> read(String text, LocalDateTime now, EventTimes events, Tense tense);
  }

  Asked(
      String question,
      LocalDateTime now,
      Calendar calendar,
      NamedEvents.Links links,
      TimeReading reading) {
    this.text = plain(question);
    this.now = now;
    this.calendar = calendar;
    this.links = links;
    this.reading = reading;
    this.mentions = text.length() > LONGEST ? List.of() : read(text, calendar.times(now));
    this.marked = mark(text, mentions);
  }

  private static String plain(String question) {
    String text =
        question
            .replace('’', '\'')
            .replace('‘', '\'')
            .replaceAll("\\s+", " ")
            .strip()
            .replaceFirst(LEADS, "")
            .replaceAll("(?iu)\\b(what|when|how|who|where|there|it)(?:'s|s)\\b(?! )", "$1 is")
            .replaceAll("(?iu)\\b(what|when|how|who|there)(?:'s|s)\\b", "$1 is")
            .replaceAll("(?iu)\\bi'?m\\b", "i am")
            .replaceAll("(?iu)\\b(i|we|you)'?ve\\b", "$1 have")
            .replaceAll("(?iu)\\b(i|we|you|it)'ll\\b", "$1 will")
            .replaceAll("(?iu)\\bwe're\\b", "we are");
    return text.replaceFirst(TAILS, "").strip();
  }

  private static String mark(String text, List<TimeMention> mentions) {
    StringBuilder marked = new StringBuilder(text);
    for (int i = mentions.size() - 1; i >= 0; i--) {
      TimeMention mention = mentions.get(i);
      marked.replace(mention.span().start(), mention.span().end(), " ⟨" + i + "⟩ ");
    }
    return marked.toString().replaceAll("\\s+", " ").strip();
  }

  String text() {
    return text;
  }

  /** Returns the text with ⟨n⟩ for the nth time that it names. */
  String marked() {
    return marked;
  }

  LocalDateTime now() {
    return now;
  }

  LocalDate today() {
    return now.toLocalDate();
  }

  Calendar calendar() {
    return calendar;
  }

  /** Returns whether it is too long to be a plain question. */
  boolean isTooLong() {
    return text.length() > LONGEST;
  }

  boolean isChinese() {
    return text.codePoints()
            .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
        && !text.matches(
            "(?iu).*\\b(?:what|when|how|do|did|is|are|que|quando|quantos|quantas)\\b.*");
  }

  /** Returns the times within a text, without those of events; oldest place first. */
  List<TimeMention> times(String words) {
    return read(words, EventTimes.NONE);
  }

  private List<TimeMention> read(String words, EventTimes events) {
    List<TimeMention> apart = new ArrayList<>();
    int end = -1;
    for (TimeMention mention : reading.read(words, now, events, Tense.of(text))) {
      if (mention.span().start() >= end && mention.span().length() > 0) {
        apart.add(mention);
        end = mention.span().end();
      }
    }
    return List.copyOf(apart);
  }

  /** Returns the only time that the question names. */
  Optional<TimeRange> onlyTime() {
    return mentions.size() == 1 ? Optional.of(mentions.getFirst().range()) : Optional.empty();
  }

  List<TimeRange> allTimes() {
    return mentions.stream().map(TimeMention::range).toList();
  }

  /** Returns the times whose marks stand in a part of the marked text. */
  List<TimeRange> timesIn(String part) {
    List<TimeRange> found = new ArrayList<>();
    Matcher mark = MARK.matcher(part);
    while (mark.find()) {
      found.add(mentions.get(Integer.parseInt(mark.group(1))).range());
    }
    return found;
  }

  /** Returns a part of the marked text with the words back in their places. */
  String unmarked(String part) {
    Matcher mark = MARK.matcher(part);
    StringBuilder words = new StringBuilder();
    while (mark.find()) {
      String word = mentions.get(Integer.parseInt(mark.group(1))).span().of(text);
      mark.appendReplacement(words, Matcher.quoteReplacement(word));
    }
    mark.appendTail(words);
    return words.toString().strip();
  }

  static String withoutMarks(String part) {
    return MARK.matcher(part).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  /** Returns whether nothing but these words (in lower case) and marks stands in a text. */
  static boolean consistsOf(String part, Set<String> allowed) {
    for (String word :
        withoutMarks(part).toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}']+")) {
      if (!word.isEmpty() && !allowed.contains(word)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a time without open ends. */
  TimeRange bounded(TimeRange range) {
    LocalDateTime earliest = now.minusYears(OPEN_YEARS);
    LocalDateTime latest = now.plusYears(OPEN_YEARS);
    LocalDateTime from = range.from().isBefore(earliest) ? earliest : range.from();
    LocalDateTime until = range.until().isAfter(latest) ? latest : range.until();
    return from.isAfter(until) ? range : new TimeRange(from, until, range.grain());
  }

  boolean isOpenToPast(TimeRange range) {
    return range.from().isBefore(now.minusYears(OPEN_YEARS));
  }

  boolean isOpenToFuture(TimeRange range) {
    return range.until().isAfter(now.plusYears(OPEN_YEARS));
  }

  NamedEvents named(String words) {
    return calendar.named(words, links);
  }

  /** Which of the occurrences that words name is meant. */
  enum Choice {
    NEXT,
    PREVIOUS,
    NEAREST
  }

  /**
   * A time that words name.
   *
   * @param from its start
   * @param until its end
   * @param wholeDays whether it names days
   * @param occurrence the event, where it is one
   */
  record Target(
      LocalDateTime from, LocalDateTime until, boolean wholeDays, Optional<Occurrence> occurrence) {
    @Override
    public String toString() {
      return "Target[" + (occurrence.isPresent() ? "event" : "time") + "]";
    }
  }

  /** Returns the time that words name: a date, or an event that may be narrowed by a date. */
  Optional<Target> target(String words, Choice choice) {
    String phrase =
        unmarked(words).replaceFirst("(?iu)^(?:my|our|the|a|an|o|a|os|as|我的|我们的)\\s+", "");
    List<TimeMention> times = times(phrase);
    String rest = phrase;
    for (int i = times.size() - 1; i >= 0; i--) {
      rest =
          rest.substring(0, times.get(i).span().start())
              + " "
              + rest.substring(times.get(i).span().end());
    }
    boolean onlyTime = Words.contentOf(rest).stream().allMatch(word -> FILLERS.contains(word));
    if (times.size() == 1 && onlyTime) {
      TimeRange range = times.getFirst().range();
      boolean precise = range.grain() == TimeRange.Grain.MINUTE;
      return isOpenToPast(range) || isOpenToFuture(range)
          ? Optional.empty()
          : Optional.of(new Target(range.from(), range.until(), !precise, Optional.empty()));
    }
    NamedEvents named = named(times.isEmpty() ? phrase : rest);
    if (named.isEmpty() || times.size() > 1) {
      return Optional.empty();
    }
    Optional<Occurrence> occurrence =
        times.size() == 1
            ? within(named, bounded(times.getFirst().range()))
            : switch (choice) {
              case NEXT -> named.next(now);
              case PREVIOUS -> named.previous(now);
              case NEAREST -> named.nearest(now);
            };
    return occurrence.map(o -> new Target(o.from(), o.until(), o.allDay(), Optional.of(o)));
  }

  private static Optional<Occurrence> within(NamedEvents named, TimeRange range) {
    return named.between(range.from(), range.until()).stream()
        .filter(Occurrence::takesPlace)
        .findFirst();
  }

  private static final Set<String> FILLERS =
      Set.copyOf(
          Words.of(
              "day date on this year time o a no na de do da dia em today 天 日 号 那 still now until"
                  + " till"));

  @Override
  public String toString() {
    return "Asked[" + text.length() + " characters, " + mentions.size() + " times]";
  }
}
