package dev.sotto.importing;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.util.Map;

/**
 * Receives what an importer reads. For the scanning thread only. Every method throws {@link
 * ImportCancelledException} when the person asked to stop: importers let it pass.
 */
public interface ImportSink {
  /**
   * Returns the items that an earlier scan stored, with the fingerprints they had then. An importer
   * needs it only where asking {@link #wants} for each item would take long; it must tell {@link
   * #wants} of each item all the same. The map belongs to the sink and must not be kept.
   */
  default Map<ItemKey, Fingerprint> stored() {
    return Map.of();
  }

  /**
   * Tells that an item is there and asks whether it must be parsed.
   *
   * @return false if the item is stored with this fingerprint already; the importer then goes on to
   *     the next
   */
  boolean wants(ItemKey key, Fingerprint fingerprint) throws IOException;

  /** Takes an item that {@link #wants} asked for. */
  void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) throws IOException;

  /**
   * Tells that an item is there but can't be read, or not all of it. What an earlier scan stored of
   * it is kept, and so is every stored item that lies in it: whose key starts with this key and a
   * {@code /}. A folder or mailbox that can't be read is such an item.
   *
   * @param key the item
   * @param reason what is wrong and what to do, without content of the item
   */
  void problem(ItemKey key, String reason) throws IOException;

  /**
   * Tells how far the scan is.
   *
   * @param done how much was read, in any unit
   * @param total how much there is in the same unit, or 0 when unknown
   */
  void progress(long done, long total) throws IOException;

  /**
   * Tells of files within an item, an archive for instance, that no importer reads. They are no
   * problem, but the person should know of them.
   */
  default void leaveOut(UnreadFiles files) throws IOException {}
}
