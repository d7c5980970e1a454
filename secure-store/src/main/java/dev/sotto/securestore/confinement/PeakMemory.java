package dev.sotto.securestore.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/**
 * The most memory that this process has had at once, as the kernel counted it. A confined process,
 * which can't read {@code /proc}, may ask for it. Source: getrusage(2).
 */
public final class PeakMemory {
  private static final int STRUCTURE_BYTES = 144;
  private static final int RESIDENT_OFFSET = 32;
  private static final int UNIT_BYTES = 1024;

  private PeakMemory() {}

  /** Returns bytes, or nothing where the system does not tell. */
  public static OptionalLong ofThisProcess() {
    return LinuxCalls.find().map(PeakMemory::ask).orElse(OptionalLong.empty());
  }

  private static OptionalLong ask(LinuxCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usage = arena.allocate(STRUCTURE_BYTES, Long.BYTES);
      return calls.call(SystemCall.GETRUSAGE, 0, usage.address()) == 0
          ? OptionalLong.of(UNIT_BYTES * usage.get(ValueLayout.JAVA_LONG, RESIDENT_OFFSET))
          : OptionalLong.empty();
    }
  }
}
