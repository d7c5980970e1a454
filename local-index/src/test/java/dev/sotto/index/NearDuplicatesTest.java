package dev.sotto.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.search.Passage;
import dev.sotto.text.TextLanguage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NearDuplicatesTest {
  private static final String MAIL =
      "Dear all, the boiler in the cellar will be serviced on 14 May between nine and eleven,"
          + " please leave the key with the caretaker. Kind regards, the house management";

  private final NearDuplicates duplicates = new NearDuplicates();

  @Test
  void passesOverTheForwardOfAMail() {
    assertThat(duplicates.isNew(passage(MAIL))).isTrue();
    assertThat(duplicates.isNew(passage("> " + MAIL.replace(", ", ",\n> ")))).isFalse();
  }

  @Test
  void keepsWhatDiffersInANumberAlone() {
    assertThat(duplicates.isNew(passage(MAIL))).isTrue();
    assertThat(duplicates.isNew(passage(MAIL.replace("14", "15")))).isTrue();
  }

  @Test
  void keepsShortTextsThatAreTheSame() {
    assertThat(duplicates.isNew(passage("ok, see you"))).isTrue();
    assertThat(duplicates.isNew(passage("ok, see you"))).isTrue();
  }

  private static Passage passage(String text) {
    SourceId source = new SourceId("mail");
    return new Passage(
        RecordId.of(source, new ItemKey("1")),
        source,
        RecordKind.EMAIL,
        "",
        Instant.EPOCH,
        List.of(),
        Labels.UNLABELLED,
        TextLanguage.ENGLISH,
        0,
        text.length(),
        text);
  }
}
