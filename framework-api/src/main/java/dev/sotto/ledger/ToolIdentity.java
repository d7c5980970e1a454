package dev.sotto.ledger;

import dev.sotto.record.Fingerprint;

/**
 * Which code asked to send: a tool or the archive that it came in.
 *
 * @param id its id, as its manifest says
 * @param version its version, as its manifest says
 * @param code the SHA-256 of the code that was loaded
 */
public record ToolIdentity(String id, String version, Fingerprint code) {
  public ToolIdentity {
    Fields.required("tool", id);
    Fields.text("tool-version", version);
  }

  @Override
  public String toString() {
    return "ToolIdentity[" + code + "]";
  }
}
