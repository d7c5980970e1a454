package dev.sotto.consent;

import dev.sotto.tool.ToolResponse;

/** What the gate did with a wish. */
public sealed interface GateOutcome {
  /**
   * It was sent, and answered with a status of 200 to 299.
   *
   * @param response what the service answered
   * @param sent what left
   * @param redaction what the placeholders in it stand for
   */
  record Answered(ToolResponse response, SentRequest sent, Redactor.Redaction redaction)
      implements GateOutcome {}

  /**
   * It may have been sent, and there is no usable response.
   *
   * @param failure why
   * @param status the response's status; 0 where there was none
   * @param sent what left, if it did
   */
  record Failed(Delivery.Failure failure, int status, SentRequest sent) implements GateOutcome {}

  /**
   * Nothing was sent.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements GateOutcome {}

  /** Why nothing was sent. */
  enum Reason {
    /** The person said no. */
    DENIED("denied"),
    /** There was nobody who could be asked. */
    NOBODY_THERE("nobody-there"),
    /** Something in it must never leave. */
    LOCAL_ONLY("local-only"),
    /** It has words that the person did not type. */
    WORDS_NOT_TYPED("words-not-typed"),
    /** It has not the form that the tool's manifest declares. */
    NOT_DECLARED("not-declared"),
    /** The person was asked too often. */
    ASKED_TOO_OFTEN("asked-too-often"),
    /** The yes was for other bytes, or for another card. */
    OTHER_BYTES("other-bytes");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** Returns the reason as the ledger names it. */
    public String word() {
      return word;
    }
  }
}
