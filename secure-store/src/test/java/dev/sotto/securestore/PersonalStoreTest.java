package dev.sotto.securestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.securestore.file.FileOperations;
import dev.sotto.securestore.key.Passphrase;
import dev.sotto.securestore.key.RecoveryCode;
import dev.sotto.storage.EncryptedFileWriter;
import dev.sotto.storage.Source;
import dev.sotto.storage.StoreException;
import dev.sotto.storage.TamperedFileException;
import dev.sotto.storage.WrongPassphraseException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersonalStoreTest {
  private static final SourceId NOTES = new SourceId("notes");

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void chooseFolder() {
    folder = parent.resolve("store");
  }

  @Nested
  class GivenAWrongPassphrase {
    @Test
    void theStoreStaysShutAndAsItWas() throws IOException {
      StoreFixture.create(folder).close();
      Map<Path, String> before = contents();

      try (Passphrase wrong = new Passphrase("correct horse battery stable".toCharArray())) {
        assertThatExceptionOfType(WrongPassphraseException.class)
            .isThrownBy(() -> PersonalStore.unlock(folder, wrong, Access.WRITE))
            .withMessageNotContaining("stable");
      }

      assertThat(contents()).isEqualTo(before);
      StoreFixture.unlock(folder, Access.WRITE).close();
    }

    @Test
    void theRecoveryCodeOfAnotherStoreOpensNothing() throws IOException {
      StoreFixture.create(folder).close();

      try (RecoveryCode other = RecoveryCode.random(new SecureRandom())) {
        assertThatExceptionOfType(WrongPassphraseException.class)
            .isThrownBy(() -> PersonalStore.unlock(folder, other, Access.READ));
      }
    }
  }

  @Nested
  class GivenAnImportThatEndedHalfWay {
    @Test
    void theBatchIsNotThereAndItsPackGoesWithTheNextWriter() throws IOException {
      StoreFixture.create(folder).close();
      try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
        store.records().putSource(source());
        store.records().commit(NOTES, List.of(note("first")), List.of());
      }

      try (PersonalStore store = unlockFailingAt("replace", "catalogue")) {
        assertThatIOException()
            .isThrownBy(() -> store.records().commit(NOTES, List.of(note("second")), List.of()));
        assertThat(store.records().size()).isEqualTo(1);
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.records().commit(NOTES, List.of(note("third")), List.of()))
            .withMessageContaining("open it again");
      }

      assertThat(packs()).isEqualTo(2);
      try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
        assertThat(store.records().generation()).isEqualTo(2);
        assertThat(store.records().find(note("first").id())).contains(note("first"));
        assertThat(store.records().find(note("second").id())).isEmpty();
      }
      assertThat(packs()).isEqualTo(2);
      try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
        assertThat(packs()).isEqualTo(1);
        store.records().commit(NOTES, List.of(note("second")), List.of());
        assertThat(store.records().find(note("second").id())).contains(note("second"));
      }
      assertThat(Files.exists(folder.resolve("records/catalogue.tmp"))).isFalse();
    }

    @Test
    void aPackThatCouldNotBeWrittenLeavesTheStoreUsable() throws IOException {
      StoreFixture.create(folder).close();
      try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
        store.records().putSource(source());
      }

      try (PersonalStore store = unlockFailingAt("create", "pack-")) {
        assertThatIOException()
            .isThrownBy(() -> store.records().commit(NOTES, List.of(note("first")), List.of()));
        store.records().putSource(source());
        assertThat(store.records().generation()).isEqualTo(2);
      }
    }
  }

  @Nested
  class GivenNewSecrets {
    @Test
    void anotherPassphraseOpensTheStoreAndTheOldOneDoesNot() throws IOException {
      try (PersonalStore store = StoreFixture.create(folder);
          Passphrase next = new Passphrase("quite another sentence".toCharArray())) {
        store.changePassphrase(next, StoreFixture.QUICK);
      }

      try (Passphrase next = new Passphrase("quite another sentence".toCharArray())) {
        PersonalStore.unlock(folder, next, Access.READ).close();
      }
      assertThatExceptionOfType(WrongPassphraseException.class)
          .isThrownBy(() -> StoreFixture.unlock(folder, Access.READ));
    }

    @Test
    void anotherRecoveryCodeOpensTheStore() throws IOException {
      char[] shown;
      try (PersonalStore store = StoreFixture.create(folder);
          RecoveryCode code = store.replaceRecoveryCode()) {
        shown = code.reveal();
      }

      try (RecoveryCode typed = RecoveryCode.parse(shown)) {
        PersonalStore.unlock(folder, typed, Access.READ).close();
      }
    }

    @Test
    void aNewIndexEpochEmptiesTheFolderAndDestroysTheKey() throws IOException {
      byte[] copy;
      Path file;
      try (PersonalStore store = StoreFixture.create(folder)) {
        file = store.indexFolder().resolve("segments_1");
        try (EncryptedFileWriter index = store.indexFiles().create(file, "segments_1")) {
          index.write(new byte[100], 0, 100);
        }
        copy = Files.readAllBytes(file);

        store.newIndexEpoch();

        assertThat(file).doesNotExist();
        Files.write(file, copy);
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> store.indexFiles().open(file, "segments_1"));
      }
      try (PersonalStore store = StoreFixture.unlock(folder, Access.READ)) {
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> store.indexFiles().open(file, "segments_1"));
      }
    }

    @Test
    void aForgottenSourceCannotBeReadFromACopyOfItsPack() throws IOException {
      StoreFixture.create(folder).close();
      Map<String, byte[]> copies = new HashMap<>();
      try (PersonalStore store = StoreFixture.unlock(folder, Access.WRITE)) {
        store.records().putSource(source());
        store.records().commit(NOTES, List.of(note("first")), List.of());
        for (String name : List.of("records", "keys")) {
          try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path path : files.toList()) {
              copies.put(name + "/" + path.getFileName(), Files.readAllBytes(path));
            }
          }
        }
        store.records().forget(NOTES);
        assertThat(store.records().size()).isZero();
      }

      for (Map.Entry<String, byte[]> copy : copies.entrySet()) {
        if (copy.getKey().startsWith("records/")) {
          Files.write(folder.resolve(copy.getKey()), copy.getValue());
        }
      }

      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> StoreFixture.unlock(folder, Access.READ));
    }
  }

  @Nested
  class GivenAStoreInUse {
    @Test
    void aWriterKeepsEveryoneElseOut() throws IOException {
      try (PersonalStore store = StoreFixture.create(folder)) {
        assertThat(store.toString()).isEqualTo("PersonalStore[WRITE]");
        for (Access access : Access.values()) {
          assertThatExceptionOfType(StoreException.class)
              .isThrownBy(() -> StoreFixture.unlock(folder, access));
        }
      }
      StoreFixture.unlock(folder, Access.WRITE).close();
    }

    @Test
    void aReaderChangesNothing() throws IOException {
      StoreFixture.create(folder).close();
      Map<Path, String> before = contents();

      try (PersonalStore store = StoreFixture.unlock(folder, Access.READ);
          Passphrase next = new Passphrase("quite another sentence".toCharArray())) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.records().putSource(source()));
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.documents().write("settings", new byte[1]));
        assertThatExceptionOfType(StoreException.class).isThrownBy(store::newIndexEpoch);
        assertThatExceptionOfType(StoreException.class).isThrownBy(store::replaceRecoveryCode);
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.changePassphrase(next, StoreFixture.QUICK));
      }

      assertThat(contents()).isEqualTo(before);
    }

    @Test
    void nothingCanBeReadOnceItIsLocked() throws IOException {
      PersonalStore store = StoreFixture.create(folder);

      store.close();
      store.close();

      assertThatIllegalStateException().isThrownBy(() -> store.records().size());
      assertThatIllegalStateException().isThrownBy(() -> store.documents().read("settings"));
      assertThatIllegalStateException()
          .isThrownBy(() -> store.indexFiles().open(store.indexFolder().resolve("x"), "x"));
    }
  }

  @Nested
  class GivenAFolder {
    @Test
    void noStoreIsMadeOverAnother() throws IOException {
      StoreFixture.create(folder).close();

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> StoreFixture.create(folder))
          .withMessageContaining("already");
    }

    @Test
    void noStoreIsMadeAmongOtherFiles() throws IOException {
      Files.createDirectory(folder);
      Files.createFile(folder.resolve("photo.jpeg"));

      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreFixture.create(folder));
      assertThat(folder.resolve("photo.jpeg")).exists();
    }

    @Test
    void anEmptyOrMissingOneHoldsNoStore() throws IOException {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> StoreFixture.unlock(folder, Access.READ))
          .withMessageContaining("There is no store");
      Files.createDirectory(folder);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> StoreFixture.unlock(folder, Access.WRITE))
          .withMessageContaining("There is no store");
    }
  }

  /** Unlocks with operations of which one fails on files whose names start in a certain way. */
  private PersonalStore unlockFailingAt(String operation, String name) throws IOException {
    FileOperations disk = FileOperations.onDisk();
    FileOperations failing =
        (FileOperations)
            Proxy.newProxyInstance(
                FileOperations.class.getClassLoader(),
                new Class<?>[] {FileOperations.class},
                (proxy, method, arguments) -> {
                  Object file = arguments[arguments.length - 1];
                  if (method.getName().equals(operation)
                      && file instanceof Path path
                      && path.getFileName().toString().startsWith(name)) {
                    throw new IOException("No space left on device");
                  }
                  try {
                    return method.invoke(disk, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return StoreFixture.unlock(failing, folder, Access.WRITE, RecordPacks.Limits.STANDARD);
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("records"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("pack-")).count();
    }
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        contents.put(path, Fingerprint.of(Files.readAllBytes(path)).value());
      }
    }
    return contents;
  }

  private static Source source() {
    return new Source(NOTES, "markdown", "/notes", Instant.EPOCH, Optional.empty());
  }

  private static PersonalRecord note(String text) {
    return PersonalRecord.of(
        NOTES,
        new ItemKey(text),
        Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            RecordKind.NOTE, text, Instant.EPOCH, List.of(), "", text, Labels.OWN, ""));
  }
}
