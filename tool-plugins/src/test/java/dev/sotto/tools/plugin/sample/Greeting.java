package dev.sotto.tools.plugin.sample;

import jakarta.enterprise.context.Dependent;

/** A helper of the sample's. */
@Dependent
public class Greeting {
  /** Returns what is said. */
  public String text() {
    return "good morning";
  }
}
