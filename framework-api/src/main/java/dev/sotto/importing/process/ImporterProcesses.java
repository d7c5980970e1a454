package dev.sotto.importing.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts processes that read files: without keys, without network where the system enforces that,
 * and with no other way to the vault than their channel.
 */
public interface ImporterProcesses {
  /**
   * Starts a process and waits until it has greeted.
   *
   * @param readable what it must be able to read: one file or folder, or nothing. Where the system
   *     enforces it, it can read no other of the person's files
   * @throws IOException if it could not be started or did not greet
   */
  ImporterConnection start(List<Path> readable) throws IOException;
}
