package dev.sotto.tools.archive;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The members of one archive as files below one folder, which bears the archive's name. It can't be
 * written, has no links and ends with the archive. For any thread, as far as the members are.
 */
final class ArchiveFileSystem extends FileSystem {
  private final String name;
  private final ArchiveFolder top;
  private final ArchiveProvider provider = new ArchiveProvider();

  ArchiveFileSystem(String name, ArchiveFolder root) {
    this.name = name.isEmpty() || name.contains("/") ? "archive" : name;
    this.top = ArchiveFolder.holding(this.name, root);
  }

  /** Returns the folder in which the members lie. */
  Path folder() {
    return new ArchivePath(this, true, List.of(name));
  }

  /** A file or folder of the archive. */
  sealed interface Node permits FolderNode, MemberNode {}

  record FolderNode(ArchiveFolder folder) implements Node {}

  record MemberNode(ArchiveMember member) implements Node {}

  Node find(ArchivePath path) throws NoSuchFileException {
    List<String> names = path.real().names();
    ArchiveFolder folder = top;
    for (int i = 0; i < names.size(); i++) {
      ArchiveFolder next = folder.folders().get(names.get(i));
      if (next == null) {
        ArchiveMember member = folder.members().get(names.get(i));
        if (member != null && i == names.size() - 1) {
          return new MemberNode(member);
        }
        throw new NoSuchFileException(path.toString());
      }
      folder = next;
    }
    return new FolderNode(folder);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(new ArchivePath(this, true, List.of()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    List<String> names = new ArrayList<>(ArchivePath.split(first));
    for (String part : more) {
      names.addAll(ArchivePath.split(part));
    }
    return new ArchivePath(this, first.startsWith("/"), names);
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException("Files of an archive are not found by pattern");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("Files of an archive have no owners");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("An archive is not watched");
  }
}
