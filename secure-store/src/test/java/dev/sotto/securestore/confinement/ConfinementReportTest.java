package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.securestore.confinement.ProbeResult.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfinementReportTest {
  private static final ConfinementSupport COMPLETE =
      new ConfinementSupport("Linux 6.12 (amd64)", true, true, 6);

  @Test
  void isEnforcedWhereEverythingThatCountsWasRefused() {
    assertThat(new ConfinementReport(COMPLETE, allRefused()).enforced()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void oneThingThatIsPossibleOrWasNotTriedSpoilsIt(ConfinementProbe probe) {
    for (Outcome outcome : List.of(Outcome.POSSIBLE, Outcome.NOT_AVAILABLE)) {
      List<ProbeResult> results = allRefused();
      results.set(probe.ordinal(), new ProbeResult(probe, outcome, ""));

      assertThat(new ConfinementReport(COMPLETE, results).enforced())
          .as("%s is %s", probe, outcome)
          .isEqualTo(!probe.isCore());
    }
    List<ProbeResult> fewer = allRefused();
    fewer.remove(probe.ordinal());
    assertThat(new ConfinementReport(COMPLETE, fewer).enforced()).isEqualTo(!probe.isCore());
  }

  @Test
  void theNetworkAloneIsPossibleWhereItIsAndNothingElse() {
    assertThat(new ConfinementReport(COMPLETE, allRefused()).enforcedButForNetwork()).isFalse();
    assertThat(new ConfinementReport(COMPLETE, networkAlone()).enforcedButForNetwork()).isTrue();
    assertThat(new ConfinementReport(COMPLETE, networkAlone()).enforced()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void oneThingBesideTheNetworkSpoilsIt(ConfinementProbe probe) {
    List<ProbeResult> results = networkAlone();
    results.set(probe.ordinal(), new ProbeResult(probe, Outcome.POSSIBLE, ""));

    assertThat(new ConfinementReport(COMPLETE, results).enforcedButForNetwork())
        .isEqualTo(probe.isNetwork() || !probe.isCore());
  }

  @ParameterizedTest
  @EnumSource
  void withoutLandlockFilesAreWithinReachAndNothingElse(ConfinementProbe probe) {
    List<ProbeResult> results = allRefused();
    assertThat(new ConfinementReport(COMPLETE, results).enforcedButForFiles()).isFalse();

    results.set(
        ConfinementProbe.HOME_FOLDER.ordinal(),
        new ProbeResult(ConfinementProbe.HOME_FOLDER, Outcome.POSSIBLE, ""));
    assertThat(new ConfinementReport(COMPLETE, results).enforcedButForFiles()).isTrue();

    results.set(probe.ordinal(), new ProbeResult(probe, Outcome.POSSIBLE, ""));
    assertThat(new ConfinementReport(COMPLETE, results).enforcedButForFiles())
        .isEqualTo(probe.isFile() || !probe.isCore());
  }

  private static List<ProbeResult> networkAlone() {
    List<ProbeResult> results = allRefused();
    for (ConfinementProbe probe : ConfinementProbe.values()) {
      if (probe.isNetwork()) {
        results.set(probe.ordinal(), new ProbeResult(probe, Outcome.POSSIBLE, ""));
      }
    }
    return results;
  }

  @Test
  void nothingIsEnforcedOnASystemWithoutMeans() {
    ConfinementSupport support = new ConfinementSupport("Mac OS X 15 (aarch64)", false, false, 0);
    ConfinementReport report = new ConfinementReport(support, List.of());

    assertThat(report.enforced()).isFalse();
    assertThat(report.notEnforcedHere()).get().asString().contains("Linux");
    assertThat(report.of(ConfinementProbe.HOME_FOLDER)).isEmpty();
  }

  @Test
  void saysWhatAKernelLacks() {
    assertThat(new ConfinementSupport("", true, true, 0).missing()).contains("Landlock");
    assertThat(new ConfinementSupport("", true, false, 7).missing()).contains("SECCOMP");
    assertThat(COMPLETE.missing()).isEmpty();
  }

  private static List<ProbeResult> allRefused() {
    return new ArrayList<>(
        Arrays.stream(ConfinementProbe.values())
            .map(probe -> new ProbeResult(probe, Outcome.REFUSED, "EPERM"))
            .toList());
  }
}
