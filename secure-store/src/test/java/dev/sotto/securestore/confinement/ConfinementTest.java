package dev.sotto.securestore.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sotto.securestore.confinement.Confinement.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfinementTest {
  @TempDir private Path folder;

  @Test
  void aJavaRuntimeIsReadAndItsLauncherExecuted() throws IOException {
    Path javaHome = javaHome();

    Confinement confinement = Confinement.ofJava(javaHome);

    assertThat(confinement.readable()).contains(javaHome);
    assertThat(confinement.executable()).contains(javaHome.resolve("bin/java"));
    assertThat(confinement.writable()).containsExactly(Path.of("/dev/null"));
    assertThat(confinement.allowances()).isEmpty();
    assertThat(confinement.layers()).containsExactlyInAnyOrder(Layer.values());
  }

  @Test
  void filesOfTheRuntimeThatLieElsewhereAreReadToo() throws IOException {
    Path elsewhere = Files.createFile(folder.toRealPath().resolve("java.security"));
    Path javaHome = javaHome();
    Files.createSymbolicLink(javaHome.resolve("conf/security/java.security"), elsewhere);
    Files.createSymbolicLink(javaHome.resolve("conf/within"), javaHome.resolve("bin"));
    Files.createSymbolicLink(javaHome.resolve("conf/broken"), javaHome.resolve("nowhere"));

    Path library = Files.createDirectory(folder.toRealPath().resolve("library"));
    Files.createSymbolicLink(javaHome.resolve("lib"), library);

    assertThat(Confinement.ofJava(javaHome).readable())
        .contains(elsewhere, library)
        .doesNotContain(javaHome.resolve("bin"), javaHome.resolve("nowhere"));
  }

  @Test
  void moreIsGivenWithoutChangingTheOneBefore() throws IOException {
    Confinement before = Confinement.ofJava(javaHome());
    Path path = Path.of("given");

    Confinement after =
        before
            .reading(path)
            .writing(path)
            .executing(path)
            .allowing(Allowance.LISTEN_ON_UNIX_SOCKETS)
            .allowing(Allowance.LISTEN_ON_TCP)
            .without(Layer.FILES);

    assertThat(after.readable()).contains(path).containsAll(before.readable());
    assertThat(after.writable()).contains(path).containsAll(before.writable());
    assertThat(after.executable()).contains(path).containsAll(before.executable());
    assertThat(after.allowances())
        .containsExactlyInAnyOrder(Allowance.LISTEN_ON_UNIX_SOCKETS, Allowance.LISTEN_ON_TCP);
    assertThat(after.layers()).containsExactly(Layer.SYSTEM_CALLS);
    assertThat(before.readable()).doesNotContain(path);
    assertThat(before.layers()).contains(Layer.FILES);
  }

  @Test
  void limitsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResourceLimits(0, 1, 1))
        .withMessageContaining("0 open files");
    assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(1, -2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ResourceLimits(1, 1, -2));
  }

  @Test
  void aCommandThatMeansNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfinedCommand.of(List.of(), Map.of(), folder));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfinedCommand.of(List.of("/bin/true"), Map.of("a=b", ""), folder));
  }

  @Test
  void aWaitStatusIsRead() {
    assertThat(ProcessEnd.of(0x0700)).isEqualTo(new ProcessEnd.Exited(7));
    assertThat(ProcessEnd.of(0x0009)).isEqualTo(new ProcessEnd.Killed(9));
    assertThat(ProcessEnd.of(0x008B)).isEqualTo(new ProcessEnd.Killed(11));
  }

  private Path javaHome() throws IOException {
    Path home = Files.createDirectories(folder.toRealPath().resolve("java"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("conf/security"));
    Files.createFile(home.resolve("bin/java"));
    return home;
  }
}
