package dev.sotto.application.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The archive of {@code examples/weather-plugin}, made from its sources. */
final class ExamplePlugin {
  private static final Path MODULE = Path.of("..", "weather-plugin", "src", "main");

  private ExamplePlugin() {}

  /** Makes the archive in a folder. */
  static Path in(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    try (Stream<Path> sources = Files.walk(MODULE.resolve("java"))) {
      sources.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IOException("The example plugin can't be compiled");
    }
    Path archive = folder.resolve("air-quality-1.0.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archive))) {
      put(jar, "META-INF/beans.xml", MODULE.resolve("resources/META-INF/beans.xml"));
      try (Stream<Path> all = Files.walk(classes)) {
        for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
          put(jar, classes.relativize(file).toString(), file);
        }
      }
    }
    return archive;
  }

  /** Changes the archive without breaking it. */
  static void change(Path archive) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive, StandardOpenOption.APPEND)) {
      out.write("changed".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(JarOutputStream jar, String name, Path file) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(Files.readAllBytes(file));
    jar.closeEntry();
  }
}
