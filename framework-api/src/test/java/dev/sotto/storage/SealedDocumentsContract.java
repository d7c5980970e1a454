package dev.sotto.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all sealed documents keep to. */
public abstract class SealedDocumentsContract {
  private SealedDocuments documents;

  /** Returns a new place without documents. */
  protected abstract SealedDocuments create() throws IOException;

  @BeforeEach
  void createDocuments() throws IOException {
    documents = create();
  }

  @Test
  void findsNothingUnderANameThatWasNotWritten() throws IOException {
    assertThat(documents.read("settings")).isEmpty();
  }

  @Test
  void readsWhatWasWrittenLast() throws IOException {
    documents.write("settings", new byte[] {1, 2, 3});
    documents.write("last-answer", new byte[0]);
    documents.write("settings", new byte[] {4});

    assertThat(documents.read("settings").orElseThrow()).containsExactly(4);
    assertThat(documents.read("last-answer").orElseThrow()).isEmpty();
  }

  @Test
  void keepsACopyOfItsOwn() throws IOException {
    byte[] content = {1, 2, 3};

    documents.write("settings", content);
    content[0] = 9;
    documents.read("settings").orElseThrow()[1] = 9;

    assertThat(documents.read("settings").orElseThrow()).containsExactly(1, 2, 3);
  }

  @Test
  void deletesADocumentAndIgnoresAMissingOne() throws IOException {
    documents.write("settings", new byte[] {1});

    documents.delete("settings");
    documents.delete("settings");

    assertThat(documents.read("settings")).isEmpty();
  }

  @Test
  void takesUpToOneMebibyte() throws IOException {
    byte[] largest = new byte[1 << 20];

    documents.write("settings", largest);

    assertThat(documents.read("settings").orElseThrow()).isEqualTo(largest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> documents.write("settings", new byte[largest.length + 1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Settings", "../keys", "a.b", "a/b", "abcdefghijklmnopqrstuvwxyzabcdefg"})
  void refusesANameThatIsNotOne(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> documents.read(name));
    assertThatIllegalArgumentException().isThrownBy(() -> documents.write(name, new byte[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> documents.delete(name));
  }
}
