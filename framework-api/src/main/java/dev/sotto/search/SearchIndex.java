package dev.sotto.search;

import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The search index over all records. It is derived: the record store is the truth, and {@link
 * #generation} tells how far the index has come. Searching is safe for all threads; one thread
 * writes at a time, and searches see the last commit.
 */
public interface SearchIndex extends AutoCloseable {
  /** Returns the generation of the record store as of the last commit, 0 for an empty index. */
  long generation();

  /** Returns how many passages there are. */
  long passages();

  /** What records can be found by. */
  enum Depth {
    /** By words: quick to index. */
    WORDS,
    /** By words and by what they mean: slower by far, since vectors are computed. */
    MEANING
  }

  /**
   * Replaces and removes records and commits: when it returns, the change is durable.
   *
   * @param present records that were added or changed
   * @param removed records that are gone
   * @param generation the record store's generation that this brings the index to
   * @param depth what the present records can be found by from now on
   */
  void apply(
      Collection<PersonalRecord> present,
      Collection<RecordId> removed,
      long generation,
      Depth depth)
      throws IOException;

  /** Replaces and removes records, to be found by words and by meaning, and commits. */
  default void apply(
      Collection<PersonalRecord> present, Collection<RecordId> removed, long generation)
      throws IOException {
    apply(present, removed, generation, Depth.MEANING);
  }

  /**
   * Returns records that can be found by words only though a model could tell their meaning, the
   * newest first.
   *
   * @param limit at most this many
   */
  List<RecordId> withoutMeaning(int limit) throws IOException;

  /**
   * Returns how many passages can be found by words only though a model could tell their meaning.
   */
  long passagesWithoutMeaning() throws IOException;

  /**
   * Removes everything, so that the index can be rebuilt from the record store. When it returns,
   * {@link #generation} and {@link #passages} are 0.
   */
  void clear() throws IOException;

  /**
   * Searches by words and by meaning; the best passages first, at most one list for a passage.
   *
   * @throws dev.sotto.storage.TamperedFileException if a file of the index is damaged
   */
  List<Hit> search(SearchQuery query) throws IOException;

  /**
   * Returns the records of which a passage may be found, in the order of their ids.
   *
   * @throws dev.sotto.storage.TamperedFileException if a file of the index is damaged
   */
  List<RecordId> records(SearchFilter filter) throws IOException;

  /**
   * Returns everybody who takes part in a record that a passage was cut from, each way of naming
   * them once, in the order of name and address.
   *
   * @throws dev.sotto.storage.TamperedFileException if a file of the index is damaged
   */
  List<ParticipantCount> participants() throws IOException;

  /**
   * Gives records other labels and commits, without reading their texts again. Records that are not
   * there are ignored; the generation stays.
   */
  void relabel(Map<RecordId, Labels> labels) throws IOException;

  /**
   * Returns what else people call the same thing, as the search by words knows it; none by default.
   *
   * @param word a word of a question in any form
   */
  default List<String> otherWords(String word) {
    return List.of();
  }

  /**
   * Returns whether a word, in this or another form of it, stands anywhere in the text or the
   * titles of what is indexed.
   *
   * @param word a word of a question
   * @throws IOException if the index can't be read
   */
  boolean occurs(String word) throws IOException;

  /** Releases files and memory. Idempotent. */
  @Override
  void close() throws IOException;
}
