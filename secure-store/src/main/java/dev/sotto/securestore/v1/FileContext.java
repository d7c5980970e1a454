package dev.sotto.securestore.v1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What an encrypted file is bound to, so that it can't be taken for another: store id, kind, name,
 * key id, each after its length in two bytes.
 */
final class FileContext {
  private static final int MAX_FIELD_BYTES = 0xFFFF;

  private FileContext() {}

  static byte[] of(byte[] storeId, FileKind kind, String name, byte[] keyId) {
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    append(context, storeId);
    append(context, kind.label().getBytes(StandardCharsets.UTF_8));
    append(context, name.getBytes(StandardCharsets.UTF_8));
    append(context, keyId);
    return context.toByteArray();
  }

  private static void append(ByteArrayOutputStream context, byte[] field) {
    if (field.length > MAX_FIELD_BYTES) {
      throw new IllegalArgumentException(
          "A file's name has at most " + MAX_FIELD_BYTES + " bytes; found " + field.length);
    }
    context.write(field.length >>> Byte.SIZE);
    context.write(field.length);
    context.writeBytes(field);
  }
}
