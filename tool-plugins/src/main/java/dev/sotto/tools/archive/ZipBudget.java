package dev.sotto.tools.archive;

/** What the archives of one file may still unpack to. For one thread. */
final class ZipBudget {
  private int entries;
  private long bytes;

  ZipBudget(ZipLimits limits) {
    this.entries = limits.maxEntries();
    this.bytes = limits.maxTotalBytes();
  }

  boolean takeEntries(int count) {
    if (count > entries) {
      return false;
    }
    entries -= count;
    return true;
  }

  boolean takeBytes(long count) {
    if (count > bytes) {
      return false;
    }
    bytes -= count;
    return true;
  }
}
