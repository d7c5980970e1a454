package dev.sotto.securestore.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The case with extra data of transparency-dev/formats, {@code proof/tlog_proof_test.go}. */
final class InclusionProofTest {
  @Test
  void writesThePublishedForm() {
    byte[] hash = Hashes.sha256("hash1".getBytes(StandardCharsets.UTF_8));

    String proof =
        InclusionProof.of(
            "extra information".getBytes(StandardCharsets.UTF_8),
            10,
            List.of(hash),
            "checkpoint data\n");

    assertThat(proof)
        .isEqualTo(
            "c2sp.org/tlog-proof@v1\n"
                + "extra ZXh0cmEgaW5mb3JtYXRpb24=\n"
                + "index 10\n"
                + "rzFuy5Go7nrpkhBwKy1HWPMM3eO/YePY54fXRoH5Cm4=\n"
                + "\n"
                + "checkpoint data\n");
  }
}
