package dev.sotto.application.terminal;

import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportProgress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Progress of an import on standard error: a bar on a terminal, nothing elsewhere. */
public final class ImportProgressDisplay implements ImportListener, AutoCloseable {
  private final @Nullable ProgressBar bar;
  private final Messages messages;

  /**
   * @param task what is being done, short
   */
  public ImportProgressDisplay(Surroundings surroundings, Messages messages, String task) {
    this.messages = messages;
    this.bar = TerminalProgressBar.of(surroundings, task, -1);
  }

  @Override
  public void progress(ImportProgress progress) {
    ProgressBar shown = bar;
    if (shown != null) {
      if (progress.total() > 0) {
        shown.maxHint(progress.total());
      }
      shown.stepTo(progress.done());
      shown.setExtraMessage(messages.of("import.records", progress.records()));
    }
  }

  @Override
  public void understood(long done, long total) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.maxHint(total);
      shown.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
