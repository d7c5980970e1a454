package dev.sotto.application.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sotto.people.Identity;
import dev.sotto.people.PersonDecisions;
import dev.sotto.people.PersonDecisions.Merge;
import dev.sotto.people.PersonDecisions.Split;
import dev.sotto.storage.InMemorySealedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PersonDecisionBookTest {
  private static final Identity ADDRESS = new Identity(Identity.Kind.ADDRESS, "bea@oduya.example");
  private static final Identity NAME = new Identity(Identity.Kind.NAME, "bea");

  private final InMemorySealedDocuments documents = new InMemorySealedDocuments();

  @Test
  void decisionsAreReadAsTheyWereWritten() throws IOException {
    PersonDecisions decisions =
        PersonDecisions.NONE.with(new Split(ADDRESS)).with(new Merge(ADDRESS, NAME));

    PersonDecisionBook.write(decisions, documents);

    assertThat(PersonDecisionBook.read(documents)).isEqualTo(decisions);
    assertThat(PersonDecisionBook.read(new InMemorySealedDocuments()))
        .isEqualTo(PersonDecisions.NONE);
  }

  /** The example of docs/format/person-decisions-v1.md, which stores of version 1 hold. */
  @Test
  void readsTheFormThatIsDocumented() throws IOException {
    write(
        """
        {"version": 1, "decisions": [
          {"merge": [{"kind": "ADDRESS", "value": "bea@oduya.example"},
                     {"kind": "NAME", "value": "bea"}]},
          {"split": {"kind": "ADDRESS", "value": "bea@evil.example"}}]}
        """);

    assertThat(PersonDecisionBook.read(documents).decisions())
        .containsExactly(
            new Merge(ADDRESS, NAME),
            new Split(new Identity(Identity.Kind.ADDRESS, "bea@evil.example")));
  }

  @Test
  void aLaterSplitMakesEarlierMergesVoid() {
    assertThat(
            PersonDecisions.NONE.with(new Merge(ADDRESS, NAME)).with(new Split(NAME)).decisions())
        .containsExactly(new Split(NAME));
  }

  @Test
  void refusesWhatANewerProgramWrote() throws IOException {
    write("{\"version\": 2, \"decisions\": []}");

    assertThatIOException()
        .isThrownBy(() -> PersonDecisionBook.read(documents))
        .withMessageContaining("version 2")
        .withMessageContaining("version 1");
  }

  private void write(String json) throws IOException {
    documents.write("person-decisions", json.getBytes(StandardCharsets.UTF_8));
  }
}
