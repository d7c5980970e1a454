package dev.sotto.securestore.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Linux kernel and the few functions of the C library that start a program.
 *
 * <p>Answers are those of the kernel: what a call returns, or the negative {@link Errno}. Arguments
 * that are addresses are given as {@link MemorySegment#address()}; who allocates them keeps them
 * alive during the call.
 */
@SuppressWarnings("restricted") // Linux can be asked for a filter only through its C library.
final class LinuxCalls {
  private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle CAPTURED_ERROR =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final class Holder {
    static final Optional<LinuxCalls> INSTANCE = load();
  }

  private final Architecture architecture;
  private final SymbolLookup symbols;
  private final MemorySegment systemCall;

  /**
   * Calls any function of up to seven integers or addresses that returns one. Made once and for all
   * of them, since making one takes a noticeable part of the start of a process. Functions that
   * take fewer or smaller arguments, or variable ones, get them from the same registers on both
   * architectures (System V ABI, AAPCS64 on Linux) and do not look at the rest.
   */
  private final MethodHandle function;

  private LinuxCalls(Architecture architecture, Linker linker, MemorySegment systemCall) {
    this.architecture = architecture;
    this.symbols = linker.defaultLookup();
    this.systemCall = systemCall;
    this.function =
        linker.downcallHandle(
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG),
            Linker.Option.captureCallState("errno"));
  }

  /** Returns the calls of this system, or nothing where it isn't Linux on a known architecture. */
  static Optional<LinuxCalls> find() {
    return Holder.INSTANCE;
  }

  /** Returns the calls of this system, or says why there are none. */
  static LinuxCalls get() {
    return find()
        .orElseThrow(() -> new ConfinementUnavailableException(ConfinementSupport.otherSystem()));
  }

  private static Optional<LinuxCalls> load() {
    Optional<Architecture> architecture = Architecture.current();
    if (architecture.isEmpty()
        || !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("syscall")
        .map(systemCall -> new LinuxCalls(architecture.get(), linker, systemCall));
  }

  Architecture architecture() {
    return architecture;
  }

  /**
   * Returns where a function of the C library is.
   *
   * @throws ConfinementUnavailableException if this C library lacks it
   */
  MemorySegment libraryFunction(String name) {
    return symbols
        .find(name)
        .orElseThrow(() ->
            new ConfinementUnavailableException(
                "The C library has no %s; it is there in glibc 2.34 and newer".formatted(name),
                ConfinementSupport.ofThisSystem()));
  }

  /** Calls a function of the C library that takes up to seven arguments and returns an int. */
  int callLibrary(MemorySegment libraryFunction, long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          (long)
              function.invokeExact(
                  libraryFunction,
                  arena.allocate(CAPTURED),
                  at(arguments, 0),
                  at(arguments, 1),
                  at(arguments, 2),
                  at(arguments, 3),
                  at(arguments, 4),
                  at(arguments, 5),
                  at(arguments, 6));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long call(SystemCall call, long... arguments) {
    return callNumber(call.number(architecture), arguments);
  }

  long call(RefusedCall call, long... arguments) {
    return callNumber(call.number(architecture), arguments);
  }

  /** Makes a system call by its number, with up to six arguments. */
  long callNumber(long number, long... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      long answer =
          (long)
              function.invokeExact(
                  systemCall,
                  captured,
                  number,
                  at(arguments, 0),
                  at(arguments, 1),
                  at(arguments, 2),
                  at(arguments, 3),
                  at(arguments, 4),
                  at(arguments, 5));
      return answer == -1 ? -(int) CAPTURED_ERROR.get(captured, 0L) : answer;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static long at(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  /** Returns what a downcall can't throw, as an error. */
  static AssertionError unexpected(Throwable e) {
    return new AssertionError("A call of the C library threw", e);
  }

  /** Opens a file and returns its descriptor. */
  long open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return call(SystemCall.OPENAT, AT_FDCWD, arena.allocateFrom(path).address(), flags, 0600);
    }
  }

  long close(int descriptor) {
    return call(SystemCall.CLOSE, descriptor);
  }

  /** Gives up gaining privileges by executing a program, for the calling thread. */
  long giveUpPrivileges() {
    return call(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  }

  /** Installs a filter for the calling thread, or with TSYNC for all threads of the process. */
  long installFilter(MemorySegment program, int flags) {
    return call(SystemCall.SECCOMP, SECCOMP_SET_MODE_FILTER, flags, program.address());
  }

  /** Writes a filter as struct sock_fprog. */
  static MemorySegment program(Arena arena, List<SystemCallFilter.Instruction> filter) {
    MemorySegment code = arena.allocate(8L * filter.size(), 8);
    for (int i = 0; i < filter.size(); i++) {
      SystemCallFilter.Instruction instruction = filter.get(i);
      code.set(JAVA_SHORT, 8L * i, (short) instruction.code());
      code.set(JAVA_BYTE, 8L * i + 2, jump(instruction.jumpIfTrue()));
      code.set(JAVA_BYTE, 8L * i + 3, jump(instruction.jumpIfFalse()));
      code.set(JAVA_INT, 8L * i + 4, instruction.operand());
    }
    MemorySegment program = arena.allocate(16, 8);
    program.set(JAVA_SHORT, 0, (short) filter.size());
    program.set(ADDRESS, 8, code);
    return program;
  }

  private static byte jump(int distance) {
    if (distance < 0 || distance > 255) {
      throw new IllegalArgumentException(
          "A jump of " + distance + " instructions was asked for; BPF can jump 255 at most");
    }
    return (byte) distance;
  }

  static final int AT_FDCWD = -100;
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;

  static final int PR_SET_PDEATHSIG = 1;
  static final int PR_GET_PDEATHSIG = 2;
  static final int PR_GET_DUMPABLE = 3;
  static final int PR_SET_DUMPABLE = 4;
  static final int PR_GET_SECCOMP = 21;
  static final int PR_SET_NO_NEW_PRIVS = 38;
  static final int PR_GET_NO_NEW_PRIVS = 39;

  static final int SECCOMP_SET_MODE_FILTER = 1;
  static final int SECCOMP_GET_ACTION_AVAIL = 2;
  static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

  static final int SIGINT = 2;
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  static final int SIGWINCH = 28;
}
