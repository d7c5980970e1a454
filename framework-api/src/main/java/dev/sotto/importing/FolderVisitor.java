package dev.sotto.importing;

import dev.sotto.model.Cancellation;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks of each file in a folder which importers are sure that it is their own. Links are not
 * followed, hidden files and folders are left out, folders deeper than {@link #MAX_DEPTH} are not
 * entered. For one use, by one thread.
 */
final class FolderVisitor extends SimpleFileVisitor<Path> {
  static final int MAX_DEPTH = 64;

  private final Path folder;
  private final List<Importer> importers;
  private final Cancellation cancellation;
  private final Set<Importer> claiming = new LinkedHashSet<>();
  private final Map<String, Long> unread = new HashMap<>();
  private long links;

  private FolderVisitor(Path folder, List<Importer> importers, Cancellation cancellation) {
    this.folder = folder;
    this.importers = importers;
    this.cancellation = cancellation;
  }

  /**
   * Looks at everything in a folder.
   *
   * @throws ImportCancelledException if the cancellation is requested meanwhile
   */
  static FolderSurvey survey(Path folder, List<Importer> importers, Cancellation cancellation)
      throws IOException {
    FolderVisitor visitor = new FolderVisitor(folder, importers, cancellation);
    Files.walkFileTree(folder, Set.of(), MAX_DEPTH, visitor);
    for (Importer importer : importers) {
      if (importer.match(folder) == Importer.Match.YES) {
        visitor.claiming.add(importer);
      }
    }
    return new FolderSurvey(
        importers.stream().filter(visitor.claiming::contains).map(Importer::name).toList(),
        new UnreadFiles(visitor.unread, visitor.links));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
    return isHidden(visited) && !visited.equals(folder)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (cancellation.requested()) {
      throw new ImportCancelledException();
    }
    if (isHidden(file) || attributes.isDirectory()) {
      return FileVisitResult.CONTINUE;
    }
    if (!attributes.isRegularFile()) {
      links++;
      return FileVisitResult.CONTINUE;
    }
    boolean claimed = false;
    for (Importer importer : importers) {
      if (importer.isSureOf(file)) {
        claiming.add(importer);
        claimed = true;
      }
    }
    if (!claimed) {
      unread.merge(extension(file), 1L, Long::sum);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
    return FileVisitResult.CONTINUE;
  }

  private static boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  private static String extension(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
