package dev.sotto.securestore;

import java.io.IOException;
import java.util.Optional;

/**
 * Remembers, outside a store, which form of it was seen last, so that an older copy of the whole
 * store is noticed. It keeps a few bytes for each store, which the store authenticates itself; they
 * hold nothing personal.
 *
 * <p>It protects as far as whoever puts back an older store can't put back what this keeps too.
 * Implementations are called by one thread at a time and by the only process that writes the store.
 */
public interface Anchor {
  /** Remembers nothing: an older copy of the whole store is not noticed. */
  Anchor NONE =
      new Anchor() {
        @Override
        public Optional<byte[]> read(String store) {
          return Optional.empty();
        }

        @Override
        public void write(String store, byte[] content) {}

        @Override
        public String toString() {
          return "Anchor.NONE";
        }
      };

  /**
   * Returns what was kept of a store, if something was.
   *
   * @param store the store's random id, 32 hexadecimal digits
   */
  Optional<byte[]> read(String store) throws IOException;

  /**
   * Keeps something of a store in place of what was kept before. When it returns, it is durable.
   *
   * @param store the store's random id, 32 hexadecimal digits
   * @param content at most 1,024 bytes
   */
  void write(String store, byte[] content) throws IOException;
}
