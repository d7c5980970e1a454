package dev.sotto.application.importer;

import dev.sotto.importing.process.ImportLimits;
import dev.sotto.importing.process.ImportersInProcesses;
import dev.sotto.process.ChannelLimits;
import dev.sotto.record.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The ahead-of-time cache of importers' processes (JEP 483, JEP 514): their classes loaded and
 * linked, which saves a process half of its start. It is made by a process that reads no file of
 * the person, and is bound to Java, command and jars; the virtual machine checks that again and
 * does without a cache that does not fit. Folders on the class path can't be cached.
 *
 * <p>Whoever can write the cache can run code in importers' processes: it must lie where these
 * can't write.
 */
public final class ImporterCache {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int NAME_DIGITS = 16;

  private final ImporterJvm jvm;
  private final Path file;

  private ImporterCache(ImporterJvm jvm, Path file) {
    this.jvm = jvm;
    this.file = file;
  }

  /** Returns the cache of a virtual machine in a folder; it need not be there yet. */
  public static ImporterCache in(Path folder, ImporterJvm jvm) throws IOException {
    StringBuilder installation = new StringBuilder();
    installation.append(Runtime.version()).append('\n').append(jvm.command());
    for (String jar : jvm.classPath().split(File.pathSeparator, -1)) {
      Path path = Path.of(jar);
      if (Files.exists(path)) {
        installation.append('\n').append(Files.getLastModifiedTime(path).toMillis());
      }
    }
    String fingerprint =
        Fingerprint.of(installation.toString().getBytes(StandardCharsets.UTF_8)).value();
    return new ImporterCache(
        jvm, folder.resolve("importer-" + fingerprint.substring(0, NAME_DIGITS) + ".aot"));
  }

  /** Returns whether the cache is there. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /** Returns the virtual machine, with the cache where it is there. */
  public ImporterJvm jvm() {
    return exists() ? jvm.with("-XX:AOTCache=" + file) : jvm;
  }

  /**
   * Makes the cache, which takes some seconds of both cores; the folder exists.
   *
   * @throws IOException if none came of it; the processes start without one, then
   */
  public void make() throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    CountDownLatch ended = new CountDownLatch(1);
    ImporterStart recorded =
        (readable, pipes, arguments, token) -> {
          RunningImporter process =
              jvm.with("-XX:AOTCacheOutput=" + unfinished).start(readable, pipes, arguments, token);
          process.whenEnded(ended::countDown);
          return new LeftToEnd(process, ended);
        };
    SecureRandom random = new SecureRandom();
    try {
      new ImportersInProcesses(
              new PipedImporters(
                  recorded,
                  RuntimeFolder.of(Map.of()),
                  ChannelLimits.DEFAULT,
                  random,
                  Thread.ofPlatform().daemon().factory()),
              ImportLimits.DEFAULT,
              Map.of(),
              random)
          .importers();
      if (!Files.isRegularFile(unfinished)) {
        throw new IOException(
            "Java made no cache for the processes that read files. They start without it, more"
                + " slowly.");
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** A process that is not ended when its work is done, since it writes its cache then. */
  private record LeftToEnd(RunningImporter process, CountDownLatch ended)
      implements RunningImporter {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void end() {
      try {
        boolean inTime = ended.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime) {
          process.end();
        }
      } catch (InterruptedException e) {
        process.end();
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public OptionalInt exitStatus() {
      return process.exitStatus();
    }

    @Override
    public void whenEnded(Runnable task) {
      process.whenEnded(task);
    }
  }

  @Override
  public String toString() {
    return "ImporterCache[" + (exists() ? "there" : "missing") + "]";
  }
}
