package dev.sotto.application.command;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.terminal.ResultJson;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the agent, whose memory holds the keys. */
@Command(name = "lock")
final class LockCommand implements Callable<Integer> {
  private final SottoCommand sotto;

  LockCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Optional<AgentClient> found =
        AgentClient.find(sotto.locations(), sotto.surroundings().variables());
    boolean locked = true;
    if (found.isPresent()) {
      try (AgentClient agent = found.get()) {
        locked = agent.lock();
      }
      sotto.say(sotto.messages().of(locked ? "lock.done" : "lock.failed"));
    } else {
      sotto.say(sotto.messages().of("status.locked"));
    }
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("locked", locked);
      json.put("wasUnlocked", found.isPresent());
      ResultJson.print(json, sotto.surroundings().out());
    }
    return locked ? ExitStatus.OK : ExitStatus.FAILED;
  }
}
