package dev.sotto.consent;

import dev.sotto.tool.LocalizedText;
import java.util.List;
import java.util.OptionalLong;

/**
 * A receipt for a request that left, or may have left.
 *
 * @param host where to
 * @param bytes how many bytes, TLS not counted
 * @param fields what they told, as people are told of it
 * @param entry the number of its intent in the ledger
 * @param grant the number of the consent that it rests on, if the person was not asked for it
 */
public record SentRequest(
    String host, long bytes, List<LocalizedText> fields, long entry, OptionalLong grant) {
  public SentRequest {
    fields = List.copyOf(fields);
  }
}
