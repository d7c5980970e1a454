package dev.sotto.application.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes every file of a store, one at a time: one message names it and says what to do, and what
 * does not need that file works on.
 */
final class DamagedFilesTest {
  private static final Set<String> NEEDED_BY_ALL = Set.of("slots", "table", "catalogue");

  @TempDir private static Path shared;
  private static Person undamaged;

  private interface Damage {
    byte[] to(byte[] bytes);
  }

  @BeforeAll
  static void fillAStore() throws IOException {
    SmallLife life = SmallLife.in(shared.resolve("files"));
    undamaged = Person.withStoreIn(shared);
    undamaged.runs("add", life.notes().toString());
    undamaged.runs("add", life.mailbox().toString());
    assertThat(undamaged.runs("search", "spokes front wheel").out()).contains("286 mm");
  }

  @Test
  void theStoreHasEveryKindOfFile() throws IOException {
    Set<String> folders = new TreeSet<>();
    for (Path file : undamaged.storeFiles()) {
      folders.add(undamaged.store().relativize(file).getName(0).toString());
    }

    assertThat(folders).contains("keys", "records", "index", "documents");
    assertThat(undamaged.storeFiles())
        .extracting(file -> file.getFileName().toString())
        .containsAll(NEEDED_BY_ALL)
        .contains("profile", "shown-passages")
        .filteredOn(name -> name.startsWith("pack-"))
        .hasSize(2);
  }

  @TestFactory
  Stream<DynamicTest> aFlippedByteIsNamedAndTheRestWorks() throws IOException {
    return ofEveryFile(
        "flipped",
        bytes -> {
          bytes[bytes.length / 2] ^= 0x10;
          return bytes;
        });
  }

  @TestFactory
  Stream<DynamicTest> aFileCutInHalfIsNamedAndTheRestWorks() throws IOException {
    return ofEveryFile("cut", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  }

  @Test
  void aDamagedSourceIsReadAnewAfterItWasForgotten() throws IOException {
    Person person = undamaged.copiedTo(shared.resolve("forgotten"));
    for (Path file : person.storeFiles()) {
      if (file.getFileName().toString().startsWith("pack-")) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    assertThat(person.runs("show", "1").status()).isEqualTo(ExitStatus.STORE_UNUSABLE);

    Outcome forgotten = person.runs("forget", "notes", "--yes");
    Outcome added = person.runs("add", shared.resolve("files").resolve("notes").toString());

    assertThat(forgotten.out()).contains("Removed notes: 3 records are gone");
    assertThat(added.out()).isEqualTo("notes: 3 new, 0 changed, 0 gone, 0 unchanged\n");
    assertThat(person.runs("search", "spokes front wheel").status()).isEqualTo(ExitStatus.OK);
    assertThat(person.runs("show", "1").out()).contains("286 mm");
  }

  private static Stream<DynamicTest> ofEveryFile(String how, Damage damage) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : undamaged.storeFiles()) {
      Path inStore = undamaged.store().relativize(file);
      tests.add(
          dynamicTest(
              inStore.toString(),
              () -> {
                Person person = undamaged.copiedTo(shared.resolve(how).resolve(inStore.toString()));
                Path damaged = person.store().resolve(inStore.toString());
                Files.write(damaged, damage.to(Files.readAllBytes(damaged)));
                assertThatOneMessageNamesIt(person, inStore);
              }));
    }
    return tests.stream();
  }

  private static void assertThatOneMessageNamesIt(Person person, Path file) {
    String name = file.getFileName().toString();
    switch (file.getName(0).toString()) {
      case "index" -> {
        assertNames(name, person.runs("search", "spokes front wheel"));
        assertThat(person.runs("show", "1").out()).contains("286 mm");
        assertThat(person.runs("list").status()).isEqualTo(ExitStatus.OK);
      }
      case "records" -> {
        if (NEEDED_BY_ALL.contains(name)) {
          assertNames(name, person.runs("list"));
        } else {
          assertThat(person.runs("search", "spokes front wheel").out()).contains("286 mm");
          Outcome note = person.runs("show", "1");
          assertThat(person.runs("search", "dentist appointment").out()).contains("14:15");
          Outcome mail = person.runs("show", "1");
          assertNames(name, note.status() == ExitStatus.OK ? mail : note);
          assertThat(note.status() == ExitStatus.OK ? note : mail)
              .extracting(Outcome::status)
              .isEqualTo(ExitStatus.OK);
        }
      }
      case "documents" -> {
        Outcome listed = person.runs("list");
        assertThat(listed.out()).contains("notes", "inbox");
        if (name.equals("profile")) {
          assertThat(listed.status()).isEqualTo(ExitStatus.OK);
          assertThat(listed.err()).contains("The file profile", "damaged", "your names");
        } else {
          assertNames(name, person.runs("show", "1"));
        }
        assertThat(person.runs("search", "spokes front wheel").out()).contains("286 mm");
      }
      default -> assertNames(name, person.runs("list"));
    }
  }

  private static void assertNames(String file, Outcome outcome) {
    assertThat(outcome.status()).as(outcome.all()).isEqualTo(ExitStatus.STORE_UNUSABLE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("sotto: ")
        .contains("The file " + file, "damaged", "Restore it from a backup")
        .doesNotContain("Unexpected failure", "Exception");
  }
}
