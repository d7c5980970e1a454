package dev.sotto.tool;

import java.util.List;

/** A constant of an argument's enum that people call by other words than its name. */
public interface NamedChoice {
  /** Returns words for it in any language, in lower case and the singular. */
  List<String> words();
}
