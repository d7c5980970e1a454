package dev.sotto.securestore.confinement;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that runs in a confinement. Its starter owns it; closing kills it. It is waited for by
 * a thread of its own, so that no zombie stays. Methods may be called from any thread.
 */
public final class ConfinedProcess implements AutoCloseable {
  private final int pid;
  private final ChildStreams streams;
  private final ChildAttendant attendant;

  ConfinedProcess(int pid, ChildStreams streams, ChildAttendant attendant) {
    this.pid = pid;
    this.streams = streams;
    this.attendant = attendant;
  }

  public long pid() {
    return pid;
  }

  /**
   * Returns the stream that the process reads as its standard input.
   *
   * @throws IllegalStateException if that is not piped
   */
  public OutputStream standardInput() {
    return streams.input();
  }

  /**
   * Returns the stream of what the process writes to its standard output.
   *
   * @throws IllegalStateException if that is not piped
   */
  public InputStream standardOutput() {
    return streams.output();
  }

  /**
   * Returns the stream of what the process writes as errors.
   *
   * @throws IllegalStateException if that is not piped
   */
  public InputStream standardError() {
    return streams.error();
  }

  public boolean isAlive() {
    return !attendant.end().isDone();
  }

  /** Returns what completes when the process has ended and been waited for. */
  public CompletableFuture<ProcessEnd> end() {
    return attendant.end().copy();
  }

  /** Waits until the process ends. */
  public ProcessEnd waitFor() throws InterruptedException {
    try {
      return attendant.end().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The process can't be waited for any more", e.getCause());
    }
  }

  /** Waits for the process to end; returns nothing if it has not by then. */
  public Optional<ProcessEnd> waitFor(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(attendant.end().get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The process can't be waited for any more", e.getCause());
    }
  }

  /** Asks the process to end, and kills it when it has not within the time. */
  public ProcessEnd terminate(Duration grace) throws InterruptedException {
    attendant.signal(pid, LinuxCalls.SIGTERM);
    Optional<ProcessEnd> end = waitFor(grace);
    if (end.isPresent()) {
      return end.get();
    }
    kill();
    return waitFor();
  }

  /**
   * Passes on that the person has interrupted. The process has a session of its own, so that the
   * terminal's Ctrl-C does not reach it.
   */
  public void interrupt() {
    attendant.signal(pid, LinuxCalls.SIGINT);
  }

  /**
   * Passes on that the terminal has another size, which the process is not told for the same
   * reason.
   */
  public void terminalResized() {
    attendant.signal(pid, LinuxCalls.SIGWINCH);
  }

  /** Kills the process at once, and does not wait. */
  public void kill() {
    attendant.signal(pid, LinuxCalls.SIGKILL);
  }

  /** Returns what the kernel says of the process; it must be alive. */
  public ProcessStatus status() {
    return ProcessStatus.of(pid);
  }

  /** Kills the process if it is alive, and closes the pipes to it. */
  @Override
  public void close() {
    kill();
    streams.close();
  }

  @Override
  public String toString() {
    return "ConfinedProcess[pid=%d, alive=%s]".formatted(pid, isAlive());
  }
}
