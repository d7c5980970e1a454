package dev.sotto.importing.process;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.UnreadFiles;
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
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes messages of all types with everything that can stand in them, the same for a seed. */
final class RandomMessages {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Grüße an alle",
          "你好，世界",
          "\uD83D\uDC08 and \uD83D\uDC15",
          "half: \uD83D",
          "other half: \uDC08",
          "line\nline\n\nline",
          "tab\tbell\u0007null\u0000",
          "\u202eoverride");
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("Europe/Berlin"), ZoneOffset.UTC, ZoneOffset.ofHoursMinutes(-3, -30));

  private final SplittableRandom random;

  RandomMessages(long seed) {
    this.random = new SplittableRandom(seed);
  }

  ToImporter toImporter() {
    return switch (random.nextInt(6)) {
      case 0 -> new ToImporter.Introduce();
      case 1 -> new ToImporter.Match(text());
      case 2 -> new ToImporter.Survey(text());
      case 3 ->
          new ToImporter.Scan(
              name(),
              text(),
              new ImportContext(several(this::text), several(this::text), oneOf(ZONES)),
              bytes(ItemDigest.Maker.SALT_BYTES),
              random.nextInt(1_000),
              several(this::digest));
      case 4 -> new ToImporter.Known(several(this::digest));
      default -> new ToImporter.Cancel();
    };
  }

  FromImporter fromImporter() {
    return switch (random.nextInt(12)) {
      case 0 -> new FromImporter.Importers(several(this::name));
      case 1 -> {
        TreeMap<String, Importer.Match> matches = new TreeMap<>();
        several(this::name).forEach(name -> matches.put(name, oneOf(Importer.Match.values())));
        yield new FromImporter.Matched(matches);
      }
      case 2 -> new FromImporter.Surveyed(several(this::name), unread());
      case 3 -> new FromImporter.Offered(key(), Fingerprint.of(bytes(3)));
      case 4 -> new FromImporter.Unchanged(several(random::nextInt));
      case 5 -> new FromImporter.Problem(key(), text());
      case 6 -> new FromImporter.Progress(random.nextLong(1L << 40), random.nextLong(1L << 40));
      case 7 -> new FromImporter.LeftOut(unread());
      case 8 -> new FromImporter.Done();
      case 9 -> new FromImporter.Failed(oneOf(FromImporter.Failure.values()));
      default -> new FromImporter.Item(content());
    };
  }

  RecordContent content() {
    return new RecordContent(
        oneOf(RecordKind.values()),
        text(),
        instant(),
        several(() -> new Participant(text() + "x", text(), oneOf(Participant.Role.values()))),
        text(),
        text().repeat(random.nextInt(5)),
        new Labels(oneOf(Integrity.values()), oneOf(Confidentiality.values())),
        text(),
        several(this::text),
        details());
  }

  private RecordDetails details() {
    return switch (random.nextInt(5)) {
      case 0 ->
          new EventDetails(
              text(),
              optional(this::eventTime),
              eventTime(),
              eventTime(),
              oneOf(EventDetails.Status.values()),
              random.nextInt(),
              instant(),
              several(this::text),
              text());
      case 1 ->
          new ContactDetails(
              text(),
              several(this::text),
              several(this::text),
              several(this::text),
              several(this::text),
              optional(() ->
                  new ContactDetails.Birthday(
                      random.nextBoolean()
                          ? OptionalInt.empty()
                          : OptionalInt.of(random.nextInt(1_900, 2_030)),
                      MonthDay.of(random.nextInt(1, 13), random.nextInt(1, 29)))),
              text());
      case 2 ->
          new ChatDetails(
              several(() -> new ChatDetails.Message(random.nextInt(), instant(), text())));
      case 3 -> {
        List<String> series = several(this::text);
        yield new MeasurementDetails(
            series,
            several(() ->
                new MeasurementDetails.Row(
                    random.nextInt(),
                    LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000)),
                    Stream.generate(() -> random.nextInt(3) == 0 ? Double.NaN : random.nextDouble())
                        .limit(series.size())
                        .toList())));
      }
      default -> RecordDetails.NONE;
    };
  }

  private EventTime eventTime() {
    return random.nextBoolean()
        ? new EventTime.AllDay(LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000)))
        : new EventTime.Timed(
            LocalDateTime.ofEpochSecond(
                random.nextLong(-1L << 35, 1L << 35),
                random.nextInt(1_000_000_000),
                ZoneOffset.UTC),
            oneOf(ZONES));
  }

  private Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(-1L << 36, 1L << 36), random.nextInt(1_000_000_000));
  }

  private UnreadFiles unread() {
    Map<String, Long> counts = new HashMap<>();
    several(this::text).forEach(extension -> counts.put(extension, random.nextLong(1L << 40)));
    return new UnreadFiles(counts, random.nextInt(100));
  }

  private ItemKey key() {
    return new ItemKey("k" + text());
  }

  private ItemDigest digest() {
    return new ItemDigest(random.nextLong(), random.nextLong());
  }

  private String name() {
    return oneOf("markdown", "mail", "zip", "a-b");
  }

  private String text() {
    return oneOf(TEXTS) + oneOf(TEXTS);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }

  private <T> Optional<T> optional(Supplier<T> one) {
    return random.nextBoolean() ? Optional.of(one.get()) : Optional.empty();
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }
}
