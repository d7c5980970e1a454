package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published proofs of transparency-dev, right ones and wrong ones. */
final class PublishedProofs {
  private static final int OF_EACH_KIND = 98;

  private PublishedProofs() {}

  /** Takes a proof or refuses it. */
  interface Check {
    boolean isRight(JsonNode vector) throws InvalidLedgerException;
  }

  /** Returns a test for each proof of a file. */
  static Stream<DynamicTest> of(String file, Check check) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = PublishedProofs.class.getResourceAsStream("/transparency-dev/" + file)) {
      for (JsonNode vector : JsonMapper.shared().readTree(in)) {
        tests.add(
            dynamicTest(
                vector.get("file").asString(),
                () ->
                    assertThat(isRight(vector, check))
                        .isEqualTo(!vector.get("wantErr").asBoolean())));
      }
    }
    assertThat(tests).hasSize(OF_EACH_KIND);
    return tests.stream();
  }

  private static boolean isRight(JsonNode vector, Check check) {
    try {
      return check.isRight(vector);
    } catch (InvalidLedgerException e) {
      return false;
    }
  }
}
