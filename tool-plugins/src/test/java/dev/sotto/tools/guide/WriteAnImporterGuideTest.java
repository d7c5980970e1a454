package dev.sotto.tools.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.Importer;
import dev.sotto.tools.TextDecoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the guide to the code that is compiled and tested here. */
final class WriteAnImporterGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "guides", "write-an-importer.md");
  private static final Path SOURCES =
      Path.of("src", "test", "java", "dev", "sotto", "tools", "guide");

  @ParameterizedTest
  @ValueSource(strings = {"RecipeImporter", "RecipeImporterBeans", "RecipeImporterTest"})
  void showsTheCodeThatIsTested(String type) throws IOException {
    String source = text(SOURCES.resolve(type + ".java"));
    String shown = source.replace("package dev.sotto.tools.guide;", "package org.example.recipes;");

    assertThat(text(GUIDE)).contains("```java\n" + shown + "```\n");
  }

  @Test
  void registersTheImporterAsABean() {
    try (WeldContainer container =
        new Weld().disableDiscovery().addBeanClasses(RecipeImporterBeans.class).initialize()) {
      assertThat(container.select(Importer.class).get().name()).isEqualTo("recipes");
    }
  }

  private static String text(Path file) throws IOException {
    return TextDecoding.normalizeLineEnds(Files.readString(file));
  }
}
