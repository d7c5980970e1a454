package dev.sotto.securestore;

import java.util.List;

/**
 * What a check of a whole store found, its index left out.
 *
 * @param packs how many packs were read to their last chunk
 * @param records how many records were read
 * @param documents how many documents were read
 * @param ledgerEntries how many entries of the ledger were verified
 * @param damage what is not in order
 */
public record StoreReport(
    int packs, long records, int documents, long ledgerEntries, List<StoreDamage> damage) {
  public StoreReport {
    damage = List.copyOf(damage);
  }
}
