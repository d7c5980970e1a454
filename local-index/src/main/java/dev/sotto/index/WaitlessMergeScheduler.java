package dev.sotto.index;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;

/**
 * Merges on the thread that asks, one merge at a time. Who commits while another thread merges does
 * not wait for it: what is due then is done by that thread or at the next occasion.
 */
final class WaitlessMergeScheduler extends MergeScheduler {
  private final ReentrantLock merging = new ReentrantLock();

  @Override
  public void merge(MergeSource source, MergeTrigger trigger) throws IOException {
    if (trigger == MergeTrigger.EXPLICIT || trigger == MergeTrigger.CLOSING) {
      merging.lock();
    } else if (!merging.tryLock()) {
      return;
    }
    try {
      MergePolicy.OneMerge next = source.getNextMerge();
      while (next != null) {
        source.merge(next);
        next = source.getNextMerge();
      }
    } finally {
      merging.unlock();
    }
  }

  @Override
  public void close() {}
}
