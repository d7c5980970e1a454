package dev.sotto.tools.courier;

import dev.sotto.consent.Delivery;
import java.io.IOException;

/** A request could not be carried, or what came is no response to it. */
final class CarriageFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Delivery.Failure failure;

  CarriageFailedException(Delivery.Failure failure) {
    super(failure.name());
    this.failure = failure;
  }

  CarriageFailedException(Delivery.Failure failure, Throwable cause) {
    super(failure.name(), cause);
    this.failure = failure;
  }

  Delivery.Failure failure() {
    return failure;
  }
}
