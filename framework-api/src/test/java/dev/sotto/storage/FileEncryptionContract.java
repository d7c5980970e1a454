package dev.sotto.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every file encryption keeps to. */
public abstract class FileEncryptionContract {
  @TempDir private Path folder;

  private FileEncryption encryption;

  /** Returns a file encryption; the same key for all files of one test. */
  protected abstract FileEncryption create() throws IOException;

  @BeforeEach
  void createEncryption() throws IOException {
    encryption = create();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16_383, 16_384, 16_385, 32_768, 100_000})
  void readsEveryChunkOfWhatWasWritten(int length) throws IOException {
    byte[] plaintext = random(length);
    Path file = write("file", plaintext);

    try (EncryptedFileReader reader = encryption.open(file, "file")) {
      assertThat(reader.length()).isEqualTo(length);
      assertThat(Integer.bitCount(reader.chunkSize())).isOne();
      assertThat(readAll(reader)).isEqualTo(plaintext);
    }
  }

  @Test
  void takesWritesOfAnySize() throws IOException {
    byte[] plaintext = random(70_000);
    Path file = folder.resolve("file");
    Random sizes = new Random(7);

    try (EncryptedFileWriter writer = encryption.create(file, "file")) {
      int at = 0;
      while (at < plaintext.length) {
        int length = Math.min(sizes.nextInt(20_000), plaintext.length - at);
        writer.write(plaintext, at, length);
        at += length;
        assertThat(writer.position()).isEqualTo(at);
      }
    }

    try (EncryptedFileReader reader = encryption.open(file, "file")) {
      assertThat(readAll(reader)).isEqualTo(plaintext);
    }
  }

  @Test
  void refusesAFileUnderAnotherName() throws IOException {
    Path file = write("file", random(100));

    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> encryption.open(file, "other"));
  }

  @Test
  void refusesAFileThatWasCutOff() throws IOException {
    Path file = write("file", random(40_000));
    byte[] bytes = Files.readAllBytes(file);

    for (int length : new int[] {0, 1, 31, 32, 56, 100, 20_000, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertThatExceptionOfType(TamperedFileException.class)
          .as("cut to %s bytes", length)
          .isThrownBy(() -> encryption.open(file, "file"));
    }
  }

  @Test
  void refusesAChangedByteBeforeItsChunkIsHandedOut() throws IOException {
    Path file = write("file", random(40_000));
    byte[] bytes = Files.readAllBytes(file);

    for (int at : new int[] {0, 40, 60, 20_000, bytes.length - 1}) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(file, changed);

      assertThatExceptionOfType(TamperedFileException.class)
          .as("changed at %s", at)
          .isThrownBy(() -> {
            try (EncryptedFileReader reader = encryption.open(file, "file")) {
              readAll(reader);
            }
          });
    }
  }

  @Test
  void aFileThatWasNotClosedIsNotReadable() throws IOException {
    Path file = folder.resolve("file");
    EncryptedFileWriter writer = encryption.create(file, "file");
    writer.write(random(40_000), 0, 40_000);

    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> encryption.open(file, "file"));

    writer.close();
    encryption.open(file, "file").close();
  }

  @Test
  void doesNotWriteOverAFile() throws IOException {
    Path file = write("file", random(10));

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> encryption.create(file, "file"));
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> encryption.open(folder.resolve("file"), "file"));
  }

  @Test
  void refusesImpossibleReads() throws IOException {
    Path file = write("file", random(20_000));

    try (EncryptedFileReader reader = encryption.open(file, "file")) {
      byte[] target = new byte[reader.chunkSize()];
      long tooFar = reader.length() / reader.chunkSize() + 1;

      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> reader.readChunk(tooFar, target));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> reader.readChunk(-1, target));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.readChunk(0, new byte[target.length - 1]));
    }
  }

  @Test
  void closesOnceAndForAll() throws IOException {
    Path file = folder.resolve("file");
    EncryptedFileWriter writer = encryption.create(file, "file");

    writer.close();
    writer.close();

    assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[1], 0, 1));
    EncryptedFileReader reader = encryption.open(file, "file");
    reader.close();
    reader.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> reader.readChunk(0, new byte[reader.chunkSize()]));
  }

  private Path write(String name, byte[] plaintext) throws IOException {
    Path file = folder.resolve(name);
    try (EncryptedFileWriter writer = encryption.create(file, name)) {
      writer.write(plaintext, 0, plaintext.length);
    }
    return file;
  }

  private static byte[] readAll(EncryptedFileReader reader) throws IOException {
    byte[] all = new byte[(int) reader.length()];
    byte[] chunk = new byte[reader.chunkSize()];
    for (int at = 0; at < all.length; ) {
      int length = reader.readChunk(at / chunk.length, chunk);
      System.arraycopy(chunk, 0, all, at, length);
      at += length;
    }
    return all;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
