package dev.sotto.index;

import dev.sotto.model.EmbeddingModel;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.text.TextLanguage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the tests of the index share. */
final class IndexFixture {
  static final Instant TIME = Instant.parse("2026-04-17T08:30:00Z");

  private IndexFixture() {}

  static PersonalRecord note(String key, String title, String text) {
    return note("journal", key, title, text, TIME, List.of());
  }

  static PersonalRecord note(
      String source,
      String key,
      String title,
      String text,
      Instant time,
      List<Participant> participants) {
    return PersonalRecord.of(
        new SourceId(source),
        new ItemKey(key),
        Fingerprint.of((title + text).getBytes(StandardCharsets.UTF_8)),
        new RecordContent(RecordKind.NOTE, title, time, participants, "", text, Labels.OWN, ""));
  }

  /** An English model whose vectors follow from the letters of a text. */
  static final class LetterModel implements EmbeddingModel {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public int dimensions() {
      return 26;
    }

    @Override
    public TextLanguage language() {
      return TextLanguage.ENGLISH;
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
      return texts.stream().map(this::embedQuestion).toList();
    }

    @Override
    public float[] embedQuestion(String text) {
      float[] vector = new float[dimensions()];
      text.toLowerCase(Locale.ROOT)
          .chars()
          .filter(c -> c >= 'a' && c <= 'z')
          .forEach(c -> vector[c - 'a']++);
      double squares = 1e-9;
      for (float value : vector) {
        squares += value * value;
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(squares);
      }
      return vector;
    }

    @Override
    public void close() {}
  }
}
