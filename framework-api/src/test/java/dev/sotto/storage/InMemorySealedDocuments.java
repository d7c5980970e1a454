package dev.sotto.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Documents in memory for tests, not encrypted. Safe for all threads. */
public final class InMemorySealedDocuments implements SealedDocuments {
  private static final int MAX_BYTES = 1 << 20;

  private final Map<String, byte[]> documents = new HashMap<>();

  @Override
  public synchronized Optional<byte[]> read(String name) {
    return Optional.ofNullable(documents.get(checked(name))).map(byte[]::clone);
  }

  @Override
  public synchronized void write(String name, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A document has at most " + MAX_BYTES + " bytes; found " + content.length);
    }
    documents.put(checked(name), content.clone());
  }

  @Override
  public synchronized void delete(String name) {
    documents.remove(checked(name));
  }

  private static String checked(String name) {
    if (!name.matches("[a-z-]{1,32}")) {
      throw new IllegalArgumentException(
          "A document's name has 1 to 32 lower-case letters and '-'");
    }
    return name;
  }
}
