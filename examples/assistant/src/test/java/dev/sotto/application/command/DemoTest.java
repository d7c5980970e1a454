package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo: the whole line over the sample records, which leaves nothing behind. */
final class DemoTest {
  private static final Pattern STORE = Pattern.compile("random passphrase in (\\S+)");

  @TempDir private Path folder;
  private Person person;

  @BeforeEach
  void begin() throws IOException {
    person = Person.in(folder);
  }

  @Test
  void itImportsAsksShowsTheDiskAndCleansUp() {
    Outcome demo = person.runs("demo", "--no-questions");

    assertThat(demo.status()).as(demo.all()).isEqualTo(ExitStatus.OK);
    assertThat(demo.out())
        .containsPattern("1[0-9]{2} records, ")
        .containsPattern("(?m)^\\[1] .*“.+”")
        .contains("answered on this computer", "first token")
        .contains("runs of 8 bytes from the records", "none is there.")
        .contains("Removed the demo's store")
        .doesNotContain("\u001b", "{0}", "''");
    assertThat(demo.out().lines().filter(line -> line.startsWith("? "))).hasSize(6);
    assertThat(demo.err()).isEmpty();
    Matcher store = STORE.matcher(demo.out());
    assertThat(store.find()).isTrue();
    assertThat(Path.of(store.group(1)).getParent()).doesNotExist();
    assertThat(person.store()).doesNotExist();
  }

  @Test
  void itHasNoJsonForm() {
    Outcome demo = person.runs("demo", "--json");

    assertThat(demo.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(demo.out()).isEmpty();
    assertThat(demo.err()).contains("sotto ask --json");
  }
}
