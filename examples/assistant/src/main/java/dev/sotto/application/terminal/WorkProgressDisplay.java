package dev.sotto.application.terminal;

import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar for work whose length is known, on a terminal only. For one thread. */
public final class WorkProgressDisplay implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  /**
   * @param task what is being done, short
   * @param total how many steps there are
   */
  public WorkProgressDisplay(Surroundings surroundings, String task, long total) {
    this.bar = TerminalProgressBar.of(surroundings, task, total);
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
