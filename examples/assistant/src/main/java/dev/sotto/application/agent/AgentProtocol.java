package dev.sotto.application.agent;

import dev.sotto.process.ChannelLimits;
import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.Protocol;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What client and agent speak: {@code docs/format/process-messages-v1.md}. */
final class AgentProtocol {
  static final Protocol<FromAgent, ToAgent> AGENT =
      new Protocol<>(3, 1, Role.STARTED, new FromAgentCodec(), new ToAgentCodec());

  static final Protocol<ToAgent, FromAgent> CLIENT =
      new Protocol<>(3, 1, Role.STARTER, new ToAgentCodec(), new FromAgentCodec());

  /** The variables that a command in the agent has from its client. It has no others. */
  static final Set<String> VARIABLES =
      Set.of(
          "LANG",
          "LC_ALL",
          "LC_MESSAGES",
          "SOTTO_LANG",
          "SOTTO_DEBUG",
          "NO_COLOR",
          "TERM",
          "COLUMNS");

  /**
   * What waits in each direction: all that most commands write, so that a client that reads slowly,
   * such as a pager, does not keep the vault from others.
   */
  static final ChannelLimits LIMITS = new ChannelLimits(8 << 20, Duration.ofSeconds(10));

  /** The most bytes of one message of output. */
  static final int MAX_OUTPUT = 1 << 15;

  /** The most characters of a line. */
  static final int MAX_LINE = 1 << 16;

  private static final int MAX_ARGUMENTS = 1_000;
  private static final int MAX_ARGUMENT = 1 << 16;
  private static final int MAX_VARIABLE = 1_000;
  private static final int MAX_PATH = 8_192;
  private static final int LEAST_TEXT_BYTES = 5;
  private static final int MAX_RUN_BYTES = 1 << 20;

  private AgentProtocol() {}

  private record Variable(String name, String value) {
    @Override
    public String toString() {
      return "Variable[" + value.length() + " characters]";
    }
  }

  private static final class ToAgentCodec implements MessageCodec<ToAgent> {
    private static final int RUN = 1;
    private static final int LINE = 2;
    private static final int NO_MORE_LINES = 3;
    private static final int CANCEL = 4;
    private static final int LOCK = 5;
    private static final int ASK_STATUS = 6;

    @Override
    public int typeOf(ToAgent message) {
      return switch (message) {
        case ToAgent.Run run -> RUN;
        case ToAgent.Line line -> LINE;
        case ToAgent.NoMoreLines none -> NO_MORE_LINES;
        case ToAgent.Cancel cancel -> CANCEL;
        case ToAgent.Lock lock -> LOCK;
        case ToAgent.AskStatus ask -> ASK_STATUS;
      };
    }

    @Override
    public int maxBytes(int type) throws ProtocolException {
      return switch (type) {
        case RUN -> MAX_RUN_BYTES;
        case LINE -> LEAST_TEXT_BYTES + 3 * MAX_LINE;
        case NO_MORE_LINES, CANCEL, LOCK, ASK_STATUS -> 0;
        default -> throw new ProtocolException("No message to an agent has the type " + type + ".");
      };
    }

    @Override
    public void write(ToAgent message, MessageWriter out) {
      switch (message) {
        case ToAgent.Run run ->
            out.writeList(
                    run.arguments(),
                    MAX_ARGUMENTS,
                    (argument, to) -> to.writeText(argument, MAX_ARGUMENT))
                .writeList(
                    run.variables().entrySet(),
                    VARIABLES.size(),
                    (variable, to) ->
                        to.writeText(variable.getKey(), MAX_VARIABLE)
                            .writeText(variable.getValue(), MAX_VARIABLE))
                .writeText(run.folder(), MAX_PATH)
                .writeBoolean(run.terminal());
        case ToAgent.Line(String text) -> out.writeText(text, MAX_LINE);
        case ToAgent.NoMoreLines none -> {}
        case ToAgent.Cancel cancel -> {}
        case ToAgent.Lock lock -> {}
        case ToAgent.AskStatus ask -> {}
      }
    }

    @Override
    public ToAgent read(int type, MessageReader in) throws ProtocolException {
      return switch (type) {
        case RUN ->
            new ToAgent.Run(
                in.readList(MAX_ARGUMENTS, LEAST_TEXT_BYTES, from -> from.readText(MAX_ARGUMENT)),
                variables(
                    in,
                    in.readList(
                        VARIABLES.size(),
                        2 * LEAST_TEXT_BYTES,
                        from ->
                            new Variable(
                                from.readText(MAX_VARIABLE), from.readText(MAX_VARIABLE)))),
                in.readText(MAX_PATH),
                in.readBoolean());
        case LINE -> new ToAgent.Line(in.readText(MAX_LINE));
        case NO_MORE_LINES -> new ToAgent.NoMoreLines();
        case CANCEL -> new ToAgent.Cancel();
        case LOCK -> new ToAgent.Lock();
        case ASK_STATUS -> new ToAgent.AskStatus();
        default -> throw in.malformed("it has the unknown type " + type);
      };
    }

    private static Map<String, String> variables(MessageReader in, List<Variable> read)
        throws ProtocolException {
      Map<String, String> variables = new HashMap<>();
      for (Variable variable : read) {
        if (!VARIABLES.contains(variable.name())
            || variables.put(variable.name(), variable.value()) != null) {
          throw in.malformed("a variable is not one of those that are passed on, or came twice");
        }
      }
      return variables;
    }
  }

  private static final class FromAgentCodec implements MessageCodec<FromAgent> {
    private static final int OUTPUT = 1;
    private static final int ERROR_OUTPUT = 2;
    private static final int WANTS_LINE = 3;
    private static final int ENDED = 4;
    private static final int STATUS = 5;

    @Override
    public int typeOf(FromAgent message) {
      return switch (message) {
        case FromAgent.Output output -> OUTPUT;
        case FromAgent.ErrorOutput output -> ERROR_OUTPUT;
        case FromAgent.WantsLine wants -> WANTS_LINE;
        case FromAgent.Ended ended -> ENDED;
        case FromAgent.Status status -> STATUS;
      };
    }

    @Override
    public int maxBytes(int type) throws ProtocolException {
      return switch (type) {
        case OUTPUT, ERROR_OUTPUT -> Integer.BYTES + MAX_OUTPUT;
        case WANTS_LINE -> 0;
        case ENDED -> Integer.BYTES;
        case STATUS -> 2 * Long.BYTES + Integer.BYTES;
        default -> throw new ProtocolException("No message of an agent has the type " + type + ".");
      };
    }

    @Override
    public void write(FromAgent message, MessageWriter out) {
      switch (message) {
        case FromAgent.Output(byte[] bytes) -> out.writeInt(bytes.length).writeBytes(bytes);
        case FromAgent.ErrorOutput(byte[] bytes) -> out.writeInt(bytes.length).writeBytes(bytes);
        case FromAgent.WantsLine wants -> {}
        case FromAgent.Ended(int status) -> out.writeInt(status);
        case FromAgent.Status(AgentStatus status) ->
            out.writeLong(status.sinceUnlocked().toSeconds())
                .writeLong(status.untilLock().toSeconds())
                .writeInt(status.commands());
      }
    }

    @Override
    public FromAgent read(int type, MessageReader in) throws ProtocolException {
      return switch (type) {
        case OUTPUT -> new FromAgent.Output(in.readBytes(in.readInt()));
        case ERROR_OUTPUT -> new FromAgent.ErrorOutput(in.readBytes(in.readInt()));
        case WANTS_LINE -> new FromAgent.WantsLine();
        case ENDED -> new FromAgent.Ended(in.readInt());
        case STATUS ->
            new FromAgent.Status(
                new AgentStatus(
                    Duration.ofSeconds(in.readCounter()),
                    Duration.ofSeconds(in.readCounter()),
                    in.readInt()));
        default -> throw in.malformed("it has the unknown type " + type);
      };
    }
  }
}
