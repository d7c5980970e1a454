package dev.sotto.application.process;

import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.Protocol;
import dev.sotto.securestore.confinement.Allowance;
import dev.sotto.securestore.confinement.ProcessHardening;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jline.utils.Signals;

/**
 * What a process does at its start that the vault talks with: it prints nothing, leaves a Ctrl-C at
 * the terminal to the vault, and opens its two named pipes. Its standard input gives it the
 * channel's token as one line; the end of that stream ends it, whatever it is doing. Stateless.
 */
public final class StartedProcess {
  /** The exit status of a process that could not do its work; what was wrong is told to nobody. */
  public static final int FAILED = 1;

  /** The property that has the process seal itself; given by whoever confined it. */
  public static final String SEALED = "sotto.sealed";

  private static final int TOKEN_LINE_BYTES = 33;

  private StartedProcess() {}

  /** Seals this process if it was confined; what it does next can't undo that. */
  public static void seal(Set<Allowance> allowances) {
    if (Boolean.getBoolean(SEALED)) {
      ProcessHardening.seal(allowances);
    }
  }

  /** Has this process print nothing and end by no signal of the terminal. */
  public static void fallSilent() {
    Signals.register("INT", () -> {});
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
  }

  /**
   * Opens the channel to the vault, and ties this process's life to its standard input.
   *
   * @param arguments the pipe to read from and the pipe to write to
   * @param threads makes daemon threads
   * @throws IllegalArgumentException if the arguments or the token are none
   */
  public static <S, R> MessageChannel<S, R> openChannel(
      String[] arguments, Protocol<S, R> protocol, ThreadFactory threads) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("A process that is talked with is given two pipes");
    }
    InputStream lifeline = new FileInputStream(FileDescriptor.in);
    ChannelToken token =
        ChannelToken.parse(
            new String(lifeline.readNBytes(TOKEN_LINE_BYTES), StandardCharsets.US_ASCII).strip());
    threads.newThread(() -> Lifeline.endWith(lifeline, FAILED)).start();
    return MessageChannel.open(
        Channels.newInputStream(FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ)),
        Channels.newOutputStream(FileChannel.open(Path.of(arguments[1]), StandardOpenOption.WRITE)),
        protocol,
        token,
        new SecureRandom(),
        ChannelLimits.DEFAULT,
        threads);
  }

  /** Ends this process at once, as one that failed. */
  public static void end() {
    Runtime.getRuntime().halt(FAILED);
  }
}
