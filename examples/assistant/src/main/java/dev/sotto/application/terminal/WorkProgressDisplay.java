package dev.sotto.application.terminal;

import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar for work whose length is known, on a terminal only. For one thread. */
public final class WorkProgressDisplay implements AutoCloseable {
  private static final int PERCENT = 100;

  private final @Nullable ProgressBar bar;

  /**
   * @param task what is being done, short
   * @param total how many steps there are
   */
  public WorkProgressDisplay(Surroundings surroundings, String task, long total) {
    this.bar = TerminalProgressBar.of(surroundings, task, total);
  }

  /**
   * Shows work by the share of it that is done.
   *
   * @param task what is being done, short
   */
  public static WorkProgressDisplay ofShares(Surroundings surroundings, String task) {
    return new WorkProgressDisplay(surroundings, task, PERCENT);
  }

  /** Shows how much of all is done; where there is nothing to do, all of it is. */
  public void share(long done, long total) {
    stepTo(total == 0 ? PERCENT : (int) (done * PERCENT / total));
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
