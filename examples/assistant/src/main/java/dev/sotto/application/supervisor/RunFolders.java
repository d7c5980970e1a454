package dev.sotto.application.supervisor;

import dev.sotto.application.process.RuntimeFolder;
import dev.sotto.application.vault.TemporaryFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that a run has to itself, removed at its end; those of runs that were killed are
 * removed at the next start.
 *
 * @param pipes for pipes
 * @param temporary for temporary files
 */
record RunFolders(Path pipes, Path temporary) implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Pattern NAME = Pattern.compile("sotto-run-(\\d+)-.*");

  /** Makes the folders, which only their owner can enter. */
  static RunFolders make(Map<String, String> variables) throws IOException {
    Path temporaryFiles = Path.of(System.getProperty("java.io.tmpdir"));
    Path runtime = RuntimeFolder.of(variables).orElse(temporaryFiles);
    Path pipes = folder(runtime);
    Path temporary = folder(temporaryFiles);
    UserPrincipal owner = Files.getOwner(pipes);
    sweep(runtime, owner);
    sweep(temporaryFiles, owner);
    return new RunFolders(pipes, temporary);
  }

  private static Path folder(Path parent) throws IOException {
    return Files.createTempDirectory(
        parent,
        "sotto-run-" + ProcessHandle.current().pid() + "-",
        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  private static void sweep(Path parent, UserPrincipal owner) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "sotto-run-*")) {
      for (Path folder : folders) {
        if (isOfAnEndedRun(folder, owner)) {
          remove(folder);
        }
      }
    }
  }

  private static boolean isOfAnEndedRun(Path folder, UserPrincipal owner) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
    return name.matches()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
        && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)
        && Optional.of(name.group(1))
            .filter(digits -> digits.length() <= 9)
            .map(Long::parseLong)
            .flatMap(ProcessHandle::of)
            .isEmpty();
  }

  private static void remove(Path folder) {
    try {
      TemporaryFolder.remove(folder);
    } catch (IOException e) {
      // Another run is removing it too.
    }
  }

  @Override
  public String toString() {
    return "RunFolders[2]";
  }

  @Override
  public void close() {
    remove(pipes);
    remove(temporary);
  }
}
