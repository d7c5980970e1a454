package dev.sotto.tools.plugin.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.consent.RegisteredTool;
import dev.sotto.tools.plugin.PluginArchive;
import dev.sotto.tools.plugin.SampleArchives;
import dev.sotto.tools.plugin.UnusablePluginException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginContainerTest {
  @TempDir private Path temp;

  @Test
  void findsAToolAndWhatItNeedsByItself() throws IOException {
    PluginArchive archive = SampleArchives.sample();

    try (PluginContainer plugin = PluginContainer.start(archive, temp)) {
      assertThat(plugin.tools())
          .singleElement()
          .satisfies(tool -> {
            assertThat(tool.manifest().id().value()).isEqualTo("sample");
            assertThat(tool.codeHash()).isEqualTo(archive.hash().value());
            assertThat(tool.argumentType().parameters()).isEmpty();
          });
    }
  }

  @Test
  void leavesNoCopyBehind() throws IOException {
    PluginContainer.start(SampleArchives.sample(), temp).close();

    assertThat(Files.list(temp)).isEmpty();
  }

  @Test
  void runsTwoPluginsThatKnowNothingOfEachOther() throws IOException {
    PluginArchive toolAlone =
        SampleArchives.archive(
            "tool.jar", List.of("SampleTool", "SampleTool$Nothing"), SampleArchives.BEANS_XML);

    try (PluginContainer whole = PluginContainer.start(SampleArchives.sample(), temp)) {
      List<RegisteredTool<?>> tools = whole.tools();

      assertThat(tools).hasSize(1);
      assertThatThrownBy(() -> PluginContainer.start(toolAlone, temp))
          .isInstanceOf(UnusablePluginException.class)
          .hasMessageContaining("tool.jar can't be used as a plugin");
    }
    assertThat(Files.list(temp)).isEmpty();
  }

  @Test
  void showsAPluginNoClassBesidesTheApi() throws IOException {
    PluginArchive prying =
        SampleArchives.archive(
            "prying.jar",
            List.of("SampleTool", "SampleTool$Nothing", "Greeting", "Prying"),
            SampleArchives.BEANS_XML);

    assertThatThrownBy(() -> PluginContainer.start(prying, temp).close())
        .isInstanceOf(UnusablePluginException.class);
  }

  @Test
  void wantsATool() throws IOException {
    PluginArchive without =
        SampleArchives.archive("none.jar", List.of("Greeting"), SampleArchives.BEANS_XML);

    assertThatThrownBy(() -> PluginContainer.start(without, temp))
        .isInstanceOf(UnusablePluginException.class)
        .hasMessageEndingWith("none of its beans is a Tool");
  }

  @Test
  void wantsABeanArchive() throws IOException {
    PluginArchive plain =
        SampleArchives.archive("plain.jar", List.of("SampleTool", "Greeting"), Map.of());
    PluginArchive off =
        SampleArchives.archive(
            "off.jar",
            List.of("SampleTool"),
            Map.of(
                "META-INF/beans.xml",
                "<beans bean-discovery-mode='none'/>".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(plain::contents).hasMessageContaining("META-INF/beans.xml");
    assertThatThrownBy(off::contents).hasMessageContaining("switches discovery off");
    assertThatThrownBy(() -> new PluginArchive("x.jar", new byte[100]).contents())
        .isInstanceOf(UnusablePluginException.class);
  }
}
