package dev.sotto.record;

/**
 * One record as it is kept: the item of a source, with what its importer read.
 *
 * @param id its identity
 * @param source the source it came from
 * @param key its key within the source
 * @param fingerprint the fingerprint of the bytes it was read from
 * @param content what was read
 */
public record PersonalRecord(
    RecordId id, SourceId source, ItemKey key, Fingerprint fingerprint, RecordContent content) {
  /** Returns the record of an item, its identity derived from source and key. */
  public static PersonalRecord of(
      SourceId source, ItemKey key, Fingerprint fingerprint, RecordContent content) {
    return new PersonalRecord(RecordId.of(source, key), source, key, fingerprint, content);
  }

  @Override
  public String toString() {
    return "PersonalRecord["
        + id
        + ", "
        + content.kind()
        + ", "
        + content.text().length()
        + " characters]";
  }
}
