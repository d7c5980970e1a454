package dev.sotto.application.command;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command left behind.
 *
 * @param status its exit status
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Outcome(int status, String out, String err) {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Returns standard output, all of which is one JSON document. */
  JsonNode json() {
    return STRICT.readTree(out);
  }

  /** Returns everything that was printed. */
  String all() {
    return out + err;
  }
}
