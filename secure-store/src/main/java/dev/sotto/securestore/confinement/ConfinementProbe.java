package dev.sotto.securestore.confinement;

/**
 * Something that a confined process must not be able to do, and that {@link ConfinementProbes}
 * tries from inside it.
 */
public enum ConfinementProbe {
  INTERNET_SOCKETS("socket(2) of AF_INET and AF_INET6, of three types"),
  UNIX_SOCKETS("socket(2) of AF_UNIX, of three types"),
  OTHER_SOCKETS("socket(2) of every other family up to 63, of three types"),
  SOCKET_PAIR("socketpair(2) of AF_UNIX"),
  JAVA_CONNECTION("a Java socket to the loopback address"),
  JAVA_DATAGRAM("a Java datagram socket"),
  NAME_RESOLUTION("resolving a name that is never given to anybody (RFC 6761)"),
  IO_URING("io_uring_setup(2), which makes calls that no filter sees"),
  HOME_FOLDER("listing the home folder"),
  OUTSIDE_FILE("creating a file outside the process's own folders"),
  PROGRAM("starting a program"),
  EXECUTE("execve(2) of a path that leads nowhere"),
  PARENT_TRACE("ptrace(2) of the parent"),
  PARENT_MEMORY("process_vm_readv(2) of the parent"),
  PARENT_MEMORY_FILE("opening the parent's /proc/PID/mem"),
  PARENT_DESCRIPTORS("pidfd_open(2) of the parent, as needed to take its descriptors"),
  PARENT_SIGNAL("kill(2) of the parent with signal 0, which does nothing"),
  PARENT_THREAD_SIGNAL("tgkill(2) of the parent's first thread with signal 0"),
  TERMINAL_INPUT("ioctl(2) TIOCSTI, which types into a terminal, on no descriptor"),
  TERMINAL_INPUT_LONG("the same with a bit set that the kernel does not read"),
  NAMESPACES("unshare(2) of the user namespace"),
  MOUNT("mount(2) of nothing"),
  PERFORMANCE_EVENTS("perf_event_open(2)"),
  KERNEL_PROGRAMS("bpf(2)"),
  PAGE_FAULTS("userfaultfd(2)"),
  KERNEL_KEYS("keyctl(2)"),
  LINKS("symlink(2) with an empty name"),
  X32_CALLS("getpid(2) by its x32 number");

  private final String attempt;

  ConfinementProbe(String attempt) {
    this.attempt = attempt;
  }

  /** Returns what is tried, in technical words. */
  public String attempt() {
    return attempt;
  }

  /** Returns whether this is what a process does that is allowed to connect to hosts. */
  public boolean isNetwork() {
    return switch (this) {
      case INTERNET_SOCKETS, JAVA_CONNECTION, JAVA_DATAGRAM, NAME_RESOLUTION -> true;
      default -> false;
    };
  }

  /** Returns whether this is what only Landlock refuses: files that a process was not given. */
  public boolean isFile() {
    return this == HOME_FOLDER || this == OUTSIDE_FILE;
  }

  /**
   * Returns whether a process counts as confined only where this is refused. X32 does not: most
   * kernels don't have it, and say so in place of the filter.
   */
  public boolean isCore() {
    return this != X32_CALLS;
  }
}
