package dev.sotto.securestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoveryCodeTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void isShownInSevenGroupsOfFour() {
    assertThat(new String(RecoveryCode.random(random).reveal()))
        .matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
  }

  @Test
  void isReadHoweverItIsTyped() {
    for (int i = 0; i < 500; i++) {
      RecoveryCode code = RecoveryCode.random(random);
      String shown = new String(code.reveal());

      for (String typed :
          new String[] {
            shown,
            shown.toLowerCase(Locale.ROOT),
            shown.replace("-", ""),
            shown.replace('-', ' ') + "\n",
            shown.replace('-', '\u2013'),
            shown.replace('0', 'O').replace('1', 'I'),
            shown.replace('0', 'o').replace('1', 'l')
          }) {
        assertThat(RecoveryCode.parse(typed.toCharArray()).secret()).isEqualTo(code.secret());
      }
    }
  }

  /**
   * Many times, so that the code is compiled: JDK-8373591 made compiled code refuse right codes.
   */
  @Test
  void isReadAgainAndAgain() {
    RecoveryCode code = RecoveryCode.random(random);
    char[] typed = code.reveal();
    int refused = 0;

    for (int i = 0; i < 200_000; i++) {
      refused += isAccepted(typed) ? 0 : 1;
    }

    assertThat(refused).isZero();
  }

  @Test
  void almostEveryTypingMistakeIsNoticed() {
    String shown = new String(RecoveryCode.random(random).reveal()).replace("-", "");
    int missed = 0;
    int tried = 0;
    for (int at = 0; at < shown.length(); at++) {
      for (char c : "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray()) {
        if (c != shown.charAt(at)) {
          char[] typed = shown.toCharArray();
          typed[at] = c;
          tried++;
          missed += isAccepted(typed) ? 1 : 0;
        }
      }
    }

    assertThat(tried).isEqualTo(28 * 31);
    assertThat(missed).isLessThan(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ABCD", "0000-0000-0000-0000-0000-0000-0000-0", "UUUU-0000"})
  void refusesWhatCannotBeACode(String typed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecoveryCode.parse(typed.toCharArray()))
        .withMessageContaining("recovery code");
  }

  @Test
  void noTwoAreTheSame() {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      codes.add(new String(RecoveryCode.random(random).reveal()));
    }

    assertThat(codes).hasSize(1_000);
  }

  @Test
  void isGoneWhenClosed() {
    RecoveryCode code = RecoveryCode.random(random);

    code.close();
    code.close();

    assertThatIllegalStateException().isThrownBy(code::reveal);
    assertThatIllegalStateException().isThrownBy(code::secret);
  }

  private static boolean isAccepted(char[] typed) {
    try {
      RecoveryCode.parse(typed).close();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
