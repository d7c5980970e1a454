package dev.sotto.labels;

import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;

/** Says which labels a record has. Safe for all threads. */
@FunctionalInterface
public interface Labelling {
  /** The labels that the importer gave. */
  Labelling AS_IMPORTED = record -> record.content().labels();

  /** Returns the labels of a record. */
  Labels labelsOf(PersonalRecord record);

  /** Returns the record under these labels. */
  default PersonalRecord applyTo(PersonalRecord record) {
    Labels labels = labelsOf(record);
    return labels.equals(record.content().labels())
        ? record
        : new PersonalRecord(
            record.id(),
            record.source(),
            record.key(),
            record.fingerprint(),
            record.content().withLabels(labels));
  }
}
