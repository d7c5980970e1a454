package dev.sotto.tools.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.Importer;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

final class ToolPluginBeansTest {
  @Test
  void producesEveryImporter() {
    try (WeldContainer container =
        new Weld().disableDiscovery().addBeanClasses(ToolPluginBeans.class).initialize()) {
      assertThat(container.select(Importer.class).stream().map(Importer::name))
          .containsExactlyInAnyOrder(
              "markdown",
              "mail",
              "measurements",
              "pdf",
              "zip",
              "text",
              "whatsapp",
              "telegram",
              "calendar",
              "contacts");
    }
  }
}
