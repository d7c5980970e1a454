package dev.sotto.importing.process;

import dev.sotto.process.Frames;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.ProtocolException;
import java.util.Arrays;
import java.util.List;

/**
 * What a fuzzer calls: any bytes are messages or refused by a {@link ProtocolException} that ends
 * in a full stop, and messages can be written again. Jazzer finds {@link #fuzzerTestOneInput} by
 * its name: {@code mvn verify -Pfuzz -pl framework-api}.
 */
public final class MessagesFuzz {
  private static final ToImporterCodec TO_IMPORTER = new ToImporterCodec();
  private static final FromImporterCodec FROM_IMPORTER = new FromImporterCodec();

  private MessagesFuzz() {}

  /** Reads a stream of messages, whose direction the first byte says. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      isRefused((input[0] & 1) == 0, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  static boolean isRefused(boolean toImporter, byte[] bytes) {
    return toImporter ? isRefused(TO_IMPORTER, bytes) : isRefused(FROM_IMPORTER, bytes);
  }

  private static <M> boolean isRefused(MessageCodec<M> codec, byte[] bytes) {
    try {
      List<M> messages = Frames.decode(codec, bytes);
      for (M message : messages) {
        M again = Frames.decode(codec, Frames.encode(codec, message)).getFirst();
        if (!again.getClass().equals(message.getClass())) {
          throw new AssertionError("A message was written as one of another type");
        }
      }
      return false;
    } catch (ProtocolException e) {
      if (!String.valueOf(e.getMessage()).endsWith(".")) {
        throw new AssertionError("The refusal is no sentence", e);
      }
      return true;
    }
  }
}
