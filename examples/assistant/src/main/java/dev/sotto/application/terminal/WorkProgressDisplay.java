package dev.sotto.application.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar for work whose length is known, on a terminal only. For one thread. */
public final class WorkProgressDisplay implements AutoCloseable {
  private static final int REFRESH_MILLISECONDS = 200;
  private static final int COLUMNS = 80;

  private final @Nullable ProgressBar bar;

  /**
   * @param task what is being done, short
   * @param total how many steps there are
   */
  public WorkProgressDisplay(Surroundings surroundings, String task, long total) {
    this.bar =
        surroundings.isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(surroundings.err(), COLUMNS))
                .build()
            : null;
  }

  /** Shows how many steps are done. */
  public void stepTo(int done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
