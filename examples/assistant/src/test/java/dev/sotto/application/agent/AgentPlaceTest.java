package dev.sotto.application.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sotto.application.vault.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where agents listen, and which folders are not used. */
@EnabledOnOs(OS.LINUX)
final class AgentPlaceTest {
  @TempDir private Path folder;

  private AgentPlace made() throws IOException {
    return ServedAgent.placeIn(folder);
  }

  private boolean isFound() throws IOException {
    return AgentPlace.find(ServedAgent.locations(folder), ServedAgent.variables(folder))
        .isPresent();
  }

  @Test
  void itIsFoundWhereItWasMadeAndOnlyTheOwnerCanEnter() throws Exception {
    assertThat(isFound()).isFalse();

    AgentPlace place = made();

    assertThat(isFound()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.folder())))
        .isEqualTo("rwx------");
    assertThat(place.folder()).startsWith(folder.resolve("runtime/sotto"));
  }

  @Test
  void storesHaveAgentsOfTheirOwn() throws Exception {
    Locations other =
        new Locations(folder.resolve("other"), folder.resolve("cache"), folder.resolve("state"));

    assertThat(AgentPlace.make(other, ServedAgent.variables(folder)).folder())
        .isNotEqualTo(made().folder());
  }

  @Test
  void aFolderThatOthersCouldEnterIsNotUsed() throws Exception {
    AgentPlace place = made();
    assertThat(isFound()).as("a control").isTrue();

    for (Path opened : new Path[] {place.folder(), place.folder().getParent()}) {
      Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rwxr-x---"));

      assertThatThrownBy(this::isFound)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(opened.toString())
          .hasMessageContaining("chmod 700");
      assertThatThrownBy(this::made).isInstanceOf(IOException.class);
      Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(isFound()).as("a control").isTrue();
  }

  @Test
  void aFolderOfAnotherUserIsNotUsed() throws Exception {
    AgentPlace place = made();
    UserPrincipal other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
    assumeThat(canGiveAway(place.folder(), other)).as("run by root").isTrue();

    assertThatThrownBy(this::isFound).isInstanceOf(IOException.class);
    Files.setOwner(place.folder(), place.owner());
    assertThat(isFound()).as("a control").isTrue();
  }

  private static boolean canGiveAway(Path path, UserPrincipal other) {
    try {
      Files.setOwner(path, other);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    AgentPlace place = made();
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(place.folder(), elsewhere);
    Files.createSymbolicLink(place.folder(), elsewhere);

    assertThatThrownBy(this::isFound).isInstanceOf(IOException.class);
  }

  @Test
  void aPathThatIsTooLongForASocketGivesWayToTheFolderForTemporaryFiles() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("x".repeat(90)));

    AgentPlace place =
        AgentPlace.make(ServedAgent.locations(folder), Map.of("XDG_RUNTIME_DIR", deep.toString()));

    assertThat(place.folder()).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
    Files.delete(place.folder());
  }
}
