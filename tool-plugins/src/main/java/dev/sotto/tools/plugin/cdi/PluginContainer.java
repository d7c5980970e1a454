package dev.sotto.tools.plugin.cdi;

import dev.sotto.consent.RegisteredTool;
import dev.sotto.tool.Tool;
import dev.sotto.tools.plugin.PluginArchive;
import dev.sotto.tools.plugin.UnusablePluginException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.util.TypeLiteral;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.weld.bootstrap.spi.BeanDiscoveryMode;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * One plugin's beans in a Weld container of their own, which knows no bean of the application or of
 * another plugin. The plugin's code runs in this process, with all its rights: memory, files, keys.
 * Nothing here confines it.
 *
 * <p>Safe for all threads once it is started. Closing it ends the beans; their classes stay in
 * memory as long as something refers to them.
 */
public final class PluginContainer implements AutoCloseable {
  private static final TypeLiteral<Tool<?>> ANY_TOOL = new TypeLiteral<>() {};

  private final URLClassLoader loader;
  private final Path copy;
  private final WeldContainer container;
  private final List<RegisteredTool<?>> tools;

  private PluginContainer(
      URLClassLoader loader, Path copy, WeldContainer container, List<RegisteredTool<?>> tools) {
    this.loader = loader;
    this.copy = copy;
    this.container = container;
    this.tools = List.copyOf(tools);
  }

  /**
   * Starts a plugin: its code runs from here on. The caller has the person's consent to this hash.
   *
   * @param archive what to load; classes come from a private copy of its bytes, whatever happens to
   *     its file
   * @param temporaryFolder for the copy; nobody else may write there
   * @throws UnusablePluginException if it has no tool or its code fails
   */
  public static PluginContainer start(PluginArchive archive, Path temporaryFolder)
      throws IOException {
    PluginArchive.Contents contents = archive.contents();
    Path copy = Files.createTempFile(temporaryFolder, "plugin-", ".jar");
    URLClassLoader loader = null;
    try {
      Files.write(copy, archive.content());
      loader =
          new URLClassLoader(
              "plugin-" + archive.fileName(),
              new URL[] {copy.toUri().toURL()},
              new VisibleApi(PluginContainer.class.getClassLoader()));
      return start(archive, contents, loader, copy);
    } catch (IOException | RuntimeException | LinkageError e) {
      if (loader != null) {
        loader.close();
      }
      Files.deleteIfExists(copy);
      if (e instanceof UnusablePluginException unusable) {
        throw unusable;
      }
      if (e instanceof IOException failed) {
        throw failed;
      }
      throw new UnusablePluginException(
          archive.fileName(),
          "its beans can't be started (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  private static PluginContainer start(
      PluginArchive archive, PluginArchive.Contents contents, URLClassLoader loader, Path copy) {
    Weld weld =
        new Weld("plugin-" + archive.hash() + "-" + System.identityHashCode(loader))
            .disableDiscovery()
            .skipShutdownHook()
            .setClassLoader(loader)
            .setBeanDiscoveryMode(
                contents.discovery() == PluginArchive.Discovery.ALL
                    ? BeanDiscoveryMode.ALL
                    : BeanDiscoveryMode.ANNOTATED);
    contents.classNames().forEach(name -> weld.addBeanClass(load(name, archive, loader)));
    WeldContainer container = weld.initialize();
    try {
      List<RegisteredTool<?>> tools = new ArrayList<>();
      for (Tool<?> tool : container.select(ANY_TOOL, Any.Literal.INSTANCE)) {
        tools.add(registered(tool, archive));
      }
      if (tools.isEmpty()) {
        throw new UnusablePluginException(archive.fileName(), "none of its beans is a Tool");
      }
      tools.sort(Comparator.comparing(tool -> tool.manifest().id()));
      return new PluginContainer(loader, copy, container, tools);
    } catch (RuntimeException | LinkageError e) {
      container.close();
      throw e;
    }
  }

  private static Class<?> load(String name, PluginArchive archive, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UnusablePluginException(
          archive.fileName(),
          "a class of it needs something that is not in the archive and no part of the API for"
              + " plugins",
          e);
    }
  }

  private static <A extends Record> RegisteredTool<A> registered(
      Tool<A> tool, PluginArchive archive) {
    try {
      return RegisteredTool.of(tool, archive.hash().value());
    } catch (RuntimeException e) {
      throw new UnusablePluginException(
          archive.fileName(), "the manifest or the arguments of a tool are malformed", e);
    }
  }

  /** Returns its tools, by their ids. */
  public List<RegisteredTool<?>> tools() {
    return tools;
  }

  @Override
  public void close() throws IOException {
    container.close();
    try {
      loader.close();
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  @Override
  public String toString() {
    return "PluginContainer[" + tools.size() + " tools]";
  }
}
