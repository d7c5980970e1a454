package dev.sotto.application.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.consent.ConsentCard;
import dev.sotto.consent.ConsentDecision;
import dev.sotto.consent.ConsentPrompt.Asked;
import dev.sotto.ledger.Method;
import dev.sotto.model.Cancellation;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class AttendedTerminalTest {
  private final AttendedScreen screen = new AttendedScreen();

  private AttendedTerminal terminal(String language, Function<Cancellation, ConsentKeys> keys) {
    return new AttendedTerminal(screen.surroundings(), Messages.forLanguage(language), keys);
  }

  private static ConsentCard card() {
    return Cards.card(Cards.request("steak"), true);
  }

  private Asked ask(ConsentKeys keys) {
    return terminal("en", _ -> keys).ask(card(), ZoneOffset.UTC, Cancellation.NEVER);
  }

  @Test
  void showsTheWholeCardAndThatAnotherCommandAsks() {
    Asked asked = ask(new Fingers("", "y"));

    assertThat(screen.text())
        .contains("asked by a command on another terminal", "GET /find?q=steak HTTP/1.1")
        .doesNotContain("for this sitting");
    assertThat(asked.method()).isEqualTo(Method.KEY_PRESS);
    assertThat(asked.decision())
        .isEqualTo(
            new ConsentDecision.Yes(7, card().request().hash(), new ConsentDecision.Scope.Once()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "x", "s", "\n", " "})
  void whatIsNoClearYesIsANo(String keys) {
    assertThat(ask(new Fingers("yyd", keys)).decision()).isEqualTo(new ConsentDecision.No());
  }

  @Test
  void asksInTheLanguageOfTheTerminalThatIsAttended() {
    terminal("zh", _ -> new Fingers("", "n")).ask(card(), ZoneOffset.UTC, Cancellation.NEVER);

    assertThat(screen.text()).contains("由另一个终端上的命令", "不同意");
  }

  @Test
  void aCommandThatHasEndedIsToldOfAndItsYesIsNone() {
    AtomicBoolean ended = new AtomicBoolean();
    AttendedTerminal terminal =
        terminal(
            "en",
            cancellation ->
                new Waiting(() -> {
                  ended.set(true);
                  return cancellation.requested() ? Optional.empty() : Optional.of((int) 'y');
                }));

    assertThat(terminal.ask(card(), ZoneOffset.UTC, ended::get).decision())
        .isEqualTo(new ConsentDecision.No());
    assertThat(screen.text()).contains("The command that asked has ended");
  }

  @Test
  void oneCardIsShownAtATimeAndWhoGivesUpWaitingIsNotAsked() throws Exception {
    CountDownLatch shown = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    AtomicInteger cards = new AtomicInteger();
    AttendedTerminal terminal =
        terminal(
            "en",
            _ ->
                new Waiting(() -> {
                  cards.incrementAndGet();
                  shown.countDown();
                  await(answered);
                  return Optional.of((int) 'y');
                }));
    FutureTask<Asked> first =
        new FutureTask<>(() -> terminal.ask(card(), ZoneOffset.UTC, Cancellation.NEVER));
    Thread.ofPlatform().daemon().start(first);
    await(shown);
    assertThat(terminal.isAsking()).isTrue();
    AtomicInteger looks = new AtomicInteger();

    Asked second = terminal.ask(card(), ZoneOffset.UTC, () -> looks.incrementAndGet() > 2);
    answered.countDown();

    assertThat(second.decision()).isEqualTo(new ConsentDecision.NobodyThere());
    assertThat(cards).hasValue(1);
    assertThat(first.get().decision()).isInstanceOf(ConsentDecision.Yes.class);
    assertThat(terminal.isAsking()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for a key in its own way. */
  private record Waiting(Supplier<Optional<Integer>> key) implements ConsentKeys {
    @Override
    public void forgetTyped() {}

    @Override
    public Optional<Integer> next(Duration atMost) {
      return key.get();
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.empty();
    }
  }
}
