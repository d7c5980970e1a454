package dev.sotto.securestore.v1;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordId;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;

/** One statement about the records of a store. */
public sealed interface CatalogueEntry {
  /** A source is there, with these properties. */
  record SourcePut(Source source) implements CatalogueEntry {}

  /** A pack of a source is there. */
  record PackAdded(StoredFile pack, SourceId source) implements CatalogueEntry {}

  /**
   * An item is there, in this form.
   *
   * @param pack the number of the pack it stands in, which also tells its source
   * @param offset where its record starts in the pack's plaintext
   * @param length how many bytes its record has
   * @param changed the generation that brought this form
   */
  record ItemPut(
      long pack, ItemKey key, Fingerprint fingerprint, long offset, int length, long changed)
      implements CatalogueEntry {}

  /** An item of a source is gone. */
  record ItemRemoved(SourceId source, ItemKey key) implements CatalogueEntry {}

  /** A record that was there went in this generation. */
  record Removal(RecordId record, long generation) implements CatalogueEntry {}
}
