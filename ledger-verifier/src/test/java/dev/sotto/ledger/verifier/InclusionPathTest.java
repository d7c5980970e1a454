package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published inclusion proofs of transparency-dev, six right ones and 92 wrong ones. */
final class InclusionPathTest {
  @TestFactory
  Stream<DynamicTest> publishedProofs() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("/transparency-dev/inclusion.json")) {
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
    List<byte[]> path = new ArrayList<>();
    vector.get("proof").forEach(hash -> path.add(bytes(hash)));
    try {
      byte[] root =
          InclusionPath.root(
              bytes(vector.get("leafHash")),
              vector.get("leafIdx").asLong(),
              vector.get("treeSize").asLong(),
              path);
      return Arrays.equals(root, bytes(vector.get("root")));
    } catch (InvalidLedgerException e) {
      return false;
    }
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.isNull() ? "" : base64.asString());
  }
}
