package dev.sotto.assistant;

import dev.sotto.model.Prompt;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordKind;
import dev.sotto.search.Passage;
import dev.sotto.text.Sentences;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays out windows and a question in the form the default model was tuned on
 * (docs/format/prompt-v1.md): every space of it matters. Header-like lines within records are
 * defused so that a record can't pose as another record or as the question. Stateless.
 */
final class RecordPrompt {
  static final String ABSTENTION = "That is not in your records.";

  private static final String SYSTEM =
      "Answer from the records. Cite the record as [1]. If they do not hold the answer, say: "
          + ABSTENTION;
  private static final DateTimeFormatter NOW =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.ENGLISH);
  private static final Pattern HEADER_LIKE =
      Pattern.compile("(?mi)^([ \\t]*)(\\[\\d{1,3}]|question:|now:)");
  private static final int MAX_TITLE = 80;

  private final AssistantSettings settings;

  RecordPrompt(AssistantSettings settings) {
    this.settings = settings;
  }

  /** Returns the prompt; record n is window n, counted from 1. */
  Prompt of(Instant now, List<String> recordTexts, List<Window> windows, String question) {
    ZoneId zone = settings.zone();
    StringBuilder user = new StringBuilder("Now: ").append(NOW.format(now.atZone(zone)));
    for (int i = 0; i < windows.size(); i++) {
      Passage passage = windows.get(i).passage();
      user.append("\n\n[")
          .append(i + 1)
          .append("] ")
          .append(passage.kind().promptLabel())
          .append(", ")
          .append(DAY.format(passage.time().atZone(zone)));
      String title = title(passage);
      if (!title.isEmpty()) {
        user.append(", ").append(title);
      }
      user.append('\n').append(recordTexts.get(i));
    }
    user.append("\n\nQuestion: ").append(question.replaceAll("\\s+", " ").strip());
    return Prompt.of(SYSTEM, user.toString());
  }

  /**
   * Returns a window's text as it stands in the prompt: the person's own name is Me, header-like
   * lines are defused, and lines that were only wrapped are joined.
   */
  String recordText(Window window) {
    String text = Sentences.unwrapped(window.text());
    if (window.passage().kind() == RecordKind.CHAT) {
      for (String name : settings.names()) {
        text =
            text.replaceAll("(?m)^" + Pattern.quote(name) + ":", Matcher.quoteReplacement("Me:"));
      }
    }
    return HEADER_LIKE.matcher(text).replaceAll("$1- $2");
  }

  private static String title(Passage passage) {
    String title = passage.title().replaceAll("\\s+", " ").strip();
    String whole =
        passage.kind() == RecordKind.EMAIL
            ? author(passage).map(name -> name + ": " + title).orElse(title)
            : title;
    return whole.length() <= MAX_TITLE ? whole : whole.substring(0, MAX_TITLE).strip();
  }

  private static Optional<String> author(Passage passage) {
    return passage.participants().stream()
        .filter(participant -> participant.role() == Participant.Role.AUTHOR)
        .map(participant -> participant.displayName().replaceAll("\\s+", " ").strip())
        .findFirst();
  }
}
