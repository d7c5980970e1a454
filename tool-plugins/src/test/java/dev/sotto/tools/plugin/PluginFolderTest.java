package dev.sotto.tools.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.tools.plugin.PluginFolder.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginFolderTest {
  @TempDir private Path temp;
  private Path folder;
  private PluginFolder plugins;

  @BeforeEach
  void putAPlugin() throws IOException {
    folder = temp.resolve("plugins");
    plugins = new PluginFolder(folder, Files.getOwner(temp));
  }

  @Test
  void hasNothingWhereThereIsNoFolder() throws IOException {
    assertThat(plugins.entries()).isEmpty();
  }

  @Test
  void readsWhatWasPutForItsOwnerAlone() throws IOException {
    PluginArchive archive = SampleArchives.sample();

    plugins.put(archive);

    assertThat(plugins.entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Usable.class,
            entry -> {
              assertThat(entry.fileName()).isEqualTo("sample.jar");
              assertThat(entry.archive().hash()).isEqualTo(archive.hash());
            });
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void refusesAFileThatOthersMayWrite() throws IOException {
    plugins.put(SampleArchives.sample());
    Files.setPosixFilePermissions(
        folder.resolve("sample.jar"), PosixFilePermissions.fromString("rw-rw-r--"));

    assertThat(plugins.entries()).singleElement().isInstanceOf(Entry.Refused.class);
  }

  @Test
  void refusesAFolderThatOthersMayWrite() throws IOException {
    plugins.put(SampleArchives.sample());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(plugins.entries()).singleElement().isInstanceOf(Entry.Refused.class);
  }

  @Test
  void refusesALink() throws IOException {
    plugins.put(SampleArchives.sample());
    Path elsewhere = Files.move(folder.resolve("sample.jar"), temp.resolve("elsewhere.jar"));
    Files.createSymbolicLink(folder.resolve("sample.jar"), elsewhere);

    assertThat(plugins.entries()).singleElement().isInstanceOf(Entry.Refused.class);
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() throws IOException {
    plugins.put(SampleArchives.sample());
    UserPrincipal other = () -> "somebody else";

    assertThat(new PluginFolder(folder, other).entries())
        .singleElement()
        .isInstanceOf(Entry.Refused.class);
  }

  @Test
  void takesWhatWasRemovedAway() throws IOException {
    plugins.put(SampleArchives.sample());

    plugins.remove("../plugins/sample.jar");
    assertThat(plugins.entries()).hasSize(1);
    plugins.remove("sample.jar");
    assertThat(plugins.entries()).isEmpty();
  }

  @Test
  void readsNoOtherFiles() throws IOException {
    Path text = Files.writeString(temp.resolve("notes.txt"), "x");

    assertThatThrownBy(() -> PluginFolder.read(text)).isInstanceOf(UnusablePluginException.class);
    assertThatThrownBy(() -> PluginFolder.read(temp.resolve("missing.jar")))
        .isInstanceOf(UnusablePluginException.class);
  }
}
