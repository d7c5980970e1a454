package dev.sotto.index;

import dev.sotto.text.TextLanguage;
import java.util.List;
import org.apache.lucene.index.Term;

/**
 * The fields of a passage's document, schema 5; {@code docs/format/index-v1.md} tells what each
 * holds. {@link StemLanguage} has the fields of stems.
 */
final class IndexFields {
  /** The number of this schema, kept with every commit. */
  static final String SCHEMA = "5";

  static final String COMMIT_SCHEMA = "schema";
  static final String COMMIT_MODELS = "models";
  static final String COMMIT_GENERATION = "generation";

  static final String ID = "id";
  static final String RECORD = "record";
  static final String SOURCE = "source";
  static final String KIND = "kind";
  static final String TIME = "time";
  static final String LANGUAGE = "language";
  static final String THREAD = "thread";
  static final String PERSON_NAME = "person_name";
  static final String PERSON_ADDRESS = "person_address";
  static final String AUTHOR_NAME = "author_name";
  static final String AUTHOR_ADDRESS = "author_address";
  static final String PARTICIPANT = "participant";
  static final String LABELS = "labels";
  static final String QUOTED = "quoted";

  /** Stands in passages whose vectors are still to be computed. */
  static final Term WITHOUT_MEANING_TERM = new Term("without_meaning", "1");

  static final String TEXT_ALL = "text_all";
  static final String TEXT_ENGLISH = "text_en";
  static final String TEXT_CHINESE = "text_zh";
  static final String TITLE_ALL = "title_all";
  static final String TITLE_ENGLISH = "title_en";
  static final String TITLE_CHINESE = "title_zh";

  /** The fields that hold the words of texts and titles. */
  static final List<String> WORDS =
      List.of(TEXT_ALL, TEXT_ENGLISH, TEXT_CHINESE, TITLE_ALL, TITLE_ENGLISH, TITLE_CHINESE);

  static final String PEOPLE = "people";
  static final String CODES = "codes";

  static final String STORED_TITLE = "title";
  static final String STORED_SECONDS = "time_seconds";
  static final String STORED_NANOS = "time_nanos";
  static final String STORED_PARTICIPANTS = "participants";
  static final String STORED_START = "start";
  static final String STORED_END = "end";
  static final String STORED_TEXT = "text";

  /** Between the names of two participants, so that a name never matches across them. */
  static final int PERSON_GAP = 100;

  private IndexFields() {}

  /** The vectors of a passage's sentences. */
  static String sentences(TextLanguage language) {
    return "sentences_" + vector(language);
  }

  static String vector(TextLanguage language) {
    return switch (language) {
      case ENGLISH -> "vector_en";
      case CHINESE -> "vector_zh";
      case OTHER -> "vector_other";
    };
  }
}
