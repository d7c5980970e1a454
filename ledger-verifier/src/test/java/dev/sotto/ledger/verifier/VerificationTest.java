package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.ledger.verifier.InvalidLedgerException.Reason;
import dev.sotto.ledger.verifier.Verification.EntryListener;
import dev.sotto.ledger.verifier.Verification.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerificationTest {
  private static final String HASH = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private SampleLedger ledger;

  @BeforeEach
  void begin() throws GeneralSecurityException {
    ledger =
        new SampleLedger()
            .with("kind started")
            .with("kind intent", "payload aa", "byte-count 7")
            .with(outcome(1, "answered", "aa", 7))
            .withErased()
            .with("kind intent", "payload bb", "byte-count 9");
  }

  @Test
  void tellsWhatIsThere() throws Exception {
    Finding.Whole found = (Finding.Whole) check(ledger.bundle());

    assertThat(found.entries()).isEqualTo(5);
    assertThat(found.erased()).isEqualTo(1);
    assertThat(found.requests()).isEqualTo(2);
    assertThat(found.matching()).isEqualTo(1);
    assertThat(found.unknown()).isEqualTo(1);
    assertThat(found.rememberedCheckpoints()).isZero();
  }

  @Test
  void comparesWithEveryRememberedCheckpoint() throws Exception {
    Verification verification = new Verification(Optional.empty(), EntryListener.NONE);
    verification.remember(bytes(ledger.checkpoint()));
    ledger.with("kind refusal");
    verification.remember(bytes(ledger.checkpoint()));
    ledger.with("kind refusal");

    Finding.Whole found = (Finding.Whole) verification.check(bytes(ledger.bundle()));

    assertThat(found.rememberedCheckpoints()).isEqualTo(2);
    assertThat(found.rememberedUpTo()).isEqualTo(6);
  }

  @Test
  void noticesALedgerOfAnotherKeyByARememberedCheckpointAndByTheExpectedKey() throws Exception {
    SampleLedger other = new SampleLedger().with("kind started");
    Verification remembering = new Verification(Optional.empty(), EntryListener.NONE);
    remembering.remember(bytes(ledger.checkpoint()));

    assertThat(check(other.bundle())).isNotNull();
    assertRefused(() -> remembering.check(bytes(other.bundle())), Reason.CONTRADICTS_REMEMBERED);
    assertRefused(
        () ->
            new Verification(Optional.of(VerifierKey.parse(ledger.key())), EntryListener.NONE)
                .check(bytes(other.bundle())),
        Reason.FORGED);
  }

  @Test
  void noticesWhenTheCourierSentSomethingElseThanWasAllowed() throws Exception {
    assertRefused(
        () -> check(ledger.with(outcome(4, "answered", "cc", 9)).bundle()),
        Reason.CONTRADICTS_ITSELF);
  }

  @Test
  void noticesWhenTheCourierSentMoreThanWasAllowed() throws Exception {
    assertRefused(
        () -> check(ledger.with(outcome(4, "failed", "bb", 10)).bundle()),
        Reason.CONTRADICTS_ITSELF);
  }

  @Test
  void noticesAnOutcomeBeforeItsIntent() throws Exception {
    assertRefused(
        () -> check(ledger.with(outcome(5, "answered", "bb", 9)).bundle()),
        Reason.CONTRADICTS_ITSELF);
  }

  @Test
  void aPartThatWasSentBeforeAFailureIsNoContradiction() throws Exception {
    Finding.Whole found =
        (Finding.Whole) check(ledger.with(outcome(4, "failed", "dd", 3)).bundle());

    assertThat(found.unknown()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "hello\n",
        "sotto-ledger-bundle@v1\n",
        "sotto-ledger-bundle@v2\nkey x\n",
        "sotto-ledger-bundle@v1\nkey x\n\n",
        "sotto-ledger-bundle@v1",
        "c2sp.org/tlog-proof@v1\n",
        "sotto-ledger-bundle@v1\r\nkey x\r\n",
        "{\"bundle\": 1}\n",
        "\u0000\u0001\n"
      })
  void whatIsNoExportIsRefusedAsSuch(String file) {
    assertRefused(() -> check(file), Reason.MALFORMED);
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertRefused(
        () ->
            new Verification(Optional.empty(), EntryListener.NONE)
                .check(new ByteArrayInputStream(new byte[] {(byte) 0xff, '\n'})),
        Reason.MALFORMED);
  }

  @Test
  void everyCutIsNoticed() throws Exception {
    String bundle = ledger.bundle();
    for (int length = 0; length < bundle.length(); length++) {
      String cut = bundle.substring(0, length);
      assertThatExceptionOfType(InvalidLedgerException.class)
          .as("cut to " + length)
          .isThrownBy(() -> check(cut));
    }
  }

  @Test
  void aLineWithoutEndIsRefusedInBoundedMemory() {
    CountingInput endless = new CountingInput("sotto-ledger-bundle@v1\nkey ", "a");

    assertRefused(
        () -> new Verification(Optional.empty(), EntryListener.NONE).check(endless.stream()),
        Reason.MALFORMED);
    assertThat(endless.repeated).isLessThan(LineInput.MAX_LINE_BYTES + (1 << 17));
  }

  @Test
  void aCheckpointWithoutEndIsRefusedInBoundedMemory() throws Exception {
    CountingInput endless = new CountingInput(ledger.bundle(), "\u2014 a AAAA\n");

    assertRefused(
        () -> new Verification(Optional.empty(), EntryListener.NONE).check(endless.stream()),
        Reason.MALFORMED);
    assertThat(endless.repeated).isLessThan(1 << 17);
  }

  @Test
  void openRequestsWithoutEndAreCountedInBoundedMemory() throws Exception {
    Requests requests = new Requests();
    EntryText intent =
        EntryText.parse(
            "sotto-ledger-entry 1\nkind intent\npayload aa\nbyte-count 1\n"
                .getBytes(StandardCharsets.UTF_8),
            "entry");
    for (int number = 0; number < Requests.MAX_OPEN + 50; number++) {
      requests.add(number, intent, "entry");
    }

    assertThat(requests.unknown()).isEqualTo(Requests.MAX_OPEN + 50);
    assertThat(requests.remembered()).isEqualTo(Requests.MAX_OPEN);
  }

  @Test
  void aProofNeedsTheKeyFromElsewhere() {
    assertRefused(
        () ->
            check(
                "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n"
                    + HASH
                    + "\n\nx\n1\n"
                    + HASH
                    + "\n\n\u2014 x AAAA\n"),
        Reason.MALFORMED);
  }

  private interface Check {
    void run() throws Exception;
  }

  private static void assertRefused(Check check, Reason reason) {
    assertThatExceptionOfType(InvalidLedgerException.class)
        .isThrownBy(check::run)
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static Finding check(String file) throws IOException, InvalidLedgerException {
    return new Verification(Optional.empty(), EntryListener.NONE).check(bytes(file));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String[] outcome(long intent, String result, String payload, long bytes) {
    return new String[] {
      "kind outcome",
      "intent " + intent,
      "result " + result,
      "payload " + payload,
      "sent-bytes " + bytes
    };
  }

  /** A text, and then another again and again. */
  private static final class CountingInput {
    private final InputStream stream;
    private long repeated;

    CountingInput(String beginning, String again) {
      byte[] bytes = again.getBytes(StandardCharsets.UTF_8);
      InputStream endless =
          new InputStream() {
            @Override
            public int read() {
              return Byte.toUnsignedInt(bytes[(int) (repeated++ % bytes.length)]);
            }
          };
      stream = new SequenceInputStream(bytes(beginning), endless);
    }

    InputStream stream() {
      return stream;
    }
  }
}
