package dev.sotto.securestore.confinement;

import java.util.Locale;
import java.util.Optional;

/** A processor architecture for which system call numbers are known; both are little-endian. */
enum Architecture {
  /** Its kernels may also take calls of the 32-bit entry and, with a bit set, of x32. */
  X86_64(0xC000003E),
  /** Its kernels may also take calls of 32-bit programs. */
  AARCH64(0xC00000B7);

  /** The bit that marks a call of x32 (linux/arch/x86/include/uapi/asm/unistd.h). */
  static final int X32_BIT = 0x40000000;

  /** Stands for the number of a call that an architecture lacks. */
  static final int NO_SUCH_CALL = -1;

  private final int auditValue;

  Architecture(int auditValue) {
    this.auditValue = auditValue;
  }

  /** Returns the value by which the kernel names it to a filter (linux/audit.h). */
  int auditValue() {
    return auditValue;
  }

  /** Returns the architecture of this Java machine, or nothing where it is another one. */
  static Optional<Architecture> current() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
