package dev.sotto.securestore.v1;

import java.util.List;

/**
 * Statements that hold together: all of one batch, or everything there is.
 *
 * @param extent whether it adds to what was said before or replaces it
 * @param generation the generation that it brings the catalogue to
 * @param removalsKnownSince the generation since which removals are known; 0 in a batch
 * @param entries the statements, in order
 */
public record CatalogueSection(
    Extent extent, long generation, long removalsKnownSince, List<CatalogueEntry> entries) {
  /** How much a section says. */
  public enum Extent {
    BATCH,
    SNAPSHOT
  }

  public CatalogueSection {
    entries = List.copyOf(entries);
  }

  @Override
  public String toString() {
    return "CatalogueSection[" + extent + " " + generation + ", " + entries.size() + " entries]";
  }
}
