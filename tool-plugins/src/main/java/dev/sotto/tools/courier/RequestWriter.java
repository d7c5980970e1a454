package dev.sotto.tools.courier;

import dev.sotto.consent.Delivery;
import dev.sotto.record.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes the bytes of one request to a connection, as they are, and counts and hashes them on the
 * way. Bytes count from the moment when they are handed to the connection: where that breaks, some
 * of them may have left. For one thread.
 */
final class RequestWriter {
  private final MessageDigest sha256;
  private long count;

  RequestWriter() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  void write(byte[] bytes, OutputStream connection) throws IOException {
    count += bytes.length;
    sha256.update(bytes);
    connection.write(bytes);
    connection.flush();
  }

  /** Returns what was written; nothing more may be written then. */
  Optional<Delivery.Sent> written() {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            new Delivery.Sent(count, new Fingerprint(HexFormat.of().formatHex(sha256.digest()))));
  }

  @Override
  public String toString() {
    return "RequestWriter[" + count + " bytes]";
  }
}
