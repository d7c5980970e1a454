package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.securestore.confinement.Confinement.Layer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConfinedLauncherTest {
  private static Path classes;

  @TempDir private Path folder;

  @BeforeAll
  static void copyClasses(@TempDir Path folder) throws IOException {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    assumeTrue(support.complete(), support.missing());
    classes = ForkedJava.classesForEverybody(folder);
  }

  private static ConfinedProcess start(String... arguments) throws IOException {
    return new ConfinedLauncher()
        .start(ForkedJava.confinedCommand(classes, arguments), ForkedJava.confinement(classes));
  }

  private static BufferedReader lines(ConfinedProcess process) {
    return new BufferedReader(
        new InputStreamReader(process.standardOutput(), StandardCharsets.UTF_8));
  }

  @Test
  void aChildGetsItsArgumentsVariablesAndFolderAndNoOthers() throws Exception {
    try (ConfinedProcess process = start("tell", "one", "")) {
      assertThat(lines(process).lines())
          .containsExactly(
              "arguments [tell, one, ]", "environment {GIVEN=yes}", "folder " + classes);
      assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Exited(0));
    }
  }

  @Test
  void bytesGoBothWaysAndTheEndOfTheInputIsSeen() throws Exception {
    byte[] sent = new byte[300_000];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31);
    }
    try (ConfinedProcess process = start("echo")) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> {
            try (var input = process.standardInput()) {
              input.write(sent);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });

      assertThat(process.standardOutput().readAllBytes()).isEqualTo(sent);
      writing.join();
      assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Exited(0));
    }
  }

  @Test
  void itsStatusIsTold() throws Exception {
    try (ConfinedProcess process = start("exit", "7")) {
      assertThat(process.end().get()).isEqualTo(new ProcessEnd.Exited(7));
      assertThat(process.isAlive()).isFalse();
    }
  }

  @Test
  void aKilledChildLeavesNoZombieAndIsNotSignalledAgain() throws Exception {
    ConfinedProcess process = start("wait");
    assertThat(lines(process).readLine()).isEqualTo("waiting");

    process.kill();

    assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Killed(9));
    assertThat(Path.of("/proc", Long.toString(process.pid()))).doesNotExist();
    process.close();
    process.close();
  }

  @Test
  void aChildIsAskedToEndBeforeItIsKilled() throws Exception {
    try (ConfinedProcess process = start("wait")) {
      assertThat(lines(process).readLine()).isEqualTo("waiting");
      assertThat(process.waitFor(Duration.ofMillis(10))).isEmpty();

      assertThat(process.terminate(Duration.ofSeconds(20)))
          .isEqualTo(new ProcessEnd.Exited(128 + 15));
    }
  }

  @Test
  void aChildThatDoesNotWantToEndIsKilled() throws Exception {
    Path shell = Path.of("/bin/sh").toRealPath();
    ConfinedCommand command =
        ConfinedCommand.of(
                List.of(shell.toString(), "-c", "trap '' TERM; echo deaf; read line; read line"),
                Map.of(),
                classes)
            .with(StandardStream.PIPED, StandardStream.PIPED, StandardStream.INHERITED);
    try (ConfinedProcess process =
        new ConfinedLauncher().start(command, ForkedJava.confinement(classes).executing(shell))) {
      assertThat(lines(process).readLine()).isEqualTo("deaf");

      assertThat(process.terminate(Duration.ofMillis(300))).isEqualTo(new ProcessEnd.Killed(9));
    }
  }

  @Test
  void anInterruptionIsPassedOn() throws Exception {
    try (ConfinedProcess process = start("wait")) {
      assertThat(lines(process).readLine()).isEqualTo("waiting");

      process.terminalResized();
      process.interrupt();

      assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Exited(128 + 2));
    }
  }

  @Test
  void writingToAChildThatHasEndedFails() throws Exception {
    try (ConfinedProcess process = start("exit", "0")) {
      process.waitFor();

      assertThatThrownBy(() -> process.standardInput().write(1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EPIPE");
    }
  }

  @Test
  void manyChildrenAtOnceLeaveNoDescriptorThreadOrZombie() throws Exception {
    Path shell = Path.of("/bin/sh").toRealPath();
    ConfinedCommand command =
        ConfinedCommand.of(List.of(shell.toString(), "-c", "read line; exit 5"), Map.of(), classes)
            .with(StandardStream.PIPED, StandardStream.PIPED, StandardStream.PIPED);
    Confinement confinement = ForkedJava.confinement(classes).executing(shell);
    startAndEnd(command, confinement);
    long descriptors = entries("/proc/self/fd");

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<ProcessEnd>> ends = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        ends.add(threads.submit(() -> startAndEnd(command, confinement)));
      }
      for (Future<ProcessEnd> end : ends) {
        assertThat(end.get()).isEqualTo(new ProcessEnd.Exited(5));
      }
    }

    assertThat(entries("/proc/self/fd")).isLessThanOrEqualTo(descriptors + 2);
    for (int i = 0; i < 100 && filteredThreads() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(filteredThreads()).isZero();
    assertThat(ProcessHandle.current().children().filter(ConfinedLauncherTest::isZombie)).isEmpty();
  }

  private static ProcessEnd startAndEnd(ConfinedCommand command, Confinement confinement)
      throws IOException, InterruptedException {
    try (ConfinedProcess process = new ConfinedLauncher().start(command, confinement)) {
      process.standardInput().write('\n');
      return process.waitFor();
    }
  }

  private static long entries(String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      return all.count();
    }
  }

  private static boolean isZombie(ProcessHandle process) {
    return !isRunning(Path.of("/proc", Long.toString(process.pid()), "status"));
  }

  @Test
  void theKernelSaysThatTheChildIsConfined() throws Exception {
    try (ConfinedProcess process = start("wait")) {
      ProcessStatus status = process.status();

      assertThat(status.noNewPrivileges()).isTrue();
      assertThat(status.filtered()).isTrue();
    }
  }

  @Test
  void theChildLeadsASessionOfItsOwn() throws Exception {
    int getSession = LinuxCalls.get().architecture() == Architecture.X86_64 ? 124 : 156;
    try (ConfinedProcess process = start("wait")) {
      assertThat(LinuxCalls.get().callNumber(getSession, process.pid())).isEqualTo(process.pid());
    }
  }

  @Test
  void noDescriptorOfThisProcessReachesTheChild() throws Exception {
    LinuxCalls calls = LinuxCalls.get();
    int farAway = 300;
    long file = calls.open("/dev/null", LinuxCalls.O_RDONLY);
    assertThat(calls.call(SystemCall.DUP3, file, farAway, 0)).isEqualTo(farAway);
    try (ConfinedProcess process = start("descriptor", Integer.toString(farAway))) {
      assertThat(lines(process).readLine()).isEqualTo("EBADF");
    } finally {
      calls.close(farAway);
      calls.close((int) file);
    }
  }

  @Test
  void limitsAreLaidOnTheChild() throws Exception {
    ResourceLimits limits = new ResourceLimits(500, 1_000_000, ResourceLimits.UNLIMITED);
    try (ConfinedProcess process =
        new ConfinedLauncher()
            .start(
                ForkedJava.confinedCommand(classes, "wait"),
                ForkedJava.confinement(classes).limitedTo(limits))) {
      assertThat(highest(process, 7)).isEqualTo(500);
      assertThat(highest(process, 1)).isEqualTo(1_000_000);
      assertThat(highest(process, 4)).isZero();
    }
  }

  private static long highest(ConfinedProcess process, int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
      LinuxCalls.get().call(SystemCall.PRLIMIT64, process.pid(), resource, 0, limits.address());
      return limits.getAtIndex(ValueLayout.JAVA_LONG, 1);
    }
  }

  @Test
  void theOtherThreadsOfThisProcessStayUnrestricted() throws Exception {
    try (ConfinedProcess process = start("wait")) {
      assertThat(lines(process).readLine()).isEqualTo("waiting");
      CompletableFuture<Optional<String>> told =
          process
              .end()
              .thenApplyAsync(end -> refusalOf("pool"))
              .thenCombine(
                  CompletableFuture.supplyAsync(() -> refusalOf("pool before")),
                  (one, other) -> one.or(() -> other));
      CompletableFuture<Optional<String>> virtual = new CompletableFuture<>();
      Thread.startVirtualThread(() -> {
        process.end().join();
        virtual.complete(refusalOf("virtual thread"));
      });

      assertThat(filteredThreads()).isEqualTo(1);
      process.kill();
      process.waitFor();

      assertThat(told.get(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(virtual.get(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(refusalOf("this thread")).isEmpty();
      for (int i = 0; i < 100 && filteredThreads() > 0; i++) {
        Thread.sleep(20);
      }
      assertThat(filteredThreads()).isZero();
    }
  }

  private static Optional<String> refusalOf(String where) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Stream<Path> files = Files.list(Path.of("/"))) {
      return socket.isBound() && files.findAny().isPresent()
          ? Optional.empty()
          : Optional.of(where);
    } catch (IOException e) {
      return Optional.of(where + " " + e);
    }
  }

  private static long filteredThreads() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .filter(thread -> {
            try {
              return Files.readAllLines(thread.resolve("status")).contains("Seccomp:\t2");
            } catch (IOException e) {
              return false;
            }
          })
          .count();
    }
  }

  @Test
  void aChildDiesWithItsParent() throws Exception {
    Process supervisor =
        ForkedJava.command(classes, ConfinedChild.class, List.of("start-and-wait", classes + ""))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(supervisor.getInputStream(), StandardCharsets.UTF_8));
    String told = lines.readLine();
    assertThat(told).startsWith("parent true of ");
    long child = Long.parseLong(told.substring("parent true of ".length()));
    Path status = Path.of("/proc", Long.toString(child), "status");
    assertThat(status).exists();

    supervisor.destroyForcibly().waitFor();

    for (int i = 0; i < 200 && isRunning(status); i++) {
      Thread.sleep(20);
    }
    assertThat(isRunning(status)).isFalse();
  }

  private static boolean isRunning(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .noneMatch(line -> line.startsWith("State:") && line.contains("Z"));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aProgramThatIsNotThereIsSaidSo() {
    Path missing = classes.resolve("missing");
    ConfinedCommand command = ConfinedCommand.of(List.of(missing.toString()), Map.of(), classes);

    assertThatThrownBy(() -> new ConfinedLauncher().start(command, ForkedJava.confinement(classes)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("missing", "ENOENT");
  }

  @Test
  void aProgramOutsideTheConfinementIsRefused() {
    ConfinedCommand command = ConfinedCommand.of(List.of("/bin/sh", "-c", ":"), Map.of(), classes);

    assertThatThrownBy(() -> new ConfinedLauncher().start(command, ForkedJava.confinement(classes)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("/bin/sh", "EACCES");
  }

  @Test
  void aPathThatIsNotThereIsSaidSo() throws IOException {
    Confinement confinement = ForkedJava.confinement(classes).reading(classes.resolve("missing"));

    assertThatThrownBy(() ->
            new ConfinedLauncher().start(ForkedJava.confinedCommand(classes, "tell"), confinement))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("missing", "ENOENT", "Only what exists can be given");
  }

  @Test
  void withoutLandlockNothingIsStartedUnlessSomebodyDecidesSo() throws Exception {
    ConfinementSupport without = new ConfinementSupport("Linux 5.4", true, true, 0);
    ConfinedLauncher launcher = new ConfinedLauncher(LinuxCalls.get(), without);

    assertThatThrownBy(() ->
            launcher.start(
                ForkedJava.confinedCommand(classes, "tell"), ForkedJava.confinement(classes)))
        .isInstanceOf(ConfinementUnavailableException.class)
        .hasMessageContainingAll("Landlock", "Linux 5.4");
    try (ConfinedProcess process =
        launcher.start(
            ForkedJava.confinedCommand(classes, "exit", "3"),
            ForkedJava.confinement(classes).without(Layer.FILES))) {
      assertThat(process.waitFor()).isEqualTo(new ProcessEnd.Exited(3));
    }
  }

  @Test
  void aSealedProcessServesAUnixListenerAndConnectsToNothing() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path other = folder.resolve("other");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(other));
      Confinement confinement =
          ForkedJava.confinement(classes).writing(own).allowing(Allowance.LISTEN_ON_UNIX_SOCKETS);
      Path socket = own.resolve("socket");
      try (ConfinedProcess process =
          new ConfinedLauncher()
              .start(
                  ForkedJava.confinedCommand(
                      classes, "serve-unix", socket.toString(), other.toString()),
                  confinement)) {
        BufferedReader lines = lines(process);
        assertThat(lines.readLine()).isEqualTo("listening");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
          channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
          ByteBuffer answer = ByteBuffer.allocate(5);
          assertThat(channel.read(answer)).isEqualTo(5);
          assertThat(answer.array()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(lines.readLine()).startsWith("refused").contains("not permitted");
        assertThat(lines.readLine()).startsWith("enforced true");
      }
    }
  }

  @Test
  void aSealedProcessServesATcpListenerAndConnectsToNothing() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ConfinedProcess process =
            new ConfinedLauncher()
                .start(
                    ForkedJava.confinedCommand(
                        classes, "serve-tcp", Integer.toString(other.getLocalPort())),
                    ForkedJava.confinement(classes).allowing(Allowance.LISTEN_ON_TCP))) {
      BufferedReader lines = lines(process);
      int port = Integer.parseInt(lines.readLine().substring("listening ".length()));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().readNBytes(5))
            .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(lines.readLine()).startsWith("refused").contains("not permitted");
      assertThat(lines.readLine()).startsWith("enforced true");
    }
  }
}
