package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The main program of a sealed process that does what Java programs usually do. */
final class JavaWork {
  private interface Step {
    void run(Path folder) throws Exception;
  }

  private JavaWork() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    ProcessHardening.apply();
    ProcessHardening.seal(Set.of());
    step("files", JavaWork::files, folder);
    step("attributes", JavaWork::attributes, folder);
    step("locks", JavaWork::locks, folder);
    step("mapped", JavaWork::mapped, folder);
    step("copies", JavaWork::copies, folder);
    step("archive", JavaWork::archive, folder);
    step("threads", JavaWork::threads, folder);
    step("timers", JavaWork::timers, folder);
    step("memory", JavaWork::memory, folder);
    step("randomness", JavaWork::randomness, folder);
    step("places", JavaWork::places, folder);
    System.out.println("done");
  }

  private static void step(String name, Step step, Path folder) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    try {
      step.run(own);
      System.out.println("worked\t" + name);
    } catch (Exception | Error e) {
      System.out.println("failed\t" + name + "\t" + e);
    }
  }

  private static void files(Path folder) throws IOException {
    Path file = folder.resolve("a");
    Files.writeString(file, "one");
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    Files.move(file, folder.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectories(folder.resolve("deep/deeper"));
    Files.move(folder.resolve("b"), folder.resolve("deep/deeper/c"));
    try (var all = Files.walk(folder)) {
      check(all.count() == 4);
    }
    check(Files.readString(folder.resolve("deep/deeper/c")).equals("onetwo"));
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
    Files.delete(folder.resolve("deep/deeper/c"));
    Files.delete(Files.createTempFile(folder, "a", "b"));
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(100_000);
      access.seek(50_000);
      access.write(1);
      access.getFD().sync();
    }
  }

  private static void attributes(Path folder) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve("a"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.createDirectory(
        folder.resolve("b"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, time);
    check(Files.getLastModifiedTime(file).equals(time));
    check(Files.getPosixFilePermissions(file).size() == 2);
    check(file.toFile().getUsableSpace() > 0);
    check(file.toRealPath().isAbsolute());
  }

  private static void locks(Path folder) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      check(lock.isValid());
    }
  }

  private static void mapped(Path folder) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("a"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocateDirect(100_000));
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, 100_000);
      mapped.put(5, (byte) 5);
      mapped.force();
      mapped.load();
      check(mapped.isLoaded() || mapped.get(5) == 5);
    }
  }

  private static void copies(Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a"), new byte[1_000_000]);
    Files.copy(file, folder.resolve("b"));
    try (FileChannel from = FileChannel.open(file);
        FileChannel to =
            FileChannel.open(
                folder.resolve("c"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      check(from.transferTo(0, from.size(), to) == from.size());
      to.truncate(10);
    }
  }

  private static void archive(Path folder) throws IOException {
    Path file = folder.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x"));
      zip.write("text".getBytes(StandardCharsets.UTF_8));
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      check(zip.size() == 1);
    }
  }

  private static void threads(Path folder) throws Exception {
    try (ExecutorService platform = Executors.newFixedThreadPool(8);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> one = platform.submit(() -> 1);
      Future<Integer> two =
          virtual.submit(() -> {
            Thread.sleep(5);
            return 2;
          });
      check(one.get() + two.get() == 3);
    }
    check(IntStream.range(0, 100_000).parallel().map(i -> i % 3).sum() > 0);
    check(folder.isAbsolute());
  }

  private static void timers(Path folder) throws Exception {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      check(timer.schedule(() -> folder, 5, TimeUnit.MILLISECONDS).get().equals(folder));
    }
    Thread.sleep(Duration.ofMillis(2));
  }

  private static void memory(Path folder) {
    long sum = folder.getNameCount();
    for (int i = 0; i < 200; i++) {
      sum += new byte[1 << 20].length;
    }
    System.gc();
    check(sum > 200 && ByteBuffer.allocateDirect(1 << 20).capacity() > 0);
    check(Runtime.getRuntime().availableProcessors() > 0);
  }

  private static void randomness(Path folder) throws Exception {
    check(SecureRandom.getInstanceStrong().nextLong() != new SecureRandom().nextLong());
    check(folder.isAbsolute());
  }

  private static void places(Path folder) {
    check(ZonedDateTime.now(ZoneId.of("Europe/Berlin")).getYear() > 2000);
    check(!String.format(Locale.CHINA, "%,d", 1_000_000).isEmpty());
    check(folder.isAbsolute());
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("not as expected");
    }
  }
}
