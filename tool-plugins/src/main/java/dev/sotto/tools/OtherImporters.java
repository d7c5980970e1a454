package dev.sotto.tools;

import dev.sotto.importing.Importer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The importers beside which one works that takes what they leave: plain text, of which chats and
 * mailboxes are special cases, or archives. For any thread.
 */
public final class OtherImporters {
  /** There are no others. */
  public static final OtherImporters NONE = new OtherImporters(List::of, List.of());

  private final Supplier<List<Importer>> all;
  private final List<String> left;

  private OtherImporters(Supplier<List<Importer>> all, List<String> left) {
    this.all = all;
    this.left = left;
  }

  /**
   * Returns all importers but those of these names.
   *
   * @param all the importers there are, asked at each use, so that plugins may come later
   * @param left the names of those that don't count
   */
  public static OtherImporters besides(Supplier<List<Importer>> all, String... left) {
    return new OtherImporters(all, List.of(left));
  }

  /** Returns the importers, in the order in which they are given. */
  public List<Importer> list() {
    return all.get().stream().filter(importer -> !left.contains(importer.name())).toList();
  }

  /** Returns those that are sure that a file is their own. */
  public List<Importer> sureOf(Path file) {
    return list().stream().filter(importer -> importer.isSureOf(file)).toList();
  }

  /** Tells whether one of them is sure that a file is its own. */
  public boolean claim(Path file) {
    return list().stream().anyMatch(importer -> importer.isSureOf(file));
  }

  @Override
  public String toString() {
    return "OtherImporters[besides " + left + "]";
  }
}
