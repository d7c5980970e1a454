package dev.sotto.application.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Makes the progress bars of all long work look alike. Stateless. */
final class TerminalProgressBar {
  private static final int REFRESH_MILLISECONDS = 200;
  private static final int COLUMNS = 78;

  private TerminalProgressBar() {}

  /**
   * Returns a bar on standard error, which the caller closes; null where there is no terminal.
   *
   * @param task what is being done, short
   * @param total how many steps there are, -1 while that is not known
   */
  static @Nullable ProgressBar of(Surroundings surroundings, String task, long total) {
    return surroundings.isTerminal()
        ? new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(surroundings.err(), COLUMNS))
            .build()
        : null;
  }
}
