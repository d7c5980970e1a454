package dev.sotto.application.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the pipes of one process. */
@FunctionalInterface
public interface PipeFolders {
  /** The name of the pipe that the process reads. */
  String TO_PROCESS = "to-process";

  /** The name of the pipe that the process writes. */
  String FROM_PROCESS = "from-process";

  /** Returns a new folder with both pipes, which only its owner can enter. */
  Path make() throws IOException;

  /**
   * Returns what makes them within a folder.
   *
   * @param runtimeFolder exists and is the person's alone
   */
  static PipeFolders in(Path runtimeFolder) {
    return () -> {
      Path folder =
          Files.createTempDirectory(
              runtimeFolder,
              "pipes-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      NamedPipe.make(folder.resolve(TO_PROCESS));
      NamedPipe.make(folder.resolve(FROM_PROCESS));
      return folder;
    };
  }
}
