package dev.sotto.ledger;

import dev.sotto.record.Fingerprint;
import java.util.List;
import java.util.Optional;

/**
 * One request that was to leave this computer. It holds no value that was to be sent: their names,
 * and a hash over all bytes.
 *
 * @param tool the code that asked for it
 * @param host the recipient's host name, and its port where that is not 443
 * @param purpose what for, as the tool's manifest says
 * @param dataClasses the classes of the data in it, such as {@code coordinates}
 * @param fieldNames the names of its fields
 * @param statedRetention how long the recipient says that it keeps the data; may be empty
 * @param payload the SHA-256 of its canonical bytes
 * @param byteCount how many bytes these are
 * @param shownText the SHA-256 of the text that the person was shown
 * @param model the SHA-256 of the language model that had a part in it, if one had
 * @param records the records that it was made from
 */
public record Egress(
    ToolIdentity tool,
    String host,
    String purpose,
    List<String> dataClasses,
    List<String> fieldNames,
    String statedRetention,
    Fingerprint payload,
    long byteCount,
    Fingerprint shownText,
    Optional<Fingerprint> model,
    List<UsedRecord> records) {
  public Egress {
    Fields.required("host", host);
    Fields.required("purpose", purpose);
    dataClasses = Fields.texts("data-class", dataClasses);
    fieldNames = Fields.texts("field", fieldNames);
    Fields.text("stated-retention", statedRetention);
    Fields.count("byte-count", byteCount);
    records = Fields.list("record", records);
  }

  /** Returns this with other references, which stand for payload, shown text and records. */
  Egress with(References references) {
    return new Egress(
        tool,
        host,
        purpose,
        dataClasses,
        fieldNames,
        statedRetention,
        references.payload(payload),
        byteCount,
        references.shownText(shownText),
        model,
        records.stream()
            .map(used -> new UsedRecord(references.record(used.id()), used.labels()))
            .toList());
  }

  @Override
  public String toString() {
    return "Egress[%s, %d bytes, %d fields, %d records]"
        .formatted(payload, byteCount, fieldNames.size(), records.size());
  }
}
