package dev.sotto.index.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sotto.storage.FileEncryption;
import dev.sotto.storage.TamperedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Lucene's suites do not ask, and the durability of {@code sync}, which they ask of plain
 * directories only.
 */
final class EncryptedDirectoryTest {
  private static final byte[] PLAINTEXT =
      "sotto voce, word by word; ".repeat(4_000).getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final FileEncryption encryption = FileEncryptions.real();
  private EncryptedDirectory directory;

  @BeforeEach
  void open() throws IOException {
    directory =
        new EncryptedDirectory(folder, encryption, new EncryptedDirectory.Budget(1 << 16, 0));
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void syncMakesNoFileAndSaysThatOneIsMissing() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> directory.sync(List.of("_0.missing")));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void lengthsAreThoseOfThePlaintext() throws IOException {
    write("_0.dat");

    assertThat(directory.fileLength("_0.dat")).isEqualTo(PLAINTEXT.length);
    assertThat(Files.size(folder.resolve("_0.dat"))).isGreaterThan(PLAINTEXT.length);
  }

  @Test
  void noPlaintextReachesTheDiskOnAnyWayOfWriting() throws IOException {
    write("_0.dat");
    directory.copyFrom(directory, "_0.dat", "_1.dat", IOContext.DEFAULT);
    directory.rename("_1.dat", "_2.dat");
    directory.copyFrom(directory, "_0.dat", "pending_segments_1", IOContext.DEFAULT);
    directory.rename("pending_segments_1", "segments_1");
    try (IndexOutput temporary = directory.createTempOutput("_0", "sort", IOContext.DEFAULT)) {
      temporary.writeBytes(PLAINTEXT, PLAINTEXT.length);
    }

    assertThat(directory.listAll()).hasSize(4);
    for (String name : directory.listAll()) {
      assertThat(new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1))
          .as(name)
          .doesNotContain("sotto voce")
          .doesNotContain("word by word");
      assertThat(read(name, IOContext.DEFAULT)).as(name).isEqualTo(PLAINTEXT);
    }
  }

  @Test
  void aFileUnderTheNameOfAnotherIsRefused() throws IOException {
    write("_0.dat");
    Files.copy(folder.resolve("_0.dat"), folder.resolve("_1.dat"));

    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> directory.openInput("_1.dat", IOContext.DEFAULT))
        .satisfies(e -> assertThat(e.file()).isEqualTo("_1.dat"));
    assertThatExceptionOfType(TamperedFileException.class)
        .isThrownBy(() -> directory.fileLength("_1.dat"));
  }

  @Test
  void everyFlippedByteIsNoticedWhenItIsRead() throws IOException {
    write("_0.dat");
    byte[] sealed = Files.readAllBytes(folder.resolve("_0.dat"));

    for (int at = 0; at < sealed.length; at += 1_009) {
      byte[] changed = sealed.clone();
      changed[at] ^= 4;
      Files.write(folder.resolve("_0.dat"), changed);

      for (IOContext context : List.of(IOContext.DEFAULT, IOContext.READONCE)) {
        assertThatExceptionOfType(TamperedFileException.class)
            .as("byte %d", at)
            .isThrownBy(() -> read("_0.dat", context));
      }
    }
  }

  @Test
  void theCacheKeepsToItsBudgetAndIsEmptyOnceClosed() throws IOException {
    write("_0.dat");
    try (IndexInput input = directory.openInput("_0.dat", IOContext.DEFAULT)) {
      for (int at = 0; at < PLAINTEXT.length; at += 5_000) {
        input.seek(at);
        assertThat(input.readByte()).isEqualTo(PLAINTEXT[at]);
        assertThat(directory.cachedBytes()).isBetween(1L, 1L << 16);
      }
    }

    assertThat(directory.cachedBytes()).isZero();
  }

  @Test
  void readingOnceLeavesTheCacheAlone() throws IOException {
    write("_0.dat");

    try (IndexInput input = directory.openInput("_0.dat", IOContext.READONCE)) {
      input.readBytes(new byte[PLAINTEXT.length], 0, PLAINTEXT.length);
      assertThat(directory.cachedBytes()).isZero();
    }
  }

  @Test
  void aSecondWriterWaitsOutside() throws IOException {
    try (var held = directory.obtainLock("write.lock")) {
      held.ensureValid();
      assertThatExceptionOfType(LockObtainFailedException.class)
          .isThrownBy(() -> directory.obtainLock("write.lock"));
    }

    directory.obtainLock("write.lock").close();
    assertThat(folder.resolve("write.lock")).isEmptyFile();
  }

  @Test
  void whatIsBeingWrittenCannotBeReadYet() throws IOException {
    try (IndexOutput output = directory.createOutput("_0.dat", IOContext.DEFAULT)) {
      output.writeByte((byte) 1);
      assertThatIOException().isThrownBy(() -> directory.openInput("_0.dat", IOContext.DEFAULT));
      assertThatIOException().isThrownBy(() -> directory.fileLength("_0.dat"));
    }

    assertThat(directory.fileLength("_0.dat")).isEqualTo(1);
  }

  private void write(String name) throws IOException {
    try (IndexOutput output = directory.createOutput(name, IOContext.DEFAULT)) {
      output.writeBytes(PLAINTEXT, PLAINTEXT.length);
    }
  }

  private byte[] read(String name, IOContext context) throws IOException {
    try (IndexInput input = directory.openInput(name, context)) {
      byte[] all = new byte[(int) input.length()];
      input.readBytes(all, 0, all.length);
      return all;
    }
  }
}
