package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProcessHardeningTest {
  private static Path classes;

  @BeforeAll
  static void copyClasses(@TempDir Path folder) throws IOException {
    classes = ForkedJava.classesForEverybody(folder);
  }

  @Test
  void theSamePersonsOtherProcessesCanReadTheMemoryOfAnOrdinaryProcessOnly() throws Exception {
    assumeTrue(ProcessHardening.isSupported(), "not Linux");

    assumeTrue(attackOn("ordinary").equals("read the secret"), "nobody's memory can be read here");
    assertThat(attackOn("hardened")).isEqualTo("refused EPERM");
  }

  private static String attackOn(String kind) throws IOException, InterruptedException {
    Process victim = start("victim", kind);
    try (BufferedReader told = lines(victim)) {
      String[] target = told.readLine().split(" ");
      Process attacker = start("read-memory", target[0], target[1]);
      try (BufferedReader answer = lines(attacker)) {
        return answer.readLine();
      }
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  @Test
  void aHardenedSupervisorStartsChildrenTalksToThemAndSeesThatTheyAreConfined() throws Exception {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    assumeTrue(support.complete(), support.missing());

    Process supervisor = start("hardened-supervisor", classes.toString());

    try (BufferedReader told = lines(supervisor)) {
      assertThat(told.lines())
          .containsExactly("echo hello", "confined true", "end Exited[status=0]");
    }
  }

  @Test
  void aSealedProcessCanStartNobodyAndSaysSo() throws Exception {
    ConfinementSupport support = ConfinementSupport.ofThisSystem();
    assumeTrue(support.complete(), support.missing());

    Process sealed = start("sealed-supervisor", classes.toString());

    try (BufferedReader told = lines(sealed)) {
      assertThat(told.readLine()).startsWith("refused").contains("EPERM");
    }
  }

  @Test
  void onAnotherSystemNothingIsDoneAndNothingIsClaimed() throws Exception {
    List<String> command =
        new ArrayList<>(
            ForkedJava.command(classes, ConfinedChild.class, List.of("other-system")).command());
    command.add(1, "-Dos.name=Another");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    try (BufferedReader told = lines(process)) {
      assertThat(told.lines())
          .containsExactly(
              "hardened",
              "alive true",
              "enforced false of 0",
              "because confinement needs Linux on x86-64 or AArch64",
              "launcher refused",
              "seal refused");
    }
  }

  private static Process start(String... arguments) throws IOException {
    return ForkedJava.command(classes, ConfinedChild.class, List.of(arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
