package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerVerifierTest {
  @TempDir private Path folder;
  private Path bundle;
  private Path checkpoint;
  private SampleLedger ledger;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void export() throws Exception {
    ledger = new SampleLedger().with("kind started").with("kind refusal", "host example.org");
    checkpoint = Files.writeString(folder.resolve("old.checkpoint"), ledger.checkpoint());
    ledger.with("kind refusal", "host example.net");
    bundle = Files.writeString(folder.resolve("ledger.txt"), ledger.bundle());
  }

  @Test
  void saysWhatItProvesAndWhatItCanNot() {
    Run run = run(Locale.ENGLISH, bundle.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("VERIFIED. 3 entries", "No checkpoint was given", "Not proven", ledger.key());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void comparesWithARememberedCheckpoint() {
    Run run = run(Locale.ENGLISH, "--since", checkpoint.toString(), bundle.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("1 given, up to 2 entries", "1 entries are newer");
  }

  @Test
  void listsEntriesWhenAsked() {
    assertThat(run(Locale.ENGLISH, "--list", bundle.toString()).out())
        .contains("Entry 2\n  kind refusal\n  host example.net\n");
    assertThat(run(Locale.ENGLISH, bundle.toString()).out()).doesNotContain("example.net");
  }

  @Test
  void endsWithOneAndTheReasonWhereSomethingIsWrong() throws Exception {
    Files.writeString(bundle, Files.readString(bundle).replace("entry 1 A", "entry 1 B"));

    Run run = run(Locale.ENGLISH, bundle.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("NOT VERIFIED. This is not what was signed");
  }

  @Test
  void endsWithTwoWhereNothingCouldBeChecked() {
    assertThat(run(Locale.ENGLISH).status()).isEqualTo(2);
    assertThat(run(Locale.ENGLISH, "--since").err()).startsWith("Usage");
    assertThat(run(Locale.ENGLISH, "--key", "x", bundle.toString()).err()).contains("key");
    assertThat(run(Locale.ENGLISH, "--wrong", bundle.toString()).status()).isEqualTo(2);
    assertThat(run(Locale.ENGLISH, folder.resolve("none").toString()).status()).isEqualTo(2);
  }

  @Test
  void helpsInBothLanguages() {
    assertThat(run(Locale.ENGLISH, "--help").out()).contains("Usage", "Examples", "--since");
    assertThat(run(Locale.CHINESE, "--help").out()).contains("用法", "示例", "--since");
    assertThat(run(Locale.CHINESE, bundle.toString()).out()).contains("已验证", "没有证明的是");
  }

  private static Run run(Locale locale, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        LedgerVerifier.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            locale,
            arguments);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
