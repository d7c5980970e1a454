package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.file.FileOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Anchors in a folder, one small file a store, readable by its owner only. The folder should not
 * lie beside the store, nor in the same backup.
 */
public final class AnchorFolder implements Anchor {
  private static final String ENDING = ".anchor";
  private static final int MAX_BYTES = 1_024;

  private final FileOperations operations;
  private final Path folder;

  /**
   * Creates anchors in a folder.
   *
   * @param folder made when something is first kept
   */
  public AnchorFolder(Path folder) {
    this(FileOperations.onDisk(), folder);
  }

  AnchorFolder(FileOperations operations, Path folder) {
    this.operations = operations;
    this.folder = folder;
  }

  @Override
  public Optional<byte[]> read(String store) throws IOException {
    try (InputStream input = Files.newInputStream(file(store))) {
      return Optional.of(input.readNBytes(MAX_BYTES));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String store, byte[] content) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = DurableFiles.folderOf(folder);
      Files.createDirectories(parent);
      operations.createFolder(folder);
      operations.forceFolder(parent);
    }
    DurableFiles.replace(operations, file(store), content);
  }

  @Override
  public String toString() {
    return "AnchorFolder[" + folder + "]";
  }

  private Path file(String store) {
    return folder.resolve(store + ENDING);
  }
}
