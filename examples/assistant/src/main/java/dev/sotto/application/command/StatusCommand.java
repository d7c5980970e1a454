package dev.sotto.application.command;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.agent.AgentStatus;
import dev.sotto.application.terminal.ResultJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says whether the store is kept unlocked. */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {
  private static final long ROUNDED_UP = 59;

  private final SottoCommand sotto;

  StatusCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Optional<AgentClient> found =
        AgentClient.find(sotto.locations(), sotto.surroundings().variables());
    if (found.isEmpty()) {
      tell(sotto, Optional.empty());
    } else {
      try (AgentClient agent = found.get()) {
        tell(sotto, Optional.of(agent.status()));
      }
    }
    return ExitStatus.OK;
  }

  /** Tells how the agent is, if there is one. */
  static void tell(SottoCommand sotto, Optional<AgentStatus> status) {
    sotto.say(
        status
            .map(agent ->
                sotto
                    .messages()
                    .of(
                        "status.unlocked",
                        agent.sinceUnlocked().toMinutes(),
                        minutes(agent.untilLock()),
                        agent.commands()))
            .orElseGet(() -> sotto.messages().of("status.locked")));
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("unlocked", status.isPresent());
      status.ifPresent(agent -> {
        json.put("sinceUnlockedSeconds", agent.sinceUnlocked().toSeconds());
        json.put("untilLockSeconds", agent.untilLock().toSeconds());
        json.put("commands", agent.commands());
      });
      ResultJson.print(json, sotto.surroundings().out());
    }
  }

  private static long minutes(Duration duration) {
    return duration.plusSeconds(ROUNDED_UP).toMinutes();
  }
}
