package dev.sotto.application.supervisor;

import dev.sotto.application.agent.AgentListener;
import dev.sotto.application.courier.PipedCouriers;
import dev.sotto.application.importer.ImportersInOwnProcesses;
import dev.sotto.application.importer.OpenImporters;
import dev.sotto.application.importer.SeparateImporters;
import dev.sotto.application.process.PipedProcess;
import dev.sotto.application.vault.SourceChanges;
import dev.sotto.application.vault.StartPhases;
import dev.sotto.consent.Courier;
import dev.sotto.consent.process.CourierInProcess;
import dev.sotto.process.ChannelLimits;
import dev.sotto.process.ChannelToken;
import dev.sotto.securestore.confinement.ConfinementProbe;
import dev.sotto.securestore.confinement.ConfinementProbes;
import dev.sotto.securestore.confinement.ConfinementReport;
import dev.sotto.securestore.confinement.ConfinementSupport;
import dev.sotto.securestore.confinement.ProbeResult;
import dev.sotto.securestore.confinement.ProcessHardening;
import dev.sotto.storage.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A vault of its own, and importers in theirs, all started and confined by a supervisor. */
public final class SeparateProcesses implements Processes, AutoCloseable {
  private static final int MOST_BYTES = 1 << 16;
  private static final int PARTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SupervisorConnection supervisor;
  private final Optional<AgentListener> listener;
  private final CourierInProcess courier;
  private final StartPhases phases;
  private final CompletableFuture<ConfinementReport> confinement;

  /**
   * Connects this process with the supervisor that started it, and begins to measure, on a thread
   * of its own.
   *
   * @param toVault the pipe to read
   * @param fromVault the pipe to write
   * @param variables environment variables, with the channel's token
   * @param userHome the person's home folder, where the attempts to get out look
   * @param phases how long it took to start
   * @param listener the socket of an agent, if this process listens
   */
  public static SeparateProcesses connect(
      Path toVault,
      Path fromVault,
      Map<String, String> variables,
      Path userHome,
      SecureRandom random,
      StartPhases phases,
      Optional<AgentListener> listener)
      throws IOException {
    ChannelToken token = ChannelToken.parse(variables.getOrDefault(VaultLaunch.TOKEN_VARIABLE, ""));
    SupervisorConnection supervisor = SupervisorConnection.open(toVault, fromVault, token, random);
    return new SeparateProcesses(
        supervisor,
        listener,
        new CourierInProcess(
            new PipedCouriers(
                supervisor::startCourier,
                new PipedProcess.Opener(
                    supervisor,
                    ChannelLimits.DEFAULT,
                    random,
                    Thread.ofPlatform().daemon().name("sotto-channel-", 0).factory())),
            System::nanoTime),
        new ConfinementProbes(
            userHome, Path.of(System.getProperty(VaultLaunch.OUTSIDE_PROPERTY, "/"))),
        phases);
  }

  /** Returns the phases up to now of a process that the supervisor has started. */
  public static StartPhases phasesUntilNow() {
    InstantSource clock = InstantSource.system();
    Instant now = clock.instant();
    Instant begun =
        Instant.ofEpochMilli(Long.getLong(VaultLaunch.BEGUN_PROPERTY, now.toEpochMilli()));
    StartPhases phases = new StartPhases(clock, begun);
    phases.end(
        StartPhases.Phase.SUPERVISOR,
        Instant.ofEpochMilli(Long.getLong(VaultLaunch.STARTED_PROPERTY, now.toEpochMilli())));
    phases.end(StartPhases.Phase.JAVA, now);
    return phases;
  }

  /** Returns variables without the one that holds the channel's token. */
  public static Map<String, String> withoutToken(Map<String, String> variables) {
    Map<String, String> rest = new HashMap<>(variables);
    rest.remove(VaultLaunch.TOKEN_VARIABLE);
    return rest;
  }

  private SeparateProcesses(
      SupervisorConnection supervisor,
      Optional<AgentListener> listener,
      CourierInProcess courier,
      ConfinementProbes probes,
      StartPhases phases) {
    this.supervisor = supervisor;
    this.listener = listener;
    this.courier = courier;
    this.phases = phases;
    this.confinement = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("sotto-confinement")
        .start(() -> {
          try {
            confinement.complete(probes.measure());
          } catch (RuntimeException | Error e) {
            confinement.completeExceptionally(e);
          }
        });
  }

  @Override
  public Optional<AgentListener> listener() {
    return listener;
  }

  @Override
  public void leaveTerminal() throws IOException {
    supervisor.leaveTerminal();
    ProcessHardening.leaveTerminal();
  }

  @Override
  public OpenImporters openImporters() throws IOException {
    return ImportersInOwnProcesses.over(SeparateImporters.piped(supervisor, supervisor));
  }

  @Override
  public SourceChanges watch(List<Source> sources) throws IOException {
    return RemoteWatch.start(supervisor, sources);
  }

  @Override
  public Courier courier() {
    return courier;
  }

  @Override
  public StartPhases phases() {
    return phases;
  }

  @Override
  public boolean isKnownToBeOffline() {
    return confinement().enforced();
  }

  @Override
  public ConfinementReport confinement() {
    return confinement.join();
  }

  @Override
  public ConfinementReport importerConfinement() throws IOException {
    return measured(ToSupervisor.Task.PROBE);
  }

  @Override
  public ConfinementReport courierConfinement() throws IOException {
    return measured(ToSupervisor.Task.PROBE_CARRYING);
  }

  private ConfinementReport measured(ToSupervisor.Task task) throws IOException {
    try (ProcessOutput output = ProcessOutput.of(supervisor, List.of(), task)) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            if (output.process().exitStatus(PATIENCE).isEmpty()) {
              output.process().end();
            }
          });
      String lines = new String(output.told().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return new ConfinementReport(ConfinementSupport.ofThisSystem(), results(lines));
    }
  }

  private static List<ProbeResult> results(String lines) throws IOException {
    List<ProbeResult> results = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      String[] parts = line.split(" ", PARTS);
      try {
        results.add(
            new ProbeResult(
                ConfinementProbe.valueOf(parts[0]),
                ProbeResult.Outcome.valueOf(parts[1]),
                parts[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IOException("The process that measures its confinement wrote something else", e);
      }
    }
    return results;
  }

  @Override
  public void close() {
    courier.close();
    supervisor.close();
  }

  @Override
  public String toString() {
    return "SeparateProcesses[" + supervisor + "]";
  }
}
