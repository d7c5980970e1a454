package dev.sotto.tools.archive;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path in an archive: names between slashes. Immutable. */
final class ArchivePath implements Path {
  private final ArchiveFileSystem fileSystem;
  private final boolean absolute;
  private final List<String> names;

  ArchivePath(ArchiveFileSystem fileSystem, boolean absolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  static List<String> split(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  List<String> names() {
    return names;
  }

  /** Returns this path from the root on, without {@code .} and {@code ..}. */
  ArchivePath real() {
    return (ArchivePath) toAbsolutePath().normalize();
  }

  @Override
  public ArchiveFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? new ArchivePath(fileSystem, true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : new ArchivePath(fileSystem, false, List.of(names.getLast()));
  }

  @Override
  public @Nullable Path getParent() {
    if (names.isEmpty() || (names.size() == 1 && !absolute)) {
      return null;
    }
    return new ArchivePath(fileSystem, absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int begin, int end) {
    if (begin < 0 || end > names.size() || begin >= end) {
      throw new IllegalArgumentException("A path has no names from " + begin + " to " + end);
    }
    return new ArchivePath(fileSystem, false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof ArchivePath path
        && path.fileSystem == fileSystem
        && path.absolute == absolute
        && path.names.size() <= names.size()
        && names.subList(0, path.names.size()).equals(path.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof ArchivePath path) || path.fileSystem != fileSystem) {
      return false;
    }
    if (path.absolute) {
      return equals(path);
    }
    return path.names.size() <= names.size()
        && names.subList(names.size() - path.names.size(), names.size()).equals(path.names);
  }

  @Override
  public Path normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      if (name.equals("..")) {
        if (!kept.isEmpty() && !kept.getLast().equals("..")) {
          kept.removeLast();
        } else if (!absolute) {
          kept.add(name);
        }
      } else if (!name.equals(".")) {
        kept.add(name);
      }
    }
    return new ArchivePath(fileSystem, absolute, kept);
  }

  @Override
  public Path resolve(Path other) {
    ArchivePath path = own(other);
    if (path.absolute) {
      return path;
    }
    List<String> joined = new ArrayList<>(names);
    joined.addAll(path.names);
    return new ArchivePath(fileSystem, absolute, joined);
  }

  @Override
  public Path relativize(Path other) {
    ArchivePath path = own(other);
    if (path.absolute != absolute) {
      throw new IllegalArgumentException("An absolute and a relative path have no path between");
    }
    int shared = 0;
    while (shared < Math.min(names.size(), path.names.size())
        && names.get(shared).equals(path.names.get(shared))) {
      shared++;
    }
    List<String> between = new ArrayList<>(Collections.nCopies(names.size() - shared, ".."));
    between.addAll(path.names.subList(shared, path.names.size()));
    return new ArchivePath(fileSystem, false, between);
  }

  @Override
  public URI toUri() {
    StringBuilder uri = new StringBuilder("sotto-archive:/");
    for (String name : real().names) {
      uri.append('/');
      for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
        uri.append(
            (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')
                ? String.valueOf((char) b)
                : "%%%02X".formatted(b & 0xFF));
      }
    }
    return URI.create(uri.toString());
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : new ArchivePath(fileSystem, true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws NoSuchFileException {
    ArchivePath real = real();
    fileSystem.find(real);
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("An archive is not watched");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(own(other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArchivePath path
        && path.fileSystem == fileSystem
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(absolute, names);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }

  private static ArchivePath own(Path path) {
    if (path instanceof ArchivePath own) {
      return own;
    }
    throw new ProviderMismatchException("A path in an archive was expected");
  }
}
