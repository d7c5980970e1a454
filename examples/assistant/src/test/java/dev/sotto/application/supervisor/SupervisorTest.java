package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.supervisor.SupervisedRun.Role;
import dev.sotto.application.supervisor.SupervisedRun.Seen;
import dev.sotto.securestore.confinement.Confinement;
import dev.sotto.securestore.confinement.ConfinementProbe;
import dev.sotto.securestore.confinement.ConfinementSupport;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The program that a person starts, with the processes that it starts. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
final class SupervisorTest {
  private static final int FILTERED = 2;
  private static final int BASE_FILTER_AND_SEAL = 2;
  private static final int KILLED = 128 + 9;
  private static final int INTERRUPTED = 130;
  private static final int NO_STORE = 2;
  private static final int MANY = 120;
  private static final int POLL_MILLIS = 10;

  @TempDir private Path folder;

  @Test
  void doctorIsRefusedEverythingInTheVaultAndInAnImporter() throws Exception {
    SupervisedHome home = SupervisedHome.in(folder);

    JsonNode offline = home.runs("doctor", "--json").json().at("/offline");

    assertThat(offline.at("/enforced").asBoolean()).as(offline.toString()).isTrue();
    for (String process : List.of("/vault", "/importer")) {
      assertThat(offline.at(process)).hasSize(ConfinementProbe.values().length);
      for (JsonNode probe : offline.at(process)) {
        assertThat(probe.at("/outcome").asString()).as(probe.toString()).isEqualTo("refused");
      }
    }
    assertThat(home.leftByRuns()).isEmpty();
  }

  @Test
  void aPersonInitialisesImportsFoldersOfAnyNameAndAsks() throws Exception {
    SupervisedHome home = SupervisedHome.in(folder);
    Path script =
        home.script(
            """
            set -e
            mkdir -p "$1/Schränke, 柜子 und mehr/unter wegs"
            printf '# Honey\\n\\nThe honey stands on shelf 1042.\\n' \\
              >"$1/Schränke, 柜子 und mehr/unter wegs/Löffel voll 蜂蜜.md"
            folder=$1
            shift
            exec "$@" add "$folder/Schränke, 柜子 und mehr"
            """);

    home.runs("init", "--me", "Mara", "--zone", "Europe/Berlin").succeeded();
    List<String> add =
        Stream.concat(
                Stream.of("/bin/sh", script.toString(), home.notes().toString()),
                home.command().stream())
            .toList();
    SupervisedRun added = home.start(add).toItsEnd().succeeded();
    SupervisedRun asked = home.runs("ask", "On which shelf does the honey stand?").succeeded();

    assertThat(added.out()).contains("schränke-柜子-und-mehr: 1 new");
    assertThat(asked.out()).contains("1042", "offline, enforced by the kernel");
    assertThat(home.leftByRuns()).isEmpty();
  }

  @Test
  void theVaultAndEveryImporterAreFilteredAndSealedAndTheSupervisorIsNot() throws Exception {
    SupervisedHome home = SupervisedHome.withStoreIn(folder);
    home.write(MANY);
    Map<Role, Integer> filters = new EnumMap<>(Role.class);

    SupervisedRun run = home.starts("add", home.notes().toString());
    while (run.isAlive()) {
      for (Seen seen : run.processes()) {
        if (seen.role() != Role.SUPERVISOR) {
          assertThat(seen.number("Seccomp")).as(seen.role().name()).isEqualTo(FILTERED);
          assertThat(seen.number("NoNewPrivs")).as(seen.role().name()).isEqualTo(1);
        } else if (seen.pid() == run.pid()) {
          assertThat(seen.number("Seccomp_filters")).isLessThanOrEqualTo(outerFilters());
        }
        filters.merge(seen.role(), seen.number("Seccomp_filters") - outerFilters(), Math::max);
      }
      Thread.sleep(POLL_MILLIS);
    }
    run.succeeded();

    assertThat(filters)
        .containsEntry(Role.VAULT, BASE_FILTER_AND_SEAL)
        .containsEntry(Role.IMPORTER, BASE_FILTER_AND_SEAL);
    assertThat(home.leftByRuns()).isEmpty();
  }

  @Test
  void theVaultIsNotGivenTheFolderThatItImports() throws Exception {
    SupervisedHome home = SupervisedHome.withStoreIn(folder);
    VaultLaunch launch =
        new VaultLaunch(
            List.of("add", home.notes().toString()),
            Map.of("SOTTO_HOME", home.home().toString()),
            "dev.sotto.application.VaultProcess",
            home.runtime(),
            home.temporary(),
            ConfinementSupport.ofThisSystem(),
            null,
            home.natives());

    Confinement vault = launch.confinement();
    Confinement importer =
        launch.importerConfinement(List.of(home.notes()), List.of(), home.temporary());

    assertThat(vault.readable()).noneMatch(path -> home.notes().startsWith(path));
    assertThat(vault.writable()).noneMatch(path -> home.notes().startsWith(path));
    assertThat(vault.writable()).contains(home.home());
    assertThat(vault.readable()).as("what it loads").contains(home.natives());
    assertThat(vault.writable()).noneMatch(path -> home.natives().startsWith(path));
    assertThat(importer.readable()).contains(home.notes());
    assertThat(importer.writable()).noneMatch(path -> home.notes().startsWith(path));
    assertThat(importer.readable()).noneMatch(path -> home.home().startsWith(path));
    assertThat(importer.writable()).noneMatch(path -> home.home().startsWith(path));
  }

  @Test
  void theExitStatusOfACommandThatFailsIsPassedOn() throws Exception {
    SupervisedHome home = SupervisedHome.in(folder);

    SupervisedRun run = home.runs("list");

    assertThat(run.status()).as(run.all()).isEqualTo(NO_STORE);
    assertThat(home.leftByRuns()).isEmpty();
  }

  @Test
  void allProcessesDieWithTheSupervisorAndTheNextStartTidiesUp() throws Exception {
    SupervisedHome home = SupervisedHome.withStoreIn(folder);
    home.write(MANY);
    SupervisedRun run = home.starts("add", home.notes().toString());
    assertThat(run.await(Role.IMPORTER)).as(run.all()).isPresent();

    SupervisedRun.signal("KILL", run.pid());

    assertThat(run.toItsEnd().status()).isEqualTo(KILLED);
    run.assertThatNoProcessStays();
    assertThat(home.leftByRuns()).as("a control: something to tidy up").isNotEmpty();
    home.runs("add", home.notes().toString()).succeeded();
    assertThat(home.leftByRuns()).isEmpty();
    assertThat(home.records()).isEqualTo(home.written());
  }

  @Test
  void ctrlCDuringAnImportIsPassedOnAndWhatWasStoredStays() throws Exception {
    SupervisedRun.assumeThatCtrlCIsHeard();
    SupervisedHome home = SupervisedHome.withStoreIn(folder);
    home.write(MANY);
    SupervisedRun run = home.starts("add", home.notes().toString());
    run.await(() -> hasPacks(home));

    SupervisedRun.signal("INT", run.pid());

    assertThat(run.toItsEnd().status()).as(run.all()).isEqualTo(INTERRUPTED);
    run.assertThatNoProcessStays();
    assertThat(home.leftByRuns()).isEmpty();
    int stored = home.records();
    assertThat(stored).isLessThanOrEqualTo(MANY);
    assertThat(home.runs("sync").succeeded().out())
        .contains("%d new, 0 changed, 0 gone, %d unchanged".formatted(MANY - stored, stored));
  }

  private static boolean hasPacks(SupervisedHome home) {
    Path records = home.home().resolve("store").resolve("records");
    try (var packs = Files.newDirectoryStream(records, "pack-*")) {
      return packs.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  /** Returns how many filters lie upon this test already, such as those of a container. */
  static int outerFilters() throws IOException {
    return Seen.number(Files.readString(Path.of("/proc/self/status")), "Seccomp_filters");
  }
}
