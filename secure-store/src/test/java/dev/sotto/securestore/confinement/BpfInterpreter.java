package dev.sotto.securestore.confinement;

import dev.sotto.securestore.confinement.SystemCallFilter.Instruction;
import java.util.List;

/** Runs a filter as the kernel would, over what it would be told of a call. */
record BpfInterpreter(List<Instruction> program) {
  /** Returns the filter's answer to a call, as linux/seccomp.h numbers it. */
  int answer(int auditArchitecture, int number, long... arguments) {
    int accumulator = 0;
    int at = 0;
    while (true) {
      Instruction instruction = program.get(at++);
      int operand = instruction.operand();
      switch (instruction.code()) {
        case SystemCallFilter.LOAD_WORD ->
            accumulator = word(operand, auditArchitecture, number, arguments);
        case SystemCallFilter.JUMP_IF_EQUAL -> at += jump(instruction, accumulator == operand);
        case SystemCallFilter.JUMP_IF_GREATER_OR_EQUAL ->
            at += jump(instruction, Integer.compareUnsigned(accumulator, operand) >= 0);
        case SystemCallFilter.JUMP_IF_ANY_BIT ->
            at += jump(instruction, (accumulator & operand) != 0);
        case SystemCallFilter.RETURN -> {
          return operand;
        }
        default -> throw new AssertionError("instruction " + instruction);
      }
    }
  }

  private static int jump(Instruction instruction, boolean condition) {
    return condition ? instruction.jumpIfTrue() : instruction.jumpIfFalse();
  }

  private static int word(int offset, int auditArchitecture, int number, long... arguments) {
    return switch (offset) {
      case 0 -> number;
      case 4 -> auditArchitecture;
      default -> {
        int argument = (offset - 16) / 8;
        long value = argument < arguments.length ? arguments[argument] : 0;
        yield (int) ((offset - 16) % 8 == 0 ? value : value >>> 32);
      }
    };
  }
}
