package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.application.terminal.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import that ends in the middle: what was stored is there, and the next sync reads the rest.
 */
final class InterruptedImportTest {
  private static final int NOTES = 160;
  private static final Duration WHILE_IT_IS_INDEXED = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Person person;
  private Path notes;

  @BeforeEach
  void begin() throws IOException {
    person = Person.withStoreIn(folder);
    notes = Files.createDirectories(folder.resolve("notes"));
    for (int i = 0; i < NOTES; i++) {
      Files.writeString(
          notes.resolve("note-%03d.md".formatted(i)),
          "# Jar " + i + "\n\nShelf " + (i + 1000) + ".\n");
    }
  }

  @Test
  void ctrlCKeepsWhatWasStored() throws Exception {
    Interruption interruption = new Interruption();
    Thread impatient = Thread.ofVirtual().start(() -> raiseAfterTheFirstBatch(interruption));

    Outcome stopped = person.interruptedBy(interruption).runs("add", notes.toString());
    impatient.join(LONG);

    assertThat(stopped.status()).as(stopped.all()).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(stopped.err()).contains("Stopped", "sotto sync");
    assertThat(storedRecords()).isBetween(1, NOTES - 1);
    assertThatTheNextSyncReadsTheRest();
  }

  @Test
  void aProcessThatIsKilledKeepsWhatWasStored() throws Exception {
    Process process = person.starts(List.of(), "add", notes.toString());
    awaitTheFirstBatch();
    Thread.sleep(WHILE_IT_IS_INDEXED);

    process.destroyForcibly().waitFor(LONG.toSeconds(), TimeUnit.SECONDS);

    assertThatTheNextSyncReadsTheRest();
  }

  private void assertThatTheNextSyncReadsTheRest() {
    int stored = storedRecords();
    assertThat(stored).isLessThan(NOTES);

    Outcome synced = person.runs("sync");

    assertThat(synced.status()).as(synced.all()).isEqualTo(ExitStatus.OK);
    assertThat(synced.out())
        .isEqualTo(
            "notes: %d new, 0 changed, 0 gone, %d unchanged%n".formatted(NOTES - stored, stored));
    for (int i : new int[] {0, NOTES - 1}) {
      assertThat(person.runs("search", "--limit=3", "jar " + i + " shelf").out())
          .contains("Shelf " + (i + 1000));
    }
  }

  private int storedRecords() {
    person.interruptedBy(new Interruption());
    return person.runs("list", "--json").json().at("/sources/0/records").asInt();
  }

  private void raiseAfterTheFirstBatch(Interruption interruption) {
    try {
      awaitTheFirstBatch();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    interruption.raise();
  }

  private void awaitTheFirstBatch() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (person.storeFiles().stream()
        .noneMatch(file -> file.getFileName().toString().startsWith("pack-"))) {
      assertThat(System.nanoTime()).as("no pack was written").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
