package dev.sotto.process;

import java.util.List;

/**
 * The numbers that stand for constants in messages: 1 for the first, and so on. They are spelled
 * out, so that they stay when constants are reordered.
 *
 * @param <E> the type of the constants
 */
public final class ConstantCode<E extends Enum<E>> {
  private final List<E> constants;

  /**
   * @param constants in the order of their numbers
   */
  public ConstantCode(List<E> constants) {
    this.constants = List.copyOf(constants);
  }

  /** Returns the number of a constant. */
  public int of(E constant) {
    int index = constants.indexOf(constant);
    if (index < 0) {
      throw new IllegalStateException("No number stands for " + constant + "; add one");
    }
    return index + 1;
  }

  /** Reads a number and returns its constant. */
  public E read(MessageReader in) throws ProtocolException {
    int code = in.readUnsignedByte();
    if (code < 1 || code > constants.size()) {
      throw in.malformed("no constant has the number " + code);
    }
    return constants.get(code - 1);
  }

  @Override
  public String toString() {
    return "ConstantCode" + constants;
  }
}
