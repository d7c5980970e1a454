package dev.sotto.importing;

import dev.sotto.storage.Source;
import java.util.List;

/**
 * What was found at a path that was added.
 *
 * @param sources one source for each kind of file; known ones as they were
 * @param unread the files that none of the importers reads
 */
public record AddedSources(List<Source> sources, UnreadFiles unread) {
  public AddedSources {
    sources = List.copyOf(sources);
  }

  @Override
  public String toString() {
    return "AddedSources[" + sources.size() + " sources, " + unread + "]";
  }
}
