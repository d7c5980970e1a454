package dev.sotto.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The cache folder that tests share within a build, so that the default model is imported once. It
 * begins without models, so that none from an earlier importer is tested.
 */
final class TestCache {
  static final Path FOLDER = withoutModels(Path.of("target", "model-cache"));

  private TestCache() {}

  private static Path withoutModels(Path folder) {
    if (!Files.isDirectory(folder)) {
      return folder;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry :
          entries.filter(e -> e.getFileName().toString().startsWith("model-")).toList()) {
        try (Stream<Path> files = Files.list(entry)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(entry);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
