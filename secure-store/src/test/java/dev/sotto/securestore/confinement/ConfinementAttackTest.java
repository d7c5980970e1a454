package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.securestore.confinement.Attacker.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attacks from inside a confined process, as an ordinary user. Each is carried out four times:
 * unconfined, where it must succeed, so that it is known to be one; confined from the first
 * instruction; sealed; and sealed with the allowance to connect to hosts, as a courier is.
 */
final class ConfinementAttackTest {
  /** Most that is read of the processes, which take seconds. */
  private static final long TIMEOUT_SECONDS = 120;

  private record Result(String outcome, String answer) {}

  private static final Map<Bounds, Map<String, Result>> RESULTS = new EnumMap<>(Bounds.class);
  private static String output = "";

  @BeforeAll
  static void attack(@TempDir Path folder) throws Exception {
    assumeTrue(
        ConfinementSupport.ofThisSystem().complete(), ConfinementSupport.ofThisSystem().missing());
    for (Bounds bounds : Bounds.values()) {
      RESULTS.put(bounds, new HashMap<>());
    }
    Path surroundings = ForkedJava.folderForEverybody(folder);
    Path printed = folder.resolve("printed");
    Process supervisor =
        ForkedJava.command(
                ForkedJava.classesForEverybody(folder),
                AttackedSupervisor.class,
                List.of(surroundings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = supervisor.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    supervisor.destroyForcibly();
    output = Files.readString(printed);
    assertThat(ended).as("it ends; printed so far: %s", output).isTrue();
    for (String line : output.lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("RESULT")) {
        RESULTS.get(Bounds.valueOf(fields[1])).put(fields[2], new Result(fields[3], fields[4]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void attackersAreOrdinaryUsers(Bounds bounds) {
    assertThat(result(bounds, "USER").outcome()).isEqualTo("ordinary");
  }

  @TestFactory
  Stream<DynamicTest> everyAttackSucceedsUnconfined() {
    return Arrays.stream(Attack.values())
        .map(attack ->
            DynamicTest.dynamicTest(
                attack.name(),
                () -> {
                  Result result = result(Bounds.NONE, attack.name());
                  if (attack.mayBeMissing()) {
                    assumeTrue(
                        result.outcome().equals("succeeded"), "not available: " + result.answer());
                  }
                  assertThat(result.outcome()).as(result.answer()).isEqualTo("succeeded");
                }));
  }

  @TestFactory
  Stream<DynamicTest> noAttackSucceedsFromTheFirstInstructionOn() {
    return refused(
        Bounds.BASE,
        Arrays.stream(Attack.values())
            .filter(attack -> attack != Attack.PROCESS_WITHOUT_A_PROGRAM));
  }

  @TestFactory
  Stream<DynamicTest> noAttackSucceedsOnceSealed() {
    return refused(Bounds.SEALED, Arrays.stream(Attack.values()));
  }

  @TestFactory
  Stream<DynamicTest> whereConnectingIsAllowedNoOtherAttackSucceeds() {
    return refused(
        Bounds.CONNECTING, Arrays.stream(Attack.values()).filter(attack -> !attack.isNetwork()));
  }

  @Test
  void whereConnectingIsAllowedItIsPossible() {
    assertThat(Arrays.stream(Attack.values()).filter(Attack::isNetwork))
        .isNotEmpty()
        .allSatisfy(attack ->
            assertThat(result(Bounds.CONNECTING, attack.name()).outcome())
                .as(attack.name())
                .isEqualTo("succeeded"));
  }

  private static Stream<DynamicTest> refused(Bounds bounds, Stream<Attack> attacks) {
    return attacks.map(attack ->
        DynamicTest.dynamicTest(
            attack.name(),
            () -> {
              Result result = result(bounds, attack.name());
              assertThat(result.outcome()).isEqualTo("failed");
              assertThat(result.answer()).containsPattern(attack.refusal());
            }));
  }

  @Test
  void theProbesOfAnUnconfinedProcessSayThatNothingIsEnforced() {
    assertThat(result(Bounds.NONE, "ENFORCED").outcome()).isEqualTo("false");
    for (ConfinementProbe probe :
        List.of(
            ConfinementProbe.INTERNET_SOCKETS,
            ConfinementProbe.UNIX_SOCKETS,
            ConfinementProbe.OTHER_SOCKETS,
            ConfinementProbe.SOCKET_PAIR,
            ConfinementProbe.JAVA_CONNECTION,
            ConfinementProbe.JAVA_DATAGRAM,
            ConfinementProbe.NAME_RESOLUTION,
            ConfinementProbe.HOME_FOLDER,
            ConfinementProbe.OUTSIDE_FILE,
            ConfinementProbe.PROGRAM,
            ConfinementProbe.EXECUTE,
            ConfinementProbe.PARENT_TRACE,
            ConfinementProbe.PARENT_MEMORY,
            ConfinementProbe.PARENT_DESCRIPTORS,
            ConfinementProbe.PARENT_SIGNAL,
            ConfinementProbe.PARENT_THREAD_SIGNAL,
            ConfinementProbe.TERMINAL_INPUT,
            ConfinementProbe.TERMINAL_INPUT_LONG,
            ConfinementProbe.NAMESPACES,
            ConfinementProbe.LINKS)) {
      assertThat(result(Bounds.NONE, "PROBE_" + probe).outcome())
          .as(probe.name())
          .isEqualTo("POSSIBLE");
    }
  }

  @Test
  void theProbesOfAConfinedProcessThatIsNotSealedSayThatItCanExecute() {
    assertThat(result(Bounds.BASE, "ENFORCED").outcome()).isEqualTo("false");
    assertThat(result(Bounds.BASE, "PROBE_EXECUTE").outcome()).isEqualTo("POSSIBLE");
    assertThat(result(Bounds.BASE, "PROBE_INTERNET_SOCKETS").outcome()).isEqualTo("REFUSED");
  }

  @Test
  void theProbesOfASealedProcessSayThatAllIsEnforced() {
    assertThat(result(Bounds.SEALED, "ENFORCED").outcome()).as(output).isEqualTo("true");
  }

  @Test
  void theProbesOfAProcessThatMayConnectSayThatItCanDoNothingElse() {
    assertThat(result(Bounds.CONNECTING, "ENFORCED").outcome()).as(output).isEqualTo("false");
    assertThat(result(Bounds.CONNECTING, "NETWORK_ALONE").outcome()).as(output).isEqualTo("true");
    for (Bounds other : List.of(Bounds.NONE, Bounds.BASE, Bounds.SEALED)) {
      assertThat(result(other, "NETWORK_ALONE").outcome()).as(other.name()).isEqualTo("false");
    }
  }

  private static Result result(Bounds bounds, String name) {
    Result result = RESULTS.get(bounds).get(name);
    assertThat(result).as("%s of %s in: %s", name, bounds, output).isNotNull();
    return result;
  }
}
