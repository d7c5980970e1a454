package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolsCommandTest {
  @TempDir private Path folder;
  private Person person;
  private Path archive;

  @BeforeEach
  void makeAPlugin() throws IOException {
    person = Person.withStoreIn(folder.resolve("person"));
    archive = ExamplePlugin.in(Files.createDirectories(folder.resolve("downloads")));
  }

  @Test
  void listsTheShippedToolsWithTheirHosts() {
    assertThat(person.runs("tools").out())
        .contains("weather 1.0", "api.open-meteo.com", "nearby 1.0", "overpass-api.de")
        .contains("journey 1.0", "transport.opendata.ch");
    assertThat(person.runs("tools", "--lang", "zh").out()).contains("某地某日的天气");
  }

  @Test
  void listsThemWithoutAStoreToo() throws IOException {
    assertThat(Person.in(folder.resolve("newcomer")).runs("tools").out()).contains("weather");
  }

  @Test
  void tellsWhatAToolMaySend() {
    String told = person.runs("tools", "info", "weather").out();

    assertThat(told)
        .contains("latitude (coordinates), longitude (coordinates), day (date)")
        .contains("nobody checks this", "https://open-meteo.com/en/terms")
        .containsPattern("could hide \\d+ bits")
        .containsPattern("SHA-256 of the code: [0-9a-f]{64}");
    assertThat(person.runs("tools", "info", "weather", "--json").out())
        .contains("\"dataClasses\"", "\"sha256\"");
    assertThat(person.runs("tools", "info", "nonsense").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void triesTheServicesWithPublicPlacesAndOnlyWithAYes() {
    Outcome asked = person.runs("doctor", "--online");

    assertThat(asked.out())
        .contains("Greenwich", "Bern, Zürich", "nobody can be asked here")
        .contains("tool journey: its service was not asked")
        .doesNotContain("its service answers");
    assertThat(person.runs("doctor", "--online", "--json").out()).contains("\"nobody-there\"");
    assertThat(person.runs("doctor").out()).doesNotContain("Greenwich");
    assertThat(person.runs("audit", "list").out()).contains("nobody");
  }

  @Test
  void runsNothingOfAPluginWithoutAYes() throws IOException {
    assertThat(person.runs("tools", "add", archive.toString()).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("tools", "add", archive.toString(), "--accept", "0".repeat(64)).status())
        .isEqualTo(ExitStatus.USAGE);

    assertThat(Files.exists(person.home().resolve("plugins"))).isFalse();
    assertThat(person.runs("tools").out()).doesNotContain("air 1.0");
  }

  @Test
  void keepsAPluginWhoseHashIsAccepted() throws IOException {
    Outcome added = person.runs("tools", "add", archive.toString(), "--accept", hash());

    assertThat(added.status()).as(added.err()).isZero();
    assertThat(added.out())
        .contains("runs with your rights", hash(), "air-quality-api.open-meteo.com");
    assertThat(person.runs("tools").out()).contains("air 1.0", "How clean the air is");
    assertThat(person.runs("tools", "info", "air").out()).contains(hash());
  }

  @Test
  void asksTwiceAtATerminal() {
    String path = archive.toString();
    person.atATerminal();

    assertThat(person.typing("n\n", "tools", "add", path).out()).contains("Nothing of it ran");
    assertThat(person.typing("y\n", "tools", "add", path).out())
        .contains("How clean the air is", "It was not kept");
    assertThat(person.typing("y\ny\n", "tools", "add", path).out()).contains("Added: air");
  }

  @Test
  void loadsNoPluginThatWasPutThereOrChangedBehindItsBack() throws IOException {
    person.runs("tools", "add", archive.toString(), "--accept", hash());
    Path kept = person.home().resolve("plugins/air-quality-1.0.jar");
    Files.copy(archive, person.home().resolve("plugins/other.jar"));
    ExamplePlugin.change(kept);

    String listed = person.runs("tools").out();

    assertThat(listed)
        .doesNotContain("air 1.0")
        .contains("air-quality-1.0.jar is not the code that you accepted")
        .contains("other.jar is not accepted yet");
  }

  @Test
  void forgetsAPluginThatIsRemoved() throws IOException {
    person.runs("tools", "add", archive.toString(), "--accept", hash());

    assertThat(person.runs("tools", "remove", "air").status()).isZero();

    assertThat(person.runs("tools").out()).doesNotContain("air 1.0");
    assertThat(person.home().resolve("plugins")).isEmptyDirectory();
    assertThat(person.runs("tools", "remove", "weather").status()).isEqualTo(ExitStatus.USAGE);
  }

  private String hash() throws IOException {
    return Fingerprint.of(Files.readAllBytes(archive)).value();
  }
}
