package dev.sotto.securestore.confinement;

/** What a confined process may do beyond computing and using its files. */
public enum Allowance {
  /**
   * Open Unix listening sockets until it is sealed, and serve them afterwards. It can't connect to
   * anything.
   */
  LISTEN_ON_UNIX_SOCKETS,
  /**
   * Open TCP listening sockets until it is sealed, and serve them afterwards. It can't connect to
   * anything; that it listens on the loopback address only is not enforced.
   */
  LISTEN_ON_TCP
}
