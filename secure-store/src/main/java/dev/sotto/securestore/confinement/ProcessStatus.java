package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel says of a process, as it stands in {@code /proc/PID/status}. Said by the kernel
 * and not by the process, so that a parent can look whether its child is confined.
 *
 * @param noNewPrivileges whether executing a program can't give it privileges
 * @param filtered whether a system call filter is on it
 * @param filters how many filters are on it, or -1 where the kernel does not tell (before 5.9)
 */
public record ProcessStatus(boolean noNewPrivileges, boolean filtered, int filters) {
  private static final String FILTER_MODE = "2";

  /**
   * Reads the status of a process.
   *
   * @throws UncheckedIOException if there is no such process, or this one must not read it
   */
  public static ProcessStatus of(long pid) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    } catch (IOException e) {
      throw new UncheckedIOException("The status of process " + pid + " can't be read", e);
    }
    return new ProcessStatus(
        field(lines, "NoNewPrivs", "0").equals("1"),
        field(lines, "Seccomp", "0").equals(FILTER_MODE),
        Integer.parseInt(field(lines, "Seccomp_filters", "-1")));
  }

  private static String field(List<String> lines, String name, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
