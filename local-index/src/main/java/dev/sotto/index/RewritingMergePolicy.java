package dev.sotto.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Merges as Lucene does, and besides rewrites old segments, a few at a time when it is allowed to:
 * each forced merge takes segments that are to be rewritten up to a number of bytes, or one alone
 * that is larger. Safe for all threads.
 */
final class RewritingMergePolicy extends FilterMergePolicy {
  private final Selection selection;
  private final long stepBytes;
  private boolean allowed;
  private boolean found;

  /**
   * @param selection which segments are to be rewritten
   * @param stepBytes segments are taken together up to this size
   */
  RewritingMergePolicy(Selection selection, long stepBytes) {
    super(new TieredMergePolicy());
    this.selection = selection;
    this.stepBytes = stepBytes;
  }

  /** Says which segments are to be rewritten. */
  @FunctionalInterface
  interface Selection {
    boolean isOld(SegmentCommitInfo segment) throws IOException;
  }

  /** Lets the next forced merge rewrite some segments. */
  synchronized void allowOne() {
    allowed = true;
    found = false;
  }

  /** Returns whether there was something to rewrite. */
  synchronized boolean hasFound() {
    return found;
  }

  @Override
  public synchronized MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext context)
      throws IOException {
    MergeSpecification specification = new MergeSpecification();
    if (!allowed) {
      return specification;
    }
    List<SegmentCommitInfo> chosen = new ArrayList<>();
    long bytes = 0;
    for (SegmentCommitInfo segment : infos) {
      long size = segment.sizeInBytes();
      if (!context.getMergingSegments().contains(segment)
          && (chosen.isEmpty() || bytes + size <= stepBytes)
          && selection.isOld(segment)) {
        chosen.add(segment);
        bytes += size;
      }
    }
    if (!chosen.isEmpty()) {
      allowed = false;
      found = true;
      specification.add(new MergePolicy.OneMerge(chosen));
    }
    return specification;
  }
}
