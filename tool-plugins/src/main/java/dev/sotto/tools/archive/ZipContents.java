package dev.sotto.tools.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * The members of a zip archive (PKWARE APPNOTE 6.3) that can be read safely, and what is wrong with
 * the others. Only the central directory counts. For one thread.
 */
final class ZipContents implements Closeable {
  private static final int MAX_DIRECTORY_BYTES = 24 << 20;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int MAX_NAME = 1_000;
  private static final int MAX_FOLDERS = 60;
  private static final Set<Integer> METHODS =
      Set.of(
          ZipMethod.STORED.getCode(),
          ZipMethod.DEFLATED.getCode(),
          ZipMethod.ENHANCED_DEFLATED.getCode());

  private final ZipFile zip;
  private final ArchiveFolder root = new ArchiveFolder();
  private final List<Refused> refused = new ArrayList<>();

  /** A member that is not read, and why. */
  record Refused(String name, String reason) {
    @Override
    public String toString() {
      return "Refused[" + name.length() + " characters]";
    }
  }

  /** An archive has more entries than are read. */
  static final class TooManyEntriesException extends IOException {
    private static final long serialVersionUID = 1L;

    TooManyEntriesException(int entries) {
      super("An archive has " + entries + " entries");
    }
  }

  private ZipContents(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * Reads the directory of an archive. Closing it closes the channel.
   *
   * @throws TooManyEntriesException if it has more entries than the budget allows
   * @throws IOException if it is no archive, or damaged
   */
  static ZipContents open(SeekableByteChannel channel, ZipLimits limits, ZipBudget budget)
      throws IOException {
    BoundedChannel bounded = new BoundedChannel(channel, MAX_DIRECTORY_BYTES);
    ZipFile zip;
    try {
      zip =
          ZipFile.builder()
              .setSeekableByteChannel(bounded)
              .setCharset(StandardCharsets.UTF_8)
              .setUseUnicodeExtraFields(true)
              .setIgnoreLocalFileHeader(true)
              .get();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new ZipException("The directory of the archive is damaged");
    }
    bounded.liftBound();
    ZipContents contents = new ZipContents(zip);
    try {
      contents.read(limits, budget);
      return contents;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Returns the folder with everything that can be read. */
  ArchiveFolder root() {
    return root;
  }

  List<Refused> refused() {
    return refused;
  }

  private void read(ZipLimits limits, ZipBudget budget) throws IOException {
    List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
    if (!budget.takeEntries(entries.size())) {
      throw new TooManyEntriesException(entries.size());
    }
    Set<ZipArchiveEntry> overlapping = overlapping(entries);
    Set<String> seen = new HashSet<>();
    for (ZipArchiveEntry entry : entries) {
      String name = plainName(entry.getName());
      if (name.startsWith("__MACOSX/") || entry.isDirectory()) {
        continue;
      }
      Optional<String> obstacle = obstacle(entry, name, limits);
      if (obstacle.isEmpty() && overlapping.contains(entry)) {
        obstacle =
            Optional.of(
                "Its bytes are those of another member too, as in archives that are made to fill a"
                    + " disk. Make the archive anew and sync again.");
      }
      if (obstacle.isEmpty() && !seen.add(name)) {
        obstacle =
            Optional.of(
                "Its name comes twice in the archive; the first member is kept. Make the archive"
                    + " anew and sync again.");
      }
      if (obstacle.isEmpty() && !budget.takeBytes(entry.getSize())) {
        obstacle =
            Optional.of(
                "With it the archive unpacks to more than the "
                    + limits.maxTotalBytes()
                    + " bytes that are read of one. Split the archive and sync again.");
      }
      if (obstacle.isEmpty() && !add(name, entry)) {
        obstacle =
            Optional.of(
                "Its name is that of a folder in the archive too. Make the archive anew and sync"
                    + " again.");
      }
      obstacle.ifPresent(reason -> refused.add(new Refused(shown(entry.getName()), reason)));
    }
  }

  private boolean add(String name, ZipArchiveEntry entry) {
    ArchiveFolder folder = root;
    List<String> names = ArchivePath.split(name);
    for (String part : names.subList(0, names.size() - 1)) {
      Optional<ArchiveFolder> next = folder.within(part);
      if (next.isEmpty()) {
        return false;
      }
      folder = next.get();
    }
    return folder.add(names.getLast(), new Member(entry));
  }

  private Optional<String> obstacle(ZipArchiveEntry entry, String name, ZipLimits limits) {
    Optional<String> unsafe = unsafeName(name);
    if (unsafe.isPresent()) {
      return unsafe;
    }
    if (entry.isUnixSymlink()) {
      return Optional.of(
          "It is a symbolic link, and links are not followed. Add the file it points to.");
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return Optional.of(
          "It is encrypted with a password. Unpack the archive, add the folder, and delete it"
              + " afterwards.");
    }
    if (!METHODS.contains(entry.getMethod())) {
      return Optional.of(
          "It is compressed in a way that is not read. Make the archive anew with the usual one"
              + " (deflate) and sync again.");
    }
    if (entry.getSize() < 0 || entry.getCompressedSize() < 0) {
      return Optional.of("Its size is not told. Make the archive anew and sync again.");
    }
    if (entry.getSize() > limits.freeBytes()
        && entry.getSize() / limits.maxRatio() > entry.getCompressedSize()) {
      return Optional.of(
          "It unpacks to more than "
              + limits.maxRatio()
              + " times its size, as files do that are made to fill a disk. Add it by itself if it"
              + " is what you expect.");
    }
    return Optional.empty();
  }

  private static Optional<String> unsafeName(String name) {
    List<String> parts = List.of(name.split("/", -1));
    boolean leavesTheArchive =
        name.startsWith("/")
            || name.matches("[A-Za-z]:.*")
            || parts.contains("..")
            || name.chars().anyMatch(c -> c < ' ' || c == 0x7F);
    if (leavesTheArchive) {
      return Optional.of(
          "Its name leads out of the archive, which the name of a file never does. Ask who made the"
              + " archive.");
    }
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || parts.size() > MAX_FOLDERS
        || parts.contains("")
        || parts.contains(".")) {
      return Optional.of(
          "Its name is too long, or none. Make the archive anew with shorter names and sync"
              + " again.");
    }
    return Optional.empty();
  }

  private static String plainName(String name) {
    String slashed = name.indexOf('/') < 0 ? name.replace('\\', '/') : name;
    return slashed.startsWith("./") ? slashed.substring(2) : slashed;
  }

  private static String shown(String name) {
    String plain = name.isEmpty() ? "?" : name;
    return plain.substring(0, Math.min(plain.length(), MAX_NAME)).replaceAll("\\p{Cntrl}", "?");
  }

  private static Set<ZipArchiveEntry> overlapping(List<ZipArchiveEntry> entries) {
    List<ZipArchiveEntry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset));
    Set<ZipArchiveEntry> overlapping = Collections.newSetFromMap(new IdentityHashMap<>());
    long end = 0;
    for (ZipArchiveEntry entry : ordered) {
      long start = entry.getLocalHeaderOffset();
      if (start < end) {
        overlapping.add(entry);
      }
      end = Math.max(end, start + LOCAL_HEADER_BYTES + Math.max(0, entry.getCompressedSize()));
    }
    return overlapping;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  @Override
  public String toString() {
    return "ZipContents[" + refused.size() + " refused]";
  }

  private final class Member implements ArchiveMember {
    private final ZipArchiveEntry entry;

    Member(ZipArchiveEntry entry) {
      this.entry = entry;
    }

    @Override
    public long size() {
      return entry.getSize();
    }

    @Override
    public FileTime modified() {
      return FileTime.from(entry.getLastModifiedDate().toInstant());
    }

    @Override
    public InputStream open() throws IOException {
      try {
        return new VerifiedStream(zip.getInputStream(entry), entry.getSize(), entry.getCrc());
      } catch (RuntimeException e) {
        throw new IOException("A member of an archive is damaged", e);
      }
    }
  }
}
