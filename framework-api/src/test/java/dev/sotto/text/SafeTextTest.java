package dev.sotto.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SafeTextTest {
  @Test
  void leavesOrdinaryTextAsItIs() {
    String text = "Grüße\t85 €\n猫 👩‍💻";

    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @Test
  void showsEscapeSequencesAndInvisibleCharactersInsteadOfActingOnThem() {
    assertThat(SafeText.of("a\u001b[2Jb")).isEqualTo("a⟨U+001B⟩[2Jb");
    assertThat(SafeText.of("a\u009b31mb")).isEqualTo("a⟨U+009B⟩31mb");
    assertThat(SafeText.of("safe\u202eexe")).isEqualTo("safe⟨U+202E⟩exe");
    assertThat(SafeText.of("x\u200by\udb40\udc41z")).isEqualTo("x⟨U+200B⟩y⟨U+E0041⟩z");
  }

  @Test
  void putsALineOnOneLine() {
    assertThat(SafeText.line(" a\n b\tc ")).isEqualTo("a b c");
  }
}
