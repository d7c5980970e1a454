package dev.sotto.application.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The export files of Mara Lindqvist, an invented person: CC0, see the README beside them. Her now
 * is 2026-11-23 09:00 in Hamburg.
 */
public final class SampleLife {
  /** Her time zone. */
  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** Under what names and addresses she writes. */
  public static final List<String> ME = List.of("Mara Lindqvist", "Mara", "mara@lindqvist.example");

  private static final String FOLDER = "/dev/sotto/application/sample-life";

  private SampleLife() {}

  /** Returns a clock that stands at her now. */
  public static Clock clock() {
    return Clock.fixed(LocalDateTime.of(2026, 11, 23, 9, 0).atZone(ZONE).toInstant(), ZONE);
  }

  /** Copies her files into a folder, keeping the folders among them. */
  public static void copyTo(Path target) throws IOException {
    URL url = SampleLife.class.getResource(FOLDER);
    if (url == null) {
      throw new IOException("The sample records are missing from the application's jar");
    }
    try {
      URI uri = url.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          copy(jar.getPath(FOLDER), target);
        }
      } else {
        copy(Path.of(uri), target);
      }
    } catch (URISyntaxException e) {
      throw new IOException("The application lies at a place whose name is no address: " + url, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
          Files.setLastModifiedTime(copy, FileTime.from(clock().instant()));
        }
      }
    }
  }
}
