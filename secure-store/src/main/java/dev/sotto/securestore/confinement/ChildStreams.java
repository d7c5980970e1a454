package dev.sotto.securestore.confinement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipes of a child's standard streams, as far as they are piped. Owned by its process. */
final class ChildStreams implements AutoCloseable {
  private final LinuxCalls calls;
  private final @Nullable Pipe inputPipe;
  private final @Nullable Pipe outputPipe;
  private final @Nullable Pipe errorPipe;
  private final Pipe.@Nullable Output input;
  private final Pipe.@Nullable Input output;
  private final Pipe.@Nullable Input error;

  private ChildStreams(
      LinuxCalls calls,
      @Nullable Pipe inputPipe,
      @Nullable Pipe outputPipe,
      @Nullable Pipe errorPipe) {
    this.calls = calls;
    this.inputPipe = inputPipe;
    this.outputPipe = outputPipe;
    this.errorPipe = errorPipe;
    input = inputPipe == null ? null : new Pipe.Output(calls, inputPipe.writeEnd());
    output = outputPipe == null ? null : new Pipe.Input(calls, outputPipe.readEnd());
    error = errorPipe == null ? null : new Pipe.Input(calls, errorPipe.readEnd());
  }

  static ChildStreams open(LinuxCalls calls, ConfinedCommand command) throws IOException {
    List<@Nullable Pipe> pipes = new ArrayList<>();
    try {
      for (StandardStream stream : List.of(command.input(), command.output(), command.error())) {
        pipes.add(stream == StandardStream.PIPED ? Pipe.open(calls) : null);
      }
    } catch (IOException e) {
      for (Pipe pipe : pipes) {
        if (pipe != null) {
          calls.close(pipe.readEnd());
          calls.close(pipe.writeEnd());
        }
      }
      throw e;
    }
    return new ChildStreams(calls, pipes.get(0), pipes.get(1), pipes.get(2));
  }

  /** Returns the child's end for a standard descriptor, or -1 where that is not piped. */
  int endOfChild(int standardDescriptor) {
    return switch (standardDescriptor) {
      case 0 -> inputPipe == null ? -1 : inputPipe.readEnd();
      case 1 -> outputPipe == null ? -1 : outputPipe.writeEnd();
      default -> errorPipe == null ? -1 : errorPipe.writeEnd();
    };
  }

  /** Closes the child's ends in this process, so that each pipe ends when the child does. */
  void closeEndsOfChild() {
    for (int descriptor = 0; descriptor < 3; descriptor++) {
      int end = endOfChild(descriptor);
      if (end >= 0) {
        calls.close(end);
      }
    }
  }

  OutputStream input() {
    return piped(input);
  }

  InputStream output() {
    return piped(output);
  }

  InputStream error() {
    return piped(error);
  }

  private static <T> T piped(@Nullable T stream) {
    if (stream == null) {
      throw new IllegalStateException(
          "A standard stream was asked for that is not piped; see StandardStream.PIPED");
    }
    return stream;
  }

  @Override
  public void close() {
    if (input != null) {
      input.close();
    }
    if (output != null) {
      output.close();
    }
    if (error != null) {
      error.close();
    }
  }
}
