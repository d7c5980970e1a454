package dev.sotto.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DefaultModelCardTest {
  private static final String FOLDER = "/dev/sotto/model/";
  private static final String MODEL = FOLDER + "sotto-135m-q4_0.gguf";

  @Test
  void theCardBesideTheModelNamesItsHashOriginLicenceDataFiguresAndLimits() throws Exception {
    String card = text(FOLDER + "MODEL_CARD.md");

    assertThat(card).contains(sha256(MODEL));
    assertThat(card)
        .contains(
            "| origin |",
            "SmolLM2-135M-Instruct",
            "| licence | Apache-2.0",
            "| data |",
            "CC0",
            "## Figures",
            "## Limits",
            "model-recipe");
  }

  @Test
  void theHashThatIsLookedUpIsThatOfTheModel() throws Exception {
    assertThat(text(MODEL + ".sha256").strip()).isEqualTo(sha256(MODEL));
  }

  @Test
  void theNoticeOfTheOriginLiesBesideIt() throws IOException {
    assertThat(text(FOLDER + "LICENSE-NOTICE.txt")).contains("HuggingFaceTB", "Apache License");
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = DefaultModel.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String resource) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in =
        new DigestInputStream(DefaultModel.class.getResourceAsStream(resource), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
