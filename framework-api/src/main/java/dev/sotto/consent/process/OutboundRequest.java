package dev.sotto.consent.process;

import dev.sotto.consent.CanonicalRequest;
import dev.sotto.record.Fingerprint;
import dev.sotto.tool.Endpoint;
import java.net.URI;
import java.time.Duration;

/**
 * Bytes to be carried, and what may come back. Whoever makes one, also from a message, has checked
 * that the bytes are one request of the canonical form for this host, with nothing behind it. They
 * can't say whether a person approved them; that the gate knows.
 *
 * @param origin {@code https://host} or {@code https://host:port}; {@code http} to a loopback
 *     address is for tests
 * @param bytes the whole request; not copied, not to be changed
 * @param responseType the media type that the response must have
 * @param maxResponseBytes the most bytes of body that are read
 * @param deadline how long all of it may take, up to two minutes
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboundRequest(
    URI origin, byte[] bytes, String responseType, int maxResponseBytes, Duration deadline) {
  /** How long a request may take if nobody says otherwise. */
  public static final Duration ORDINARY_DEADLINE = Duration.ofSeconds(30);

  static final Duration LONGEST_DEADLINE = Duration.ofMinutes(2);

  public OutboundRequest {
    require(Endpoint.isOrigin(origin), "it goes to no host that is allowed");
    require(
        maxResponseBytes >= 1 && maxResponseBytes <= Endpoint.MAX_RESPONSE_BYTES,
        "it allows a response of another size than services may have");
    require(
        deadline.isPositive() && deadline.compareTo(LONGEST_DEADLINE) <= 0,
        "it may take no time, or too long");
    RequestForm.require(bytes, CanonicalRequest.authority(origin), responseType);
  }

  /** Returns a request as it is handed to a courier. */
  public static OutboundRequest of(CanonicalRequest request) {
    Endpoint endpoint = request.endpoint();
    return new OutboundRequest(
        endpoint.origin(),
        request.bytes(),
        endpoint.responseType(),
        endpoint.maxResponseBytes(),
        ORDINARY_DEADLINE);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("A request can't be carried: " + otherwise);
    }
  }

  /** Returns the SHA-256 of the bytes. */
  public Fingerprint hash() {
    return Fingerprint.of(bytes);
  }

  @Override
  public String toString() {
    return "OutboundRequest[" + origin.getHost() + ", " + bytes.length + " bytes]";
  }
}
