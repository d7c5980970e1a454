package dev.sotto.importing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a folder that no importer reads, counted. Hidden files are not among them.
 *
 * @param byExtension how many there are of each file name extension, the most frequent first; lower
 *     case, without the dot, empty for names without one
 * @param links how many symbolic links, pipes, sockets and devices there are: nothing opens them
 */
public record UnreadFiles(Map<String, Long> byExtension, long links) {
  /** No file is left out. */
  public static final UnreadFiles NONE = new UnreadFiles(Map.of(), 0);

  public UnreadFiles {
    byExtension = Collections.unmodifiableMap(new LinkedHashMap<>(byExtension));
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
