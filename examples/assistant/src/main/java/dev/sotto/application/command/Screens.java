package dev.sotto.application.command;

import dev.sotto.application.terminal.AnswerScreen;
import dev.sotto.application.terminal.Surroundings;
import java.time.ZoneId;

/** Makes the screens that answers are shown on. */
final class Screens {
  private static final int COLUMNS_UNKNOWN = 80;

  private Screens() {}

  /** Returns a screen for this run's terminal or pipe. */
  static AnswerScreen answers(SottoCommand sotto, ZoneId zone) {
    return answers(sotto, zone, columns(sotto.surroundings()));
  }

  /** Returns a screen of a known width. */
  static AnswerScreen answers(SottoCommand sotto, ZoneId zone, int columns) {
    Surroundings surroundings = sotto.surroundings();
    boolean wipes =
        surroundings.isTerminal() && !surroundings.variable("TERM").orElse("dumb").equals("dumb");
    return new AnswerScreen(
        surroundings.out(),
        sotto.style(),
        sotto.messages(),
        zone,
        wipes ? AnswerScreen.Drafts.SHOWN : AnswerScreen.Drafts.HIDDEN,
        columns,
        sotto.processes()::isKnownToBeOffline);
  }

  static int columns(Surroundings surroundings) {
    if (!surroundings.personPresent()) {
      return surroundings
          .variable("COLUMNS")
          .filter(columns -> columns.matches("[1-9]\\d{0,3}"))
          .map(Integer::parseInt)
          .orElse(COLUMNS_UNKNOWN);
    }
    try (org.jline.terminal.Terminal terminal =
        org.jline.terminal.TerminalBuilder.builder().system(true).dumb(true).build()) {
      return terminal.getSize().getColumns() > 0
          ? terminal.getSize().getColumns()
          : COLUMNS_UNKNOWN;
    } catch (java.io.IOException e) {
      return COLUMNS_UNKNOWN;
    }
  }
}
