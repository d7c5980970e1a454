package dev.sotto.application.terminal;

import dev.sotto.application.vault.StartPhases;
import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerListener;
import dev.sotto.assistant.AnswerTimings;
import dev.sotto.assistant.Evidence;
import dev.sotto.record.Participant;
import dev.sotto.search.Passage;
import dev.sotto.text.SafeText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jline.utils.WCWidth;

/**
 * Shows an answer while it comes into being: quotations at once, then the sentences as they are
 * written; a sentence that fails its check is wiped from the screen. Where a line can't be wiped (a
 * pipe), a sentence appears when it has passed. For one thread.
 */
public final class AnswerScreen implements AnswerListener {
  private static final int CONTEXT = 120;

  private final PrintStream out;
  private final Style style;
  private final Messages messages;
  private final ZoneId zone;
  private final Drafts drafts;
  private final int columns;
  private final BooleanSupplier offline;
  private final StringBuilder draft = new StringBuilder();
  private boolean evidenceShown;

  /** Whether sentences are shown before they are checked. */
  public enum Drafts {
    SHOWN,
    HIDDEN
  }

  /**
   * @param zone in which days are written
   * @param columns width of the terminal
   * @param offline whether this run was shown to be kept offline by the kernel
   */
  public AnswerScreen(
      PrintStream out,
      Style style,
      Messages messages,
      ZoneId zone,
      Drafts drafts,
      int columns,
      BooleanSupplier offline) {
    this.offline = offline;
    this.out = out;
    this.style = style;
    this.messages = messages;
    this.zone = zone;
    this.drafts = drafts;
    this.columns = Math.max(columns, 20);
  }

  /** Shows how a follow-up was understood. */
  public void understood(String question) {
    out.println(style.faint(messages.of("answer.understood", SafeText.line(question))));
  }

  @Override
  public void evidence(Evidence evidence) {
    evidenceShown = true;
    String text = evidence.passage().text();
    int start = evidence.start() - evidence.passage().start();
    int end = start + evidence.quotation().length();
    out.println(
        style.strong("[" + evidence.citation() + "] ")
            + style.faint(before(text, start))
            + style.quotation(messages.of("answer.quotation", SafeText.line(evidence.quotation())))
            + style.faint(after(text, end)));
    out.println("    " + style.faint(head(evidence.passage())));
    out.flush();
  }

  private static String before(String text, int start) {
    int from = Math.max(0, start - CONTEXT);
    while (from > 0 && from < start && !Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    String words = SafeText.line(text.substring(from, start));
    return words.isEmpty() ? "" : (from > 0 ? "… " : "") + words + " ";
  }

  private static String after(String text, int end) {
    int to = Math.min(text.length(), end + CONTEXT);
    while (to < text.length() && to > end && !Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    String words = SafeText.line(text.substring(end, to));
    return words.isEmpty() ? "" : " " + words + (to < text.length() ? " …" : "");
  }

  @Override
  public void computed(String text) {
    text.lines().map(SafeText::line).forEach(out::println);
    out.flush();
  }

  @Override
  public void draft(String piece) {
    if (drafts == Drafts.SHOWN) {
      String shown = SafeText.of(piece.replace('\n', ' '));
      draft.append(shown);
      out.print(shown);
      out.flush();
    }
  }

  @Override
  public void confirmed(String sentence) {
    if (drafts == Drafts.SHOWN) {
      out.println();
      draft.setLength(0);
    } else {
      out.println(SafeText.line(sentence));
    }
  }

  @Override
  public void withdrawn(String sentence) {
    if (drafts == Drafts.SHOWN) {
      wipe();
    }
  }

  private void wipe() {
    int width = 0;
    for (int c : draft.codePoints().toArray()) {
      width += Math.max(WCWidth.wcwidth(c), 0);
    }
    int linesAbove = width == 0 ? 0 : (width - 1) / columns;
    out.print(linesAbove == 0 ? "\r\u001b[J" : "\r\u001b[" + linesAbove + "A\u001b[J");
    out.flush();
    draft.setLength(0);
  }

  /** Shows what can be said only at the end. */
  public void finish(Answer answer) {
    if (!draft.isEmpty()) {
      wipe();
    }
    switch (answer.kind()) {
      case ABSTENTION -> out.println(messages.of("answer.abstention"));
      case QUOTATION -> {
        if (!evidenceShown) {
          answer.evidence().forEach(this::evidence);
        }
        out.println(style.faint(messages.of("answer.quotationAlone")));
      }
      case COMPUTED -> {
        out.println(style.faint(messages.of("answer.computed")));
        for (int i = 0; i < answer.sources().size(); i++) {
          out.println(
              style.strong("[" + (i + 1) + "] ") + style.faint(head(answer.sources().get(i))));
        }
      }
      case SENTENCES -> {}
    }
    answer
        .change()
        .ifPresent(change ->
            out.println(
                messages.of(
                    "answer.change",
                    change.later(),
                    day(answer, change.later()),
                    change.earlier(),
                    day(answer, change.earlier()))));
    if (!answer.nearby().isEmpty()) {
      out.println(style.faint(messages.of("answer.nearby")));
      for (Evidence nearby : answer.nearby()) {
        out.println(
            style.faint(
                "["
                    + nearby.citation()
                    + "] "
                    + messages.of("answer.quotation", SafeText.line(nearby.quotation()))
                    + " · "
                    + head(nearby.passage())));
      }
    }
    if (answer.withdrawn() > 0) {
      out.println(style.faint(messages.of("answer.withdrawn", answer.withdrawn())));
    }
    out.println(
        style.faint(
            messages.of(
                offline.getAsBoolean() ? "answer.hereOffline" : "answer.here",
                seconds(answer.timings().total()))));
  }

  private String day(Answer answer, int citation) {
    return messages.day(answer.sources().get(citation - 1).time(), zone);
  }

  /** Shows how long the steps took. */
  public void timings(AnswerTimings timings) {
    out.println(
        style.faint(
            messages.of(
                "answer.timings",
                timings.search().toMillis(),
                timings.firstToken().toMillis(),
                timings.total().toMillis(),
                timings.promptTokens(),
                timings.generatedTokens())));
  }

  /** Shows how long it took to start. */
  public void phases(StartPhases phases) {
    List<String> parts = new ArrayList<>();
    phases
        .took()
        .forEach((phase, time) ->
            parts.add(
                messages.of("phase." + phase.name().toLowerCase(Locale.ROOT), time.toMillis())));
    out.println(
        style.faint(
            messages.of(
                "answer.phases", String.join(" · ", parts), phases.sinceBegun().toMillis())));
  }

  /** Returns kind, day, people and title of a passage's record on one line, safe to show. */
  public String head(Passage passage) {
    TreeSet<String> authors = new TreeSet<>();
    for (Participant participant : passage.participants()) {
      if (participant.role() == Participant.Role.AUTHOR) {
        authors.add(participant.displayName());
      }
    }
    List<String> parts =
        List.of(
            messages.of("kind." + passage.kind().label()),
            messages.day(passage.time(), zone),
            String.join(", ", authors),
            passage.title());
    return SafeText.line(
        String.join(" · ", parts.stream().filter(part -> !part.isBlank()).toList()));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
