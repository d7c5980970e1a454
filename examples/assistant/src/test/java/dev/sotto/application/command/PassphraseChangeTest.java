package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The passphrase is changed by whoever has the old one or the recovery code. */
final class PassphraseChangeTest {
  @TempDir private Path folder;
  private Person person;
  private String recoveryCode = "";
  private Path next = Path.of("");

  @BeforeEach
  void begin() throws IOException {
    person = Person.in(folder);
    Outcome made = person.runs("init", "--json", "--me=Mara", "--zone=Europe/Berlin");
    recoveryCode = new JsonMapper().readTree(made.out()).path("recoveryCode").asString();
    next = Person.writePassphrase(folder.resolve("next"), "a new passphrase");
  }

  @Test
  void theOldPassphraseOpensNoMoreAndTheNewOneDoes() {
    Outcome changed = person.runs("passphrase", "--new-passphrase-file=" + next);

    assertThat(changed.status()).isEqualTo(ExitStatus.OK);
    assertThat(changed.out()).contains("The passphrase is changed");
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.WRONG_PASSPHRASE);
    assertThat(person.runs("list", "--passphrase-file=" + next).status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void theRecoveryCodeOpensWhereThePassphraseIsLost() throws IOException {
    Path code = Person.writePassphrase(folder.resolve("code"), recoveryCode.toLowerCase());

    Outcome changed =
        person.runs("passphrase", "--recovery-code-file=" + code, "--new-passphrase-file=" + next);

    assertThat(changed.status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("list", "--passphrase-file=" + next).status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.WRONG_PASSPHRASE);
  }

  @Test
  void aWrongCodeChangesNothing() throws IOException {
    Path mistyped = Person.writePassphrase(folder.resolve("mistyped"), recoveryCode + "7");
    Path others =
        Person.writePassphrase(folder.resolve("others"), "0000-0000-0000-0000-0000-0000-0000");

    Outcome tooLong =
        person.runs(
            "passphrase", "--recovery-code-file=" + mistyped, "--new-passphrase-file=" + next);
    Outcome foreign =
        person.runs(
            "passphrase", "--recovery-code-file=" + others, "--new-passphrase-file=" + next);

    assertThat(tooLong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(tooLong.err()).doesNotContain(recoveryCode);
    assertThat(foreign.status()).isIn(ExitStatus.USAGE, ExitStatus.WRONG_PASSPHRASE);
    assertThat(person.runs("list").status()).isEqualTo(ExitStatus.OK);
    assertThat(Files.exists(person.store())).isTrue();
  }
}
