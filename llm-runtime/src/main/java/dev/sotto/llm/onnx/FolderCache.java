package dev.sotto.llm.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A folder of derived folders that are made once and used many times. An entry is complete or not
 * there: it is made under a temporary name, forced to disk, described by a manifest and renamed. An
 * entry whose files have not the size and CRC-32C of its manifest counts as not there and is made
 * again. Safe for all threads and several processes.
 *
 * <p>It finds damage, not malice: whoever may write into the folder may also write a manifest that
 * fits. Nothing personal lies in it. Format: {@code docs/format/model-cache-v1.md}.
 */
public final class FolderCache {
  private static final String MANIFEST = "manifest";
  private static final String MANIFEST_HEAD = "sotto-cache 1";
  private static final Pattern FILE_LINE = Pattern.compile("[0-9]+ [0-9a-f]{8} ([A-Za-z0-9._-]+)");
  private static final String PARTIAL = ".partial-";
  private static final String LOCK = ".lock";
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path folder;

  public FolderCache(Path folder) {
    this.folder = folder;
  }

  /** Fills a new entry's folder. */
  @FunctionalInterface
  public interface Maker {
    /** Writes files, without subfolders, into an empty folder. */
    void make(Path emptyFolder) throws IOException;
  }

  /**
   * Returns the folder of an entry that is there and undamaged.
   *
   * @throws IOException if it can't be read
   */
  public Optional<Path> find(String name) throws IOException {
    Path entry = folder.resolve(name);
    return isWhole(entry) ? Optional.of(entry) : Optional.empty();
  }

  /**
   * Returns the folder of an entry, made now if it is not there or damaged.
   *
   * @throws IOException if it can't be read or written
   */
  public Path get(String name, Maker maker) throws IOException {
    Optional<Path> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    createFolder();
    Path entry = folder.resolve(name);
    locked(() -> {
      if (!isWhole(entry)) {
        make(entry, maker);
      }
    });
    return entry;
  }

  /**
   * Removes an entry, if it is there. Who has its files open keeps them until they are closed.
   *
   * @throws IOException if it can't be removed
   */
  public void remove(String name) throws IOException {
    if (!Files.isDirectory(folder.resolve(name))) {
      return;
    }
    locked(() -> delete(folder.resolve(name)));
  }

  private interface Change {
    void run() throws IOException;
  }

  private void locked(Change change) throws IOException {
    IN_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("Locking " + folder + " failed; is it on a network drive?");
      }
      change.run();
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private void make(Path entry, Maker maker) throws IOException {
    removeLeftovers();
    Path partial = Files.createTempDirectory(folder, PARTIAL);
    try {
      maker.make(partial);
      writeManifest(partial);
      delete(entry);
      Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folder);
    } finally {
      delete(partial);
    }
  }

  private void createFolder() throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private void removeLeftovers() throws IOException {
    List<Path> leftovers = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, PARTIAL + "*")) {
      files.forEach(leftovers::add);
    }
    for (Path leftover : leftovers) {
      delete(leftover);
    }
  }

  private static void writeManifest(Path entry) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(entry)) {
      stream.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    Files.writeString(
        entry.resolve(MANIFEST),
        manifest(files),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.SYNC);
    forceFolder(entry);
  }

  private static String manifest(List<Path> files) throws IOException {
    StringBuilder manifest = new StringBuilder(MANIFEST_HEAD).append('\n');
    for (Path file : files) {
      manifest.append(line(file)).append('\n');
    }
    return manifest.append("end ").append(files.size()).append('\n').toString();
  }

  private static boolean isWhole(Path entry) throws IOException {
    Path path = entry.resolve(MANIFEST);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      String manifest = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      List<Path> files = new ArrayList<>();
      for (String line : manifest.lines().toList()) {
        Matcher matcher = FILE_LINE.matcher(line);
        if (matcher.matches()) {
          files.add(entry.resolve(matcher.group(1)));
        }
      }
      return files.stream().allMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          && manifest.equals(manifest(files));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String line(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofShared()) {
      long size = channel.size();
      long step = 1 << 30;
      for (long at = 0; at < size; at += step) {
        ByteBuffer bytes =
            channel
                .map(FileChannel.MapMode.READ_ONLY, at, Math.min(step, size - at), arena)
                .asByteBuffer();
        checksum.update(bytes);
      }
      return String.format(
          Locale.ROOT, "%d %08x %s", size, checksum.getValue(), file.getFileName());
    }
  }

  private static void forceFolder(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
