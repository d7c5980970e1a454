package dev.sotto.securestore;

import dev.sotto.record.ItemKey;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.ledger.Hashes;
import dev.sotto.securestore.v1.ByteSets;
import dev.sotto.storage.ForgottenItems;
import dev.sotto.storage.SealedDocuments;
import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which items were forgotten, as keyed hashes: neither names nor texts can be read from them, but
 * whoever has the unlocked store can ask whether an item that they can name is one of them. Kept in
 * sixteen sealed documents, room for about 600,000 items. Safe for all threads.
 */
public final class RememberedDeletions implements ForgottenItems {
  private static final String LABEL = "sotto/forgotten-items/v1";
  private static final String DOCUMENT = "forgotten-";
  private static final int SOURCE_BYTES = 8;
  private static final int ITEM_BYTES = 16;
  private static final int DIGITS_A_BYTE = 2;
  private static final int SHARDS = 16;
  private static final int MAX_A_SHARD = 40_000;

  private final SealedDocuments documents;
  private final KeyRing keys;
  private @Nullable Map<Integer, Set<String>> shards;

  RememberedDeletions(SealedDocuments documents, KeyRing keys) {
    this.documents = documents;
    this.keys = keys;
  }

  @Override
  public synchronized boolean contains(SourceId source, ItemKey item) {
    try {
      if (count() == 0) {
        return false;
      }
      String tag = tag(source, item);
      return shard(shards(), tag).contains(tag);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Remembers items. When it returns, they are remembered durably.
   *
   * @throws StoreException if there is no room for more
   */
  public synchronized void add(SourceId source, Collection<ItemKey> items) throws IOException {
    Map<Integer, Set<String>> next = copy();
    for (ItemKey item : items) {
      String tag = tag(source, item);
      shard(next, tag).add(tag);
    }
    replace(next);
  }

  /** Lets items come back when their source is read again. Returns how many were remembered. */
  public synchronized int letBack(SourceId source, Collection<ItemKey> items) throws IOException {
    Set<String> tags = new LinkedHashSet<>();
    for (ItemKey item : items) {
      tags.add(tag(source, item));
    }
    return removeIf(tags::contains);
  }

  /** Lets every item of a source come back. Returns how many there were. */
  public synchronized int letBack(SourceId source) throws IOException {
    String prefix = sourceTag(source);
    return removeIf(tag -> tag.startsWith(prefix));
  }

  /** Returns how many items of a source are remembered. */
  public synchronized long count(SourceId source) throws IOException {
    String prefix = sourceTag(source);
    return shards().values().stream()
        .flatMap(Set::stream)
        .filter(tag -> tag.startsWith(prefix))
        .count();
  }

  /** Returns how many items of all sources are remembered. */
  public synchronized long count() throws IOException {
    return shards().values().stream().mapToLong(Set::size).sum();
  }

  @Override
  public String toString() {
    return "RememberedDeletions";
  }

  private int removeIf(Predicate<String> which) throws IOException {
    Map<Integer, Set<String>> next = copy();
    long before = count();
    next.values().forEach(shard -> shard.removeIf(which));
    replace(next);
    return (int) (before - count());
  }

  private Map<Integer, Set<String>> copy() throws IOException {
    Map<Integer, Set<String>> copy = new HashMap<>();
    shards().forEach((number, tags) -> copy.put(number, new LinkedHashSet<>(tags)));
    return copy;
  }

  private void replace(Map<Integer, Set<String>> next) throws IOException {
    for (Set<String> tags : next.values()) {
      if (tags.size() > MAX_A_SHARD) {
        throw new StoreException(
            "No more forgotten items can be remembered; there are "
                + count()
                + ". Let those of a source come back (sotto forget --let-back SOURCE), or forget"
                + " the whole source.");
      }
    }
    Map<Integer, Set<String>> before = shards();
    for (int number = 0; number < SHARDS; number++) {
      Set<String> tags = next.getOrDefault(number, Set.of());
      if (!tags.equals(before.get(number))) {
        if (tags.isEmpty()) {
          documents.delete(name(number));
        } else {
          documents.write(name(number), ByteSets.encode(tags));
        }
        before.put(number, new LinkedHashSet<>(tags));
      }
    }
  }

  private Map<Integer, Set<String>> shards() throws IOException {
    Map<Integer, Set<String>> loaded = shards;
    if (loaded == null) {
      loaded = new HashMap<>();
      for (int number = 0; number < SHARDS; number++) {
        Optional<byte[]> content = documents.read(name(number));
        loaded.put(
            number,
            content.isEmpty()
                ? new LinkedHashSet<>()
                : ByteSets.decode(name(number), content.get(), SOURCE_BYTES + ITEM_BYTES));
      }
      shards = loaded;
    }
    return loaded;
  }

  private static Set<String> shard(Map<Integer, Set<String>> shards, String tag) {
    int digit = Character.digit(tag.charAt(SOURCE_BYTES * DIGITS_A_BYTE), SHARDS);
    return shards.computeIfAbsent(digit, number -> new LinkedHashSet<>());
  }

  private static String name(int shard) {
    return DOCUMENT + (char) ('a' + shard);
  }

  private String tag(SourceId source, ItemKey item) {
    return sourceTag(source) + keyedHash(source.value() + '\0' + item.value(), ITEM_BYTES);
  }

  private String sourceTag(SourceId source) {
    return keyedHash(source.value(), SOURCE_BYTES);
  }

  private String keyedHash(String text, int bytes) {
    byte[] key = keys.derive(LABEL);
    try {
      byte[] hash = Hashes.hmac(key, text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
