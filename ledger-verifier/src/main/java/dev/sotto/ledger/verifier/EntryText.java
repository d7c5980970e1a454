package dev.sotto.ledger.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The text of an entry: lines of a field's name, a space, and its value. Only what is compared with
 * other entries is looked at; the rest is for people.
 *
 * @param lines the lines
 */
record EntryText(List<String> lines) {
  static EntryText parse(byte[] bytes, String what) throws InvalidLedgerException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!text.startsWith("sotto-ledger-entry ") || !text.endsWith("\n")) {
        throw InvalidLedgerException.malformed(what + " has an unknown form");
      }
      List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
      for (String line : lines) {
        if (line.indexOf(' ') < 1 || line.codePoints().anyMatch(EntryText::isHidden)) {
          throw InvalidLedgerException.malformed(what + " has a line of an unknown form");
        }
      }
      return new EntryText(lines);
    } catch (CharacterCodingException e) {
      InvalidLedgerException malformed = InvalidLedgerException.malformed(what + " is not UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
  }

  Optional<String> find(String name) {
    String prefix = name + " ";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  String require(String name, String what) throws InvalidLedgerException {
    Optional<String> value = find(name);
    if (value.isEmpty()) {
      throw InvalidLedgerException.malformed(what + " lacks its " + name);
    }
    return value.get();
  }

  @Override
  public String toString() {
    return "EntryText[" + lines.size() + " lines]";
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
