package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.storage.EncryptedFileReader;
import dev.sotto.storage.TamperedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plaintext of a backup as somebody could have written it who has its key. */
final class BackupEntriesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> received = new ArrayList<>();

  @Test
  void filesOfAStoreAreReceived() throws IOException {
    file("keys/table", 3);
    file("index/_0.cfs", 40_000);
    end(2);

    read();

    assertThat(received).containsExactly("keys/table 3", "index/_0.cfs 40000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "index/../../evil",
        "/etc/passwd",
        "index/..",
        "index/.hidden",
        "keys/slots",
        "keys/table/x",
        "documents/a/b",
        "records/pack-0",
        "lock",
        "index/a\\b",
        "index/nul\0",
        ""
      })
  void namesThatAStoreDoesNotHaveAreRefusedBeforeAnythingIsReceived(String name) {
    file(name, 3);
    end(1);

    assertThatThrownBy(this::read).isInstanceOf(TamperedFileException.class);
    assertThat(received).isEmpty();
  }

  @Test
  void aNameTwiceAWrongCountAndBytesAfterTheEndAreRefused() {
    file("ledger/log", 3);
    file("ledger/log", 3);
    end(2);
    assertThatThrownBy(this::read).isInstanceOf(TamperedFileException.class);

    bytes.reset();
    file("ledger/log", 3);
    end(2);
    assertThatThrownBy(this::read).isInstanceOf(TamperedFileException.class);

    bytes.reset();
    file("ledger/log", 3);
    end(1);
    bytes.write(0);
    assertThatThrownBy(this::read).isInstanceOf(TamperedFileException.class);
  }

  @Test
  void lengthsBeyondTheEndAreRefusedWithoutMakingRoomForThem() {
    for (long length : new long[] {4, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
      bytes.reset();
      header("ledger/log", length);
      bytes.writeBytes(new byte[3]);

      assertThatThrownBy(this::read).isInstanceOf(TamperedFileException.class);
    }
    assertThat(received).isEmpty();
  }

  private void header(String name, long length) {
    byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
    bytes.write(1);
    bytes.writeBytes(
        ByteBuffer.allocate(2 + encoded.length + 8)
            .putShort((short) encoded.length)
            .put(encoded)
            .putLong(length)
            .array());
  }

  private void file(String name, int length) {
    header(name, length);
    bytes.writeBytes(new byte[length]);
  }

  private void end(int count) {
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(count).array());
    try {
      bytes.writeBytes(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() throws IOException {
    received.clear();
    BackupEntries.read(
        "test",
        new PlainReader(bytes.toByteArray()),
        new BackupEntries.Receiver() {
          @Override
          public void begin(String name, long length) {
            received.add(name + " " + length);
          }

          @Override
          public void bytes(byte[] part, int length) {}

          @Override
          public void end() {}
        });
  }

  private record PlainReader(byte[] content) implements EncryptedFileReader {
    @Override
    public long length() {
      return content.length;
    }

    @Override
    public int chunkSize() {
      return 16_384;
    }

    @Override
    public int readChunk(long chunk, byte[] target) {
      int from = (int) chunk * chunkSize();
      int length = Math.min(chunkSize(), content.length - from);
      System.arraycopy(content, from, target, 0, length);
      return length;
    }

    @Override
    public void close() {}
  }
}
