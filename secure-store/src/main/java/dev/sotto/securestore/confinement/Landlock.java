package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A Landlock ruleset: all that this kernel's Landlock can refuse is refused, but for the given
 * paths (see landlock(7), and Documentation/userspace-api/landlock.rst of the kernel).
 *
 * <p>What an old version can't refuse is refused by the system call filter or has no effect:
 * cutting off a file by name (before 3) is not a listed call, device commands (before 5) are
 * checked by number, TCP (before 4) and abstract sockets (before 6) need a socket, signals (before
 * 6) can be sent to the own process only, once sealed.
 */
final class Landlock implements AutoCloseable {
  // linux/landlock.h
  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIR = 1 << 3;
  private static final long REMOVE_DIR = 1 << 4;
  private static final long REMOVE_FILE = 1 << 5;
  private static final long MAKE_DIR = 1 << 7;
  private static final long MAKE_REG = 1 << 8;
  private static final long MAKE_SOCK = 1 << 9;
  private static final long REFER = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long UP_TO_MAKE_SYM = (1 << 13) - 1;
  private static final long IOCTL_DEV = 1 << 15;
  private static final long BIND_TCP = 1;
  private static final long CONNECT_TCP = 1 << 1;
  private static final long ABSTRACT_UNIX_SOCKET = 1;
  private static final long SIGNAL = 1 << 1;

  private static final int CREATE_RULESET_VERSION = 1;
  private static final int RULE_PATH_BENEATH = 1;
  private static final long OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
  private static final long READING = READ_FILE | READ_DIR;
  private static final long WRITING =
      READING | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE;

  private final LinuxCalls calls;
  private final long handled;
  private final int ruleset;

  private Landlock(LinuxCalls calls, long handled, int ruleset) {
    this.calls = calls;
    this.handled = handled;
    this.ruleset = ruleset;
  }

  /** Returns the version of the kernel's interface, or the negative error. */
  static long version(LinuxCalls calls) {
    return calls.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION);
  }

  /**
   * Makes a ruleset.
   *
   * @throws IOException if a path can't be opened
   * @throws ConfinementUnavailableException if the kernel refuses
   */
  static Landlock of(LinuxCalls calls, Confinement confinement) throws IOException {
    long version = version(calls);
    long handled = handledFiles(version);
    Landlock landlock =
        new Landlock(
            calls,
            handled,
            create(calls, version, handled, refusedOfTcp(confinement.allowances())));
    try {
      landlock.allow(confinement.readable(), READING);
      landlock.allow(
          confinement.writable(),
          confinement.allowances().contains(Allowance.LISTEN_ON_UNIX_SOCKETS)
              ? WRITING | MAKE_SOCK
              : WRITING);
      landlock.allow(confinement.executable(), READ_FILE | EXECUTE);
      return landlock;
    } catch (IOException | RuntimeException e) {
      landlock.close();
      throw e;
    }
  }

  private static long refusedOfTcp(Set<Allowance> allowances) {
    return (allowances.contains(Allowance.LISTEN_ON_TCP) ? 0 : BIND_TCP)
        | (allowances.contains(Allowance.CONNECT_TO_HOSTS) ? 0 : CONNECT_TCP);
  }

  private static int create(LinuxCalls calls, long version, long handledFiles, long refusedOfTcp) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(24, 8);
      attributes.set(JAVA_LONG, 0, handledFiles);
      attributes.set(JAVA_LONG, 8, refusedOfTcp);
      attributes.set(JAVA_LONG, 16, ABSTRACT_UNIX_SOCKET | SIGNAL);
      long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
      long ruleset = calls.call(SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
      if (ruleset < 0) {
        throw new ConfinementUnavailableException(
            "A Landlock ruleset of version %d was to be made and the kernel answered %s"
                .formatted(version, Errno.name(ruleset)),
            ConfinementSupport.ofThisSystem());
      }
      return (int) ruleset;
    }
  }

  private static long handledFiles(long version) {
    long handled = UP_TO_MAKE_SYM;
    if (version >= 2) {
      handled |= REFER;
    }
    if (version >= 3) {
      handled |= TRUNCATE;
    }
    if (version >= 5) {
      handled |= IOCTL_DEV;
    }
    return handled;
  }

  private void allow(Set<Path> paths, long rights) throws IOException {
    for (Path path : paths) {
      allow(path, rightsOf(path, rights));
    }
  }

  /** A device that can be written, such as a terminal, also takes the commands that are listed. */
  private static long rightsOf(Path path, long rights) {
    if (Files.isDirectory(path)) {
      return rights;
    }
    boolean written = (rights & WRITE_FILE) != 0;
    return (written && !Files.isRegularFile(path) ? rights | IOCTL_DEV : rights) & OF_A_FILE;
  }

  private void allow(Path path, long rights) throws IOException {
    long file =
        calls.open(path.toAbsolutePath().toString(), LinuxCalls.O_PATH | LinuxCalls.O_CLOEXEC);
    if (file < 0) {
      throw new IOException(
          "A process was to be given %s, which could not be opened: %s. Only what exists can be given"
              .formatted(path, Errno.name(file)));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rule = arena.allocate(12, 8);
      rule.set(JAVA_LONG, 0, rights & handled);
      rule.set(JAVA_INT, 8, (int) file);
      long answer =
          calls.call(SystemCall.LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0);
      if (answer != 0) {
        throw new IOException(
            "A process was to be given %s and the kernel answered %s"
                .formatted(path, Errno.name(answer)));
      }
    } finally {
      calls.close((int) file);
    }
  }

  /** Restricts the calling thread and what it starts; 0, or the negative error. */
  long restrictThisThread() {
    return calls.call(SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, 0);
  }

  @Override
  public void close() {
    calls.close(ruleset);
  }
}
