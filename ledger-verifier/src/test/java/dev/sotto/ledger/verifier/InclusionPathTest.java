package dev.sotto.ledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
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
    try {
      List<byte[]> path = new ArrayList<>();
      for (JsonNode hash : vector.get("proof")) {
        path.add(hash(hash));
      }
      byte[] root =
          InclusionPath.root(
              hash(vector.get("leafHash")),
              Checks.number(vector.get("leafIdx").asString(), "the index"),
              Checks.number(vector.get("treeSize").asString(), "the size"),
              path);
      return Arrays.equals(root, hash(vector.get("root")));
    } catch (InvalidLedgerException e) {
      return false;
    }
  }

  private static byte[] hash(JsonNode base64) throws InvalidLedgerException {
    return Checks.hash(base64.isNull() ? "" : base64.asString(), "a hash");
  }
}
