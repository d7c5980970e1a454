package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a process may reach. Everything else is refused by the kernel: other files, the network,
 * other processes.
 *
 * <p>Paths mean the file or the folder with all in it, as it is when the process is started; links
 * are followed then. What a path does not hide: that a file exists, its size and times (see {@code
 * docs/confinement.md}).
 *
 * @param readable files and folders that can be read
 * @param writable files and folders that can be read, changed, and filled; not executed. A device,
 *     such as the terminal that is passed on, takes its ordinary commands
 * @param executable programs that can be executed until the process is sealed, and the dynamic
 *     linker
 * @param layers what is enforced; all of it unless somebody decided otherwise
 */
public record Confinement(
    Set<Path> readable,
    Set<Path> writable,
    Set<Path> executable,
    Set<Allowance> allowances,
    ResourceLimits limits,
    Set<Layer> layers) {

  /** A part of the confinement that a kernel may lack. */
  public enum Layer {
    /** System call filters: no network, no other processes. */
    SYSTEM_CALLS,
    /**
     * Landlock: files, and once more TCP, abstract sockets and signals where the kernel knows them.
     */
    FILES
  }

  /** What the C library and the Java machine read at their start, where it exists. */
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/lib",
          "/lib64",
          "/usr/lib",
          "/usr/lib64",
          "/etc/ld.so.cache",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/nsswitch.conf",
          "/etc/passwd",
          "/usr/share/zoneinfo",
          "/dev/null",
          "/dev/zero",
          "/dev/random",
          "/dev/urandom",
          "/proc/cpuinfo",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/sys/vm/mmap_min_addr",
          "/proc/sys/vm/overcommit_memory",
          "/sys/kernel/mm/transparent_hugepage",
          "/usr/share/locale/locale.alias",
          "/sys/devices/system/cpu");

  private static final List<String> DYNAMIC_LINKERS =
      List.of(
          "/lib64/ld-linux-x86-64.so.2",
          "/lib/ld-linux-x86-64.so.2",
          "/lib/ld-linux-aarch64.so.1",
          "/lib64/ld-linux-aarch64.so.1",
          "/lib/ld-musl-x86_64.so.1",
          "/lib/ld-musl-aarch64.so.1");

  private static final int DEPTH_OF_JAVA_HOME = 3;

  public Confinement {
    readable = Set.copyOf(readable);
    writable = Set.copyOf(writable);
    executable = Set.copyOf(executable);
    allowances = Set.copyOf(allowances);
    layers = Set.copyOf(layers);
  }

  /**
   * Returns a confinement in which a Java machine starts and computes, and reaches no file but its
   * own and those of the system that it needs.
   *
   * @param javaHome the folder of the Java runtime, whose {@code bin/java} will be executed; files
   *     of it that are links to elsewhere, as in some distributions, can be read as well
   * @throws IOException if the folder can't be read
   */
  public static Confinement ofJava(Path javaHome) throws IOException {
    Set<Path> readable = existing(SYSTEM_FILES);
    readable.add(javaHome);
    readable.addAll(linkedFromElsewhere(javaHome));
    Set<Path> executable = existing(DYNAMIC_LINKERS);
    executable.add(javaHome.resolve("bin/java"));
    return new Confinement(
        readable,
        existing(List.of("/dev/null")),
        executable,
        Set.of(),
        ResourceLimits.ORDINARY,
        EnumSet.allOf(Layer.class));
  }

  /**
   * Returns no confinement: nothing is refused to the process but to gain privileges. It still gets
   * a session of its own without the terminal's signals, and no descriptor beside its streams.
   */
  public static Confinement none() {
    return new Confinement(
        Set.of(), Set.of(), Set.of(), Set.of(), ResourceLimits.NONE, EnumSet.noneOf(Layer.class));
  }

  private static Set<Path> linkedFromElsewhere(Path javaHome) throws IOException {
    Path home = javaHome.toRealPath();
    Set<Path> targets = new LinkedHashSet<>();
    for (Path folder : existing(List.of(home + "/conf", home + "/lib"))) {
      try (Stream<Path> links =
          Files.find(
              folder, DEPTH_OF_JAVA_HOME, (path, attributes) -> attributes.isSymbolicLink())) {
        for (Path link : links.filter(Files::exists).toList()) {
          Path target = link.toRealPath();
          if (!target.startsWith(home)) {
            targets.add(target);
          }
        }
      }
    }
    return targets;
  }

  private static Set<Path> existing(Collection<String> names) {
    Set<Path> paths = new LinkedHashSet<>();
    names.stream().map(Path::of).filter(Files::exists).forEach(paths::add);
    return paths;
  }

  /** Returns this one with more that can be read. */
  public Confinement reading(Path... paths) {
    return new Confinement(with(readable, paths), writable, executable, allowances, limits, layers);
  }

  /** Returns this one with more that can be read and written. */
  public Confinement writing(Path... paths) {
    return new Confinement(readable, with(writable, paths), executable, allowances, limits, layers);
  }

  /** Returns this one with more programs that can be executed until the process is sealed. */
  public Confinement executing(Path... paths) {
    return new Confinement(readable, writable, with(executable, paths), allowances, limits, layers);
  }

  /** Returns this one with more that the process may do. */
  public Confinement allowing(Allowance... more) {
    Set<Allowance> all = EnumSet.noneOf(Allowance.class);
    all.addAll(allowances);
    all.addAll(List.of(more));
    return new Confinement(readable, writable, executable, all, limits, layers);
  }

  /** Returns this one with other limits. */
  public Confinement limitedTo(ResourceLimits other) {
    return new Confinement(readable, writable, executable, allowances, other, layers);
  }

  /**
   * Returns this one without a layer, for a kernel that lacks it. The process is then not confined
   * in that respect, and {@link ConfinementProbes} will say so.
   */
  public Confinement without(Layer layer) {
    Set<Layer> rest = EnumSet.noneOf(Layer.class);
    rest.addAll(layers);
    rest.remove(layer);
    return new Confinement(readable, writable, executable, allowances, limits, rest);
  }

  private static Set<Path> with(Set<Path> paths, Path... more) {
    Set<Path> all = new LinkedHashSet<>(paths);
    all.addAll(List.of(more));
    return all;
  }

  @Override
  public String toString() {
    return "Confinement[readable=%d, writable=%d, executable=%d, allowances=%s, layers=%s]"
        .formatted(readable.size(), writable.size(), executable.size(), allowances, layers);
  }
}
