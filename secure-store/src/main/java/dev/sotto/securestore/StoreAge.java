package dev.sotto.securestore;

/** What was found when a store was held against its anchor. */
public enum StoreAge {
  /** There was no anchor to hold it against. */
  UNKNOWN,
  /** It is the one that was last seen, or the step under way when a process ended. */
  AS_LAST_SEEN,
  /**
   * It was not seen before, as on a new computer; or what was remembered of it was lost. From now
   * on it is remembered, if it was opened for writing.
   */
  FIRST_SEEN,
  /** It is newer than it was last seen, as after use on another computer. */
  NEWER,
  /** It is older, and the person said that they restored it. */
  RESTORED,
  /** It is older, and was opened only to find out what can be read. */
  OLDER
}
