package dev.sotto.application.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.supervisor.AotCaches.Program;
import dev.sotto.securestore.confinement.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AotCachesTest {
  @TempDir private Path folder;
  private Confinement confinement;

  @BeforeEach
  void begin() throws IOException {
    confinement = Confinement.ofJava(Path.of(System.getProperty("java.home")));
  }

  @Test
  void withoutACacheAMachineStartsAsItAlwaysDoes() {
    assertThat(new AotCaches(null, null).options(Program.VAULT, 0)).isEmpty();
    assertThat(new AotCaches(folder, null).options(Program.VAULT, 0)).isEmpty();
    assertThat(new AotCaches(folder, null).within(confinement, Program.VAULT))
        .isEqualTo(confinement);
  }

  @Test
  void aProgramReadsItsCacheAndCanNotWriteIt() throws IOException {
    Path cache = Files.createFile(folder.resolve("importer.aot"));
    AotCaches caches = new AotCaches(folder, null);

    assertThat(caches.options(Program.IMPORTER, 3)).containsExactly("-XX:AOTCache=" + cache);
    assertThat(caches.options(Program.VAULT, 0)).isEmpty();
    assertThat(caches.within(confinement, Program.IMPORTER).readable()).contains(cache);
    assertThat(caches.within(confinement, Program.IMPORTER).writable())
        .isEqualTo(confinement.writable());
  }

  @Test
  void aProgramRecordsWhereAFolderIsMadeForIt() throws IOException {
    Files.createFile(folder.resolve("vault.aot"));
    Path recorded = Files.createDirectory(folder.resolve("vault"));
    AotCaches caches = new AotCaches(folder, folder);

    assertThat(caches.isRecorded(Program.VAULT)).isTrue();
    assertThat(caches.isRecorded(Program.IMPORTER)).isFalse();
    assertThat(caches.options(Program.VAULT, 0))
        .containsExactly(
            "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded.resolve("0.aotconf"));
    assertThat(caches.within(confinement, Program.VAULT).writable()).contains(recorded);
  }
}
