package dev.sotto.securestore.v1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Project Wycheproof's test vectors, which lie with their licence in the resources. */
public final class Vectors {
  private Vectors() {}

  /** A vector and the group it stands in. */
  public record Vector(JsonNode group, JsonNode test) {
    /** Returns bytes given in hexadecimal. */
    public byte[] bytes(String field) {
      return HexFormat.of().parseHex(test.get(field).asString());
    }

    /** Returns whether it has a flag. */
    public boolean has(String flag) {
      return test.get("flags").valueStream().anyMatch(node -> node.asString().equals(flag));
    }

    /** Returns whether it has to be accepted. */
    public boolean valid() {
      return test.get("result").asString().equals("valid");
    }

    @Override
    public String toString() {
      return test.get("tcId").asInt() + " " + test.get("comment").asString();
    }
  }

  /** Returns all vectors of a file. */
  public static List<Vector> read(String file) throws IOException {
    try (InputStream input =
        Objects.requireNonNull(Vectors.class.getResourceAsStream("/wycheproof/" + file))) {
      JsonNode root = JsonMapper.shared().readTree(input);
      List<Vector> vectors = new ArrayList<>();
      for (JsonNode group : root.get("testGroups")) {
        for (JsonNode test : group.get("tests")) {
          vectors.add(new Vector(group, test));
        }
      }
      if (vectors.size() != root.get("numberOfTests").asInt()) {
        throw new IOException(file + " says it has another number of tests");
      }
      return vectors;
    }
  }
}
