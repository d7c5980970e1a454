package dev.sotto.tools.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card of the example of RFC 6350, section 8. */
final class RfcCardTest {
  private static final ImportContext CONTEXT =
      new ImportContext(List.of(), List.of(), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void theExampleIsReadWithoutLoss() throws IOException {
    Path file = folder.resolve("rfc6350.vcf");
    try (InputStream example =
        Objects.requireNonNull(RfcCardTest.class.getResourceAsStream("rfc6350.vcf"))) {
      Files.copy(example, file);
    }
    RecordingImportSink sink = RecordingImportSink.empty();

    new ContactImporter(ContactLimits.DEFAULT).scan(file, CONTEXT, sink);

    assertThat(sink.problems()).isEmpty();
    RecordContent card = sink.accepted().values().iterator().next();
    ContactDetails details = (ContactDetails) card.details();
    assertThat(card.title()).isEqualTo("Simon Perreault");
    assertThat(details.birthday())
        .isEqualTo(
            Optional.of(new ContactDetails.Birthday(OptionalInt.empty(), MonthDay.of(2, 3))));
    assertThat(card.text())
        .contains(
            "Viagenie",
            "+1-418-656-9254",
            "+1-418-262-6501",
            "simon.perreault@viagenie.ca",
            "2875 Laurier",
            "Quebec",
            "G1V 2M2",
            "8 August 2009");
  }
}
