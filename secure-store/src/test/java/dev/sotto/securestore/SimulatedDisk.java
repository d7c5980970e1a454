package dev.sotto.securestore;

import dev.sotto.securestore.file.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The real file system up to the operation at which the power goes: that one and all later ones
 * fail. What {@link #losePower} then takes away is what a disk may lose: bytes that were not
 * forced, and the newest names in a folder that was not forced. For one thread.
 */
final class SimulatedDisk implements FileOperations {
  private final FileOperations disk = FileOperations.onDisk();
  private final Random random;
  private final int lastOperation;
  private final Map<FileChannel, Path> open = new HashMap<>();
  private final Map<Path, Long> forcedBytes = new HashMap<>();
  private final Map<Path, List<Undo>> unforcedNames = new HashMap<>();
  private int operations;

  SimulatedDisk(int lastOperation, Random random) {
    this.lastOperation = lastOperation;
    this.random = random;
  }

  private interface Undo {
    void run() throws IOException;
  }

  boolean powerIsGone() {
    return operations > lastOperation;
  }

  /** Leaves on the disk what a power cut may leave. */
  void losePower() throws IOException {
    for (FileChannel channel : open.keySet()) {
      channel.close();
    }
    for (Map.Entry<Path, Long> file : forcedBytes.entrySet()) {
      if (Files.exists(file.getKey())) {
        byte[] bytes = Files.readAllBytes(file.getKey());
        int forced = (int) (long) file.getValue();
        int kept = forced + random.nextInt(bytes.length - forced + 1);
        Files.write(file.getKey(), Arrays.copyOf(bytes, kept));
      }
    }
    for (List<Undo> names : unforcedNames.values()) {
      for (int lost = random.nextInt(names.size() + 1); lost > 0; lost--) {
        names.removeLast().run();
      }
    }
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    next();
    FileChannel channel = disk.create(file);
    open.put(channel, file);
    forcedBytes.put(file, 0L);
    remember(file, () -> Files.deleteIfExists(file));
    return channel;
  }

  @Override
  public FileChannel openToAppend(Path file) throws IOException {
    next();
    FileChannel channel = disk.openToAppend(file);
    open.put(channel, file);
    forcedBytes.putIfAbsent(file, channel.size());
    return channel;
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    try {
      next();
    } catch (IOException e) {
      disk.write(file, bytes.limit(bytes.position() + random.nextInt(bytes.remaining() + 1)));
      throw e;
    }
    disk.write(file, bytes);
  }

  @Override
  public void force(FileChannel file) throws IOException {
    next();
    forcedBytes.put(open.get(file), file.size());
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    next();
    disk.createFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    next();
    unforcedNames.remove(folder);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    next();
    byte[] replaced = Files.isRegularFile(to) ? Files.readAllBytes(to) : null;
    disk.replace(from, to);
    if (forcedBytes.containsKey(from)) {
      forcedBytes.put(to, forcedBytes.remove(from));
    }
    remember(
        to,
        () -> {
          Files.move(to, from);
          forcedBytes.remove(to);
          if (replaced != null) {
            Files.write(to, replaced);
          }
        });
  }

  @Override
  public void delete(Path file) throws IOException {
    next();
    byte[] deleted = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    disk.delete(file);
    forcedBytes.remove(file);
    if (deleted != null) {
      remember(file, () -> Files.write(file, deleted));
    }
  }

  private void remember(Path name, Undo undo) {
    unforcedNames.computeIfAbsent(name.getParent(), folder -> new ArrayList<>()).add(undo);
  }

  private void next() throws IOException {
    if (++operations > lastOperation) {
      throw new IOException("The power is gone");
    }
  }
}
