package dev.sotto.tools.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/** Reads archives' files for {@link java.nio.file.Files}. Everything that would write fails. */
final class ArchiveProvider extends FileSystemProvider {
  private static final int MAX_CHANNEL_BYTES = 64 << 20;

  @Override
  public String getScheme() {
    return "sotto-archive";
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ && option != LinkOption.NOFOLLOW_LINKS) {
        throw new ReadOnlyFileSystemException();
      }
    }
    return member(path).open();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ && option != LinkOption.NOFOLLOW_LINKS) {
        throw new ReadOnlyFileSystemException();
      }
    }
    ArchiveMember member = member(path);
    if (member.size() > MAX_CHANNEL_BYTES) {
      throw new FileSystemException(
          path.toString(), null, "a file of an archive is too large to be read as a channel");
    }
    try (InputStream in = member.open()) {
      return new SeekableInMemoryByteChannel(in.readAllBytes());
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    ArchivePath path = own(folder);
    if (!(path.getFileSystem().find(path) instanceof ArchiveFileSystem.FolderNode found)) {
      throw new NotDirectoryException(folder.toString());
    }
    List<Path> children = new ArrayList<>();
    for (String name : found.folder().folders().keySet()) {
      children.add(path.resolve(new ArchivePath(path.getFileSystem(), false, List.of(name))));
    }
    for (String name : found.folder().members().keySet()) {
      children.add(path.resolve(new ArchivePath(path.getFileSystem(), false, List.of(name))));
    }
    List<Path> accepted = new ArrayList<>();
    for (Path child : children) {
      if (filter.accept(child)) {
        accepted.add(child);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return accepted.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    own(path).getFileSystem().find(own(path));
    for (AccessMode mode : modes) {
      if (mode != AccessMode.READ) {
        throw new AccessDeniedException(path.toString());
      }
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (!type.isAssignableFrom(Attributes.class)) {
      throw new UnsupportedOperationException("Files of an archive have basic attributes only");
    }
    return type.cast(attributes(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    Attributes attributes = attributes(path);
    Map<String, Object> all =
        Map.of(
            "size", attributes.size(),
            "lastModifiedTime", attributes.lastModifiedTime(),
            "lastAccessTime", attributes.lastAccessTime(),
            "creationTime", attributes.creationTime(),
            "isDirectory", attributes.isDirectory(),
            "isRegularFile", attributes.isRegularFile(),
            "isSymbolicLink", false,
            "isOther", false);
    String list = names.startsWith("basic:") ? names.substring("basic:".length()) : names;
    if (list.equals("*")) {
      return all;
    }
    Map<String, Object> asked = new java.util.HashMap<>();
    for (String name : list.split(",", -1)) {
      Object value = all.get(name);
      if (value == null) {
        throw new IllegalArgumentException("Files of an archive have no attribute of this name");
      }
      asked.put(name, value);
    }
    return asked;
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    if (type != BasicFileAttributeView.class) {
      return null;
    }
    return type.cast(
        new BasicFileAttributeView() {
          @Override
          public String name() {
            return "basic";
          }

          @Override
          public BasicFileAttributes readAttributes() throws IOException {
            return attributes(path);
          }

          @Override
          public void setTimes(
              @Nullable FileTime modified,
              @Nullable FileTime accessed,
              @Nullable FileTime created) {
            throw new ReadOnlyFileSystemException();
          }
        });
  }

  @Override
  public boolean isSameFile(Path path, Path other) {
    return other instanceof ArchivePath archived && own(path).real().equals(archived.real());
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("An archive is opened by its importer");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("An archive is opened by its importer");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("An archive is opened by its importer");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("An archive lies on no store of its own");
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  private static ArchiveMember member(Path path) throws IOException {
    if (own(path).getFileSystem().find(own(path)) instanceof ArchiveFileSystem.MemberNode found) {
      return found.member();
    }
    throw new FileSystemException(path.toString(), null, "it is a folder of an archive");
  }

  private static Attributes attributes(Path path) throws NoSuchFileException {
    return switch (own(path).getFileSystem().find(own(path))) {
      case ArchiveFileSystem.FolderNode _ -> new Attributes(true, 0, FileTime.from(Instant.EPOCH));
      case ArchiveFileSystem.MemberNode found ->
          new Attributes(false, found.member().size(), found.member().modified());
    };
  }

  private static ArchivePath own(Path path) {
    if (path instanceof ArchivePath own) {
      return own;
    }
    throw new ProviderMismatchException("A path in an archive was expected");
  }

  private record Attributes(boolean isDirectory, long size, FileTime lastModifiedTime)
      implements BasicFileAttributes {
    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime;
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public @Nullable Object fileKey() {
      return null;
    }
  }
}
