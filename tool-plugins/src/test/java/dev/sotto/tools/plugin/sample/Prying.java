package dev.sotto.tools.plugin.sample;

import dev.sotto.tools.ShippedTools;
import jakarta.enterprise.context.ApplicationScoped;

/** A bean that leans on a class which is no part of the API for plugins. */
@ApplicationScoped
public class Prying extends Greeting {
  private final Class<?> internals = ShippedTools.class;

  @Override
  public String text() {
    return internals.getName();
  }
}
