package dev.sotto.application.agent;

import dev.sotto.application.terminal.Interruption;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * A command's streams, led to its client. What the client can't be told any more, since it has gone
 * or has read nothing for too long, is dropped, and the command is asked to stop. Outputs may be
 * written to by several threads; lines are read by one.
 */
final class CommandConnection {
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

  private final MessageChannel<FromAgent, ToAgent> channel;
  private final Interruption interruption;
  private final LineWaiting waiting;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(1);
  private volatile boolean gone;

  CommandConnection(
      MessageChannel<FromAgent, ToAgent> channel, Interruption interruption, LineWaiting waiting) {
    this.channel = channel;
    this.interruption = interruption;
    this.waiting = waiting;
  }

  /** Takes what the client says until it has gone; for a thread of its own. */
  void listen() {
    try {
      while (!gone) {
        switch (channel.receive(AS_LONG_AS_IT_TAKES)) {
          case Received.Message<ToAgent>(ToAgent message) -> take(message);
          case Received.Silence<ToAgent> silence -> {}
          case Received.Ended<ToAgent> ended -> giveUp();
        }
      }
    } catch (IOException e) {
      giveUp();
    }
  }

  private void take(ToAgent message) {
    switch (message) {
      case ToAgent.Line(String text) -> offer(Optional.of(text));
      case ToAgent.NoMoreLines none -> offer(Optional.empty());
      case ToAgent.Cancel cancel -> {
        interruption.raise();
        var _ = lines.offer(Optional.empty());
      }
      case ToAgent.Run run -> giveUp();
      case ToAgent.Lock lock -> giveUp();
      case ToAgent.AskStatus ask -> giveUp();
    }
  }

  /** Keeps a line; a client that sends more than it was asked for is given up. */
  private void offer(Optional<String> line) {
    if (!lines.offer(line)) {
      giveUp();
    }
  }

  private void giveUp() {
    gone = true;
    interruption.raise();
    var _ = lines.offer(Optional.empty());
  }

  /** Tells the client something; asks the command to stop where that is not possible. */
  void send(FromAgent message) {
    synchronized (channel) {
      if (gone) {
        return;
      }
      try {
        channel.send(message);
      } catch (IOException e) {
        giveUp();
      }
    }
  }

  /** Returns whether nothing can be told to the client any more. */
  boolean isGone() {
    return gone;
  }

  /** Returns a stream whose bytes become messages. */
  OutputStream output(Function<byte[], FromAgent> message) {
    return new Output(message);
  }

  /** Returns the lines that the client is asked for one by one. */
  Reader lines() {
    return new Lines();
  }

  private Optional<String> nextLine() throws IOException {
    lines.clear();
    if (gone || interruption.requested()) {
      return Optional.empty();
    }
    send(new FromAgent.WantsLine());
    return Optional.ofNullable(
        waiting.during(() -> {
          try {
            return lines.take().orElse(null);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
          }
        }));
  }

  @Override
  public String toString() {
    return "CommandConnection[" + (gone ? "gone" : "there") + "]";
  }

  private final class Output extends OutputStream {
    private final Function<byte[], FromAgent> message;

    private Output(Function<byte[], FromAgent> message) {
      this.message = message;
    }

    @Override
    public void write(int value) {
      send(message.apply(new byte[] {(byte) value}));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int done = 0; done < length; done += AgentProtocol.MAX_OUTPUT) {
        int from = offset + done;
        int to = offset + Math.min(length, done + AgentProtocol.MAX_OUTPUT);
        send(message.apply(Arrays.copyOfRange(bytes, from, to)));
      }
    }
  }

  private final class Lines extends Reader {
    private String line = "";
    private int position;
    private boolean ended;

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (position == line.length() && !ended) {
        Optional<String> next = nextLine();
        ended = next.isEmpty();
        line = next.map(text -> text + "\n").orElse("");
        position = 0;
      }
      if (position == line.length()) {
        return -1;
      }
      int count = Math.min(length, line.length() - position);
      line.getChars(position, position + count, buffer, offset);
      position += count;
      return count;
    }

    @Override
    public boolean ready() {
      return position < line.length();
    }

    @Override
    public void close() {
      ended = true;
    }
  }
}
