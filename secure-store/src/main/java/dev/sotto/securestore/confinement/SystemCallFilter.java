package dev.sotto.securestore.confinement;

import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter that lets the listed system calls pass and answers every other one with EPERM
 * (see seccomp(2), and Documentation/userspace-api/seccomp_filter.rst of the kernel).
 *
 * <p>Calls of another architecture (the 32-bit entry) and of x32 are refused whatever their number.
 * {@code clone3} is answered with ENOSYS: its flags lie in memory, where a filter can't look, and
 * the C library then uses {@code clone}.
 *
 * <p>Refusing by an error in place of a signal lets the process say what it was refused, and lets
 * {@link ConfinementProbes} measure it. The kernel keeps a map of the calls that pass without a
 * look at their arguments (since 5.11), so that the length of the list costs nothing there.
 */
final class SystemCallFilter {
  /** One instruction of classic BPF (linux/filter.h). */
  record Instruction(int code, int jumpIfTrue, int jumpIfFalse, int operand) {}

  static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  static final int JUMP_IF_GREATER_OR_EQUAL = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  static final int JUMP_IF_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
  static final int RETURN = 0x06; // BPF_RET | BPF_K

  static final int ALLOW = 0x7FFF0000; // SECCOMP_RET_ALLOW
  static final int ERROR = 0x00050000; // SECCOMP_RET_ERRNO
  static final int REFUSE = ERROR | Errno.EPERM.number();
  static final int DENY_EXISTENCE = ERROR | Errno.ENOSYS.number();

  // struct seccomp_data
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  private SystemCallFilter() {}

  static List<Instruction> of(FilterScope scope) {
    List<Instruction> program = new ArrayList<>();
    program.add(load(ARCHITECTURE));
    program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, scope.architecture().auditValue()));
    program.add(answer(REFUSE));
    program.add(load(NUMBER));
    if (scope.architecture() == Architecture.X86_64) {
      program.add(new Instruction(JUMP_IF_GREATER_OR_EQUAL, 0, 1, Architecture.X32_BIT));
      program.add(answer(REFUSE));
    }
    program.add(
        new Instruction(JUMP_IF_EQUAL, 0, 1, RefusedCall.CLONE3.number(scope.architecture())));
    program.add(answer(DENY_EXISTENCE));
    for (SystemCall call : SystemCall.values()) {
      if (call.allowedIn(scope)) {
        List<Instruction> decision = decision(call.rule(scope).checks(scope));
        program.add(
            new Instruction(JUMP_IF_EQUAL, 0, decision.size(), call.number(scope.architecture())));
        program.addAll(decision);
      }
    }
    program.add(answer(REFUSE));
    return List.copyOf(program);
  }

  private static List<Instruction> decision(List<ArgumentCheck> checks) {
    List<Instruction> decision = new ArrayList<>();
    for (ArgumentCheck check : checks) {
      switch (check) {
        case ArgumentCheck.OneOf(int argument, List<Integer> values) -> {
          decision.add(load(lowerHalf(argument)));
          for (int i = 0; i < values.size(); i++) {
            decision.add(new Instruction(JUMP_IF_EQUAL, values.size() - i, 0, values.get(i)));
          }
        }
        case ArgumentCheck.NoneOfBits(int argument, int bits) -> {
          decision.add(load(lowerHalf(argument)));
          decision.add(new Instruction(JUMP_IF_ANY_BIT, 0, 1, bits));
        }
        case ArgumentCheck.Bit(int argument, int bit) -> {
          decision.add(load(lowerHalf(argument)));
          decision.add(new Instruction(JUMP_IF_ANY_BIT, 1, 0, bit));
        }
        case ArgumentCheck.Zero(int argument) -> {
          decision.add(load(lowerHalf(argument)));
          decision.add(new Instruction(JUMP_IF_EQUAL, 1, 0, 0));
          decision.add(answer(REFUSE));
          decision.add(load(lowerHalf(argument) + 4));
          decision.add(new Instruction(JUMP_IF_EQUAL, 1, 0, 0));
        }
      }
      decision.add(answer(REFUSE));
    }
    decision.add(answer(ALLOW));
    return decision;
  }

  private static Instruction load(int offset) {
    return new Instruction(LOAD_WORD, 0, 0, offset);
  }

  private static Instruction answer(int value) {
    return new Instruction(RETURN, 0, 0, value);
  }

  private static int lowerHalf(int argument) {
    return ARGUMENTS + 8 * argument;
  }
}
