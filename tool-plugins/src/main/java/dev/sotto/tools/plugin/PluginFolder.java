package dev.sotto.tools.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that plugins lie in. An archive counts only if it is a regular file, and folder and
 * file belong to the person and nobody else may write to them. Not for several processes that
 * change it at once.
 *
 * <p>It does not protect against programs of the same person: these can write here. What keeps
 * their archives from being loaded is that a person accepted others.
 */
public final class PluginFolder {
  private static final String SUFFIX = ".jar";
  private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.jar";

  private final Path folder;
  private final UserPrincipal owner;

  /**
   * Creates it; the folder need not be there.
   *
   * @param owner to whom folder and files must belong
   */
  public PluginFolder(Path folder, UserPrincipal owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /** An archive, or why it can't be one. */
  public sealed interface Entry {
    /** Returns the name of the file. */
    String fileName();

    /** An archive that could be loaded. */
    record Readable(PluginArchive archive) implements Entry {
      @Override
      public String fileName() {
        return archive.fileName();
      }
    }

    /** A file that is not looked into. */
    record Refused(String fileName, String reason) implements Entry {
      @Override
      public String toString() {
        return "Refused[]";
      }
    }
  }

  /** Returns what lies in the folder and ends in {@code .jar}, by name. */
  public List<Entry> entries() throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    Optional<String> reason = refusal(folder, true);
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      all.forEach(files::add);
    }
    files.sort(null);
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (reason.isPresent()) {
        entries.add(new Entry.Refused(name, "the folder " + reason.get()));
      } else if (!name.matches(FILE_NAME)) {
        entries.add(
            new Entry.Refused(name, "the name has other characters than A-Z a-z 0-9 . _ -"));
      } else {
        Optional<String> ofFile = refusal(file, false);
        entries.add(
            ofFile.isPresent()
                ? new Entry.Refused(name, "the file " + ofFile.get())
                : new Entry.Readable(read(file)));
      }
    }
    return entries;
  }

  private Optional<String> refusal(Path path, boolean isFolder) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return Optional.of("has no owner and permissions that could be looked at");
    }
    PosixFileAttributes attributes = view.readAttributes();
    if (isFolder ? !attributes.isDirectory() : !attributes.isRegularFile()) {
      return Optional.of(isFolder ? "is no folder" : "is no regular file");
    }
    if (!attributes.owner().equals(owner)) {
      return Optional.of("belongs to somebody else");
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of("can be written by others; chmod go-w takes that away");
    }
    return Optional.empty();
  }

  /**
   * Reads an archive from any file.
   *
   * @throws UnusablePluginException if it is no regular file of a fitting size and name
   */
  public static PluginArchive read(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!name.matches(FILE_NAME)) {
      throw new UnusablePluginException(
          "The file", "its name must have only A-Z a-z 0-9 . _ - and end in .jar");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusablePluginException(name, "it is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(PluginArchive.MAX_BYTES + 1);
      if (content.length > PluginArchive.MAX_BYTES) {
        throw new UnusablePluginException(
            name, "it has more than " + (PluginArchive.MAX_BYTES >> 20) + " MiB");
      }
      return new PluginArchive(name, content);
    }
  }

  /** Puts an archive into the folder, in place of one of the same name. */
  public void put(PluginArchive archive) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path draft =
        Files.createTempFile(
            folder,
            "new-",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(draft, archive.content());
      Files.move(draft, folder.resolve(archive.fileName()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Takes an archive out of the folder if it is there. */
  public void remove(String fileName) throws IOException {
    if (fileName.matches(FILE_NAME)) {
      Files.deleteIfExists(folder.resolve(fileName));
    }
  }

  @Override
  public String toString() {
    return "PluginFolder[]";
  }
}
