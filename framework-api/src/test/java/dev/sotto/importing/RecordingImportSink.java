package dev.sotto.importing;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An import sink that remembers what it was told. It holds importers to the protocol: no item is
 * offered twice, only what was wanted is accepted, progress never goes back.
 */
public final class RecordingImportSink implements ImportSink {
  private final Map<ItemKey, Fingerprint> stored;
  private final Map<ItemKey, Fingerprint> offered = new LinkedHashMap<>();
  private final List<ItemKey> wanted = new ArrayList<>();
  private final Map<ItemKey, RecordContent> accepted = new LinkedHashMap<>();
  private final Map<ItemKey, String> problems = new LinkedHashMap<>();
  private final int cancelAfterOffers;
  private long done;

  private RecordingImportSink(Map<ItemKey, Fingerprint> stored, int cancelAfterOffers) {
    this.stored = stored;
    this.cancelAfterOffers = cancelAfterOffers;
  }

  /** Returns a sink that has nothing yet and wants everything. */
  public static RecordingImportSink empty() {
    return new RecordingImportSink(Map.of(), Integer.MAX_VALUE);
  }

  /** Returns a sink that has what another one was given. */
  public static RecordingImportSink after(RecordingImportSink earlier) {
    Map<ItemKey, Fingerprint> stored = new LinkedHashMap<>(earlier.stored);
    earlier.accepted.keySet().forEach(key -> stored.put(key, earlier.offered.get(key)));
    return new RecordingImportSink(stored, Integer.MAX_VALUE);
  }

  /**
   * Returns a sink whose person stops the import when the item after {@code offers} others comes.
   */
  public static RecordingImportSink cancelledAfter(int offers) {
    return new RecordingImportSink(Map.of(), offers);
  }

  @Override
  public boolean wants(ItemKey key, Fingerprint fingerprint) {
    if (offered.size() >= cancelAfterOffers) {
      throw new ImportCancelledException();
    }
    if (offered.put(key, fingerprint) != null) {
      throw new AssertionError("The importer offered an item twice in one scan: " + key.value());
    }
    boolean wants = !fingerprint.equals(stored.get(key));
    if (wants) {
      wanted.add(key);
    }
    return wants;
  }

  @Override
  public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) {
    if (!wanted.contains(key) || !fingerprint.equals(offered.get(key))) {
      throw new AssertionError("The importer handed over what nobody wanted: " + key.value());
    }
    if (accepted.put(key, content) != null) {
      throw new AssertionError("The importer handed over an item twice: " + key.value());
    }
  }

  @Override
  public void problem(ItemKey key, String reason) {
    problems.put(key, reason);
  }

  @Override
  public void progress(long newDone, long total) {
    if (newDone < done) {
      throw new AssertionError("Progress went back from " + done + " to " + newDone);
    }
    done = newDone;
  }

  /** Returns the keys of all items that were offered. */
  public Set<ItemKey> offered() {
    return offered.keySet();
  }

  /** Returns the keys of the items that this sink asked for. */
  public List<ItemKey> wanted() {
    return wanted;
  }

  /** Returns what was accepted. */
  public Map<ItemKey, RecordContent> accepted() {
    return accepted;
  }

  /** Returns what was accepted by the text of its key. */
  public Map<String, RecordContent> records() {
    Map<String, RecordContent> records = new TreeMap<>();
    accepted.forEach((key, content) -> records.put(key.value(), content));
    return records;
  }

  /** Returns the reasons of all problems by the text of their key. */
  public Map<String, String> problems() {
    Map<String, String> reasons = new TreeMap<>();
    problems.forEach((key, reason) -> reasons.put(key.value(), reason));
    return reasons;
  }
}
