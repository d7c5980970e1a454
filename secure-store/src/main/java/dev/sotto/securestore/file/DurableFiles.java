package dev.sotto.securestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sequences of file operations that a crash leaves either undone or done. */
public final class DurableFiles {
  /**
   * The end of the names of files that are not finished; they mean nothing and may be deleted at
   * any time.
   */
  public static final String UNFINISHED = ".tmp";

  private DurableFiles() {}

  /**
   * Replaces a file as a whole: a new file is written and forced, then renamed, then the folder is
   * forced.
   *
   * @param file the file; need not exist
   */
  public static void replace(FileOperations operations, Path file, byte[] content)
      throws IOException {
    Path unfinished = unfinished(file);
    operations.delete(unfinished);
    try (FileChannel channel = operations.create(unfinished)) {
      operations.write(channel, ByteBuffer.wrap(content));
      operations.force(channel);
    }
    operations.replace(unfinished, file);
    operations.forceFolder(folderOf(file));
  }

  /** Returns where the next form of a file is written before it takes the file's place. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /** Returns the folder that a file lies in. */
  public static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("A root folder lies in no folder");
    }
    return folder;
  }

  /**
   * Deletes what lies in a folder and below, and leaves the folder. Links are deleted, not
   * followed.
   */
  public static void empty(FileOperations operations, Path folder) throws IOException {
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        empty(operations, entry);
      }
      operations.delete(entry);
    }
  }

  /** Deletes the unfinished files of a folder. */
  public static void deleteUnfinished(FileOperations operations, Path folder) throws IOException {
    for (Path entry : entries(folder)) {
      if (entry.getFileName().toString().endsWith(UNFINISHED)) {
        operations.delete(entry);
      }
    }
  }

  /** Returns what lies in a folder, in no order. */
  public static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    return entries;
  }
}
