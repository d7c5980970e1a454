package dev.sotto.index.directory;

/** A decrypted segment in the cache. It ends when it is put out or its file or cache closes. */
final class CachedSegment extends Lease {
  private final SegmentCache.Slots slots;
  private final int number;
  private final byte[] plaintext;
  private volatile boolean usedAgain;

  CachedSegment(SegmentCache.Slots slots, int number, byte[] plaintext) {
    this.slots = slots;
    this.number = number;
    this.plaintext = plaintext;
  }

  SegmentCache.Slots slots() {
    return slots;
  }

  int number() {
    return number;
  }

  /** Returns the bytes, which may be read as long as it has not ended; never written by readers. */
  byte[] plaintext() {
    return plaintext;
  }

  boolean isUsedAgain() {
    return usedAgain;
  }

  /** Notes that it was asked for again, or that it has to prove this anew. */
  void setUsedAgain(boolean usedAgain) {
    if (this.usedAgain != usedAgain) {
      this.usedAgain = usedAgain;
    }
  }
}
