package dev.sotto.application.agent;

/** What the agent says to a client. */
sealed interface FromAgent {
  /** Bytes for the standard output. */
  record Output(byte[] bytes) implements FromAgent {
    @Override
    public String toString() {
      return "Output[" + bytes.length + " bytes]";
    }
  }

  /** Bytes for the standard error. */
  record ErrorOutput(byte[] bytes) implements FromAgent {
    @Override
    public String toString() {
      return "ErrorOutput[" + bytes.length + " bytes]";
    }
  }

  /** The command waits for a line of the standard input. */
  record WantsLine() implements FromAgent {}

  /** The command has ended, or what was asked for is done. */
  record Ended(int status) implements FromAgent {}

  /** The answer to {@link ToAgent.AskStatus}. */
  record Status(AgentStatus status) implements FromAgent {}
}
