package dev.sotto.application.vault;

import dev.sotto.index.IndexTraces;
import java.time.Duration;
import java.util.List;

/**
 * What an erasure did, and what was found when it was tried to find again what was erased.
 *
 * @param finished false if it was stopped; the next one goes on
 * @param records how many records it erased
 * @param recordBytes bytes of originals that were written anew under new keys
 * @param indexBytes bytes of the index that were
 * @param time how long it took
 * @param keysDestroyed how many keys left the key table
 * @param keysInTable how many of these are in the table all the same
 * @param filesTried how many files of the store the old keys were tried on
 * @param filesOpenedBefore how many of them they opened before
 * @param filesOpened how many they open now
 * @param tracesBefore what the index knew before
 * @param traces what it knows now
 * @param texts by how many texts it was asked
 * @param damagedFiles what could not be read and lies under old keys still
 */
public record ErasureReceipt(
    boolean finished,
    long records,
    long recordBytes,
    long indexBytes,
    Duration time,
    int keysDestroyed,
    int keysInTable,
    int filesTried,
    int filesOpenedBefore,
    int filesOpened,
    IndexTraces tracesBefore,
    IndexTraces traces,
    int texts,
    List<String> damagedFiles) {
  public ErasureReceipt {
    damagedFiles = List.copyOf(damagedFiles);
  }

  /** Returns whether nothing was found again. */
  public boolean isClean() {
    return finished
        && damagedFiles.isEmpty()
        && keysInTable == 0
        && filesOpened == 0
        && traces.areNone();
  }

  @Override
  public String toString() {
    return "ErasureReceipt["
        + records
        + " records, "
        + (finished ? "finished" : "stopped")
        + ", "
        + damagedFiles.size()
        + " damaged files]";
  }
}
