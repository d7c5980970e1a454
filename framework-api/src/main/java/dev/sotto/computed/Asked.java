package dev.sotto.computed;

import dev.sotto.calendar.Calendar;
import dev.sotto.calendar.NamedEvents;
import dev.sotto.calendar.Occurrence;
import dev.sotto.text.Words;
import dev.sotto.time.EventTimes;
import dev.sotto.time.Tense;
import dev.sotto.time.TimeMention;
import dev.sotto.time.TimeRange;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
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
      "(?iU)^(?:(?:hey|hi|hello|ok|okay|so|and|um|uh|well|quick"
          + " question|sotto|please|pls|plz|sorry|just|btw|by the way|remind me|tell"
          + " me|(?:can|could|would) you (?:please )?(?:tell me|remind me|check|look"
          + " up|say|see|work out|count)(?: (?:for me|if|whether))?|do you (?:happen to )?know|i"
          + " (?:want|need|would like|'d like) to know|i wonder|i was wondering|any"
          + " idea|remember|check|look up|let me know|olá|oi|por favor|diz-me|diga-me|me diga|me"
          + " diz|(?:podes|pode|consegues) (?:me"
          + " )?(?:dizer|dizer-me|ver|verificar)|sabes|sabe|lembra-me|lembre-me|então|já agora"
          + "|请问|请|麻烦|你好|帮我(?:看看|看一下|查一下|查查|查|算一下|算算|算)?|你知道|告诉我|我想知道|提醒我一下|那|对了|话说)[,:，：、!.]?\\s*)+";
  private static final String TAILS =
      "(?iU)(?:[\\s,，、]*(?:please|pls|plz|thanks|thank you|thx|again|by the way|btw|do you know|you"
          + " know|roughly|exactly|in total|por"
          + " favor|obrigad[oa]|谢谢|呀|啊|呢|来着|吧|来着呢)?[\\s?？!！.。…]*)$";
  private static final Pattern CHINESE_QUESTION =
      Pattern.compile("什么|几|哪|多少|多久|多长|多大|吗|何时|谁|怎|安排|有空|有没有");
  private static final Pattern FUNCTION_WORD =
      Pattern.compile(
          "(?iU)(?<![\\p{L}'])(?:what|when|how|do|did|does|is|are|was|my|the|have|next|last|que|quando"
              + "|quant[oa]s?|qual|o|os|do|da|dos|das|no|na|em|tenho|há|foi|de|von|der|hat|anivers[áa]rio|geburtstag)(?![\\p{L}'])");
  private static final Pattern GERMAN_WORD =
      Pattern.compile(
          "(?iU)\\b(?:wann|wie|hab|habe|haben|steht|stehen|ist|bin|kalender|letzte[nrsm]?"
              + "|nächste[nrsm]?|gibt|welche[rnsm]?|termine?)\\b");
  private static final Pattern MARK = Pattern.compile("⟨(\\d+)⟩");

  private final String text;
  private final boolean isGerman;
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
    String plain = plain(question);
    Optional<String> german = GermanForms.inEnglish(plain);
    this.isGerman = german.isPresent();
    this.text = german.orElseGet(() -> PortugueseForms.of(plain).replaceFirst(TAILS, "").strip());
    this.now = now;
    this.calendar = calendar;
    this.links = links;
    this.reading = reading;
    this.mentions = text.length() > LONGEST ? List.of() : read(text, calendar.times(now));
    this.marked = mark(text, mentions);
  }

  private static String plain(String question) {
    String text =
        Normalizer.normalize(question, Normalizer.Form.NFKC)
            .replace('’', '\'')
            .replace('‘', '\'')
            .replaceAll("\\s+", " ")
            .strip()
            .replaceAll("(?<=[看查说问算列])一下", "")
            .replaceAll("(?<=[周期拜月天日年])(?=一共|一起|一直)", " ")
            .replaceFirst(LEADS, "")
            .replaceAll("(?iU)\\b(what|when|how|who|where|there|it)(?:'s|s)\\b(?! )", "$1 is")
            .replaceAll("(?iU)\\b(what|when|how|who|there)(?:'s|s)\\b", "$1 is")
            .replaceAll(
                "(?iU)\\bi'm\\b" + (GERMAN_WORD.matcher(question).find() ? "" : "|\\bim\\b"),
                "i am")
            .replaceAll("(?iU)\\b(i|we|you)'?ve\\b", "$1 have")
            .replaceAll("(?iU)\\b(i|we|you|it)'ll\\b", "$1 will")
            .replaceAll("(?iU)\\bwe're\\b", "we are")
            .replaceAll("(?iU)\\b(?:have|has) (i|we|you)(?: still)? got\\b", "do $1 have")
            .replaceAll("(?iU)\\b(i|we|you) have got\\b", "$1 have")
            .replaceAll("(?iU)^got (any|some)", "have i $1")
            .replaceFirst("(?iU)^(?:what (?:is|was) )?(?:the )?(?:total )?number of ", "how many ")
            .replaceFirst("(?iU)^how much time\\b", "how long")
            .replaceFirst("(?iU)^(?:what (?:is|was) )?the (?:duration|length) of ", "how long is ")
            .replaceFirst(
                "(?iU)^qual (?:(?:é|foi) )?a duração d(?:[aeo]|[ao]s) ", "quanto tempo dura ")
            .replaceFirst("^一(?:次|节|堂|场)", "");
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

  /** Returns the language of what is read in an English form. */
  Tongue english() {
    return isGerman ? Tongue.GERMAN : Tongue.ENGLISH;
  }

  /** Returns whether it is asked in Chinese, whatever names stand in it. */
  boolean isChinese() {
    long han = text.codePoints().filter(Character::isIdeographic).count();
    long latin =
        Arrays.stream(text.split("[^\\p{IsLatin}']+")).filter(word -> !word.isEmpty()).count();
    return han > 0
        && (CHINESE_QUESTION.matcher(text).find()
            || (latin <= han && !FUNCTION_WORD.matcher(text).find()));
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

  /** Returns the events whose titles hold all of a text, the times in it too: a midnight ball. */
  Optional<NamedEvents> namedWithTime(String part) {
    if (timesIn(part).isEmpty()) {
      return Optional.empty();
    }
    NamedEvents named = named(unmarked(part));
    return named.isInTitles() ? Optional.of(named) : Optional.empty();
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
        unmarked(words)
            .replaceFirst(
                "(?iU)^(?:my|our|the|a|an|o|a|os|as|der|die|das|dem|den|meine?[mnrs]?|我的|我们的)\\s+",
                "");
    List<TimeMention> times = times(phrase);
    String rest = phrase;
    for (int i = times.size() - 1; i >= 0; i--) {
      rest =
          rest.substring(0, times.get(i).span().start())
              + " "
              + rest.substring(times.get(i).span().end());
    }
    boolean onlyTime = Words.contentOf(rest).stream().allMatch(word -> FILLERS.contains(word));
    NamedEvents whole = named(phrase);
    if (!times.isEmpty() && !onlyTime && whole.isInTitles()) {
      times = List.of();
      rest = phrase;
    }
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
