package dev.sotto.consent.process;

import dev.sotto.process.Protocol;
import dev.sotto.process.Role;

/** What vault and courier speak: {@code docs/format/process-messages-v1.md}. */
public final class CourierProtocol {
  /** The vault's end. */
  public static final Protocol<ToCourier, FromCourier> VAULT =
      new Protocol<>(4, 1, Role.STARTER, new ToCourierCodec(), new FromCourierCodec());

  /** The courier's end. */
  public static final Protocol<FromCourier, ToCourier> COURIER =
      new Protocol<>(4, 1, Role.STARTED, new FromCourierCodec(), new ToCourierCodec());

  private CourierProtocol() {}
}
