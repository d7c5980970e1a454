package dev.sotto.application;

import dev.sotto.application.courier.CourierProgram;
import dev.sotto.tools.courier.TlsCourier;

/**
 * The program of the only process that has a network: it carries requests that a person approved.
 * It has no keys, reads no file of the person and writes none.
 */
final class CourierProcess {
  private CourierProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments the pipe to read from and the pipe to write to
   */
  public static void main(String[] arguments) {
    System.exit(CourierProgram.run(arguments, TlsCourier::toPublicHosts));
  }
}
