package dev.sotto.record;

/**
 * What stands in a record beside its text, in a form that code can compute with: a model never does
 * calendar arithmetic or sums.
 */
public sealed interface RecordDetails
    permits RecordDetails.None, EventDetails, ContactDetails, ChatDetails, MeasurementDetails {
  /** The details of a record that is text alone. */
  RecordDetails NONE = new None();

  /** Nothing beside text. */
  record None() implements RecordDetails {}
}
