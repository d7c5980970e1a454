package dev.sotto.securestore.confinement;

/**
 * Limits of a process, laid on it by its parent right after its start and out of its reach from
 * then on. There is none for memory: the Java machine reserves far more addresses than it uses, so
 * that its own flags bound the heap.
 *
 * @param openFiles the highest number of descriptors
 * @param fileSizeBytes the largest file it can write
 * @param processes the highest number of processes and threads of the same person, all programs
 *     counted, or {@link #UNLIMITED}; the kernel does not hold root to it
 */
public record ResourceLimits(long openFiles, long fileSizeBytes, long processes) {
  /** No limit. */
  public static final long UNLIMITED = -1;

  /** 4,096 descriptors, files of 64 GiB, any number of processes. */
  public static final ResourceLimits ORDINARY = new ResourceLimits(4096, 64L << 30, UNLIMITED);

  /** What the parent is limited to, without cores. */
  static final ResourceLimits NONE = new ResourceLimits(Long.MAX_VALUE, UNLIMITED, UNLIMITED);

  public ResourceLimits {
    if (openFiles < 1 || fileSizeBytes < UNLIMITED || processes < UNLIMITED) {
      throw new IllegalArgumentException(
          "Limits were %d open files, files of %d bytes, %d processes; UNLIMITED is %d"
              .formatted(openFiles, fileSizeBytes, processes, UNLIMITED));
    }
  }
}
