package dev.sotto.process;

import java.util.List;

/** The smallest protocol there is, for tests: notes are sent, and lists of numbers come back. */
final class Notes {
  static final int MAX_TEXT = 1 << 20;

  sealed interface Message {
    record Note(String text) implements Message {}

    record Numbers(List<Long> numbers) implements Message {}
  }

  private Notes() {}

  static Protocol<Message, Message> protocol(Role role) {
    return new Protocol<>(200, 1, role, new Codec(), new Codec());
  }

  static final class Codec implements MessageCodec<Message> {
    @Override
    public int typeOf(Message message) {
      return message instanceof Message.Note ? 1 : 2;
    }

    @Override
    public int maxBytes(int type) throws ProtocolException {
      return switch (type) {
        case 1 -> 5 + 3 * MAX_TEXT;
        case 2 -> 4 + 8 * 1_000;
        default -> throw new ProtocolException("No message has the type " + type + ".");
      };
    }

    @Override
    public void write(Message message, MessageWriter out) {
      switch (message) {
        case Message.Note(String text) -> out.writeText(text, MAX_TEXT);
        case Message.Numbers(List<Long> numbers) ->
            out.writeList(numbers, 1_000, (number, to) -> to.writeLong(number));
      }
    }

    @Override
    public Message read(int type, MessageReader in) throws ProtocolException {
      return type == 1
          ? new Message.Note(in.readText(MAX_TEXT))
          : new Message.Numbers(in.readList(1_000, 8, MessageReader::readLong));
    }
  }
}
