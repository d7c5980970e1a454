package dev.sotto.llm;

import java.nio.file.Path;

/** The cache folder that tests share within a build, so that the default model is imported once. */
final class TestCache {
  static final Path FOLDER = Path.of("target", "model-cache");

  private TestCache() {}
}
