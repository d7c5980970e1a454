package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Java processes of the tests' own classes, which an ordinary user can read even in root's build.
 */
final class ForkedJava {
  private ForkedJava() {}

  static ProcessBuilder command(Path classes, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            java().toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classes.toString(),
            main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Returns the command of a child, whose input and output are piped. */
  static ConfinedCommand confinedCommand(Path classes, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of(
            java().toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classes.toString(),
            ConfinedChild.class.getName()));
    all.addAll(List.of(arguments));
    return ConfinedCommand.of(all, Map.of("GIVEN", "yes"), classes)
        .with(StandardStream.PIPED, StandardStream.PIPED, StandardStream.INHERITED);
  }

  /** Returns a confinement that holds the classes. */
  static Confinement confinement(Path classes) throws IOException {
    return Confinement.ofJava(Path.of(System.getProperty("java.home"))).reading(classes);
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Copies the classes of this package, product and tests, to where everybody can read them. */
  static Path classesForEverybody(Path folder) throws IOException {
    Path classes = folder.resolve("classes");
    String home = ConfinedLauncher.class.getPackageName().replace('.', '/');
    Path target = classes.resolve(home);
    Files.createDirectories(target);
    for (Class<?> one : Set.of(ConfinedLauncher.class, ForkedJava.class)) {
      try (Stream<Path> files = Files.list(root(one).resolve(home))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
    openToEverybody(folder);
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return classes;
  }

  /** Makes a folder in which everybody can make files. */
  static Path folderForEverybody(Path folder) throws IOException {
    Path made = Files.createDirectory(folder.resolve("surroundings"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    openToEverybody(folder);
    return made;
  }

  private static void openToEverybody(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path root(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
