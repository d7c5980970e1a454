package dev.sotto.storage;

import dev.sotto.record.SourceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where records come from.
 *
 * @param id its name
 * @param importer the name of the importer that reads it
 * @param path the absolute path of the file or folder
 * @param added when it was added
 * @param lastSync when it was last read to its end, if ever
 */
public record Source(
    SourceId id, String importer, String path, Instant added, Optional<Instant> lastSync) {
  /** Returns this source as read to its end at a time. */
  public Source syncedAt(Instant time) {
    return new Source(id, importer, path, added, Optional.of(time));
  }

  @Override
  public String toString() {
    return "Source[" + id + ", " + importer + "]";
  }
}
