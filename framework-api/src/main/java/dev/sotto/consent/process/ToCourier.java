package dev.sotto.consent.process;

/** What the vault tells the courier. */
public sealed interface ToCourier {
  /**
   * Carry a request; one at a time.
   *
   * @param number which request of this conversation it is; answers name it
   */
  record Deliver(int number, OutboundRequest request) implements ToCourier {
    @Override
    public String toString() {
      return "Deliver[" + number + ", " + request.bytes().length + " bytes]";
    }
  }

  /** Stop carrying the request of this number, if it is under way. */
  record Cancel(int number) implements ToCourier {}
}
