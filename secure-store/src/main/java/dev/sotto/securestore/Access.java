package dev.sotto.securestore;

/** What an unlocked store is opened for. */
public enum Access {
  /** Reading, beside other processes that read. */
  READ,
  /** Reading and writing, as the only process. */
  WRITE
}
