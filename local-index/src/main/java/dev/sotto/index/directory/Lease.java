package dev.sotto.index.directory;

import java.lang.invoke.VarHandle;

/**
 * Decrypted bytes that are overwritten once it ends, while others may be reading them. So a reader
 * reads first and then asks {@link #hasEnded}; if it has, what was read is thrown away. Whoever
 * ends it does so before touching the bytes. Reading takes no lock.
 */
abstract sealed class Lease permits SegmentedFile, CachedSegment {
  private volatile boolean ended;

  /** Returns whether bytes read before this call may have been something else. */
  final boolean hasEnded() {
    VarHandle.loadLoadFence();
    return ended;
  }

  /** Ends it; the bytes may be overwritten from then on. */
  final void end() {
    ended = true;
    VarHandle.fullFence();
  }
}
