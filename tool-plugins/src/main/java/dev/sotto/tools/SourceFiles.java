package dev.sotto.tools;

import dev.sotto.importing.Importer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lists the files of a source. Symbolic links below the given path are named but never followed, so
 * nothing outside it is reached; folders nested deeper than {@link #MAX_DEPTH} are named but not
 * entered. Stateless.
 */
public final class SourceFiles {
  /** How many folders deep a source is read. */
  public static final int MAX_DEPTH = 64;

  private SourceFiles() {}

  /**
   * Returns everything but readable folders at a path, ordered by name within each folder.
   *
   * @param root a file or folder; if it is a link itself, what it points to
   * @param entersFolder tells by its name whether a folder is entered
   * @throws IOException if the path as a whole can't be read
   */
  public static List<SourceFile> under(Path root, Predicate<String> entersFolder)
      throws IOException {
    return listed(root, entersFolder, Integer.MAX_VALUE);
  }

  /** Returns the first entries of {@link #under}, at most {@code maxEntries}. */
  public static List<SourceFile> sample(Path root, Predicate<String> entersFolder, int maxEntries)
      throws IOException {
    return listed(root, entersFolder, maxEntries);
  }

  /** Returns the part after the last {@code .} of a file name in lower case, or an empty string. */
  public static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Returns a file name without the part from its last {@code .} on. */
  public static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /** Tells whether a file is a regular one, not hidden, with one of these extensions. */
  public static boolean isNamed(SourceFile file, Set<String> extensions) {
    return file.kind() == SourceFile.Kind.REGULAR
        && !isHidden(file.name())
        && extensions.contains(file.extension());
  }

  /**
   * Tells whether an entry that can't be read might be, or hold, a file with one of these
   * extensions.
   */
  public static boolean mayHold(SourceFile file, Set<String> extensions) {
    return switch (file.kind()) {
      case REGULAR -> false;
      case LINK, SPECIAL -> extensions.contains(file.extension());
      case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
    };
  }

  /**
   * Returns how sure an importer may be of a folder by what lies in it: sure if more files are its
   * own than are not, hidden ones aside.
   *
   * @param entries what {@link #sample} or {@link #under} returned
   * @param isOwn tells which of them are the importer's
   */
  public static Importer.Match matchByMajority(
      List<SourceFile> entries, Predicate<SourceFile> isOwn) {
    int own = 0;
    int others = 0;
    for (SourceFile entry : entries) {
      if (isOwn.test(entry)) {
        own++;
      } else if (!isHidden(entry.name())) {
        others++;
      }
    }
    if (own == 0) {
      return Importer.Match.NO;
    }
    return own > others ? Importer.Match.YES : Importer.Match.POSSIBLE;
  }

  /** Tells whether a folder of this name is entered where hidden ones are left out. */
  public static boolean isVisible(String name) {
    return !isHidden(name);
  }

  /** Tells whether a name is that of a hidden file or folder. */
  public static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /** Returns why reading an item failed and what to do, without naming the item. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "It can't be read: permission denied. Allow reading it and sync again.";
    }
    return "Reading it failed ("
        + e.getClass().getSimpleName()
        + "). Check the disk and sync again.";
  }

  private static List<SourceFile> listed(Path root, Predicate<String> entersFolder, int maxEntries)
      throws IOException {
    Path real = root.toRealPath();
    List<SourceFile> files = new ArrayList<>();
    BasicFileAttributes attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      list(real, "", 0, entersFolder, maxEntries, files);
    } else {
      Path name = real.getFileName();
      files.add(file(real, name == null ? real.toString() : name.toString(), attributes));
    }
    return files;
  }

  private static void list(
      Path folder,
      String prefix,
      int depth,
      Predicate<String> entersFolder,
      int maxEntries,
      List<SourceFile> files)
      throws IOException {
    for (Path child : sortedChildren(folder, maxEntries)) {
      if (files.size() >= maxEntries) {
        return;
      }
      String name = String.valueOf(child.getFileName());
      String relative = prefix + name;
      BasicFileAttributes attributes;
      try {
        attributes =
            Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        continue;
      }
      if (!attributes.isDirectory()) {
        files.add(file(child, relative, attributes));
      } else if (entersFolder.test(name)) {
        if (depth + 1 >= MAX_DEPTH) {
          files.add(entry(child, relative, SourceFile.Kind.TOO_DEEP_FOLDER, attributes));
        } else {
          try {
            list(child, relative + "/", depth + 1, entersFolder, maxEntries, files);
          } catch (AccessDeniedException e) {
            files.add(entry(child, relative, SourceFile.Kind.CLOSED_FOLDER, attributes));
          }
        }
      }
    }
  }

  private static List<Path> sortedChildren(Path folder, int maxEntries) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        children.add(child);
        if (children.size() == maxEntries) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(null);
    return children;
  }

  private static SourceFile file(Path path, String relative, BasicFileAttributes attributes) {
    SourceFile.Kind kind =
        attributes.isSymbolicLink()
            ? SourceFile.Kind.LINK
            : attributes.isRegularFile() ? SourceFile.Kind.REGULAR : SourceFile.Kind.SPECIAL;
    return entry(path, relative, kind, attributes);
  }

  private static SourceFile entry(
      Path path, String relative, SourceFile.Kind kind, BasicFileAttributes attributes) {
    return new SourceFile(
        path,
        relative,
        kind,
        kind == SourceFile.Kind.REGULAR ? attributes.size() : 0,
        attributes.lastModifiedTime().toInstant());
  }
}
