package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Questions and answers with the default model, and the doctor's look at it. */
final class AnswersTest {
  @TempDir private static Path shared;
  private static Person imported;

  @TempDir private Path folder;
  private Person person;

  @BeforeAll
  static void importRecords() throws IOException {
    SmallLife life = SmallLife.in(shared.resolve("files"));
    imported = Person.withStoreIn(shared);
    imported.runs("add", life.notes().toString(), life.mailbox().toString());
  }

  @BeforeEach
  void begin() throws IOException {
    person = imported.copiedTo(folder);
  }

  @Test
  void anAnswerComesWithTheWordsItRestsOn() {
    Outcome answer = person.runs("ask", "what", "colour", "does", "the", "bike", "frame", "get?");

    assertThat(answer.status()).isEqualTo(ExitStatus.OK);
    assertThat(answer.out())
        .containsPattern("(?m)^\\[\\d] .*“.*reseda green.*”")
        .containsPattern("(?m)^ {4}note · .* · Bike$")
        .contains("answered on this computer", "nothing was sent")
        .doesNotContain("\u001b");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void jsonHoldsAnswerEvidenceAndSources() {
    String question = "when is the dentist appointment?";

    Outcome outcome = person.runs("ask", "--json", question);

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.err()).isEmpty();
    JsonNode answer = outcome.json();
    assertThat(answer.path("question").asString()).isEqualTo(question);
    assertThat(answer.path("kind").asString()).isIn("sentences", "quotation");
    assertThat(answer.path("sentAnywhere").asBoolean(true)).isFalse();
    assertThat(answer.path("withdrawn").isInt()).isTrue();
    assertThat(answer.path("promptTokens").asInt()).isPositive();
    assertThat(answer.path("generatedTokens").asInt()).isPositive();
    assertThat(answer.at("/milliseconds/total").asLong())
        .isGreaterThanOrEqualTo(answer.at("/milliseconds/firstToken").asLong());
    assertThat(answer.path("evidence")).isNotEmpty();
    for (JsonNode evidence : answer.path("evidence")) {
      assertThatItStandsInItsRecord(evidence, answer);
    }
    assertThat(answer.at("/evidence/0/quotation").asString()).contains("19 March");
  }

  private void assertThatItStandsInItsRecord(JsonNode evidence, JsonNode answer) {
    int citation = evidence.path("citation").asInt();
    JsonNode source = answer.path("sources").get(citation - 1);
    JsonNode record = person.runs("show", "--json", String.valueOf(citation)).json();

    assertThat(source.path("citation").asInt()).isEqualTo(citation);
    assertThat(source.path("record")).isEqualTo(evidence.path("record"));
    assertThat(record.path("record")).isEqualTo(evidence.path("record"));
    assertThat(record.path("text").asString().substring(evidence.path("start").asInt()))
        .startsWith(evidence.path("quotation").asString());
  }

  @Test
  void whatIsNotInTheRecordsIsNotAnswered() {
    Outcome outcome = person.runs("ask", "--json", "--person=Nobody", "what is my blood type?");

    assertThat(outcome.status()).isEqualTo(ExitStatus.NOTHING_FOUND);
    assertThat(outcome.json().path("kind").asString()).isEqualTo("abstention");
    assertThat(outcome.json().path("evidence")).isEmpty();
    assertThat(outcome.json().path("promptTokens").asInt()).isZero();
  }

  @Test
  void chatAnswersLineByLineAndShowsOriginals() {
    Outcome chat =
        person.typing(
            "成都住哪里？\n/show 1\n/show 99\n/help\n/quit\nnever asked\n", "chat", "--lang=zh");

    assertThat(chat.status()).isEqualTo(ExitStatus.OK);
    assertThat(chat.out()).contains("青年旅舍", "在本机回答", "# 成都", "/show N 打开").doesNotContain("\u001b");
    assertThat(chat.err()).contains("[99]");
  }

  @Test
  void theDoctorFindsAHealthyStore() {
    Outcome doctor = person.runs("doctor");

    assertThat(doctor.status()).as(doctor.all()).isEqualTo(ExitStatus.OK);
    assertThat(doctor.out())
        .contains("✓ language model: ", "✓ embedding model: ")
        .contains("✓ 5 records in 2 sources can be read and are authentic")
        .contains("✓ the index is whole: ")
        .contains("Everything that was checked is in order.")
        .contains("not kept offline")
        .doesNotContainPattern("(?m)^✗");
  }

  @Test
  void theDoctorNamesWhatIsWrongAndRebuildsTheIndex() throws IOException {
    for (Path file : person.storeFiles()) {
      if (file.getParent().endsWith("index")) {
        Files.write(file, new byte[] {1});
      }
    }
    Files.setPosixFilePermissions(person.store(), PosixFilePermissions.fromString("rwxr-x---"));

    Outcome ill = person.runs("doctor", "--json");
    Outcome rebuilt = person.runs("doctor", "--rebuild-index");

    assertThat(ill.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(ill.json().path("healthy").asBoolean(true)).isFalse();
    assertThat(ill.json().path("findings"))
        .filteredOn(finding -> finding.path("level").asString().equals("problem"))
        .extracting(finding -> finding.path("finding").asString())
        .satisfiesExactly(
            permissions -> assertThat(permissions).contains("others can open", "chmod 700"),
            index -> assertThat(index).startsWith("index: ").contains("--rebuild-index"));
    assertThat(rebuilt.out()).contains("built a new index under a new key from 5 records");
    assertThat(person.runs("search", "spokes front wheel").out()).contains("286 mm");
  }

  @Test
  void theDoctorNamesADamagedSourceAndReadsTheOther() throws IOException {
    Path pack =
        person.storeFiles().stream()
            .filter(file -> file.getFileName().toString().startsWith("pack-"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length - 1] ^= 1;
    Files.write(pack, bytes);

    Outcome doctor = person.runs("doctor", "--rebuild-index");

    assertThat(doctor.status()).as(doctor.all()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(doctor.out())
        .containsPattern("✗ source (notes|inbox): The file " + pack.getFileName())
        .containsPattern("✓ [23] records in 2 sources can be read")
        .containsPattern("built a new index under a new key from [23] records");
    assertThat(person.runs("search", "dentist appointment").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void theDoctorWorksWithoutAStore() throws IOException {
    Outcome doctor = Person.in(folder.resolve("new")).runs("doctor", "--lang=zh");

    assertThat(doctor.status()).isEqualTo(ExitStatus.OK);
    assertThat(doctor.out()).contains("还没有存储", "语言模型");
  }
}
