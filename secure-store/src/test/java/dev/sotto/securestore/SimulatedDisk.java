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
import java.util.Set;

/**
 * The real file system up to the operation at which something goes wrong: with a {@linkplain
 * Fault#POWER_CUT power cut} that one and all later ones fail. What {@link #losePower} takes away
 * is what a disk may lose then: bytes that were not forced, and the newest names in a folder that
 * was not forced. For one thread.
 */
final class SimulatedDisk implements FileOperations {
  private final FileOperations disk = FileOperations.onDisk();
  private final Random random;
  private final int lastOperation;
  private final Fault fault;
  private final Map<FileChannel, Path> open = new HashMap<>();
  private final Map<Path, Long> forcedBytes = new HashMap<>();
  private final Map<Path, List<Undo>> unforcedNames = new HashMap<>();
  private int operations;
  private int failures;

  SimulatedDisk(int lastOperation, Random random) {
    this(lastOperation, random, Fault.POWER_CUT);
  }

  SimulatedDisk(int lastOperation, Random random, Fault fault) {
    this.lastOperation = lastOperation;
    this.random = random;
    this.fault = fault;
  }

  /** What goes wrong. */
  enum Fault {
    /** No operation works any more. */
    POWER_CUT("The power is gone", Set.of(Kind.values()), Integer.MAX_VALUE),
    /** Nothing can be created or written any more; renaming and deleting work. */
    DISK_FULL("No space left on device", Set.of(Kind.CREATE, Kind.WRITE), Integer.MAX_VALUE),
    /** Nothing may be changed any more. */
    NO_PERMISSION("Permission denied", Set.of(Kind.values()), Integer.MAX_VALUE),
    /** Nothing can be opened for a while. */
    TOO_MANY_OPEN_FILES("Too many open files", Set.of(Kind.CREATE, Kind.OPEN), 2),
    /** One operation fails and the next ones work. */
    ONE_ERROR("Input/output error", Set.of(Kind.values()), 1);

    private final String message;
    private final Set<Kind> kinds;
    private final int times;

    Fault(String message, Set<Kind> kinds, int times) {
      this.message = message;
      this.kinds = kinds;
      this.times = times;
    }
  }

  private enum Kind {
    CREATE,
    OPEN,
    WRITE,
    FORCE,
    RENAME
  }

  private interface Undo {
    void run() throws IOException;
  }

  boolean powerIsGone() {
    return operations > lastOperation;
  }

  /** Returns whether an operation has failed. */
  boolean hasFailed() {
    return failures > 0;
  }

  /** Returns whether what goes wrong does so for a while only. */
  boolean isOverSoon() {
    return fault.times < Integer.MAX_VALUE;
  }

  /** Returns whether what went wrong is over. */
  boolean worksAgain() {
    return failures == fault.times;
  }

  /** Leaves on the disk what a power cut may leave. */
  void losePower() throws IOException {
    closeAll();
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

  /** Closes what a process leaves open that ends. */
  void closeAll() throws IOException {
    for (FileChannel channel : open.keySet()) {
      channel.close();
    }
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    next(Kind.CREATE);
    FileChannel channel = disk.create(file);
    open.put(channel, file);
    forcedBytes.put(file, 0L);
    remember(file, () -> Files.deleteIfExists(file));
    return channel;
  }

  @Override
  public FileChannel openToAppend(Path file) throws IOException {
    next(Kind.OPEN);
    FileChannel channel = disk.openToAppend(file);
    open.put(channel, file);
    forcedBytes.putIfAbsent(file, channel.size());
    return channel;
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    try {
      next(Kind.WRITE);
    } catch (IOException e) {
      disk.write(file, bytes.limit(bytes.position() + random.nextInt(bytes.remaining() + 1)));
      throw e;
    }
    disk.write(file, bytes);
  }

  @Override
  public void force(FileChannel file) throws IOException {
    next(Kind.FORCE);
    forcedBytes.put(open.get(file), file.size());
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    next(Kind.CREATE);
    disk.createFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    next(Kind.OPEN);
    unforcedNames.remove(folder);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    next(Kind.RENAME);
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
    next(Kind.RENAME);
    byte[] deleted = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    disk.delete(file);
    forcedBytes.remove(file);
    if (deleted != null) {
      remember(
          file,
          () -> {
            Files.createDirectories(file.getParent());
            Files.write(file, deleted);
          });
    }
  }

  private void remember(Path name, Undo undo) {
    unforcedNames.computeIfAbsent(name.getParent(), folder -> new ArrayList<>()).add(undo);
  }

  private void next(Kind kind) throws IOException {
    operations++;
    if (operations > lastOperation && failures < fault.times && fault.kinds.contains(kind)) {
      failures++;
      throw new IOException(fault.message);
    }
  }
}
