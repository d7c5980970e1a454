package dev.sotto.tools.plugin.cdi;

import java.util.List;

/**
 * What a plugin's classes find besides their own: the JDK, the tool API, CDI and what the container
 * makes its proxies of. It keeps plugins from leaning on classes that may change. It is no sandbox.
 */
final class VisibleApi extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of("dev.sotto.tool.", "dev.sotto.text.", "jakarta.", "org.jboss.", "org.jspecify.");

  private final ClassLoader application;

  VisibleApi(ClassLoader application) {
    super(ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().anyMatch(name::startsWith)) {
      return application.loadClass(name);
    }
    throw new ClassNotFoundException(name + " is no part of the API for plugins");
  }
}
