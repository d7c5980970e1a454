package dev.sotto.application.command;

import dev.sotto.application.agent.AgentClient;
import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.agent.AgentServer;
import dev.sotto.application.agent.AgentStatus;
import dev.sotto.application.agent.LineWaiting;
import dev.sotto.application.agent.LockCause;
import dev.sotto.application.terminal.AttendedTerminal;
import dev.sotto.application.terminal.ResultJson;
import dev.sotto.application.terminal.TerminalKeys;
import dev.sotto.application.terminal.UsageException;
import dev.sotto.application.vault.KeptVault;
import dev.sotto.application.vault.Models;
import dev.sotto.application.vault.Vault;
import dev.sotto.securestore.PersonalStore;
import dev.sotto.securestore.confinement.SystemClocks;
import dev.sotto.securestore.key.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens the store once and keeps it open for the commands that follow, until it locks. */
@Command(name = "unlock")
final class UnlockCommand implements Callable<Integer> {
  private static final Duration LEAST_IDLE = Duration.ofSeconds(10);
  private static final Duration MOST_IDLE = Duration.ofHours(24);
  private static final Pattern IDLE = Pattern.compile("([0-9]{1,6})([smh]?)");
  private static final long BETWEEN_LOOKS_MILLIS = 500;
  private static final Duration PATIENCE_WITH_COMMANDS = Duration.ofSeconds(3);

  private final SottoCommand sotto;
  private final CountDownLatch asked = new CountDownLatch(1);

  @Option(names = "--idle", paramLabel = "TIME")
  private String idle = "15m";

  @Option(names = "--foreground")
  private boolean foreground;

  UnlockCommand(SottoCommand sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws IOException {
    Duration untilLock = untilLock();
    Path folder = sotto.existingStore();
    Optional<AgentListener> listener = sotto.processes().listener();
    if (listener.isEmpty()) {
      return alreadyUnlocked();
    }
    sotto.interruption().listenToHangUp();
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    Models models =
        new Models(sotto.locations().modelCache(), executor, sotto::preparing, sotto.writer());
    models.begin(Models.Need.ANSWERS);
    Vault vault = opened(folder, models);
    boolean unused = serve(vault, models, listener.get(), untilLock);
    if (!unused) {
      sotto.interruption().end();
    }
    vault.close();
    models.close();
    executor.close();
    return ExitStatus.OK;
  }

  private Duration untilLock() {
    Matcher matcher = IDLE.matcher(idle);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration time =
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
          };
      if (time.compareTo(LEAST_IDLE) >= 0 && time.compareTo(MOST_IDLE) <= 0) {
        return time;
      }
    }
    throw new UsageException(sotto.messages().of("unlock.idleRange", idle));
  }

  private int alreadyUnlocked() throws IOException {
    try (AgentClient agent =
        AgentClient.find(sotto.locations(), sotto.surroundings().variables())
            .orElseThrow(() -> new UsageException(sotto.messages().of("unlock.notHere")))) {
      StatusCommand.tell(sotto, Optional.of(agent.status()));
    }
    return ExitStatus.OK;
  }

  private Vault opened(Path folder, Models models) throws IOException {
    try (Passphrase passphrase = sotto.passphrases().existing()) {
      return Vault.openForChanges(
          access ->
              sotto.told(
                  PersonalStore.unlock(folder, passphrase, access, sotto.ageCheck(), () -> {})),
          models,
          sotto.surroundings().clock());
    }
  }

  /** Serves until it is to lock; returns whether no command uses the vault then. */
  private boolean serve(Vault vault, Models models, AgentListener listener, Duration untilLock)
      throws IOException {
    if (vault.indexLagsBehind()) {
      sotto.warn(sotto.messages().of("index.catchingUp"));
      vault.ingestion(List.of()).catchUp();
    }
    KeptVault kept = new KeptVault(vault, models, sotto.locations(), System::nanoTime);
    SystemTerminal terminal = new SystemTerminal();
    Optional<AttendedTerminal> attended =
        foreground && sotto.surroundings().personPresent()
            ? Optional.of(attended(terminal))
            : Optional.empty();
    LockCause.Watch watch =
        new LockCause.Watch(
            untilLock,
            () ->
                attended.filter(AttendedTerminal::isAsking).isPresent()
                    ? Duration.ZERO
                    : kept.unused(),
            SystemClocks::timeSuspended);
    long since = System.nanoTime();
    listener.publish();
    tellUnlocked(untilLock);
    if (!foreground) {
      sotto.processes().leaveTerminal();
    }
    try (terminal;
        AgentServer server =
            new AgentServer(
                listener,
                sotto.surroundings(),
                (surroundings, interruption, arguments) ->
                    SottoCommand.runWith(
                        kept,
                        attended,
                        surroundings,
                        interruption,
                        sotto.processes(),
                        arguments.toArray(String[]::new)),
                read -> aside(kept, read),
                () ->
                    new AgentStatus(
                        Duration.ofNanos(System.nanoTime() - since), watch.untilLock(), 0),
                asked::countDown)) {
      server.start();
      awaitLock(watch);
    }
    try {
      return kept.retire(PATIENCE_WITH_COMMANDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private AttendedTerminal attended(SystemTerminal terminal) {
    return new AttendedTerminal(
        sotto.surroundings(),
        sotto.messages(),
        cancellation -> new TerminalKeys(terminal.open(), cancellation));
  }

  private static @Nullable String aside(KeptVault kept, LineWaiting.LineRead read)
      throws IOException {
    try {
      return kept.aside(read::read);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Waiting for a line failed", e);
    }
  }

  private void tellUnlocked(Duration untilLock) {
    boolean wholeMinutes = untilLock.toSecondsPart() == 0;
    sotto.say(
        wholeMinutes
            ? sotto.messages().of("unlock.done", untilLock.toMinutes())
            : sotto.messages().of("unlock.doneSeconds", untilLock.toSeconds()));
    if (foreground) {
      sotto.say(
          sotto
              .messages()
              .of(
                  sotto.surroundings().personPresent()
                      ? "unlock.foregroundAttended"
                      : "unlock.foreground"));
    }
    if (sotto.wantsJson()) {
      var json = ResultJson.object();
      json.put("unlocked", true);
      json.put("idleSeconds", untilLock.toSeconds());
      ResultJson.print(json, sotto.surroundings().out());
    }
    sotto.surroundings().out().flush();
    sotto.surroundings().err().flush();
  }

  private void awaitLock(LockCause.Watch watch) {
    try {
      while (!sotto.interruption().requested()) {
        if (asked.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        Optional<LockCause> cause = watch.cause();
        if (cause.isPresent()) {
          if (foreground) {
            sotto.say(
                sotto
                    .messages()
                    .of(
                        switch (cause.get()) {
                          case UNUSED -> "unlock.lockedUnused";
                          case SUSPENDED -> "unlock.lockedSuspended";
                        }));
          }
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
