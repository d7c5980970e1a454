package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.terminal.Interruption;
import dev.sotto.llm.DefaultModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EvalCommandTest {
  private static final String EVIL = "<script>alert(1)</script>\u202e<img src=http://x.example>";

  private static final String DEFAULT_MODEL = "/dev/sotto/model/sotto-135m-q4_0.gguf";

  @TempDir private Path folder;
  private Path life;
  private Path questions;

  @BeforeEach
  void writeLife() throws IOException {
    life = Files.createDirectories(folder.resolve("life"));
    Files.createDirectories(life.resolve("notes"));
    Files.writeString(
        life.resolve("notes/gate.md"),
        "# Gate\n\nThe courtyard gate code is 6143, then the hash key. " + EVIL + "\n");
    Files.writeString(life.resolve("README.md"), "# About\n\nNothing of this is a record.\n");
    questions =
        Files.writeString(
            life.resolve("questions.jsonl"),
            """
            {"id":1,"q":"what is the courtyard gate code?","answer":"6143","alts":[],"evidence":[{"file":"notes/gate.md","quote":"gate code is 6143"}],"kind":"single"}
            {"id":2,"q":"what is the name of my sailing boat?","answer":"","alts":[],"evidence":[],"kind":"absent"}
            """);
  }

  @Test
  void printsOneObjectOverAFolderThatIsNotImportedYet() throws IOException {
    Person person = Person.in(folder.resolve("person"));

    Outcome outcome =
        person.runs(
            "eval",
            questions.toString(),
            "--now",
            "2026-11-23T09:00",
            "--zone",
            "Europe/Berlin",
            "--json");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonNode json = new JsonMapper().readTree(outcome.out());
    assertThat(json.path("questions").asInt()).isEqualTo(2);
    assertThat(json.path("recall@1").asDouble()).isEqualTo(1);
    assertThat(json.path("recall@5").asDouble()).isEqualTo(1);
    assertThat(json.path("contains").asDouble()).isEqualTo(1);
    assertThat(json.path("citation_precision").asDouble()).isEqualTo(1);
    for (String name : new String[] {"f1", "abstain_recall", "ttft_ms"}) {
      assertThat(json.has(name)).as(name).isTrue();
    }
    assertThat(json.path("by_kind").path("single").path("questions").asInt()).isEqualTo(1);
    assertThat(json.path("by_kind").path("absent").path("contains").isNull()).isTrue();
    assertThat(Files.exists(person.store())).isFalse();
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    long before = temporaryLives();

    person.runs("eval", questions.toString(), "--json");

    assertThat(temporaryLives()).isEqualTo(before);
  }

  @Test
  void measuresTheOwnStoreWhereThereIsOne() throws IOException {
    Person person = Person.withStoreIn(folder.resolve("person"));
    person.runs("add", life.resolve("notes").toString());

    Outcome outcome = person.runs("eval", questions.toString(), "--kind", "single");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("temporary");
    assertThat(outcome.out()).contains("single").contains("1.00");
  }

  @Test
  void measuresTheFolderWhereTheOwnStoreIsEmpty() throws IOException {
    Person person = Person.withStoreIn(folder.resolve("person"));

    Outcome outcome = person.runs("eval", questions.toString(), "--without-model");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("temporary", "nobody known");
    assertThat(outcome.out()).contains("single      1     1.00");
    assertThat(person.runs("list", "--json").json().path("sources").size()).isZero();
  }

  @Test
  void guessesWhoThePersonIs() throws IOException {
    Files.createDirectories(life.resolve("chats"));
    for (String other : new String[] {"Bea", "Nils"}) {
      Files.writeString(
          life.resolve("chats/" + other + ".txt"),
          """
          [14/03/2026, 19:02:11] %s: did you sign?
          [14/03/2026, 19:03:27] Mara: on Thursday
          [14/03/2026, 19:04:02] %s: good
          [14/03/2026, 19:04:40] %s: very good
          """
              .formatted(other, other, other));
    }
    Person person = Person.in(folder.resolve("person"));

    Outcome guessed = person.runs("eval", questions.toString(), "--without-model", "--limit=1");
    Outcome told =
        person.runs("eval", questions.toString(), "--without-model", "--limit=1", "--me=Bea Holm");

    assertThat(guessed.err()).contains("--me", "taken to be Mara.");
    assertThat(told.err()).contains("the person is Bea Holm.");
  }

  @Test
  void tellsOfEvidenceThatIsInNoRecord() throws IOException {
    Files.writeString(
        questions,
        """
        {"id":1,"q":"what is the code?","answer":"6143","alts":[],"evidence":[{"file":"notes/gate.md","quote":"code is 9999"}],"kind":"single"}
        """);
    Person person = Person.in(folder.resolve("person"));

    Outcome outcome = person.runs("eval", questions.toString(), "--without-model", "--json");

    assertThat(outcome.err()).contains("1 pieces of evidence");
    assertThat(outcome.json().path("evidence_unfound").asInt()).isEqualTo(1);
    assertThat(outcome.json().path("recall@5").asDouble()).isZero();
  }

  @Test
  void stopsAtCtrlCAndDeletesTheTemporaryStore() throws IOException {
    Interruption interruption = new Interruption();
    interruption.raise();
    Person person = Person.in(folder.resolve("person")).interruptedBy(interruption);
    long before = temporaryLives();

    Outcome outcome = person.runs("eval", questions.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(temporaryLives()).isEqualTo(before);
  }

  @Test
  void replacesAnOlderPageButNoFolder() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    Path page = Files.writeString(folder.resolve("report.html"), "old");

    Outcome outcome =
        person.runs("eval", questions.toString(), "--without-model", "--report", page.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Files.readString(page)).contains("courtyard");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (Path wrong : new Path[] {folder, folder.resolve("none/report.html")}) {
      assertThat(person.runs("eval", questions.toString(), "--report", wrong.toString()).status())
          .isEqualTo(ExitStatus.USAGE);
    }
  }

  @Test
  void writesAPageOnWhichNothingOfTheRecordsActs() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    Path page = folder.resolve("report.html");

    Outcome outcome = person.runs("eval", questions.toString(), "--report", page.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains("6143")
        .contains("&lt;script&gt;")
        .contains("Content-Security-Policy");
    assertThat(html).doesNotContain("<script").doesNotContain("<img").doesNotContain("\u202e");
    assertThat(html)
        .contains("id=\"kind0\"", "article:not(.kind0)")
        .doesNotContain("href", "src=\"");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(outcome.err()).contains("readable");
  }

  @Test
  void answersWithTheModelThatIsNamed() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    Path other = folder.resolve("other.gguf");
    try (InputStream model = DefaultModel.class.getResourceAsStream(DEFAULT_MODEL)) {
      Files.copy(model, other);
    }

    Outcome named = measure(person, "--model", other.toString());
    Outcome broken =
        measure(person, "--model", Files.writeString(folder.resolve("b"), "GGUX").toString());

    assertThat(named.status()).as(named.err()).isZero();
    assertThat(named.json().path("contains").asDouble()).isEqualTo(1);
    assertThat(broken.status()).isNotZero();
  }

  @Test
  void refusesAModelWithoutALifeOrThatIsNotThere() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    Path file = Files.writeString(folder.resolve("other.gguf"), "GGUF");

    Outcome withoutLife = person.runs("eval", questions.toString(), "--model", file.toString());
    Outcome missing = measure(person, "--model", folder.resolve("none.gguf").toString());
    Outcome aFolder = measure(person, "--model", folder.toString());

    assertThat(withoutLife.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(withoutLife.err()).contains("--life");
    for (Outcome outcome : new Outcome[] {missing, aFolder}) {
      assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).contains("GGUF");
    }
  }

  private Outcome measure(Person person, String... more) throws IOException {
    Stream<String> all = Stream.of("eval", questions.toString(), "--life", life.toString());
    return person.runs(
        Stream.of(all, Stream.of("--limit=1", "--json"), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  @Test
  void explainsWhatItCanNotRead() throws IOException {
    Person person = Person.in(folder.resolve("person"));
    Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"q\":\"a\"}\nnonsense\n");

    assertThat(person.runs("eval", broken.toString()).err()).contains("line 2");
    assertThat(person.runs("eval", questions.toString(), "--now", "yesterday").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("eval", folder.resolve("none").toString()).status()).isNotZero();
    assertThat(person.runs("eval", questions.toString(), "--limit=0").status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(person.runs("eval", questions.toString(), "--kind=zh").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  private static long temporaryLives() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("sotto-eval-"))
          .count();
    }
  }
}
