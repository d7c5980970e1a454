package dev.sotto.application.agent;

import dev.sotto.application.process.RuntimeFolder;
import dev.sotto.application.vault.Locations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Where the agent of one store listens: {@code XDG_RUNTIME_DIR/sotto/agent-…/socket}, else {@code
 * sotto-UID/agent-…/socket} in the folder for temporary files. The two inner folders are the
 * person's own and nobody else can enter them, which is looked at each time; what is not so is not
 * used.
 *
 * @param folder holds the socket and nothing else
 * @param owner whose it is: the person's own user, as the kernel knows it
 */
public record AgentPlace(Path folder, UserPrincipal owner) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Path THIS_PROCESS = Path.of("/proc/self");
  private static final String SOCKET = "socket";
  private static final String DRAFT = SOCKET + "-";

  /** The longest path in {@code sockaddr_un} (unix(7)): 108 bytes with a zero at the end. */
  private static final int MOST_BYTES = 107;

  private static final int BYTES_OF_DRAFT = 1 + DRAFT.length() + 10;

  /**
   * Returns the place of a store's agent if there is a folder for it.
   *
   * @throws IOException if there is one that another user could have made or could enter
   */
  public static Optional<AgentPlace> find(Locations locations, Map<String, String> variables)
      throws IOException {
    Optional<Path> folder = folder(locations, variables);
    if (folder.isEmpty() || !Files.exists(folder.get(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    UserPrincipal self = self();
    for (Path own : bothFolders(folder.get())) {
      requireOwn(own, self);
    }
    return Optional.of(new AgentPlace(folder.get(), self));
  }

  /**
   * Returns the place of a store's agent, made if need be.
   *
   * @throws IOException if it can't be made, or is one that another user could have made or could
   *     enter
   */
  public static AgentPlace make(Locations locations, Map<String, String> variables)
      throws IOException {
    Path folder =
        folder(locations, variables)
            .orElseThrow(() ->
                new IOException(
                    "The agent was to listen on a Unix socket, whose path would be longer than "
                        + MOST_BYTES
                        + " bytes in XDG_RUNTIME_DIR and in the folder for temporary files. Set"
                        + " XDG_RUNTIME_DIR to a folder with a shorter name."));
    UserPrincipal self = self();
    for (Path own : bothFolders(folder)) {
      try {
        Files.createDirectory(own, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } catch (FileAlreadyExistsException e) {
        // Whose it is and who may enter it is looked at next.
      }
      requireOwn(own, self);
    }
    return new AgentPlace(folder, self);
  }

  private static Optional<Path> folder(Locations locations, Map<String, String> variables)
      throws IOException {
    String name = "agent-" + nameOf(locations.home());
    Optional<Path> runtime = RuntimeFolder.parentOf(variables).map(path -> path.resolve("sotto"));
    if (runtime.isPresent() && fits(runtime.get().resolve(name))) {
      return runtime.map(path -> path.resolve(name));
    }
    Path temporary =
        Path.of(System.getProperty("java.io.tmpdir"))
            .toAbsolutePath()
            .resolve("sotto-" + Files.getAttribute(THIS_PROCESS, "unix:uid"))
            .resolve(name);
    return Optional.of(temporary).filter(AgentPlace::fits);
  }

  private static List<Path> bothFolders(Path inner) {
    return List.of(Objects.requireNonNull(inner.getParent()), inner);
  }

  private static boolean fits(Path folder) {
    return folder.toString().getBytes(StandardCharsets.UTF_8).length + BYTES_OF_DRAFT <= MOST_BYTES;
  }

  /**
   * Names a home: 64 bits that tell a person's stores apart, and are quick at a program's start.
   */
  private static String nameOf(Path home) throws IOException {
    Path real = Files.exists(home) ? home.toRealPath() : home;
    CRC32 sum = new CRC32();
    sum.update(real.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue())
        + HexFormat.of().toHexDigits(real.toString().hashCode());
  }

  /**
   * Returns the user of this process. The kernel shows a process that isn't dumpable as root's, so
   * that this is asked before a process hardens itself; afterwards it fits nobody but root.
   */
  private static UserPrincipal self() throws IOException {
    return Files.getOwner(THIS_PROCESS);
  }

  private static void requireOwn(Path folder, UserPrincipal self) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)
        || !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
      throw new IOException(
          folder
              + " must be a folder of yours that nobody else can enter; it is not used. Look at"
              + " what it is, and remove it, or run: chmod 700 on it.");
    }
  }

  /** Returns the socket of an agent that is there. */
  Path socket() {
    return folder.resolve(SOCKET);
  }

  /** Returns where an agent listens before it has the store. */
  public Path draft(long process) {
    return folder.resolve(DRAFT + process);
  }

  /** Removes sockets of agents that did not come to have the store. */
  void removeDrafts() throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
      for (Path draft : drafts) {
        Files.deleteIfExists(draft);
      }
    }
  }

  @Override
  public String toString() {
    return "AgentPlace[" + folder.getNameCount() + " folders deep]";
  }
}
