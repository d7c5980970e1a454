package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The real file system, on which nothing can be appended to a file that is there. */
final class FullDisk implements FileOperations {
  private final FileOperations disk = FileOperations.onDisk();

  @Override
  public FileChannel create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public FileChannel openToAppend(Path file) throws IOException {
    throw new IOException("No space left on device");
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    disk.write(file, bytes);
  }

  @Override
  public void force(FileChannel file) throws IOException {
    disk.force(file);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    disk.forceFolder(folder);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    disk.replace(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }
}
