package dev.sotto.securestore.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sotto.record.ChatDetails;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.ContactDetails;
import dev.sotto.record.EventDetails;
import dev.sotto.record.EventTime;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.MeasurementDetails;
import dev.sotto.record.Participant;
import dev.sotto.record.PersonalRecord;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordId;
import dev.sotto.record.RecordKind;
import dev.sotto.record.SourceId;
import dev.sotto.storage.Source;
import dev.sotto.storage.TamperedFileException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CodecsTest {
  private static final SourceId NOTES = new SourceId("notes");

  @Test
  void recordsComeBackAsTheyWere() throws TamperedFileException {
    Random random = new Random(11);

    for (int i = 0; i < 2_000; i++) {
      PersonalRecord record = record(random);

      assertThat(RecordCodec.decode("pack", NOTES, RecordCodec.encode(record))).isEqualTo(record);
    }
  }

  @Test
  void everyConstantHasANumberOfItsOwn() {
    for (RecordKind kind : RecordKind.values()) {
      assertThat(Codes.kind(Codes.of(kind))).isEqualTo(kind);
    }
    for (Integrity integrity : Integrity.values()) {
      assertThat(Codes.integrity(Codes.of(integrity))).isEqualTo(integrity);
    }
    for (Confidentiality confidentiality : Confidentiality.values()) {
      assertThat(Codes.confidentiality(Codes.of(confidentiality))).isEqualTo(confidentiality);
    }
    for (Participant.Role role : Participant.Role.values()) {
      assertThat(Codes.role(Codes.of(role))).isEqualTo(role);
    }
  }

  @Test
  void bytesThatAreNoRecordAreRefusedAndNothingElseHappens() {
    Random random = new Random(12);

    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = RecordCodec.encode(record(random));
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> RecordCodec.decode("pack", NOTES, cut));
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatExceptionOfType(TamperedFileException.class)
          .isThrownBy(() -> RecordCodec.decode("pack", NOTES, longer));
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      decodeOrRefuse(changed);
    }
  }

  @Test
  void sectionsComeBackAsTheyWere() throws TamperedFileException {
    Source synced =
        new Source(
                NOTES,
                "markdown",
                "/home/ada/\u00e4",
                Instant.ofEpochSecond(5, 7),
                Optional.empty())
            .syncedAt(Instant.MAX);
    StoredFile pack = StoredFile.of(-3, 1_000, new byte[56]);
    Fingerprint fingerprint = Fingerprint.of(new byte[1]);
    ItemKey key = new ItemKey("a/b.md");
    CatalogueSection batch =
        new CatalogueSection(
            CatalogueSection.Extent.BATCH,
            3,
            0,
            List.of(
                new CatalogueEntry.SourcePut(synced),
                new CatalogueEntry.PackAdded(pack, NOTES),
                new CatalogueEntry.ItemPut(-3, key, fingerprint, 10, 20, 3),
                new CatalogueEntry.ItemRemoved(NOTES, key)));
    CatalogueSection snapshot =
        new CatalogueSection(
            CatalogueSection.Extent.SNAPSHOT,
            4,
            2,
            List.of(new CatalogueEntry.Removal(RecordId.of(NOTES, key), 4)));
    byte[] first = CatalogueCodec.encode(batch);
    byte[] second = CatalogueCodec.encode(snapshot);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);

    assertThat(CatalogueCodec.decodeSections("catalogue", both)).containsExactly(batch, snapshot);
    for (int length = 1; length < both.length; length++) {
      byte[] cut = Arrays.copyOf(both, length);
      if (length != first.length) {
        assertThatExceptionOfType(TamperedFileException.class)
            .isThrownBy(() -> CatalogueCodec.decodeSections("catalogue", cut));
      }
    }
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      RecordCodec.decode("pack", NOTES, bytes);
    } catch (TamperedFileException e) {
      assertThat(e.file()).isEqualTo("pack");
    }
  }

  private static PersonalRecord record(Random random) {
    List<Participant> participants = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      participants.add(
          new Participant(
              "n" + text(random, 10), text(random, 10), pick(random, Participant.Role.values())));
    }
    return PersonalRecord.of(
        NOTES,
        new ItemKey("k" + text(random, 40)),
        Fingerprint.of(text(random, 5).getBytes(StandardCharsets.UTF_8)),
        new RecordContent(
            pick(random, RecordKind.values()),
            text(random, 20),
            Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
            participants,
            text(random, 20),
            text(random, 300),
            new Labels(pick(random, Integrity.values()), pick(random, Confidentiality.values())),
            text(random, 30),
            texts(random),
            details(random)));
  }

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text(random, 12));
    }
    return texts;
  }

  private static RecordDetails details(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> RecordDetails.NONE;
      case 1 ->
          new EventDetails(
              text(random, 20),
              random.nextBoolean() ? Optional.of(eventTime(random)) : Optional.empty(),
              eventTime(random),
              eventTime(random),
              pick(random, EventDetails.Status.values()),
              random.nextInt(9),
              Instant.ofEpochSecond(random.nextInt()),
              texts(random),
              text(random, 20));
      case 2 ->
          new ContactDetails(
              text(random, 20),
              texts(random),
              texts(random),
              texts(random),
              texts(random),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(
                      new ContactDetails.Birthday(
                          random.nextBoolean()
                              ? OptionalInt.empty()
                              : OptionalInt.of(1_900 + random.nextInt(120)),
                          MonthDay.of(1 + random.nextInt(12), 1 + random.nextInt(28)))),
              text(random, 20));
      case 3 -> {
        List<ChatDetails.Message> messages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          messages.add(
              new ChatDetails.Message(
                  random.nextInt(), Instant.ofEpochSecond(random.nextInt()), text(random, 9)));
        }
        yield new ChatDetails(messages);
      }
      default -> {
        List<String> series = texts(random);
        List<MeasurementDetails.Row> rows = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          List<Double> values = new ArrayList<>();
          series.forEach(
              name -> values.add(random.nextBoolean() ? Double.NaN : random.nextDouble()));
          rows.add(
              new MeasurementDetails.Row(
                  random.nextInt(1_000), LocalDate.ofEpochDay(random.nextInt()), values));
        }
        yield new MeasurementDetails(series, rows);
      }
    };
  }

  private static EventTime eventTime(Random random) {
    if (random.nextBoolean()) {
      return new EventTime.AllDay(LocalDate.ofEpochDay(random.nextInt(40_000)));
    }
    return new EventTime.Timed(
        LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC),
        random.nextBoolean() ? ZoneId.of("Europe/Berlin") : ZoneOffset.ofHours(3));
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Text of all planes, half surrogate pairs included. */
  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      switch (random.nextInt(20)) {
        case 0 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 1, 2 -> text.appendCodePoint(0x1F400 + random.nextInt(100));
        case 3, 4, 5 -> text.append((char) (0x4E00 + random.nextInt(2_000)));
        default -> text.append((char) (random.nextInt(95) + 32));
      }
    }
    return text.toString();
  }
}
