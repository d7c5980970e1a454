package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConversationTest {
  private static final String ASKED = "when is dinner with Anna?";

  @TempDir private Path folder;
  private Person person;

  @BeforeEach
  void addNotes() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Files.writeString(
        notes.resolve("anna.md"),
        "# Anna\n\n"
            + "Dinner with Anna is on Friday at 19:30 at Trattoria Roma in the Lindenstrasse.\n");
    person = Person.withStoreIn(folder.resolve("person"));
    assertThat(person.runs("add", notes.toString()).status()).isZero();
  }

  @Test
  void aFollowUpIsAnsweredAsAWholeQuestion() {
    person.runs("ask", ASKED);

    Outcome followed = person.runs("ask", "and where?");

    assertThat(followed.out())
        .contains("understood as: where is dinner with Anna?")
        .contains("Trattoria Roma");
  }

  @Test
  void aQuestionCanBeTakenAlone() {
    person.runs("ask", ASKED);

    assertThat(person.runs("ask", "--alone", "and where?").out()).doesNotContain("understood as");
  }

  @Test
  void aChatKeepsItsThread() {
    Outcome chat = person.typing(ASKED + "\nand where?\n/quit\n", "chat");

    assertThat(chat.out()).contains("understood as: where is dinner with Anna?");
  }

  @Test
  void whatWasAskedIsListedAndForgotten() {
    person.runs("ask", ASKED);

    assertThat(person.runs("history").out()).contains(ASKED).contains("19:30");
    assertThat(person.runs("history", "forget", "1").status()).isZero();
    assertThat(person.runs("history").out()).doesNotContain("Anna");
    assertThat(person.runs("ask", "and where?").out()).doesNotContain("understood as");
  }

  @Test
  void aHistoryThatIsOffKeepsNothing() {
    person.runs("ask", ASKED);
    assertThat(person.runs("history", "off").status()).isZero();
    person.runs("ask", ASKED);

    assertThat(person.runs("history", "--json").out())
        .contains("\"on\" : false")
        .doesNotContain("Anna");
    person.runs("history", "on");
    person.runs("ask", ASKED);
    assertThat(person.runs("history").out()).contains("Anna");
  }

  @Test
  void answersOfAForgottenSourceLeaveTheHistoryWithIt() {
    person.runs("ask", ASKED);
    assertThat(person.runs("history").out()).contains("19:30");

    assertThat(person.runs("forget", "notes", "--yes").status()).isZero();

    assertThat(person.runs("history").out()).doesNotContain("19:30").doesNotContain("Anna");
  }

  @Test
  void answersOfARecordThatVanishedLeaveTheHistoryAtTheNextSync() throws IOException {
    person.runs("ask", ASKED);
    Files.delete(folder.resolve("notes/anna.md"));

    assertThat(person.runs("sync").status()).isZero();

    assertThat(person.runs("history").out()).doesNotContain("Anna");
  }

  @Test
  void nothingOfTheHistoryStandsReadableOnDisk() throws IOException {
    person.runs("ask", "xylophone quartermaster " + ASKED);
    assertThat(person.runs("history").out()).contains("xylophone quartermaster");

    for (Path file : person.storeFiles()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("xylophone", "quartermaster");
    }
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(person.runs("history", "burn").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("history", "forget").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("history", "forget", "7").err()).contains("7");
  }
}
