package dev.sotto.securestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sotto.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseTest {
  @TempDir private Path folder;

  @Test
  void theSameTextIsTheSamePassphraseHoweverItIsComposed() {
    Passphrase composed = new Passphrase("Z\u00fcrich".toCharArray());
    Passphrase decomposed = new Passphrase("Zu\u0308rich".toCharArray());

    assertThat(decomposed.utf8())
        .isEqualTo(composed.utf8())
        .isEqualTo("Z\u00fcrich".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesACopyAndWipesItWhenClosed() {
    char[] typed = "secret".toCharArray();
    Passphrase passphrase = new Passphrase(typed);

    typed[0] = 'x';
    assertThat(passphrase.utf8()).isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
    passphrase.close();
    passphrase.close();

    assertThatIllegalStateException().isThrownBy(passphrase::utf8);
  }

  @Test
  void refusesWhatIsNoText() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Passphrase(new char[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passphrase(new char[] {'a', '\uD800'}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "two words\n", "two words\r\n"})
  void aFileHoldsItInOneLine(String content) throws IOException {
    try (Passphrase passphrase = Passphrase.fromFile(file(content, "rw-------"))) {
      assertThat(passphrase.utf8()).isEqualTo("two words".getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "one\ntwo", "one\n\n", "\none"})
  void aFileOfAnyOtherFormIsRefused(String content) throws IOException {
    Path file = file(content, "rw-------");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Passphrase.fromFile(file))
        .withMessageContaining("one line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-r--r--"})
  void aFileThatOthersCanReadIsRefused(String permissions) throws IOException {
    Path file = file("secret", permissions);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Passphrase.fromFile(file))
        .withMessageContaining("chmod 600")
        .withMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNotUtf8OrTooLongOrMissingIsRefused() throws IOException {
    Path latin = file("", "rw-------");
    Files.write(latin, new byte[] {'a', (byte) 0xFC, 'b'});
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Passphrase.fromFile(latin))
        .withMessageContaining("UTF-8");

    Path large = file("x".repeat(5_000), "rw-------");
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Passphrase.fromFile(large));

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Passphrase.fromFile(folder.resolve("missing")));
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
