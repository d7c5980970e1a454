package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.process.MessageChannel;
import dev.sotto.process.PipePair;
import dev.sotto.process.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor whose vault asks for what it should not get. */
@Timeout(120)
final class ChildrenTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String TOKEN = "0".repeat(32);
  private static final int MOST_AT_ONCE = 8;

  @TempDir private Path folder;
  private SupervisedHome home;
  private Children children;
  private MessageChannel<ToSupervisor, FromSupervisor> vault;

  @BeforeEach
  void begin() throws Exception {
    home = SupervisedHome.in(folder);
    children = SupervisedCourier.children(home, LoopbackCourier.class);
    PipePair pipes = new PipePair();
    ChannelToken token = ChannelToken.random(RANDOM);
    FutureTask<?> serving =
        new FutureTask<>(() -> {
          try (MessageChannel<FromSupervisor, ToSupervisor> channel =
              MessageChannel.open(
                  pipes.starterIn(),
                  pipes.starterOut(),
                  SupervisorProtocol.SUPERVISOR,
                  token,
                  RANDOM,
                  ChannelLimits.DEFAULT,
                  THREADS)) {
            children.serve(channel);
          }
          return null;
        });
    THREADS.newThread(serving).start();
    vault =
        MessageChannel.open(
            pipes.startedIn(),
            pipes.startedOut(),
            SupervisorProtocol.VAULT,
            token,
            RANDOM,
            ChannelLimits.DEFAULT,
            THREADS);
  }

  @AfterEach
  void end() {
    if (vault != null) {
      vault.close();
      children.close();
    }
  }

  @Test
  void pipesThatWereNotMadeForAProcessAreRefused() throws Exception {
    Path own = Files.createDirectory(home.runtime().resolve("own"));

    assertThat(answer(start(1, List.of(), own.toString())))
        .isInstanceOf(FromSupervisor.Refused.class);
    assertThat(answer(start(2, List.of(), "/"))).isInstanceOf(FromSupervisor.Refused.class);
  }

  @Test
  void pipesServeOneProcess() throws Exception {
    String pipes = pipes();

    assertThat(answer(start(1, List.of(), pipes))).isInstanceOf(FromSupervisor.Started.class);
    assertThat(answer(start(2, List.of(), pipes))).isInstanceOf(FromSupervisor.Refused.class);
  }

  @Test
  void aNumberIsNotUsedTwiceAtOnce() throws Exception {
    assertThat(answer(start(1, List.of(), pipes()))).isInstanceOf(FromSupervisor.Started.class);
    assertThat(answer(start(1, List.of(), pipes()))).isInstanceOf(FromSupervisor.Refused.class);
  }

  @Test
  void aPathThatDoesNotExistIsRefusedAndTheNextOneServed() throws Exception {
    String missing = home.notes().resolve("missing").toString();

    assertThat(answer(start(1, List.of(missing), pipes())))
        .isInstanceOf(FromSupervisor.Refused.class);
    assertThat(answer(start(2, List.of(home.notes().toString()), pipes())))
        .isInstanceOf(FromSupervisor.Started.class);
  }

  @Test
  void whatIsNoPathIsRefusedAndTheNextOneServed() throws Exception {
    assertThat(answer(start(1, List.of("/a\0b"), pipes())))
        .isInstanceOf(FromSupervisor.Refused.class);
    assertThat(answer(start(2, List.of(), "/a\0b"))).isInstanceOf(FromSupervisor.Refused.class);
    assertThat(answer(start(3, List.of(), pipes()))).isInstanceOf(FromSupervisor.Started.class);
  }

  @Test
  void morePipesThanProcessesAreRefused() throws Exception {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      pipes();
    }

    assertThat(answer(new ToSupervisor.MakePipes())).isInstanceOf(FromSupervisor.Refused.class);
  }

  @Test
  void tooManyProcessesAreRefusedAndNoneStaysAtTheEnd() throws Exception {
    List<Long> started = new ArrayList<>();
    for (int id = 0; id < MOST_AT_ONCE; id++) {
      if (answer(start(id, List.of(), pipes()))
          instanceof FromSupervisor.Started(int _, long pid)) {
        started.add(pid);
      }
    }

    FromSupervisor oneMore = answer(start(MOST_AT_ONCE, List.of(), pipes()));
    children.close();

    assertThat(started).hasSize(MOST_AT_ONCE);
    assertThat(oneMore).isInstanceOf(FromSupervisor.Refused.class);
    assertThat(started).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    try (var left = Files.list(home.temporary())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aProcessThatIsToEndEndsAndTheVaultIsTold() throws Exception {
    assertThat(answer(start(5, List.of(), pipes()))).isInstanceOf(FromSupervisor.Started.class);

    assertThat(answer(new ToSupervisor.End(5)))
        .isInstanceOfSatisfying(
            FromSupervisor.Ended.class, ended -> assertThat(ended.id()).isEqualTo(5));
  }

  @Test
  void aProcessWithANetworkCanReadNothing() throws Exception {
    for (ToSupervisor.Task task :
        List.of(ToSupervisor.Task.CARRY, ToSupervisor.Task.PROBE_CARRYING)) {
      assertThat(
              answer(
                  new ToSupervisor.Start(
                      1, List.of(home.notes().toString()), pipes(), TOKEN, task)))
          .isInstanceOf(FromSupervisor.Refused.class);
    }
  }

  private static ToSupervisor start(int id, List<String> readable, String pipes) {
    return new ToSupervisor.Start(id, readable, pipes, TOKEN, ToSupervisor.Task.READ);
  }

  private String pipes() throws IOException {
    return answer(new ToSupervisor.MakePipes()) instanceof FromSupervisor.PipesMade(String made)
        ? made
        : "";
  }

  private FromSupervisor answer(ToSupervisor request) throws IOException {
    vault.send(request);
    if (vault.receive(LONG) instanceof Received.Message<FromSupervisor>(FromSupervisor message)) {
      return message;
    }
    throw new AssertionError("The supervisor gave no answer");
  }
}
