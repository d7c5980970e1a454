package dev.sotto.index;

import dev.sotto.index.passage.PassageSpan;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Integrity;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.LanguageDetector;
import dev.sotto.text.Sentences;
import dev.sotto.text.TextLanguage;
import dev.sotto.text.TextSpan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * A passage on its way into the index, and back out of it.
 *
 * @param record the record it is cut from
 * @param span where it lies in the record's text
 * @param isFirst whether it is the record's first passage, which counts for the record
 * @param language the language of its text
 */
record PassageDocument(
    PersonalRecord record, PassageSpan span, boolean isFirst, TextLanguage language) {
  /** What a passage without labels is taken for. */
  static final long STRICTEST_LABELS =
      code(new Labels(Integrity.EXTERNAL, Confidentiality.LOCAL_ONLY));

  private static final int LABEL_BASE = 16;
  private static final int MAX_KEY_CHARACTERS = 1_024;
  private static final int MAX_SENTENCES = 64;

  /**
   * Returns the passage with its language told from its text, or from the title where it has no
   * letters.
   */
  static PassageDocument of(PersonalRecord record, PassageSpan span, boolean isFirst) {
    String text = record.content().text().substring(span.start(), span.end());
    boolean letters = text.codePoints().anyMatch(Character::isLetter);
    return new PassageDocument(
        record, span, isFirst, LanguageDetector.detect(letters ? text : record.content().title()));
  }

  String text() {
    return record.content().text().substring(span.start(), span.end());
  }

  /** Returns what an embedding model reads: title, heading and text. */
  String textInContext() {
    String title = title();
    return title.isBlank() ? text() : title + "\n" + text();
  }

  /** Returns what an embedding model reads of each sentence: the title and the sentence. */
  List<String> sentencesInContext() {
    String text = text();
    String title = title();
    List<String> sentences = new ArrayList<>();
    for (TextSpan span : Sentences.of(text)) {
      if (sentences.size() == MAX_SENTENCES) {
        break;
      }
      String sentence = span.of(text);
      sentences.add(title.isBlank() ? sentence : title + ": " + sentence);
    }
    return sentences;
  }

  /** Adds the vectors of {@link #sentencesInContext}. */
  static void addSentenceVectors(
      Document document, TextLanguage modelLanguage, List<float[]> vectors) {
    document.add(
        new BinaryDocValuesField(
            IndexFields.sentences(modelLanguage), SentenceVectors.encode(vectors)));
  }

  /** Returns the document, without a vector. */
  Document document() {
    RecordContent content = record.content();
    Document document = new Document();
    addKeys(document, content);
    addParticipants(document, content);
    addWords(document);
    addStored(document, content);
    return document;
  }

  /** Adds the vector of {@link #textInContext}, of unit length. */
  static void addVector(Document document, TextLanguage modelLanguage, float[] vector) {
    document.add(
        new KnnFloatVectorField(
            IndexFields.vector(modelLanguage), vector, VectorSimilarityFunction.DOT_PRODUCT));
  }

  /** Marks a document that has no vectors yet. */
  static void markWithoutMeaning(Document document) {
    document.add(
        new StringField(
            IndexFields.WITHOUT_MEANING_TERM.field(),
            IndexFields.WITHOUT_MEANING_TERM.text(),
            Field.Store.NO));
  }

  private void addKeys(Document document, RecordContent content) {
    document.add(
        new StringField(IndexFields.ID, record.id().value() + "-" + span.start(), Field.Store.NO));
    document.add(new StringField(IndexFields.RECORD, record.id().value(), Field.Store.YES));
    document.add(new SortedDocValuesField(IndexFields.RECORD, new BytesRef(record.id().value())));
    document.add(new StringField(IndexFields.SOURCE, record.source().value(), Field.Store.YES));
    document.add(new StringField(IndexFields.KIND, content.kind().label(), Field.Store.YES));
    document.add(
        new LongField(IndexFields.TIME, FilterQuery.milliseconds(content.time()), Field.Store.NO));
    if (!content.thread().isEmpty()) {
      document.add(new StringField(IndexFields.THREAD, bounded(content.thread()), Field.Store.NO));
    }
    document.add(new NumericDocValuesField(IndexFields.LABELS, code(content.labels())));
    if (span.origin() == PassageSpan.Origin.QUOTED_REPLY) {
      document.add(new NumericDocValuesField(IndexFields.QUOTED, 1));
    }
  }

  private void addParticipants(Document document, RecordContent content) {
    for (Participant participant : content.participants()) {
      boolean author = participant.role() == Participant.Role.AUTHOR;
      if (isFirst) {
        document.add(ParticipantListing.field(participant));
      }
      if (!participant.name().isBlank()) {
        document.add(new TextField(IndexFields.PERSON_NAME, participant.name(), Field.Store.NO));
        document.add(new TextField(IndexFields.PEOPLE, participant.name(), Field.Store.NO));
        if (author) {
          document.add(new TextField(IndexFields.AUTHOR_NAME, participant.name(), Field.Store.NO));
        }
      }
      if (!participant.address().isBlank()) {
        String address = bounded(participant.address().strip().toLowerCase(Locale.ROOT));
        document.add(new StringField(IndexFields.PERSON_ADDRESS, address, Field.Store.NO));
        if (author) {
          document.add(new StringField(IndexFields.AUTHOR_ADDRESS, address, Field.Store.NO));
        }
        document.add(new TextField(IndexFields.PEOPLE, participant.address(), Field.Store.NO));
      }
    }
  }

  private void addWords(Document document) {
    String text = text();
    String title = title();
    document.add(new TextField(IndexFields.TEXT_ALL, text, Field.Store.NO));
    document.add(new TextField(IndexFields.TITLE_ALL, title, Field.Store.NO));
    if (language != TextLanguage.CHINESE) {
      document.add(new TextField(IndexFields.TEXT_ENGLISH, text, Field.Store.NO));
      document.add(new TextField(IndexFields.TITLE_ENGLISH, title, Field.Store.NO));
    }
    if (language == TextLanguage.OTHER) {
      for (StemLanguage stems : StemLanguage.of(title + "\n" + text)) {
        document.add(new TextField(stems.textField(), text, Field.Store.NO));
        document.add(new TextField(stems.titleField(), title, Field.Store.NO));
      }
    }
    if (QuestionQuery.isHan(text)) {
      document.add(new TextField(IndexFields.TEXT_CHINESE, text, Field.Store.NO));
    }
    if (QuestionQuery.isHan(title)) {
      document.add(new TextField(IndexFields.TITLE_CHINESE, title, Field.Store.NO));
    }
    for (String code : Codes.of(title + "\n" + text)) {
      document.add(new StringField(IndexFields.CODES, code, Field.Store.NO));
    }
  }

  private void addStored(Document document, RecordContent content) {
    Instant time = content.time();
    document.add(new StoredField(IndexFields.STORED_TITLE, content.title()));
    document.add(new StoredField(IndexFields.STORED_SECONDS, time.getEpochSecond()));
    document.add(new StoredField(IndexFields.STORED_NANOS, time.getNano()));
    document.add(new StoredField(IndexFields.STORED_PARTICIPANTS, encode(content.participants())));
    document.add(new StringField(IndexFields.LANGUAGE, language.name(), Field.Store.YES));
    document.add(new SortedDocValuesField(IndexFields.LANGUAGE, new BytesRef(language.name())));
    document.add(new StoredField(IndexFields.STORED_START, span.start()));
    document.add(new StoredField(IndexFields.STORED_END, span.end()));
    document.add(new StoredField(IndexFields.STORED_TEXT, text()));
  }

  private String title() {
    String title = record.content().title();
    return span.heading().isBlank() || span.heading().equals(title)
        ? title
        : title.isBlank() ? span.heading() : title + " / " + span.heading();
  }

  /** Returns the value under which labels stand beside a passage, where they can be changed. */
  static long code(Labels labels) {
    int integrity =
        switch (labels.integrity()) {
          case TYPED -> 0;
          case OWN -> 1;
          case EXTERNAL -> 2;
        };
    int confidentiality =
        switch (labels.confidentiality()) {
          case PUBLIC -> 0;
          case PERSONAL -> 1;
          case SENSITIVE -> 2;
          case LOCAL_ONLY -> 3;
        };
    return (long) LABEL_BASE * integrity + confidentiality;
  }

  private static Labels labels(long code) {
    Integrity integrity =
        switch ((int) (code / LABEL_BASE)) {
          case 0 -> Integrity.TYPED;
          case 1 -> Integrity.OWN;
          default -> Integrity.EXTERNAL;
        };
    Confidentiality confidentiality =
        switch ((int) (code % LABEL_BASE)) {
          case 0 -> Confidentiality.PUBLIC;
          case 1 -> Confidentiality.PERSONAL;
          case 2 -> Confidentiality.SENSITIVE;
          default -> Confidentiality.LOCAL_ONLY;
        };
    return new Labels(integrity, confidentiality);
  }

  /** Returns the passage of a stored document with the value of its labels. */
  static Passage read(Document stored, long labels) {
    return new Passage(
        new RecordId(stored.get(IndexFields.RECORD)),
        new SourceId(stored.get(IndexFields.SOURCE)),
        RecordKind.valueOf(stored.get(IndexFields.KIND).toUpperCase(Locale.ROOT)),
        stored.get(IndexFields.STORED_TITLE),
        Instant.ofEpochSecond(
            number(stored, IndexFields.STORED_SECONDS).longValue(),
            number(stored, IndexFields.STORED_NANOS).longValue()),
        decode(stored.getBinaryValue(IndexFields.STORED_PARTICIPANTS)),
        labels(labels),
        TextLanguage.valueOf(stored.get(IndexFields.LANGUAGE)),
        number(stored, IndexFields.STORED_START).intValue(),
        number(stored, IndexFields.STORED_END).intValue(),
        stored.get(IndexFields.STORED_TEXT));
  }

  private static Number number(Document stored, String field) {
    return stored.getField(field).numericValue();
  }

  private static BytesRef encode(List<Participant> participants) {
    try {
      ByteBuffersDataOutput bytes = new ByteBuffersDataOutput();
      bytes.writeVInt(participants.size());
      for (Participant participant : participants) {
        bytes.writeByte((byte) (participant.role() == Participant.Role.AUTHOR ? 1 : 2));
        bytes.writeString(participant.name());
        bytes.writeString(participant.address());
      }
      return new BytesRef(bytes.toArrayCopy());
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory does no input or output", e);
    }
  }

  private static List<Participant> decode(BytesRef bytes) {
    try {
      ByteArrayDataInput input = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
      int count = input.readVInt();
      List<Participant> participants = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        Participant.Role role =
            input.readByte() == 1 ? Participant.Role.AUTHOR : Participant.Role.RECIPIENT;
        participants.add(new Participant(input.readString(), input.readString(), role));
      }
      return participants;
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory does no input or output", e);
    }
  }

  private static String bounded(String key) {
    return key.length() <= MAX_KEY_CHARACTERS ? key : key.substring(0, MAX_KEY_CHARACTERS);
  }

  @Override
  public String toString() {
    return "PassageDocument[" + record.id() + ", " + span + "]";
  }
}
