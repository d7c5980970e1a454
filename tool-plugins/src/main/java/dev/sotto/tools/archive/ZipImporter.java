package dev.sotto.tools.archive;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.tools.ItemKeys;
import dev.sotto.tools.OtherImporters;
import dev.sotto.tools.SourceFile;
import dev.sotto.tools.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Reads the members of zip archives with the importers that are sure of them, as if they lay in a
 * folder of the archive's name. Members are unpacked as they are read, in memory, never to a disk;
 * archives in archives too, within {@link ZipLimits}. For any thread.
 */
public final class ZipImporter implements Importer {
  private static final int SAMPLE_ENTRIES = 2_000;

  private final ZipLimits limits;
  private final OtherImporters others;

  /**
   * Creates an importer.
   *
   * @param limits how much of an archive is read
   * @param others the importers of what lies in archives, without this one
   */
  public ZipImporter(ZipLimits limits, OtherImporters others) {
    this.limits = limits;
    this.others = others;
  }

  @Override
  public String name() {
    return "zip";
  }

  @Override
  public Match match(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path name = path.getFileName();
      return name != null && isNamedAsZip(name.toString()) && Files.isRegularFile(path)
          ? Match.YES
          : Match.NO;
    }
    return SourceFiles.matchByMajority(
        SourceFiles.sample(path, SourceFiles::isVisible, SAMPLE_ENTRIES), ZipImporter::isArchive);
  }

  @Override
  public void scan(Path path, ImportContext context, ImportSink sink) throws IOException {
    List<SourceFile> files = SourceFiles.under(path, SourceFiles::isVisible);
    boolean single = files.size() == 1 && !Files.isDirectory(path);
    long totalBytes =
        files.stream()
            .filter(file -> single || isArchive(file))
            .mapToLong(SourceFile::sizeBytes)
            .sum();
    long doneBytes = 0;
    sink.progress(0, totalBytes);
    for (SourceFile file : files) {
      if (isArchive(file) || (single && file.kind() == SourceFile.Kind.REGULAR)) {
        try {
          new Reading(context, sink, file.relative(), doneBytes, totalBytes).file(file);
        } catch (MemberSink.SinkFailure e) {
          throw e.failure();
        }
        doneBytes += file.sizeBytes();
        sink.progress(doneBytes, totalBytes);
      } else if (mayBeArchive(file)) {
        sink.problem(ItemKeys.of(file.relative()), file.obstacle());
      }
    }
  }

  /** Reads one archive with all archives in it. */
  private final class Reading {
    private final ImportContext context;
    private final ImportSink sink;
    private final long done;
    private final long total;
    private final String outermost;
    private final ZipBudget budget = new ZipBudget(limits);

    Reading(ImportContext context, ImportSink sink, String outermost, long done, long total) {
      this.outermost = outermost;
      this.context = context;
      this.sink = sink;
      this.done = done;
      this.total = total;
    }

    void file(SourceFile file) throws IOException {
      SeekableByteChannel channel;
      try {
        channel =
            Files.newByteChannel(
                file.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        sink.problem(ItemKeys.of(file.relative()), SourceFiles.reason(e));
        return;
      }
      try (channel) {
        archive(channel, file.relative(), file.name(), 1);
      }
    }

    private void archive(SeekableByteChannel channel, String key, String name, int depth)
        throws IOException {
      ZipContents contents;
      try {
        contents = ZipContents.open(channel, limits, budget);
      } catch (ZipContents.TooManyEntriesException e) {
        sink.problem(
            ItemKeys.of(key),
            "The archive has more entries than the "
                + limits.maxEntries()
                + " that are read of one, with those of the archives in it. Split it and sync"
                + " again.");
        return;
      } catch (IOException e) {
        sink.problem(
            ItemKeys.of(key),
            "It is damaged, or no zip archive. Download or export it again and sync again.");
        return;
      }
      try (contents) {
        for (ZipContents.Refused refused : contents.refused()) {
          sink.problem(ItemKeys.of(key + "/" + refused.name()), refused.reason());
        }
        Survey survey = new Survey();
        Path folder = new ArchiveFileSystem(name, contents.root()).folder();
        survey.folder(contents.root(), folder, "");
        for (Importer importer : others.list()) {
          if (survey.claiming.contains(importer.name()) || isSureOfFolder(importer, folder)) {
            members(importer, folder, key);
          }
        }
        for (Map.Entry<String, ArchiveMember> inner : survey.archives.entrySet()) {
          inner(inner.getValue(), key + "/" + inner.getKey(), depth + 1);
        }
        if (!survey.unread.isEmpty()) {
          sink.leaveOut(new UnreadFiles(survey.unread, 0));
        }
      }
    }

    private void members(Importer importer, Path folder, String key) throws IOException {
      try {
        importer.scan(folder, context, new MemberSink(sink, key, place(key), done, total));
      } catch (MemberSink.SinkFailure e) {
        throw e;
      } catch (IOException e) {
        sink.problem(ItemKeys.of(key), SourceFiles.reason(e));
      }
    }

    private String place(String key) {
      return isNamedAsZip(outermost) ? key : outermost + "!" + key.substring(outermost.length());
    }

    private void inner(ArchiveMember member, String key, int depth) throws IOException {
      if (depth > limits.maxDepth()) {
        sink.problem(
            ItemKeys.of(key),
            "It lies deeper than archives in archives are read ("
                + limits.maxDepth()
                + "). Unpack the outer ones, add this one, and delete them afterwards.");
        return;
      }
      if (member.size() > limits.maxInnerBytes()) {
        sink.problem(
            ItemKeys.of(key),
            "An archive within an archive may have "
                + limits.maxInnerBytes()
                + " bytes. Unpack the outer one, add this one, and delete it afterwards.");
        return;
      }
      byte[] bytes;
      try (InputStream in = member.open()) {
        bytes = in.readAllBytes();
      } catch (IOException e) {
        sink.problem(ItemKeys.of(key), SourceFiles.reason(e));
        return;
      }
      String name = key.substring(key.lastIndexOf('/') + 1);
      archive(new SeekableInMemoryByteChannel(bytes), key, name, depth);
    }
  }

  /** Which importers are sure of what lies in an archive, and what nobody reads. */
  private final class Survey {
    private final Set<String> claiming = new LinkedHashSet<>();
    private final Map<String, ArchiveMember> archives = new LinkedHashMap<>();
    private final Map<String, Long> unread = new LinkedHashMap<>();

    void folder(ArchiveFolder folder, Path path, String prefix) {
      folder
          .members()
          .forEach((name, member) -> {
            if (SourceFiles.isHidden(name)) {
              return;
            }
            if (isNamedAsZip(name)) {
              archives.put(prefix + name, member);
              return;
            }
            List<Importer> sure = others.sureOf(path.resolve(name));
            if (sure.isEmpty()) {
              unread.merge(SourceFiles.extension(name), 1L, Long::sum);
            }
            sure.forEach(importer -> claiming.add(importer.name()));
          });
      folder
          .folders()
          .forEach((name, inner) -> {
            if (SourceFiles.isVisible(name)) {
              folder(inner, path.resolve(name), prefix + name + "/");
            }
          });
    }
  }

  private static boolean isSureOfFolder(Importer importer, Path folder) {
    try {
      return importer.match(folder) == Match.YES;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isNamedAsZip(String name) {
    return SourceFiles.extension(name).equals("zip");
  }

  private static boolean isArchive(SourceFile file) {
    return file.kind() == SourceFile.Kind.REGULAR
        && !SourceFiles.isHidden(file.name())
        && isNamedAsZip(file.name());
  }

  private static boolean mayBeArchive(SourceFile file) {
    return switch (file.kind()) {
      case REGULAR -> false;
      case LINK, SPECIAL -> isNamedAsZip(file.name());
      case CLOSED_FOLDER, TOO_DEEP_FOLDER -> true;
    };
  }
}
