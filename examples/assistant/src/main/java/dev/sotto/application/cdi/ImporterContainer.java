package dev.sotto.application.cdi;

import dev.sotto.importing.Importer;
import dev.sotto.tools.cdi.ToolPluginBeans;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A container of importers: Sotto's own, and those of every bean archive on the class path (a jar
 * with {@code META-INF/beans.xml}). The importers are usable until {@link #close}.
 */
public final class ImporterContainer implements AutoCloseable {
  static {
    // Without this, JBoss Logging prints what Weld does to standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
  }

  private final SeContainer container;

  private ImporterContainer(SeContainer container) {
    this.container = container;
  }

  /** Starts the container. */
  public static ImporterContainer start() {
    return new ImporterContainer(
        SeContainerInitializer.newInstance().addBeanClasses(ToolPluginBeans.class).initialize());
  }

  /** Returns all importers, ordered by name. */
  public List<Importer> importers() {
    List<Importer> importers = new ArrayList<>();
    container.select(Importer.class, Any.Literal.INSTANCE).forEach(importers::add);
    importers.sort(Comparator.comparing(Importer::name));
    return importers;
  }

  @Override
  public void close() {
    container.close();
  }
}
