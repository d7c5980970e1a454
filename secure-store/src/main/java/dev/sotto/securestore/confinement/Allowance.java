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
  LISTEN_ON_TCP,
  /**
   * Connect to other computers by TCP and ask name servers by UDP, also once it is sealed. Which
   * ones is not enforced: those on the local network and this computer itself can be reached too.
   * It can't listen, and reaches no Unix socket.
   */
  CONNECT_TO_HOSTS
}
