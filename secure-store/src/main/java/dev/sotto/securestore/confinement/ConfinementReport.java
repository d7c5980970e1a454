package dev.sotto.securestore.confinement;

import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a process found out about its own confinement.
 *
 * @param results one for each probe in its order, or none where nothing is enforced on this system
 */
public record ConfinementReport(ConfinementSupport support, List<ProbeResult> results) {
  public ConfinementReport {
    results = List.copyOf(results);
  }

  /** Returns whether everything that counts was tried and refused. */
  public boolean enforced() {
    return refused(ConfinementProbe::isCore);
  }

  /**
   * Returns whether connections to hosts are possible and everything else that counts was tried and
   * refused.
   */
  public boolean enforcedButForNetwork() {
    return of(ConfinementProbe.INTERNET_SOCKETS)
            .filter(result -> result.outcome() == Outcome.POSSIBLE)
            .isPresent()
        && refused(probe -> probe.isCore() && !probe.isNetwork());
  }

  /**
   * Returns whether files that the process was not given are within reach and everything else that
   * counts was tried and refused: a kernel without Landlock.
   */
  public boolean enforcedButForFiles() {
    return !enforced() && refused(probe -> probe.isCore() && !probe.isFile());
  }

  private boolean refused(Predicate<ConfinementProbe> which) {
    return Arrays.stream(ConfinementProbe.values())
        .filter(which)
        .allMatch(probe ->
            results.stream().anyMatch(result -> result.probe() == probe)
                && results.stream()
                    .filter(result -> result.probe() == probe)
                    .allMatch(result -> result.outcome() == Outcome.REFUSED));
  }

  /** Returns why nothing can be enforced on this system, or nothing where it can. */
  public Optional<String> notEnforcedHere() {
    return support.complete() ? Optional.empty() : Optional.of(support.missing());
  }

  /** Returns the result of a probe, or nothing where it was not made. */
  public Optional<ProbeResult> of(ConfinementProbe probe) {
    return results.stream().filter(result -> result.probe() == probe).findFirst();
  }

  @Override
  public String toString() {
    return "ConfinementReport[enforced=%s, results=%d]".formatted(enforced(), results.size());
  }
}
