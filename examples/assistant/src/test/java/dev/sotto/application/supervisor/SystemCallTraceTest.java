package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.application.importer.ImporterProcess;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What all processes of a run ask of the kernel, as {@code strace} sees it from outside. Needs
 * {@code strace}, which {@code .ci/run} installs.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(900)
final class SystemCallTraceTest {
  private static final String VAULT = "dev.sotto.application.VaultProcess";
  private static final String QUESTION = "On which shelf is jar 1?";
  private static final int LOOKS_OF_THE_NETWORK_LIBRARY = 3;

  @TempDir private Path folder;
  private SupervisedHome home;
  private Path file;

  /** A program that opens a listener and sends a datagram to nobody, as a control. */
  static final class Talker {
    private Talker() {}

    public static void main(String[] arguments) throws IOException {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket datagrams = new DatagramSocket()) {
        datagrams.connect(InetAddress.getLoopbackAddress(), listener.getLocalPort());
      }
    }
  }

  @BeforeEach
  void begin() throws IOException {
    assumeThat(
            Stream.of("/usr/bin/strace", "/bin/strace").map(Path::of).anyMatch(Files::isExecutable))
        .as("strace is missing; install it to have the processes' system calls traced")
        .isTrue();
    home = SupervisedHome.withStoreIn(folder);
    home.write(2);
    file = folder.resolve("trace");
  }

  @Test
  void anImportAsksTheKernelForNoNetwork() throws Exception {
    List<String> lines = traced("", "add", home.notes().toString());

    assertThat(lines).anyMatch(line -> executes(line, ImporterProcess.class.getName()));
    assertThatNothingGotOut(lines);
  }

  @Test
  void anAnswerAndAConversationAskTheKernelForNoNetwork() throws Exception {
    home.runs("add", home.notes().toString()).succeeded();

    assertThatNothingGotOut(traced("", "ask", QUESTION));
    assertThatNothingGotOut(traced(QUESTION + "\n/quit\n", "chat"));
  }

  @Test
  void aProgramThatOpensSocketsIsSeenInTheSameTrace() throws Exception {
    List<String> command = new ArrayList<>(strace());
    command.addAll(
        List.of(
            VaultLaunch.java().toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Talker.class.getName()));
    home.start(command).toItsEnd().succeeded();

    NetworkTrace trace = NetworkTrace.of(lines());

    assertThat(trace.unexplained())
        .anyMatch(call -> call.startsWith("bind(") && call.contains("AF_INET"))
        .anyMatch(call -> call.startsWith("listen("))
        .anyMatch(call -> call.startsWith("connect("));
  }

  private List<String> traced(String typed, String... arguments)
      throws IOException, InterruptedException {
    List<String> program = new ArrayList<>();
    Path input = Files.writeString(folder.resolve("typed"), typed);
    program.addAll(List.of("/bin/sh", "-c", "exec \"$@\" <" + input, "sh"));
    program.addAll(strace());
    home.startsUnder(program, arguments).toItsEnd().succeeded();
    return lines();
  }

  private List<String> strace() {
    List<String> command = new ArrayList<>(NetworkTrace.STRACE);
    command.addAll(List.of("-o", file.toString()));
    return command;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
  }

  private static void assertThatNothingGotOut(List<String> lines) {
    NetworkTrace trace = NetworkTrace.of(lines);
    assertThat(lines).anyMatch(line -> executes(line, VAULT));
    assertThat(trace.unexplained()).isEmpty();
    assertThat(trace.nameServices()).as("the supervisor alone").hasSizeLessThanOrEqualTo(1);
    assertThat(trace.measured())
        .as("attempts of the vault, a control")
        .anyMatch(call -> call.startsWith("socket(AF_INET6, SOCK_DGRAM"))
        .anyMatch(call -> call.startsWith("io_uring_setup("));
    assertThat(trace.refused())
        .as("the supervisor's and the vault's network library, a control")
        .hasSizeGreaterThanOrEqualTo(2 * LOOKS_OF_THE_NETWORK_LIBRARY);
  }

  private static boolean executes(String line, String program) {
    return line.contains("execve(") && line.contains('"' + program + '"');
  }
}
