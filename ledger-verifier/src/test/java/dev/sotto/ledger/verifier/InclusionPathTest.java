package dev.sotto.ledger.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The published inclusion proofs of transparency-dev, six right ones and 92 wrong ones. */
final class InclusionPathTest {
  @TestFactory
  Stream<DynamicTest> publishedProofs() throws IOException {
    return PublishedProofs.of("inclusion.json", InclusionPathTest::isRight);
  }

  private static boolean isRight(JsonNode vector) throws InvalidLedgerException {
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
  }

  private static byte[] hash(JsonNode base64) throws InvalidLedgerException {
    return Checks.hash(base64.isNull() ? "" : base64.asString(), "a hash");
  }
}
