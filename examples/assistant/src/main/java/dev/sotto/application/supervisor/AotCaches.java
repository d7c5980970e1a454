package dev.sotto.application.supervisor;

import dev.sotto.securestore.confinement.Confinement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ahead-of-time caches (JEP 483, JEP 515) with which this program's Java machines start faster:
 * classes loaded and linked, and which methods were called much. The launcher makes them and names
 * their folder if they were made by this JDK for these jars: Java itself does not look whether a
 * jar has changed since (seen with 25.0.3). Without one a machine starts as it always does.
 *
 * <p>A cache is code, as the jar is. A confined process can read it and not write it; whoever can
 * change the jar can change the cache.
 *
 * @param folder where the caches lie, or null where none are to be used
 * @param recordings in a folder of its name within, a program takes down what its cache is made of,
 *     if that folder is there; null in all runs but the launcher's
 */
record AotCaches(@Nullable Path folder, @Nullable Path recordings) {
  /** Names the folder of the caches; given by the launcher. */
  static final String FOLDER_PROPERTY = "sotto.aot";

  /** Names the folder for what a cache is made of; given by the launcher. */
  static final String RECORD_PROPERTY = "sotto.aot.record";

  /** Which program a cache is for. */
  enum Program {
    VAULT,
    IMPORTER;

    private String file() {
      return this == VAULT ? "vault" : "importer";
    }
  }

  /** Returns those that the launcher has named. */
  static AotCaches ofThisProgram() {
    return new AotCaches(folder(FOLDER_PROPERTY), folder(RECORD_PROPERTY));
  }

  private static @Nullable Path folder(String property) {
    String name = System.getProperty(property);
    return name == null ? null : Path.of(name);
  }

  /** Returns whether a program takes down what its cache is made of, which it does at its end. */
  boolean isRecorded(Program program) {
    return recording(program).isPresent();
  }

  /**
   * Returns what a Java machine is told.
   *
   * @param number tells apart what several processes of a program take down
   */
  List<String> options(Program program, int number) {
    return recording(program)
        .map(folder ->
            List.of(
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + folder.resolve(number + ".aotconf")))
        .or(() -> cache(program).map(cache -> List.of("-XX:AOTCache=" + cache)))
        .orElse(List.of());
  }

  /** Returns a confinement in which a program can read its cache, or write what it takes down. */
  Confinement within(Confinement confinement, Program program) {
    return recording(program)
        .map(confinement::writing)
        .or(() -> cache(program).map(confinement::reading))
        .orElse(confinement);
  }

  private Optional<Path> recording(Program program) {
    return Optional.ofNullable(recordings)
        .map(folder -> folder.resolve(program.file()))
        .filter(Files::isDirectory);
  }

  private Optional<Path> cache(Program program) {
    return Optional.ofNullable(folder)
        .map(caches -> caches.resolve(program.file() + ".aot"))
        .filter(Files::isRegularFile);
  }

  @Override
  public String toString() {
    return "AotCaches[" + (folder == null ? "none" : "named") + "]";
  }
}
