package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.securestore.confinement.ConfinementSupport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultLaunchTest {
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ask", "search", "list"})
  void aCommandThatEndsSoonIsCompiledWithLittleEffort(String command) {
    assertThat(virtualMachineOf("--lang", "en", command, "lease")).contains(QUICK_COMPILER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "sync", "chat", "unlock", "eval", "init", "passphrase"})
  void longWorkIsCompiledWithBothCompilers(String command) {
    assertThat(virtualMachineOf(command, "ask")).doesNotContain(QUICK_COMPILER);
  }

  private List<String> virtualMachineOf(String... arguments) {
    return new VaultLaunch(
            List.of(arguments),
            Map.of(),
            "dev.sotto.application.VaultProcess",
            folder,
            folder,
            ConfinementSupport.ofThisSystem(),
            null,
            null)
        .command(folder.resolve("to"), folder.resolve("from"), "token")
        .arguments();
  }
}
