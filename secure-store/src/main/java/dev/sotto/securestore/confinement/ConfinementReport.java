package dev.sotto.securestore.confinement;

import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    return results.stream()
                .map(ProbeResult::probe)
                .filter(ConfinementProbe::isCore)
                .distinct()
                .count()
            == coreProbes()
        && results.stream()
            .filter(result -> result.probe().isCore())
            .allMatch(result -> result.outcome() == Outcome.REFUSED);
  }

  private static long coreProbes() {
    return Arrays.stream(ConfinementProbe.values()).filter(ConfinementProbe::isCore).count();
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
