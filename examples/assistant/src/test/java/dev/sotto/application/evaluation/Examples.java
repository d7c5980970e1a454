package dev.sotto.application.evaluation;

import dev.sotto.assistant.Answer;
import dev.sotto.assistant.AnswerTimings;
import dev.sotto.assistant.Evidence;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passages and answers, made by hand. */
final class Examples {
  private Examples() {}

  /** Returns a note of 7 October 2026. */
  static Passage passage(String title, String text) {
    SourceId source = new SourceId("notes");
    return new Passage(
        RecordId.of(source, new ItemKey(title)),
        source,
        RecordKind.NOTE,
        title,
        Instant.parse("2026-10-07T08:00:00Z"),
        List.of(),
        Labels.OWN,
        TextLanguage.ENGLISH,
        0,
        text.length(),
        text);
  }

  static Answer answer(
      Answer.Kind kind, String text, List<Evidence> evidence, List<Passage> sources) {
    return new Answer(
        kind,
        text,
        evidence,
        List.of(),
        Optional.empty(),
        sources,
        0,
        new AnswerTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0));
  }

  /** Returns the result of a question of a kind: rank 0 is not found, 3 citations are 2 right. */
  static QuestionResult result(
      String kind, Evaluation.Depth depth, Answer answer, int rank, boolean contains, double ms) {
    boolean absent = kind.equals("absent");
    KnownQuestion question =
        new KnownQuestion(
            "1",
            kind,
            "what?",
            absent ? List.of() : List.of("85"),
            absent ? List.of() : List.of(new KnownQuestion.KnownEvidence("a.md", "85")));
    boolean cites = answer.kind() != Answer.Kind.ABSTENTION;
    return new QuestionResult(
        question,
        depth,
        answer,
        answer.sources(),
        rank,
        rank == 0 ? List.of() : List.of(rank),
        contains,
        contains,
        contains ? 0.5 : 0,
        cites ? 3 : 0,
        cites ? 3 : 0,
        cites ? 2 : 0,
        cites ? 1 : 0,
        ms);
  }
}
