package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages parts of a store; they are named, mended where that is possible, and the rest is kept.
 */
final class CheckCommandTest {
  private static final String WHEEL = "spokes front wheel";
  private static final String DENTIST = "dentist appointment";

  @TempDir private Path folder;

  private Person person;

  @BeforeEach
  void fillStore() throws IOException {
    SmallLife life = SmallLife.in(folder.resolve("files"));
    person = Person.withStoreIn(folder);
    person.runs("add", life.notes().toString());
    person.runs("add", life.mailbox().toString());
  }

  @Test
  void aWholeStoreIsInOrder() {
    Outcome told = person.runs("check");
    Outcome json = person.runs("check", "--json");

    assertThat(told.status()).as(told.all()).isEqualTo(ExitStatus.OK);
    assertThat(told.out()).contains("in 2 packs", "Everything is in order.");
    assertThat(json.json().get("inOrder").asBoolean()).isTrue();
    assertThat(json.json().get("damage")).isEmpty();
  }

  @Test
  void aDamagedPackIsMovedAsideAndReadAgainFromItsSource() throws IOException {
    Path pack = files("records", "pack-").getFirst();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 1;
    Files.write(pack, bytes);

    Outcome checked = person.runs("check", "--json");
    Outcome mended = person.runs("check", "--repair");

    assertThat(checked.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(checked.json().get("damage")).hasSize(1);
    assertThat(checked.json().at("/damage/0/file").asString())
        .isEqualTo(pack.getFileName().toString());
    assertThat(checked.json().at("/damage/0/records")).isNotEmpty();
    assertThat(mended.status()).as(mended.all()).isEqualTo(ExitStatus.OK);
    assertThat(person.store().resolve("quarantine").resolve(pack.getFileName()))
        .hasBinaryContent(bytes);
    assertThat(person.runs("sync").status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("search", WHEEL).out()).contains("286 mm");
    assertThat(person.runs("search", DENTIST).out()).contains("14:15");
  }

  @Test
  void aDamagedPackStopsNeitherNewKeysNorForgettingAndIsNamed() throws IOException {
    String name = damagePackOfNotes();

    Outcome rotated = person.runs("rotate-keys", "--json");
    Outcome forgotten =
        person.runs("forget", "--from=2026-03-02", "--to=2026-03-02", "--now", "--yes", "--json");

    assertThat(rotated.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(rotated.err()).contains(name, "sotto check --repair", "sotto rotate-keys");
    assertThat(rotated.json().at("/damagedFiles/0").asString()).isEqualTo(name);
    assertThat(rotated.json().get("keysDestroyed").asInt()).isEqualTo(4);
    assertThat(forgotten.status()).as(forgotten.all()).isEqualTo(ExitStatus.FAILED);
    assertThat(forgotten.err()).contains(name, "sotto check --repair", "sotto forget --finish");
    assertThat(forgotten.json().at("/receipt/damagedFiles/0").asString()).isEqualTo(name);

    assertThat(person.runs("check", "--repair").status()).isEqualTo(ExitStatus.OK);
    Outcome finished = person.runs("forget", "--finish", "--json");
    assertThat(finished.status()).as(finished.all()).isEqualTo(ExitStatus.OK);
    assertThat(finished.json().at("/receipt/keysStillInTable").asInt()).isZero();
    assertThat(person.runs("rotate-keys", "--json").json().get("filesOnOldKeys").asInt()).isZero();
    assertThat(person.runs("sync").status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("search", WHEEL).out()).contains("286 mm");
  }

  @Test
  void aDamagedIndexIsBuiltAgain() throws IOException {
    for (Path file : files("index", "segments_")) {
      Files.delete(file);
    }

    Outcome searched = person.runs("search", WHEEL);
    Outcome checked = person.runs("check");
    Outcome mended = person.runs("check", "--repair");

    assertThat(searched.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(checked.status()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(checked.out()).contains("segments_");
    assertThat(mended.status()).as(mended.all()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("search", WHEEL).out()).contains("286 mm");
  }

  /** Damages the pack with the three notes and returns its name. */
  private String damagePackOfNotes() throws IOException {
    for (Path pack : files("records", "pack-")) {
      byte[] right = Files.readAllBytes(pack);
      byte[] wrong = right.clone();
      wrong[wrong.length / 2] ^= 1;
      Files.write(pack, wrong);
      if (person.runs("check", "--json").json().at("/damage/0/records").size() == 3) {
        return pack.getFileName().toString();
      }
      Files.write(pack, right);
    }
    throw new AssertionError("No pack holds three records");
  }

  private List<Path> files(String part, String start) throws IOException {
    try (Stream<Path> files = Files.list(person.store().resolve(part))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .sorted()
          .toList();
    }
  }
}
