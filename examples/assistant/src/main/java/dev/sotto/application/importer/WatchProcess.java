package dev.sotto.application.importer;

import dev.sotto.application.process.Lifeline;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The program of a process that looks again and again whether files change in some places, by their
 * names, sizes and times alone, and writes the number of each place in which one has, a byte each.
 * The system's own watching of folders is not used: it takes a pair of sockets, and tells of
 * folders that the process may not read. It ends with its standard input.
 */
public final class WatchProcess {
  private static final int PIPES = 2;
  private static final int MOST_DEPTH = 64;
  private static final long MOST_ENTRIES = 500_000;
  private static final long PAUSE_MILLISECONDS = 2_000;
  private static final long PAUSES_OF_A_LOOK = 20;

  private WatchProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments a pipe that is not read, the pipe to write to, and at most 255 places
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ProcessHardening.apply();
    ProcessHardening.seal(Set.of());
    Thread.ofPlatform().daemon().start(Lifeline::endWithStandardInput);
    List<Path> places = Arrays.stream(arguments).skip(PIPES).map(Path::of).toList();
    try (FileChannel out = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.WRITE)) {
      watch(places, out);
    }
  }

  private static void watch(List<Path> places, FileChannel out)
      throws IOException, InterruptedException {
    long[] before = new long[places.size()];
    for (boolean first = true; ; first = false) {
      long began = System.nanoTime();
      for (int i = 0; i < before.length; i++) {
        long now = look(places.get(i));
        if (!first && now != before[i]) {
          out.write(ByteBuffer.wrap(new byte[] {(byte) i}));
        }
        before[i] = now;
      }
      long took = (System.nanoTime() - began) / 1_000_000;
      Thread.sleep(Math.max(PAUSE_MILLISECONDS, PAUSES_OF_A_LOOK * took));
    }
  }

  /** Returns a number that is another one when a name, size or time in a place is. */
  static long look(Path place) throws IOException {
    long[] sum = {0, 0};
    Files.walkFileTree(
        place,
        Set.of(),
        MOST_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] +=
                mixed(
                    31L * (31L * file.hashCode() + attributes.size())
                        + attributes.lastModifiedTime().toMillis());
            return ++sum[1] < MOST_ENTRIES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
