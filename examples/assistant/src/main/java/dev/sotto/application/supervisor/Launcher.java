package dev.sotto.application.supervisor;

import dev.sotto.securestore.confinement.ProcessHardening;
import java.util.concurrent.CountDownLatch;

/**
 * The process at the person's terminal that has started this one to go on in the background, or
 * nobody. Until it is left, this process dies with it.
 */
public final class Launcher {
  private static final String PROPERTY = "sotto.launcher";
  private static final long NOBODY = 0;

  private final CountDownLatch left = new CountDownLatch(1);
  private final Thread tie;

  private Launcher(long launcher, Runnable whenGone) {
    this.tie =
        Thread.ofPlatform()
            .daemon()
            .name("sotto-launcher")
            .unstarted(() -> {
              if (launcher != NOBODY && !ProcessHardening.dieWith(launcher)) {
                whenGone.run();
              }
              awaitLeaving();
            });
  }

  /** Returns the option of a virtual machine that names this process as its launcher. */
  static String option() {
    return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
  }

  /**
   * Returns the launcher of this process, and ties this process to it.
   *
   * @param whenGone ends this process, since the launcher has ended already
   */
  public static Launcher ofThisProcess(Runnable whenGone) {
    Launcher launcher = new Launcher(Long.getLong(PROPERTY, NOBODY), whenGone);
    launcher.tie.start();
    return launcher;
  }

  /** Returns whether this process was started to go on in the background. */
  public static boolean isThere() {
    return Long.getLong(PROPERTY, NOBODY) != NOBODY;
  }

  private void awaitLeaving() {
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Outlives the launcher from now on: the kernel ties a thread of a process, which ends here. */
  void leave() {
    left.countDown();
    try {
      tie.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Launcher[" + (tie.isAlive() ? "tied" : "left") + "]";
  }
}
