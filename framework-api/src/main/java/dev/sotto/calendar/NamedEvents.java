package dev.sotto.calendar;

import dev.sotto.text.Words;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events that words name. Every telling word must stand in an event's title, or else among its
 * people, its place and its description; events that hold more of the words in their titles go
 * before others. Where several fit equally well they are all meant: the next of them is the next.
 */
public final class NamedEvents {
  private static final Pattern OWNER =
      Pattern.compile("(\\p{L}{2,})['’]s\\b|(\\p{L}{3,}s)['’]|(\\p{IsHan}{1,4})的");
  private static final int[] YEARS = {1, 10, 60};

  private final Calendar calendar;
  private final List<RecurringEvent> events;
  private final List<String> asked;

  /** Says whether two words belong together. */
  @FunctionalInterface
  public interface Links {
    /** Knows nothing. */
    Links NONE = (word, name) -> false;

    /**
     * Returns whether records tie a word such as {@code cat} to a name such as {@code Kelvin}.
     *
     * @param word a word in its comparable form
     * @param name a name in its comparable form
     */
    boolean tied(String word, String name);
  }

  private NamedEvents(Calendar calendar, List<RecurringEvent> events, List<String> asked) {
    this.calendar = calendar;
    this.events = List.copyOf(events);
    this.asked = List.copyOf(asked);
  }

  private record Fit(RecurringEvent event, int inTitle, int beside, int inText) {}

  static NamedEvents of(
      Calendar calendar, List<RecurringEvent> events, String phrase, Links links) {
    List<String> asked = EventWords.telling(phrase);
    if (asked.isEmpty() || asked.size() > 8) {
      return new NamedEvents(calendar, List.of(), List.of());
    }
    List<Fit> fits = new ArrayList<>();
    for (RecurringEvent event : events) {
      fit(event, asked, phrase, links).ifPresent(fits::add);
    }
    int beside = fits.stream().mapToInt(fit -> fit.inTitle + fit.beside).max().orElse(0);
    List<RecurringEvent> best =
        fits.stream().filter(fit -> fit.inTitle + fit.beside == beside).map(Fit::event).toList();
    return new NamedEvents(calendar, best, asked);
  }

  private static Optional<Fit> fit(
      RecurringEvent event, List<String> asked, String phrase, Links links) {
    RecurringEvent.Vocabulary vocabulary = event.vocabulary();
    List<String> title = vocabulary.title();
    List<String> beside = vocabulary.beside();
    List<String> text = vocabulary.text();
    int inTitle = 0;
    int near = 0;
    int inText = 0;
    List<String> missing = new ArrayList<>();
    for (String word : asked) {
      if (holds(title, word)) {
        inTitle++;
      } else if (holds(beside, word)) {
        near++;
      } else if (holds(text, word)) {
        inText++;
      } else {
        missing.add(word);
      }
    }
    boolean fits =
        (missing.isEmpty() && inText <= (asked.size() > 2 ? 1 : 0))
            || (missing.size() == 1
                && EventWords.KINDS.contains(missing.getFirst())
                && inTitle == asked.size() - 1
                && isWholeTitle(event, asked))
            || (missing.size() == 1
                && inTitle > 0
                && inText == 0
                && ownedBy(missing.getFirst(), phrase, event, links));
    return fits && inTitle + near > 0
        ? Optional.of(new Fit(event, inTitle, near, inText))
        : Optional.empty();
  }

  private static boolean isWholeTitle(RecurringEvent event, List<String> asked) {
    return EventWords.telling(event.telling().content().title()).stream()
        .allMatch(word -> holds(asked, word));
  }

  private static boolean ownedBy(String missing, String phrase, RecurringEvent event, Links links) {
    Matcher owner = OWNER.matcher(phrase);
    boolean isOwner = false;
    while (owner.find()) {
      for (int group = 1; group <= owner.groupCount(); group++) {
        isOwner |= owner.group(group) != null && Words.of(owner.group(group)).contains(missing);
      }
    }
    if (!isOwner) {
      return false;
    }
    for (String word : event.telling().content().title().split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()
          && (Character.isUpperCase(word.charAt(0)) || Character.isIdeographic(word.charAt(0)))
          && links.tied(missing, Words.of(word).getFirst())) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(List<String> words, String word) {
    return words.stream().anyMatch(other -> EventWords.same(word, other));
  }

  /** Returns whether nothing fits. */
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** Returns whether one of the events takes place again and again. */
  public boolean isRecurring() {
    return events.stream().anyMatch(RecurringEvent::isRecurring);
  }

  /** Returns whether all telling words stand in the titles. */
  public boolean isInTitles() {
    return !events.isEmpty()
        && events.stream()
            .allMatch(event -> {
              List<String> title = EventWords.findable(event.telling().content().title());
              return asked.stream().allMatch(word -> holds(title, word));
            });
  }

  /** Returns those of the events whose whole title was said, or all where there is none. */
  public NamedEvents preferringWholeTitles() {
    List<RecurringEvent> whole =
        events.stream()
            .filter(event ->
                EventWords.telling(event.telling().content().title()).stream()
                    .allMatch(word -> holds(asked, word)))
            .toList();
    return whole.isEmpty() ? this : new NamedEvents(calendar, whole, asked);
  }

  /** Returns all occurrences between two times, those that don't take place among them. */
  public List<Occurrence> between(LocalDateTime from, LocalDateTime until) {
    List<Occurrence> found = new ArrayList<>();
    for (RecurringEvent event : events) {
      found.addAll(calendar.all(event, from, until));
    }
    return Calendar.sorted(found);
  }

  /** Returns the next occurrence that takes place; a whole day counts while it lasts. */
  public Optional<Occurrence> next(LocalDateTime now) {
    for (int years : YEARS) {
      Optional<Occurrence> found =
          between(now, now.plusYears(years)).stream()
              .filter(Occurrence::takesPlace)
              .filter(o -> o.allDay() ? o.until().isAfter(now) : !o.from().isBefore(now))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Returns the last occurrence that took place and is over. */
  public Optional<Occurrence> previous(LocalDateTime now) {
    for (int years : YEARS) {
      List<Occurrence> found =
          between(now.minusYears(years), now).stream()
              .filter(Occurrence::takesPlace)
              .filter(o -> !o.until().isAfter(now))
              .toList();
      if (!found.isEmpty()) {
        return Optional.of(found.getLast());
      }
    }
    return Optional.empty();
  }

  /** Returns the occurrence that is going on. */
  public Optional<Occurrence> current(LocalDateTime now) {
    return between(now, now.plusNanos(1)).stream().filter(Occurrence::takesPlace).findFirst();
  }

  /** Returns the next occurrence, or the last one where none is to come. */
  public Optional<Occurrence> nearest(LocalDateTime now) {
    Optional<Occurrence> next = next(now);
    return next.isPresent() ? next : previous(now);
  }

  @Override
  public String toString() {
    return "NamedEvents[" + events.size() + "]";
  }
}
