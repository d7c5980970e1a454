package dev.sotto.application.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder for what lives as long as processes do, such as pipes: {@code XDG_RUNTIME_DIR/sotto}.
 * Only its owner can enter it. Stateless.
 */
public final class RuntimeFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private RuntimeFolder() {}

  /**
   * Returns the folder, made if need be, or nothing where the system offers none.
   *
   * @param variables environment variables
   * @throws IOException if it can't be made, or another user could enter {@code sotto}
   */
  public static Optional<Path> of(Map<String, String> variables) throws IOException {
    FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Optional<Path> parent = parentOf(variables);
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    Path folder = parent.get().resolve("sotto");
    try {
      Files.createDirectory(folder, ownerOnly);
    } catch (FileAlreadyExistsException e) {
      // Whose it is and who may enter it is looked at below.
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)
        || !Files.getOwner(folder).equals(Files.getOwner(parent.get()))) {
      throw new IOException(
          folder
              + " must be a folder of yours that nobody else can enter. Remove it, or run: chmod"
              + " 700 on it.");
    }
    return Optional.of(folder);
  }

  /** Returns the folder that the system offers, {@code XDG_RUNTIME_DIR}, or nothing. */
  public static Optional<Path> parentOf(Map<String, String> variables) {
    return Optional.of(variables.getOrDefault("XDG_RUNTIME_DIR", ""))
        .filter(name -> !name.isBlank())
        .map(Path::of)
        .filter(path -> path.isAbsolute() && Files.isDirectory(path));
  }
}
