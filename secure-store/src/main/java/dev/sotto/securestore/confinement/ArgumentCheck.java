package dev.sotto.securestore.confinement;

import java.util.List;

/** A condition on one argument of a system call; arguments count from 0. */
sealed interface ArgumentCheck {
  /** The argument's lower 32 bits, all that the kernel reads of an int, are one of the values. */
  record OneOf(int argument, List<Integer> values) implements ArgumentCheck {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** None of these bits is set in the lower 32. */
  record NoneOfBits(int argument, int bits) implements ArgumentCheck {}

  /** This bit is set in the lower 32. */
  record Bit(int argument, int bit) implements ArgumentCheck {}

  /** All 64 bits are zero, as in a null pointer. */
  record Zero(int argument) implements ArgumentCheck {}
}
