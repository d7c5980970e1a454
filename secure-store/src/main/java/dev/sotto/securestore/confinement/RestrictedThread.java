package dev.sotto.securestore.confinement;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The thread that starts a child. After its first steps it can't open files, so that no class may
 * be loaded on it for the first time; and every thread that is made on it would be restricted like
 * it, so that it completes no future and wakes nobody but the one platform thread that awaits it.
 * It stays until the child has ended: the child's death signal comes when it goes.
 */
final class RestrictedThread implements Runnable {
  /** What is done before the child runs. */
  enum Step {
    PRIVILEGES,
    FILES,
    SYSTEM_CALLS,
    START
  }

  static final int P_PID = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;

  private final LinuxCalls calls;
  private final @Nullable Landlock files;
  private final @Nullable MemorySegment filter;
  private final Spawn spawn;
  private final CountDownLatch started = new CountDownLatch(1);
  private Step lastStep = Step.PRIVILEGES;
  private long answer;

  RestrictedThread(
      LinuxCalls calls, @Nullable Landlock files, @Nullable MemorySegment filter, Spawn spawn) {
    this.calls = calls;
    this.files = files;
    this.filter = filter;
    this.spawn = spawn;
  }

  /**
   * Makes the thread and returns the process id of the child, or the negative error of the last
   * step. Called by a platform thread.
   */
  long startAndReturnProcess() {
    Thread.ofPlatform().name("starts a confined process").daemon().start(this);
    boolean interrupted = false;
    while (true) {
      try {
        started.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  /** Returns the last step that was tried. */
  Step lastStep() {
    return lastStep;
  }

  @Override
  public void run() {
    answer = -Errno.EIO.number();
    try {
      answer = restrictAndStart();
    } finally {
      started.countDown();
    }
    while (answer > 0
        && Errno.EINTR.is(calls.call(SystemCall.WAITID, P_PID, answer, 0, WEXITED | WNOWAIT, 0))) {}
  }

  private long restrictAndStart() {
    long refused = calls.giveUpPrivileges();
    if (refused == 0 && files != null) {
      lastStep = Step.FILES;
      refused = files.restrictThisThread();
    }
    if (refused == 0 && filter != null) {
      lastStep = Step.SYSTEM_CALLS;
      refused = calls.installFilter(filter, 0);
    }
    if (refused != 0) {
      return refused;
    }
    lastStep = Step.START;
    return spawn.start();
  }
}
