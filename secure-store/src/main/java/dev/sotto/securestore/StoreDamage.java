package dev.sotto.securestore;

import dev.sotto.record.RecordId;
import java.util.List;

/**
 * What a check found of one file of a store.
 *
 * @param file the file's name
 * @param kind what is wrong with it
 * @param records the records that can't be read because of it
 */
public record StoreDamage(String file, Kind kind, List<RecordId> records) {
  public StoreDamage {
    records = List.copyOf(records);
  }

  /** What can be wrong with a file. */
  public enum Kind {
    /** It is missing, or something in it does not authenticate. */
    UNREADABLE,
    /** It is whole, and not the one that belongs to the store's other files. */
    OLDER
  }

  @Override
  public String toString() {
    return "StoreDamage[" + kind + ", " + records.size() + " records]";
  }
}
