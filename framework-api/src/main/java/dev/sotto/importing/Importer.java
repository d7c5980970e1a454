package dev.sotto.importing;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads one kind of source. Implementations keep no state between scans, never open a connection,
 * never follow references out of the given path (symbolic links included), and never change what
 * they read.
 *
 * <p>A plugin adds a source by providing a bean of this type.
 */
public interface Importer {
  /**
   * Returns the name of this kind of source, such as {@code markdown}: lower-case letters and
   * {@code -}.
   */
  String name();

  /**
   * Returns how sure this importer is that the file or folder is its own, from names and the first
   * bytes alone.
   *
   * <p>{@link Match#YES} for a file means that {@link #scan} of a folder that holds it reads it
   * too: a folder of mixed content becomes one source for each importer that is sure of a file in
   * it, and each of them leaves the other files alone.
   */
  Match match(Path path) throws IOException;

  /**
   * Returns whether {@link #match} is {@link Match#YES} for a file; false where the file can't be
   * looked at.
   */
  default boolean isSureOf(Path file) {
    try {
      return match(file) == Match.YES;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Reads everything at a path, item by item, into the sink. One unreadable item is reported to
   * {@link ImportSink#problem} and the scan goes on; an {@link IOException} means that the path as
   * a whole can't be read, and a {@link BrokenOffScanException} that no more of it can be read now.
   *
   * @param path the file or folder
   * @param context who the person is and what time zone dates without one are in
   * @param sink receives the items; decides which need to be parsed
   */
  void scan(Path path, ImportContext context, ImportSink sink) throws IOException;

  /** How sure an importer is. */
  enum Match {
    NO,
    /** It could read this, but another may fit better. */
    POSSIBLE,
    YES
  }
}
