package dev.sotto.storage;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The original records of all sources, encrypted on disk: the truth from which the search index can
 * be rebuilt. Changes come in batches; a batch is either wholly there or not at all, whatever
 * happens in between. Each batch raises the generation by one. Reading is safe for all threads; one
 * thread writes at a time.
 */
public interface RecordStore {
  /** Returns the number of the last batch, 0 for a new store. */
  long generation();

  /** Returns all sources, by name. */
  List<Source> sources();

  /** Returns the source of this name. */
  Optional<Source> findSource(SourceId source);

  /** Adds a source, or replaces what is known about it. A batch of its own. */
  void putSource(Source source) throws IOException;

  /** Returns the key and fingerprint of every item of a source, without reading records. */
  Map<ItemKey, Fingerprint> items(SourceId source);

  /** Returns the ids of all records of a source. */
  List<RecordId> recordIds(SourceId source);

  /** Returns how many records there are in all sources. */
  long size();

  /**
   * Reads one record.
   *
   * @throws TamperedFileException if its pack is damaged; other records stay readable
   */
  Optional<PersonalRecord> find(RecordId id) throws IOException;

  /**
   * Writes one batch. When it returns, the batch is durable.
   *
   * @param source the source it belongs to; must have been put before
   * @param added new records, or newer forms of records that are there
   * @param removed items of this source that are gone; unknown ones are ignored
   * @return the new generation
   */
  long commit(SourceId source, Collection<PersonalRecord> added, Collection<ItemKey> removed)
      throws IOException;

  /** Removes a source, its records and the key they were encrypted with. A batch of its own. */
  void forget(SourceId source) throws IOException;

  /**
   * Returns what changed after a generation, so that an index that stopped there can catch up;
   * everything for 0. Empty where the store no longer knows what changed since then, and the index
   * has to be rebuilt from everything.
   */
  Optional<Changes> changesSince(long generation);

  /**
   * What changed between two generations.
   *
   * @param present records that were added or changed and are there now
   * @param removed records that are no longer there
   */
  record Changes(List<RecordId> present, List<RecordId> removed) {
    public Changes {
      present = List.copyOf(present);
      removed = List.copyOf(removed);
    }
  }
}
