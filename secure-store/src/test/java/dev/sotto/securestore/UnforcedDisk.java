package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The real file system without waiting for the disk, for tests that end no process. */
final class UnforcedDisk implements FileOperations {
  private final FileOperations disk = FileOperations.onDisk();

  @Override
  public FileChannel create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public FileChannel openToAppend(Path file) throws IOException {
    return disk.openToAppend(file);
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    disk.write(file, bytes);
  }

  @Override
  public void force(FileChannel file) {}

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) {}

  @Override
  public void replace(Path from, Path to) throws IOException {
    disk.replace(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }
}
