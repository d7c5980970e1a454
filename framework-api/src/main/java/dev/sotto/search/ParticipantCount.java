package dev.sotto.search;

/**
 * Somebody as records name them, with the number of records that do so.
 *
 * @param name the name as it is written; may be empty
 * @param address the mail address or telephone number as it is written; may be empty
 * @param written records in which they are an author
 * @param received records in which they are a recipient
 */
public record ParticipantCount(String name, String address, long written, long received) {
  @Override
  public String toString() {
    return "ParticipantCount[" + written + " written, " + received + " received]";
  }
}
