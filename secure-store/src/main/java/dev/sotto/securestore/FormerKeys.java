package dev.sotto.securestore;

import dev.sotto.securestore.key.DataKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Copies of keys that are about to be destroyed, kept only to try afterwards whether any file of
 * the store still opens with one of them. The caller closes it, which wipes them; as long as it is
 * open they could still read what is to be erased. For one thread.
 */
public final class FormerKeys implements AutoCloseable {
  private final List<Path> folders;
  private final KeyRing ring;
  private final List<DataKey> keys;

  FormerKeys(List<Path> folders, KeyRing ring, List<DataKey> originals) {
    this.folders = List.copyOf(folders);
    this.ring = ring;
    this.keys = originals.stream().map(FormerKeys::copy).toList();
  }

  /** Returns how many keys there are. */
  public int keys() {
    return keys.size();
  }

  /** Returns how many of them still stand in the key table. */
  public int inTable() {
    return (int)
        ring.all().stream()
            .filter(key -> keys.stream().anyMatch(former -> Arrays.equals(former.id(), key.id())))
            .count();
  }

  /** Returns how many files of the store one of the keys opens. */
  public int filesOpened() throws IOException {
    return KeyScan.of(folders, ring, keys).opened();
  }

  /** Returns how many files of the store there are to be tried. */
  public int files() throws IOException {
    return KeyScan.of(folders, ring, List.of()).files();
  }

  /** Wipes the copies. Idempotent. */
  @Override
  public void close() {
    keys.forEach(DataKey::wipe);
  }

  @Override
  public String toString() {
    return "FormerKeys[" + keys.size() + "]";
  }

  private static DataKey copy(DataKey key) {
    byte[] bytes = key.copyBytes();
    try {
      return new DataKey(key.purpose(), key.name(), key.id(), bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
