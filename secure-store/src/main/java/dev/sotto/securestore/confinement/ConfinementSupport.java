package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the system offers for confinement; asking changes nothing.
 *
 * @param system the operating system, its version and architecture
 * @param linux whether it is Linux on an architecture whose system calls are known
 * @param filters whether the kernel takes system call filters
 * @param landlockVersion the version of Landlock's interface, or 0 where the kernel lacks it or has
 *     it switched off
 */
public record ConfinementSupport(
    String system, boolean linux, boolean filters, int landlockVersion) {

  /** Asks this system. */
  public static ConfinementSupport ofThisSystem() {
    return LinuxCalls.find().map(ConfinementSupport::of).orElseGet(ConfinementSupport::otherSystem);
  }

  static ConfinementSupport otherSystem() {
    return new ConfinementSupport(name(), false, false, 0);
  }

  private static ConfinementSupport of(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(JAVA_INT);
      action.set(JAVA_INT, 0, SystemCallFilter.ERROR);
      long filters =
          calls.call(SystemCall.SECCOMP, LinuxCalls.SECCOMP_GET_ACTION_AVAIL, 0, action.address());
      return new ConfinementSupport(
          name(), true, filters == 0, Math.toIntExact(Math.max(0, Landlock.version(calls))));
    }
  }

  private static String name() {
    return "%s %s (%s)"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  /** Returns whether a process can be held to its files and kept off the network here. */
  public boolean complete() {
    return linux && filters && landlockVersion > 0;
  }

  /** Returns what is missing, in words, or an empty text where nothing is. */
  public String missing() {
    if (!linux) {
      return "confinement needs Linux on x86-64 or AArch64";
    } else if (!filters) {
      return "the kernel takes no system call filters (CONFIG_SECCOMP_FILTER)";
    } else if (landlockVersion == 0) {
      return "the kernel has no Landlock, or it is not among the security modules switched on"
          + " (Linux 5.13, CONFIG_SECURITY_LANDLOCK, lsm=landlock,...)";
    }
    return "";
  }

  @Override
  public String toString() {
    return "ConfinementSupport[linux=%s, filters=%s, landlockVersion=%d]"
        .formatted(linux, filters, landlockVersion);
  }
}
