package dev.sotto.consent;

import dev.sotto.record.Fingerprint;
import java.util.Optional;

/** What became of a request. */
public sealed interface Delivery {
  /** Returns what the courier wrote to the connection; empty if nothing was. */
  Optional<Sent> sent();

  /**
   * What was written to the connection, as the courier counted it.
   *
   * @param bytes how many
   * @param hash of these bytes
   */
  record Sent(long bytes, Fingerprint hash) {}

  /**
   * There is a response.
   *
   * @param status 200 to 599; redirects are failures
   * @param mediaType in lower case, without parameters
   * @param body as it came; not copied
   * @param written what was sent
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answered(int status, String mediaType, byte[] body, Sent written) implements Delivery {
    @Override
    public Optional<Sent> sent() {
      return Optional.of(written);
    }

    @Override
    public String toString() {
      return "Answered[" + status + ", " + body.length + " bytes]";
    }
  }

  /** There is none. */
  record Failed(Failure failure, Optional<Sent> sent) implements Delivery {}

  /** Why there is no response. */
  enum Failure {
    /** This computer has no network, or the courier may not use it. */
    NO_NETWORK,
    /** The host's name is not known. */
    UNKNOWN_HOST,
    /** The name leads to an address that is not on the public network. */
    PRIVATE_ADDRESS,
    /** No connection came about. */
    NO_CONNECTION,
    /** The host could not show that it is the host. */
    NOT_TRUSTED,
    /** It took too long. */
    TOO_SLOW,
    /** The service wants to send us elsewhere. */
    REDIRECT,
    /** The response is too long. */
    TOO_LARGE,
    /** The response is of another media type than declared. */
    WRONG_TYPE,
    /** The service answered that it can't or won't. */
    STATUS,
    /** What the courier sent is not what it was given. */
    OTHER_BYTES_SENT,
    /** The response is no HTTP response, or broken off. */
    MALFORMED,
    /** The person stopped it. */
    CANCELLED,
    /** The courier's process ended. */
    COURIER_ENDED
  }
}
