package dev.sotto.llm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns UTF-8 bytes that come in pieces into whole characters. Malformed bytes become U+FFFD; a
 * character cut off at the very end is left out. For one thread.
 */
final class WholeCharacters {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer pending = ByteBuffer.allocate(64);

  /** Returns the characters that are whole after these bytes, maybe none. */
  String add(byte[] bytes) {
    if (pending.remaining() < bytes.length) {
      ByteBuffer larger = ByteBuffer.allocate(pending.position() + bytes.length + 64);
      pending = larger.put(pending.flip());
    }
    pending.put(bytes).flip();
    CharBuffer characters = CharBuffer.allocate(pending.remaining() + 2);
    decoder.decode(pending, characters, false);
    pending.compact();
    return characters.flip().toString();
  }
}
