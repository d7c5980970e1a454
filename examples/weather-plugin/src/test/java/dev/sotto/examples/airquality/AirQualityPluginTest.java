package dev.sotto.examples.airquality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.tools.plugin.PluginArchive;
import dev.sotto.tools.plugin.cdi.PluginContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sotto finds the tool in the archive, with its helper. */
final class AirQualityPluginTest {
  @TempDir private Path temp;

  @Test
  void isFoundAsABeanOfItsArchive() throws IOException, URISyntaxException {
    PluginArchive archive = new PluginArchive("air-quality-1.0.jar", jar());

    try (PluginContainer plugin = PluginContainer.start(archive, temp)) {
      assertThat(plugin.tools())
          .singleElement()
          .satisfies(tool -> {
            assertThat(tool.manifest().id().value()).isEqualTo("air");
            assertThat(tool.manifest().hosts()).containsExactly("air-quality-api.open-meteo.com");
          });
    }
  }

  private static byte[] jar() throws IOException, URISyntaxException {
    Path classes =
        Path.of(AirQualityTool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> all = Files.walk(classes)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
