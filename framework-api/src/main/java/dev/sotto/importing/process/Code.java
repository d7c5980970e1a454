package dev.sotto.importing.process;

import dev.sotto.process.MessageReader;
import dev.sotto.process.ProtocolException;
import java.util.List;

/**
 * The numbers that stand for constants in messages: 1 for the first, and so on. They are spelled
 * out, so that they stay when constants are reordered.
 *
 * @param <E> the type of the constants
 */
final class Code<E extends Enum<E>> {
  private final List<E> constants;

  Code(List<E> constants) {
    this.constants = List.copyOf(constants);
  }

  int of(E constant) {
    int index = constants.indexOf(constant);
    if (index < 0) {
      throw new IllegalStateException("No number stands for " + constant + "; add one");
    }
    return index + 1;
  }

  E read(MessageReader in) throws ProtocolException {
    int code = in.readUnsignedByte();
    if (code < 1 || code > constants.size()) {
      throw in.malformed("no constant has the number " + code);
    }
    return constants.get(code - 1);
  }

  @Override
  public String toString() {
    return "Code" + constants;
  }
}
