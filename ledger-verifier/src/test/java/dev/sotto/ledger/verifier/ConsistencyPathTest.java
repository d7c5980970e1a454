package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published consistency proofs of transparency-dev, right ones and wrong ones. */
final class ConsistencyPathTest {
  @TestFactory
  Stream<DynamicTest> publishedProofs() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("/transparency-dev/consistency.json")) {
      for (JsonNode vector : JsonMapper.shared().readTree(in)) {
        tests.add(
            dynamicTest(
                vector.get("file").asString(),
                () -> assertThat(isRight(vector)).isEqualTo(!vector.get("wantErr").asBoolean())));
      }
    }
    assertThat(tests).hasSize(98);
    return tests.stream();
  }

  private static boolean isRight(JsonNode vector) {
    try {
      List<byte[]> path = new ArrayList<>();
      for (JsonNode hash : vector.get("proof")) {
        path.add(Checks.hash(hash.asString(), "a hash"));
      }
      ConsistencyPath.check(
          Checks.number(vector.get("size1").asString(), "the old size"),
          root(vector.get("root1")),
          Checks.number(vector.get("size2").asString(), "the new size"),
          root(vector.get("root2")),
          path);
      return true;
    } catch (InvalidLedgerException e) {
      return false;
    }
  }

  /** Some of the published roots are no hashes. */
  private static byte[] root(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString());
  }
}
