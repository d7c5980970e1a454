package dev.sotto.application.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question whose answer is known.
 *
 * @param id its name in the file
 * @param kind what sort of question it is
 * @param text the question
 * @param accepted answers that count as right, the fullest first; none where nothing answers
 * @param evidence what the answer rests on, all of it
 */
public record KnownQuestion(
    String id, String kind, String text, List<String> accepted, List<KnownEvidence> evidence) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Words of a file.
   *
   * @param file its path, relative to the folder of the questions
   * @param quote a piece of it, as it stands there; in a mailbox as it reads after decoding
   */
  public record KnownEvidence(String file, String quote) {
    @Override
    public String toString() {
      return "KnownEvidence[" + quote.length() + " characters]";
    }
  }

  public KnownQuestion {
    accepted = List.copyOf(accepted);
    evidence = List.copyOf(evidence);
  }

  /** Returns whether nothing in the records answers it. */
  public boolean isAbsent() {
    return accepted.isEmpty();
  }

  /**
   * Reads a file of one JSON object a line: {@code id}, {@code q}, {@code answer}, {@code alts},
   * {@code evidence} as {@code file} and {@code quote}, {@code kind}.
   *
   * @throws QuestionFileException if a line is none
   */
  public static List<KnownQuestion> read(Path file) throws IOException {
    List<KnownQuestion> questions = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        questions.add(of(line, number));
      }
    }
    return questions;
  }

  private static KnownQuestion of(String line, int number) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new QuestionFileException(number, "is no JSON object");
    }
    if (!json.isObject() || json.path("q").asString("").isBlank()) {
      throw new QuestionFileException(number, "has no question under \"q\"");
    }
    List<String> accepted = new ArrayList<>();
    accepted.add(json.path("answer").asString(""));
    json.path("alts").forEach(alternative -> accepted.add(alternative.asString("")));
    accepted.removeIf(String::isBlank);
    List<KnownEvidence> evidence = new ArrayList<>();
    for (JsonNode item : json.path("evidence")) {
      evidence.add(
          new KnownEvidence(item.path("file").asString(""), item.path("quote").asString("")));
    }
    return new KnownQuestion(
        json.path("id").asString(String.valueOf(number)),
        json.path("kind").asString("other"),
        json.path("q").asString(),
        accepted,
        evidence);
  }

  @Override
  public String toString() {
    return "KnownQuestion[" + text.length() + " characters, " + evidence.size() + " evidence]";
  }
}
