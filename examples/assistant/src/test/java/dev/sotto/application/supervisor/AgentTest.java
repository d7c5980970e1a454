package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.supervisor.SupervisedRun.Role;
import dev.sotto.application.supervisor.SupervisedRun.Seen;
import dev.sotto.securestore.confinement.ConfinementProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A store that is kept open in the background, as a person uses it. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
final class AgentTest {
  private static final int BASE_FILTER_AND_SEAL = 2;
  private static final int INTERRUPTED = 130;
  private static final int IN_USE = 5;
  private static final int MANY = 400;

  @TempDir private Path folder;
  private SupervisedHome home;

  @BeforeEach
  void begin() throws Exception {
    home = SupervisedHome.withStoreIn(folder);
  }

  @AfterEach
  void lock() throws Exception {
    home.withoutPassphrase().runs("lock").succeeded().assertThatNoProcessStays();
    assertThat(leftByRuns()).isEmpty();
  }

  private List<Path> leftByRuns() throws IOException {
    return home.leftByRuns().stream().filter(path -> !isOfAnAgent(path)).toList();
  }

  private static boolean isOfAnAgent(Path path) {
    return String.valueOf(path.getFileName()).startsWith("agent-");
  }

  private SupervisedRun unlock(String... options) throws Exception {
    return home.runs(Stream.concat(Stream.of("unlock"), Stream.of(options)).toArray(String[]::new))
        .succeeded();
  }

  private boolean isUnlocked() throws Exception {
    return home.runs("status", "--json").succeeded().json().at("/unlocked").asBoolean();
  }

  private Seen only(SupervisedRun run, Role role) throws IOException {
    List<Seen> found = run.processes().stream().filter(seen -> seen.role() == role).toList();
    assertThat(found).as(role.name()).hasSize(1);
    return found.getFirst();
  }

  @Test
  void onePassphraseServesTheCommandsThatFollowUntilTheStoreIsLocked() throws Exception {
    home.write(2);
    assertThat(home.withoutPassphrase().runs("list").status()).as("a control").isEqualTo(2);
    assertThat(isUnlocked()).isFalse();

    SupervisedRun unlocked = unlock();
    assertThat(unlocked.out()).contains("sotto lock");

    assertThat(isUnlocked()).isTrue();
    SupervisedHome later = home.withoutPassphrase();
    later.runs("add", home.notes().toString()).succeeded();
    assertThat(later.runs("ask", "On which shelf is Jar 1?").succeeded().out())
        .contains("1001", "offline, enforced by the kernel");
    assertThatNativeCodeIsLoadedFromWhereTheVaultCannotWrite(only(unlocked, Role.VAULT));
    assertThat(later.runs("search", "Jar").succeeded().out()).contains("Jar 0");
    assertThat(later.runs("show", "1").succeeded().out()).contains("Jar");
    home.write(1);
    assertThat(later.runs("sync").succeeded().out()).contains("1 new");
    assertThat(later.runs("ask", "On which shelf is Jar 2?").succeeded().out()).contains("1002");
    assertThat(later.runs("unlock").succeeded().out()).contains("Unlocked");
    SupervisedRun locked = later.runs("lock").succeeded();
    locked.assertThatNoProcessStays();
    assertThat(isUnlocked()).isFalse();
    assertThat(later.runs("list").status()).as("it asks again").isEqualTo(2);
  }

  private void assertThatNativeCodeIsLoadedFromWhereTheVaultCannotWrite(Seen vault)
      throws IOException {
    List<String> libraries =
        Files.readAllLines(
                Path.of("/proc", Long.toString(vault.pid()), "maps"), StandardCharsets.UTF_8)
            .stream()
            .filter(line -> line.contains("onnxruntime"))
            .toList();
    assertThat(libraries)
        .isNotEmpty()
        .allMatch(line -> line.contains(home.natives().toString()))
        .noneMatch(line -> line.contains(home.modelCache().toString()));
  }

  @Test
  void whatIsSaidWrongIsSaidAtOnceAndNothingStays() throws Exception {
    assertThat(home.runs("unlock", "--idle", "0").status()).isEqualTo(2);
    assertThat(home.runs("unlock", "--idel", "5").status()).isEqualTo(2);
    SupervisedRun run = home.withoutPassphrase().runs("unlock");
    assertThat(run.status()).isEqualTo(2);
    run.assertThatNoProcessStays();
  }

  @Test
  void itsVaultIsAsConfinedAsThatOfACommand() throws Exception {
    SupervisedRun run = unlock();

    JsonNode offline = home.withoutPassphrase().runs("doctor", "--json").json().at("/offline");

    assertThat(offline.at("/enforced").asBoolean()).as(offline.toString()).isTrue();
    assertThat(offline.at("/vault")).hasSize(ConfinementProbe.values().length);
    for (JsonNode probe : offline.at("/vault")) {
      assertThat(probe.at("/outcome").asString()).as(probe.toString()).isEqualTo("refused");
    }
    assertThat(only(run, Role.VAULT).number("Seccomp_filters"))
        .isEqualTo(BASE_FILTER_AND_SEAL + SupervisorTest.outerFilters());
  }

  @Test
  void twoClientsAreServedAndCtrlCStopsOneOnly() throws Exception {
    SupervisedRun.assumeThatCtrlCIsHeard();
    home.write(MANY);
    unlock();
    SupervisedRun adding = home.starts("add", home.notes().toString());
    assertThat(adding.await(Role.IMPORTER)).as(adding.all()).isPresent();
    SupervisedRun listing = home.starts("list");

    SupervisedRun.signal("INT", adding.pid());

    assertThat(adding.toItsEnd().status()).as(adding.all()).isEqualTo(INTERRUPTED);
    listing.toItsEnd().succeeded();
    assertThat(isUnlocked()).isTrue();
    home.runs("list").succeeded();
  }

  @Test
  void aKilledClientTakesNothingWithIt() throws Exception {
    home.write(MANY);
    unlock();
    SupervisedRun adding = home.starts("add", home.notes().toString());
    assertThat(adding.await(Role.IMPORTER)).as(adding.all()).isPresent();

    SupervisedRun.signal("KILL", adding.pid());

    adding.toItsEnd();
    home.runs("list").succeeded();
    assertThat(isUnlocked()).isTrue();
  }

  @Test
  void commandsGoOnByThemselvesWhereTheVaultOrTheSupervisorWasKilled() throws Exception {
    for (Role role : List.of(Role.VAULT, Role.SUPERVISOR)) {
      SupervisedRun run = unlock();

      SupervisedRun.signal("KILL", only(run, role).pid());

      run.assertThatNoProcessStays();
      assertThat(isUnlocked()).isFalse();
      home.runs("list").succeeded();
    }
    unlock();
    assertThat(isUnlocked()).as("over the socket that was left").isTrue();
  }

  @Test
  void theSignalsOfALogoutLock() throws Exception {
    for (String signal : List.of("TERM", "HUP")) {
      SupervisedRun run = unlock();

      SupervisedRun.signal(signal, only(run, Role.SUPERVISOR).pid());

      run.assertThatNoProcessStays();
      assertThat(isUnlocked()).isFalse();
    }
  }

  @Test
  void itLocksWhenNobodyUsesIt() throws Exception {
    SupervisedRun run = unlock("--idle", "12s");
    assertThat(only(run, Role.VAULT).pid()).as("a control").isPositive();

    run.assertThatNoProcessStays(Duration.ofMinutes(3));

    assertThat(isUnlocked()).isFalse();
  }

  @Test
  void commandsThatNeedThePassphraseItselfDoNotRunBesideIt() throws Exception {
    unlock();

    SupervisedRun run =
        home.runs("passphrase", "--new-passphrase-file", home.home().resolve("none").toString());

    assertThat(run.status()).as(run.all()).isEqualTo(IN_USE);
    assertThat(run.err()).contains("sotto lock");
  }

  @Test
  void nobodyIsThereToSayYesOverTheSocket() throws Exception {
    unlock();

    SupervisedRun asked = home.runs("ask", "/weather", "Porto");
    SupervisedRun ledger = home.runs("audit", "list", "--json");
    SupervisedRun erases = home.runs("audit", "erase", "1", "--yes");

    assertThat(asked.out()).as(asked.all()).contains("nobody can be asked here");
    assertThat(ledger.out()).as(ledger.all()).contains("nobody-there");
    assertThat(erases.status()).as(erases.all()).isEqualTo(2);
    assertThat(erases.err()).contains("sotto lock");
  }

  @Test
  void aFolderThatOthersCouldEnterIsNotTrusted() throws Exception {
    unlock();
    Path sockets;
    try (Stream<Path> folders = Files.list(home.runtime().resolve("sotto"))) {
      sockets = folders.filter(AgentTest::isOfAnAgent).findFirst().orElseThrow();
    }
    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxr-xr-x"));

    SupervisedRun refused = home.withoutPassphrase().runs("list");
    SupervisedRun status = home.runs("status");

    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("chmod 700");
    assertThat(status.status()).isNotZero();
    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
    home.withoutPassphrase().runs("list").succeeded();
  }
}
