package dev.sotto.application.vault;

import dev.sotto.index.IndexTraces;
import java.time.Duration;

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
    int texts) {
  /** Returns whether nothing was found again. */
  public boolean isClean() {
    return finished && keysInTable == 0 && filesOpened == 0 && traces.areNone();
  }
}
