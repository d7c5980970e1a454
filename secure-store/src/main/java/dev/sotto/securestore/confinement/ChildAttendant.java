package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;

/**
 * An unrestricted thread that has a child started, waits for its end and takes its status, so that
 * no zombie stays.
 */
final class ChildAttendant implements Runnable {
  private final LinuxCalls calls;
  private final RestrictedThread starter;
  private final CompletableFuture<Long> started = new CompletableFuture<>();
  private final CompletableFuture<ProcessEnd> end = new CompletableFuture<>();
  private boolean statusTaken;

  ChildAttendant(LinuxCalls calls, RestrictedThread starter) {
    this.calls = calls;
    this.starter = starter;
  }

  /**
   * Returns the process id of the started child, or the negative error of the starter's last step.
   */
  long start() {
    Thread.ofPlatform().name("waits for a confined process").daemon().start(this);
    return started.join();
  }

  /** Returns what completes when the child has ended and its status was taken. */
  CompletableFuture<ProcessEnd> end() {
    return end;
  }

  /** Sends a signal to the child, unless its number may belong to another process by now. */
  synchronized void signal(int pid, int signal) {
    if (!statusTaken) {
      calls.call(RefusedCall.KILL, pid, signal);
    }
  }

  @Override
  public void run() {
    try {
      long pid = starter.startAndReturnProcess();
      started.complete(pid);
      if (pid > 0) {
        awaitEnd(pid);
      }
    } catch (Throwable e) {
      started.completeExceptionally(e);
      end.completeExceptionally(e);
    }
  }

  private void awaitEnd(long pid) {
    while (Errno.EINTR.is(
        calls.call(
            SystemCall.WAITID,
            RestrictedThread.P_PID,
            pid,
            0,
            RestrictedThread.WEXITED | RestrictedThread.WNOWAIT,
            0))) {}
    end.complete(takeStatus(pid));
  }

  private synchronized ProcessEnd takeStatus(long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      while (Errno.EINTR.is(calls.call(SystemCall.WAIT4, pid, status.address(), 0, 0))) {}
      statusTaken = true;
      return ProcessEnd.of(status.get(JAVA_INT, 0));
    }
  }
}
