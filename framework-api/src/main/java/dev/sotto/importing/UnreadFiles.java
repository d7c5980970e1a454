package dev.sotto.importing;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a folder or archive that no importer reads, counted. Hidden files are not among
 * them.
 *
 * @param byExtension how many there are of each file name extension, the most frequent first; lower
 *     case, without the dot, empty for names without one
 * @param links how many symbolic links, pipes, sockets and devices there are: nothing opens them
 */
public record UnreadFiles(Map<String, Long> byExtension, long links) {
  /** No file is left out. */
  public static final UnreadFiles NONE = new UnreadFiles(Map.of(), 0);

  public UnreadFiles {
    Map<String, Long> ordered = new LinkedHashMap<>();
    byExtension.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    byExtension = Collections.unmodifiableMap(ordered);
  }

  /** Returns both together. */
  public UnreadFiles plus(UnreadFiles other) {
    Map<String, Long> sums = new HashMap<>(byExtension);
    other.byExtension.forEach((extension, count) -> sums.merge(extension, count, Long::sum));
    return new UnreadFiles(sums, links + other.links);
  }

  /** Returns how many regular files there are. */
  public long files() {
    return byExtension.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return "UnreadFiles[" + files() + " files, " + links + " links]";
  }
}
