package dev.sotto.securestore.confinement;

/** Where a standard stream of a confined process leads. */
public enum StandardStream {
  /** To where this process's own one leads. */
  INHERITED,
  /** To nowhere: nothing comes out, and what is written is dropped. */
  EMPTY,
  /**
   * To this process, through a pipe. The input's pipe also serves as the thread of life: it is at
   * its end when this process has gone, whichever way.
   */
  PIPED
}
