package dev.sotto.application.supervisor;

import dev.sotto.process.MessageCodec;
import dev.sotto.process.MessageReader;
import dev.sotto.process.MessageWriter;
import dev.sotto.process.Protocol;
import dev.sotto.process.ProtocolException;
import dev.sotto.process.Role;

/** What supervisor and vault speak: {@code docs/format/process-messages-v1.md}. */
final class SupervisorProtocol {
  static final Protocol<FromSupervisor, ToSupervisor> SUPERVISOR =
      new Protocol<>(2, 2, Role.STARTER, new FromSupervisorCodec(), new ToSupervisorCodec());

  static final Protocol<ToSupervisor, FromSupervisor> VAULT =
      new Protocol<>(2, 2, Role.STARTED, new ToSupervisorCodec(), new FromSupervisorCodec());

  private static final int MAX_READABLE = RemoteWatch.MOST_SOURCES;
  private static final int MAX_PATH = 8_192;
  private static final int MAX_TOKEN = 32;
  private static final int MAX_REASON = 1_000;
  private static final int LEAST_TEXT_BYTES = 5;
  private static final int MAX_START_BYTES = 3 * MAX_PATH * (MAX_READABLE + 1) + 1_000;

  private SupervisorProtocol() {}

  private static final class ToSupervisorCodec implements MessageCodec<ToSupervisor> {
    private static final int MAKE_PIPES = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int LEAVE_TERMINAL = 4;

    @Override
    public int typeOf(ToSupervisor message) {
      return switch (message) {
        case ToSupervisor.MakePipes make -> MAKE_PIPES;
        case ToSupervisor.Start start -> START;
        case ToSupervisor.End end -> END;
        case ToSupervisor.LeaveTerminal leave -> LEAVE_TERMINAL;
      };
    }

    @Override
    public int maxBytes(int type) throws ProtocolException {
      return switch (type) {
        case MAKE_PIPES, LEAVE_TERMINAL -> 0;
        case START -> MAX_START_BYTES;
        case END -> Integer.BYTES;
        default ->
            throw new ProtocolException("No message to a supervisor has the type " + type + ".");
      };
    }

    @Override
    public void write(ToSupervisor message, MessageWriter out) {
      switch (message) {
        case ToSupervisor.MakePipes make -> {}
        case ToSupervisor.Start start ->
            out.writeInt(start.id())
                .writeList(
                    start.readable(), MAX_READABLE, (path, to) -> to.writeText(path, MAX_PATH))
                .writeText(start.pipes(), MAX_PATH)
                .writeText(start.token(), MAX_TOKEN)
                .writeByte(start.task().number());
        case ToSupervisor.End end -> out.writeInt(end.id());
        case ToSupervisor.LeaveTerminal leave -> {}
      }
    }

    @Override
    public ToSupervisor read(int type, MessageReader in) throws ProtocolException {
      return switch (type) {
        case MAKE_PIPES -> new ToSupervisor.MakePipes();
        case START ->
            new ToSupervisor.Start(
                in.readInt(),
                in.readList(MAX_READABLE, LEAST_TEXT_BYTES, from -> from.readText(MAX_PATH)),
                in.readText(MAX_PATH),
                in.readText(MAX_TOKEN),
                task(in));
        case END -> new ToSupervisor.End(in.readInt());
        case LEAVE_TERMINAL -> new ToSupervisor.LeaveTerminal();
        default -> throw in.malformed("it has the unknown type " + type);
      };
    }

    private static ToSupervisor.Task task(MessageReader in) throws ProtocolException {
      int number = in.readUnsignedByte();
      for (ToSupervisor.Task task : ToSupervisor.Task.values()) {
        if (task.number() == number) {
          return task;
        }
      }
      throw in.malformed("it has the unknown task " + number);
    }
  }

  private static final class FromSupervisorCodec implements MessageCodec<FromSupervisor> {
    private static final int PIPES_MADE = 1;
    private static final int STARTED = 2;
    private static final int REFUSED = 3;
    private static final int ENDED = 4;
    private static final int TERMINAL_LEFT = 5;

    @Override
    public int typeOf(FromSupervisor message) {
      return switch (message) {
        case FromSupervisor.PipesMade made -> PIPES_MADE;
        case FromSupervisor.Started started -> STARTED;
        case FromSupervisor.Refused refused -> REFUSED;
        case FromSupervisor.Ended ended -> ENDED;
        case FromSupervisor.TerminalLeft left -> TERMINAL_LEFT;
      };
    }

    @Override
    public int maxBytes(int type) throws ProtocolException {
      return switch (type) {
        case PIPES_MADE -> LEAST_TEXT_BYTES + 3 * MAX_PATH;
        case STARTED -> Integer.BYTES + Long.BYTES;
        case REFUSED -> LEAST_TEXT_BYTES + 3 * MAX_REASON;
        case ENDED -> 2 * Integer.BYTES;
        case TERMINAL_LEFT -> 0;
        default ->
            throw new ProtocolException("No message of a supervisor has the type " + type + ".");
      };
    }

    @Override
    public void write(FromSupervisor message, MessageWriter out) {
      switch (message) {
        case FromSupervisor.PipesMade made -> out.writeText(made.folder(), MAX_PATH);
        case FromSupervisor.Started started -> out.writeInt(started.id()).writeLong(started.pid());
        case FromSupervisor.Refused refused ->
            out.writeText(
                refused.reason().substring(0, Math.min(MAX_REASON, refused.reason().length())),
                MAX_REASON);
        case FromSupervisor.Ended ended -> out.writeInt(ended.id()).writeInt(ended.status());
        case FromSupervisor.TerminalLeft left -> {}
      }
    }

    @Override
    public FromSupervisor read(int type, MessageReader in) throws ProtocolException {
      return switch (type) {
        case PIPES_MADE -> new FromSupervisor.PipesMade(in.readText(MAX_PATH));
        case STARTED -> new FromSupervisor.Started(in.readInt(), in.readCounter());
        case REFUSED -> new FromSupervisor.Refused(in.readText(MAX_REASON));
        case ENDED -> new FromSupervisor.Ended(in.readInt(), in.readInt());
        case TERMINAL_LEFT -> new FromSupervisor.TerminalLeft();
        default -> throw in.malformed("it has the unknown type " + type);
      };
    }
  }
}
