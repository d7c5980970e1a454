package dev.sotto.securestore;

import dev.sotto.securestore.file.DurableFiles;
import dev.sotto.securestore.key.DataKey;
import dev.sotto.securestore.key.KeyPurpose;
import dev.sotto.securestore.v1.ChunkedFiles;
import dev.sotto.securestore.v1.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries keys on the first bytes of every file of a store, whatever the catalogue or the index says
 * of them. Each header commits to its key, so no content is decrypted. Stateless.
 */
final class KeyScan {
  private static final String PENDING = "pending_";
  private static final Map<KeyPurpose, List<FileKind>> KINDS =
      Map.of(
          KeyPurpose.INDEX, List.of(FileKind.INDEX),
          KeyPurpose.SOURCE, List.of(FileKind.PACK),
          KeyPurpose.CATALOGUE, List.of(FileKind.CATALOGUE, FileKind.SEGMENT),
          KeyPurpose.DOCUMENTS, List.of(FileKind.DOCUMENT));

  private KeyScan() {}

  /**
   * What was tried and found.
   *
   * @param files how many files were looked at
   * @param opened how many of them lie under one of the keys
   */
  record Count(int files, int opened) {}

  static Count of(List<Path> folders, KeyRing ring, List<DataKey> keys) throws IOException {
    return of(folders, ring, keys, Set.of());
  }

  static Count of(List<Path> folders, KeyRing ring, List<DataKey> keys, Set<String> leftOut)
      throws IOException {
    int files = 0;
    int opened = 0;
    for (Path folder : folders) {
      for (Path file : DurableFiles.entries(folder)) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !leftOut.contains(file.getFileName().toString())) {
          files++;
          opened += isUnder(file, ring, keys) ? 1 : 0;
        }
      }
    }
    return new Count(files, opened);
  }

  private static boolean isUnder(Path file, KeyRing ring, List<DataKey> keys) throws IOException {
    String name = boundName(file.getFileName().toString());
    for (DataKey key : keys) {
      for (FileKind kind : KINDS.getOrDefault(key.purpose(), List.of())) {
        ChunkedFiles files = ring.files(kind, List.of(key));
        try {
          if (files.keyOf(file, name).isPresent()) {
            return true;
          }
        } catch (NoSuchFileException e) {
          return false;
        }
      }
    }
    return false;
  }

  private static String boundName(String name) {
    String whole =
        name.endsWith(DurableFiles.UNFINISHED) && !name.startsWith("_")
            ? name.substring(0, name.length() - DurableFiles.UNFINISHED.length())
            : name;
    return whole.startsWith(PENDING) ? whole.substring(PENDING.length()) : whole;
  }
}
