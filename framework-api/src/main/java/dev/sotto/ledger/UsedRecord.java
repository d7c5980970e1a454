package dev.sotto.ledger;

import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;

/**
 * A record that something sent was made from.
 *
 * @param id the record
 * @param labels its labels at that time
 */
public record UsedRecord(RecordId id, Labels labels) {}
