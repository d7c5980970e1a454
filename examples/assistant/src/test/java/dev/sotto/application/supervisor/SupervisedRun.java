package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.application.importer.ImporterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One command that was started, with all its processes: those whose command line names the folder
 * of the test.
 */
final class SupervisedRun {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final long SIGINT = 1L << 1;
  private static final int POLL_MILLIS = 15;

  private final Process supervisor;
  private final Path folder;
  private final Path out;
  private final Path err;

  SupervisedRun(Process supervisor, Path folder, Path out, Path err) {
    this.supervisor = supervisor;
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  /** Which of the processes of a run. */
  enum Role {
    SUPERVISOR,
    VAULT,
    IMPORTER
  }

  /**
   * A process of a run as {@code /proc} shows it.
   *
   * @param status what stands in its {@code status}
   */
  record Seen(long pid, Role role, String status) {
    /** Returns a number of the status, or -1 where it is not told. */
    int number(String name) {
      return number(status, name);
    }

    static int number(String status, String name) {
      return field(status, name).map(Integer::parseInt).orElse(-1);
    }

    /** Returns whether the process ignores a signal, given as a bit. */
    boolean isIgnored(long signal) {
      return (Long.parseUnsignedLong(field(status, "SigIgn").orElse("0"), 16) & signal) != 0;
    }

    private static Optional<String> field(String status, String name) {
      return status
          .lines()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  SupervisedRun toItsEnd() throws InterruptedException {
    assertThat(supervisor.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as("it ended").isTrue();
    return this;
  }

  /** Asserts that it ended well. */
  SupervisedRun succeeded() throws IOException {
    assertThat(status()).as(all()).isZero();
    return this;
  }

  boolean isAlive() {
    return supervisor.isAlive();
  }

  int status() {
    return supervisor.exitValue();
  }

  long pid() {
    return supervisor.pid();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  String all() throws IOException {
    return out() + err();
  }

  JsonNode json() throws IOException {
    return JsonMapper.shared().readTree(out());
  }

  /** Returns the processes that are there. */
  List<Seen> processes() throws IOException {
    List<Seen> seen = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          String command =
              Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
          if (command.contains(folder.toString())) {
            seen.add(
                new Seen(
                    Long.parseLong(process.getFileName().toString()),
                    role(command),
                    Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1)));
          }
        } catch (IOException e) {
          continue; // It has ended meanwhile.
        }
      }
    }
    return seen;
  }

  private static Role role(String command) {
    if (command.contains("dev.sotto.application.VaultProcess")) {
      return Role.VAULT;
    }
    return command.contains(ImporterProcess.class.getName())
            || command.contains(ProbeProcess.class.getName())
        ? Role.IMPORTER
        : Role.SUPERVISOR;
  }

  /** Waits for a process of this kind; returns none if the run ends before there is one. */
  Optional<Seen> await(Role role) throws IOException, InterruptedException {
    while (isAlive()) {
      Optional<Seen> found = processes().stream().filter(seen -> seen.role() == role).findAny();
      if (found.isPresent()) {
        return found;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return Optional.empty();
  }

  /** Asserts that all processes of the run end by themselves. */
  void assertThatNoProcessStays() throws IOException, InterruptedException {
    assertThatNoProcessStays(SHORT);
  }

  /** Asserts that all processes of the run end by themselves within a time. */
  void assertThatNoProcessStays(Duration within) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!processes().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(processes()).extracting(Seen::role).as("processes that stayed").isEmpty();
  }

  /** Waits until something is so, or the run has ended. */
  void await(BooleanSupplier condition) throws InterruptedException {
    while (isAlive() && !condition.getAsBoolean()) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  /**
   * Skips a test where this process was started with Ctrl-C ignored, as a shell starts what it
   * leaves in the background: what it starts ignores it as well.
   */
  static void assumeThatCtrlCIsHeard() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1);
    assumeThat(new Seen(ProcessHandle.current().pid(), Role.SUPERVISOR, status).isIgnored(SIGINT))
        .as("Ctrl-C is ignored here")
        .isFalse();
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Override
  public String toString() {
    return "SupervisedRun[" + supervisor.pid() + "]";
  }
}
