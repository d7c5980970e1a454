package dev.sotto.tools.pdf;

import java.io.IOException;
import java.time.Duration;

/**
 * What reading one file may still cost. Once it is spent every further step fails, since the
 * library goes on after failures of its own. Spent on one thread at a time.
 */
final class PdfBudget {
  private final PdfLimits limits;
  private final long begun = System.nanoTime();
  private long pageSteps;
  private long text;
  private volatile boolean stopped;
  private volatile Excess excess = Excess.NONE;

  /** Which limit was exceeded. */
  enum Excess {
    NONE,
    TIME,
    STREAM,
    STEPS,
    TEXT
  }

  /** A limit is exceeded. */
  static final class SpentException extends IOException {
    private static final long serialVersionUID = 1L;

    SpentException(Excess excess) {
      super("A limit is exceeded: " + excess);
    }
  }

  PdfBudget(PdfLimits limits) {
    this.limits = limits;
  }

  /** Begins a page: what an earlier one exceeded, but for the time, no longer counts. */
  void beginPage() throws SpentException {
    pageSteps = 0;
    if (excess != Excess.TIME && excess != Excess.TEXT) {
      excess = Excess.NONE;
    }
    check();
  }

  void step(long steps) throws SpentException {
    check();
    pageSteps += steps;
    if (pageSteps > limits.maxPageSteps()) {
      spend(Excess.STEPS);
    }
  }

  void text(int characters) throws SpentException {
    text += characters;
    if (text > limits.maxTextCharacters()) {
      spend(Excess.TEXT);
    }
  }

  void stream(long bytes) throws SpentException {
    if (bytes > limits.maxStreamBytes()) {
      spend(Excess.STREAM);
    }
    check();
  }

  void check() throws SpentException {
    if (stopped || System.nanoTime() - begun > limits.maxTime().toNanos()) {
      spend(Excess.TIME);
    }
    if (excess != Excess.NONE) {
      throw new SpentException(excess);
    }
  }

  /** Makes every further step fail; from any thread. */
  void stop() {
    stopped = true;
  }

  Duration left() {
    return limits.maxTime().minusNanos(System.nanoTime() - begun);
  }

  Excess excess() {
    return excess;
  }

  private void spend(Excess exceeded) throws SpentException {
    excess = exceeded;
    throw new SpentException(exceeded);
  }

  @Override
  public String toString() {
    return "PdfBudget[" + excess + "]";
  }
}
