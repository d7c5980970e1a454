package dev.sotto.importing.process;

/**
 * Where each item that is stored already stands in the order in which they were named: a hash table
 * with open addressing, 20 bytes an item at a load of one half. For one thread.
 */
final class KnownItems {
  private static final int ABSENT = -1;

  private final long[] high;
  private final long[] low;
  private final int[] place;
  private final int mask;
  private int size;

  KnownItems(int capacity) {
    int slots = Integer.highestOneBit(Math.max(4, 2 * capacity - 1)) << 1;
    this.high = new long[slots];
    this.low = new long[slots];
    this.place = new int[slots];
    this.mask = slots - 1;
  }

  /** Adds the next item. */
  void add(ItemDigest digest) {
    int slot = slotOf(digest);
    high[slot] = digest.high();
    low[slot] = digest.low();
    place[slot] = ++size;
  }

  int size() {
    return size;
  }

  /** Returns the place of an item, the first being 0, or -1 if it is not known. */
  int find(ItemDigest digest) {
    return place[slotOf(digest)] + ABSENT;
  }

  private int slotOf(ItemDigest digest) {
    int slot = (int) digest.high() & mask;
    while (place[slot] != 0 && (high[slot] != digest.high() || low[slot] != digest.low())) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  @Override
  public String toString() {
    return "KnownItems[" + size + "]";
  }
}
