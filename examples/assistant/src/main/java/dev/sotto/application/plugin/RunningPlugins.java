package dev.sotto.application.plugin;

import dev.sotto.consent.RegisteredTool;
import dev.sotto.tools.plugin.UnusablePluginException;
import dev.sotto.tools.plugin.cdi.PluginContainer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The accepted plugins while they run. */
public final class RunningPlugins implements Closeable {
  private final List<PluginContainer> containers;
  private final List<UnusablePluginException> problems;

  RunningPlugins(List<PluginContainer> containers, List<UnusablePluginException> problems) {
    this.containers = List.copyOf(containers);
    this.problems = List.copyOf(problems);
  }

  /** Returns their tools. */
  public List<RegisteredTool<?>> tools() {
    List<RegisteredTool<?>> tools = new ArrayList<>();
    containers.forEach(container -> tools.addAll(container.tools()));
    return tools;
  }

  /** Returns what kept accepted plugins from running. */
  public List<UnusablePluginException> problems() {
    return problems;
  }

  @Override
  public void close() throws IOException {
    for (PluginContainer container : containers) {
      container.close();
    }
  }

  @Override
  public String toString() {
    return "RunningPlugins[" + containers.size() + "]";
  }
}
