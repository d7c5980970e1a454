package dev.sotto.ledger.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The published consistency proofs of transparency-dev, right ones and wrong ones. */
final class ConsistencyPathTest {
  @TestFactory
  Stream<DynamicTest> publishedProofs() throws IOException {
    return PublishedProofs.of("consistency.json", ConsistencyPathTest::isRight);
  }

  private static boolean isRight(JsonNode vector) throws InvalidLedgerException {
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
  }

  /** Some of the published roots are no hashes. */
  private static byte[] root(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString());
  }
}
