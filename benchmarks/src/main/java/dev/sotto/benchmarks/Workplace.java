package dev.sotto.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder, and what stays from run to run. {@link #close} removes the temporary folder.
 *
 * @param root the root folder of the source tree
 * @param folder a new temporary folder
 * @param modelCache where prepared models lie; kept
 * @param effort how long to measure
 */
record Workplace(Path root, Path folder, Path modelCache, Effort effort) implements AutoCloseable {
  static Workplace make(Path root, Effort effort) throws IOException {
    Path cache = Files.createDirectories(root.resolve("benchmarks/target/model-cache"));
    return new Workplace(
        root.toRealPath(), Files.createTempDirectory("sotto-benchmark-"), cache, effort);
  }

  /** Returns a new folder within the temporary one. */
  Path newFolder(String name) throws IOException {
    return Files.createTempDirectory(folder, name + "-");
  }

  /** Removes a folder and everything in it. */
  static void remove(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    remove(folder);
  }
}
