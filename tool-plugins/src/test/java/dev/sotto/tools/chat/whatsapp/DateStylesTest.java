package dev.sotto.tools.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.tools.chat.Chats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dates in the styles of phones. The stamps are written by the JDK's formatter with the words of
 * the CLDR, which is where phones have them from.
 */
final class DateStylesTest {
  private static final LocalDateTime START = LocalDateTime.parse("2025-11-28T00:04:11");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Android, English (US)          | en-US | M/d/yy, h:mm a' - '
          Android, English (US), new     | en-US | M/d/yy, h:mm\u202fa' - '
          Android, English (US), 24 h    | en-US | M/d/yy, HH:mm' - '
          Android, English (UK)          | en-GB | dd/MM/yyyy, HH:mm' - '
          Android, English (India)       | en-IN | dd/MM/yy, h:mm\u202fa' - '
          Android, English (India), 4    | en-IN | dd/MM/yyyy, h:mm a' - '
          Android, English (Canada)      | en-CA | y-MM-dd, h:mm\u202fa' - '
          Android, English (New Zealand) | en-NZ | d/MM/yy, h:mm a' - '
          Android, German                | de-DE | dd.MM.yy, HH:mm' - '
          Android, German, old           | de-DE | dd.MM.yyyy, HH:mm' - '
          Android, German, um            | de-DE | dd.MM.yy 'um' HH:mm' - '
          Android, German, 12 h          | de-DE | dd.MM.yy, h:mm a' - '
          Android, Portuguese (Brazil)   | pt-BR | dd/MM/yyyy HH:mm' - '
          Android, Portuguese (B), comma | pt-BR | dd/MM/yyyy, HH:mm' - '
          Android, Portuguese (B), short | pt-BR | dd/MM/yy HH:mm' - '
          Android, Portuguese (B), às    | pt-BR | dd/MM/yyyy 'às' HH:mm' - '
          Android, Portuguese (B), named | pt-BR | d 'de' MMM 'de' y HH:mm' - '
          Android, Portuguese (Portugal) | pt-PT | dd/MM/yy, HH:mm' - '
          Android, Portuguese (P), 24 h  | pt-PT | dd/MM/yyyy, HH:mm' - '
          Android, Chinese (mainland)    | zh-CN | y/M/d HH:mm' - '
          Android, Chinese, 12 h         | zh-CN | y/M/d ah:mm' - '
          Android, Chinese, 12 h, space  | zh-CN | y/M/d, a h:mm' - '
          Android, Chinese, named        | zh-CN | y年M月d日 HH:mm' - '
          Android, Chinese (Taiwan)      | zh-TW | y/M/d Bh:mm' - '
          Android, Spanish               | es-ES | d/M/yy, HH:mm' - '
          Android, Spanish (Colombia)    | es-CO | d/M/y h:mm\u00a0a' - '
          Android, Dutch                 | nl-NL | dd-MM-yy HH:mm' - '
          Android, Swedish               | sv-SE | y-MM-dd HH:mm' - '
          Android, Finnish               | fi-FI | d.M.y 'klo' HH.mm' - '
          Android, Korean                | ko-KR | y. M. d. a h:mm' - '
          iOS, English (US)              | en-US | '['M/d/yy, h:mm:ss a'] '
          iOS, English (US), new         | en-US | '['M/d/yy, h:mm:ss\u202fa'] '
          iOS, English (UK)              | en-GB | '['dd/MM/yyyy, HH:mm:ss'] '
          iOS, English (UK), mark        | en-GB | '\u200e['dd/MM/yyyy, HH:mm:ss'] '
          iOS, English (Australia)       | en-AU | '['d/M/yy, h:mm:ss\u202fa'] '
          iOS, German                    | de-DE | '['dd.MM.yy, HH:mm:ss'] '
          iOS, German, long year         | de-DE | '['dd.MM.y, HH:mm:ss'] '
          iOS, Portuguese (Brazil)       | pt-BR | '['dd/MM/yyyy, HH:mm:ss'] '
          iOS, Portuguese (B), no comma  | pt-BR | '['dd/MM/yyyy HH:mm:ss'] '
          iOS, Portuguese (B), short     | pt-BR | '['dd/MM/yy HH:mm:ss'] '
          iOS, Portuguese (Portugal)     | pt-PT | '['dd/MM/yy, HH:mm:ss'] '
          iOS, Chinese (mainland)        | zh-CN | '['y/M/d HH:mm:ss'] '
          iOS, Chinese, 12 h             | zh-CN | '['y/M/d, ah:mm:ss'] '
          iOS, Chinese (Taiwan)          | zh-TW | '['y/M/d, Bh:mm:ss'] '
          iOS before 2018, German        | de-DE | dd.MM.yy, HH:mm:ss': '
          iOS before 2018, US            | en-US | M/d/yy, h:mm:ss a': '
          """)
  void readsEveryMessageAtItsTime(String phone, String language, String pattern)
      throws IOException {
    DateTimeFormatter stamp = DateTimeFormatter.ofPattern(pattern, Locale.forLanguageTag(language));
    boolean seconds = pattern.contains("ss");
    List<Instant> times = new ArrayList<>();
    StringBuilder chat = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      ZonedDateTime time = START.plusHours(37L * i).plusMinutes(13L * i).atZone(Chats.BERLIN);
      times.add((seconds ? time : time.truncatedTo(ChronoUnit.MINUTES)).toInstant());
      chat.append(stamp.format(time))
          .append(i % 2 == 0 ? "Bea" : "Mara")
          .append(": no. ")
          .append(i);
      chat.append('\n');
    }
    Path file = Files.writeString(folder.resolve("chat.txt"), chat);

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), file);

    assertThat(new WhatsAppImporter().match(file)).isEqualTo(WhatsAppImporter.Match.YES);
    assertThat(sink.problems()).isEmpty();
    assertThat(Chats.messages(sink).stream().map(Chats.Message::time)).isEqualTo(times);
    assertThat(Chats.messages(sink).getLast())
        .returns("Mara", Chats.Message::sender)
        .returns("no. 59", Chats.Message::text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026/3/15 凌晨12:30 - | 00:30
          2026/3/15 凌晨5:30 -  | 05:30
          2026/3/15 早上8:30 -  | 08:30
          2026/3/15 上午12:30 - | 00:30
          2026/3/15 上午10:30 - | 10:30
          2026/3/15 中午11:30 - | 11:30
          2026/3/15 中午12:30 - | 12:30
          2026/3/15 中午1:30 -  | 13:30
          2026/3/15 下午12:30 - | 12:30
          2026/3/15 下午6:53 -  | 18:53
          2026/3/15 傍晚6:53 -  | 18:53
          2026/3/15 晚上7:10 -  | 19:10
          2026/3/15 晚上11:59 - | 23:59
          2026/3/15 下午18:53 - | 18:53
          3/15/26, 12:30 AM -   | 00:30
          3/15/26, 12:30 PM -   | 12:30
          15/3/26, 1:30 p. m. - | 13:30
          15/3/26, 1:30 a.m. -  | 01:30
          """)
  void readsThePartsOfTheDay(String stamp, String time) throws IOException {
    Path file = Files.writeString(folder.resolve("chat.txt"), stamp + " Bea: hi\n");

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), file);

    assertThat(Chats.messages(sink).getFirst().time().atZone(Chats.BERLIN).toLocalDateTime())
        .isEqualTo(LocalDateTime.parse("2026-03-15T" + time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a number above 12 decides, wherever it stands | 3/4/26 5/4/26 13/4/26  | 2026-04-03 2026-04-05 2026-04-13
          so it does for the month first                | 3/4/26 3/5/26 3/13/26  | 2026-03-04 2026-03-05 2026-03-13
          messages follow each other in time            | 11/5/26 2/6/26 9/6/26  | 2026-05-11 2026-06-02 2026-06-09
          also in the other order                       | 5/11/26 6/2/26 6/9/26  | 2026-05-11 2026-06-02 2026-06-09
          a leading zero is no American habit           | 03/04/26 03/06/26      | 2026-04-03 2026-06-03
          dots go with the day first                    | 3.4.26 3.6.26          | 2026-04-03 2026-06-03
          a year of two digits may come first           | 26/1/30 26/2/2 26/12/3 | 2026-01-30 2026-02-02 2026-12-03
          """)
  void decidesTheOrderFromTheWholeFile(String rule, String dates, String days) throws IOException {
    StringBuilder chat = new StringBuilder();
    for (String date : dates.split(" ")) {
      chat.append(date).append(", 18:53 - Bea: hi\n");
    }
    Files.writeString(folder.resolve("chat.txt"), chat);

    RecordingImportSink sink = Chats.scan(new WhatsAppImporter(), folder);

    assertThat(sink.records().keySet())
        .as(rule)
        .containsExactlyInAnyOrder(
            List.of(days.split(" ")).stream().map(day -> "chat.txt/" + day).toArray(String[]::new));
    assertThat(sink.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          03-06-2018, 01.55 PM -      | 2018-06-03T13:55
          13.06.18 21.25.15:          | 2018-06-13T21:25:15
          [06.13.18 21:25:15]         | 2018-06-13T21:25:15
          13.6.2018 klo 21.25.15 -    | 2018-06-13T21:25:15
          [13/6/18 1:55:00 p. m.]     | 2018-06-13T13:55
          20/6/2017 8:28 p.\u00a0m. - | 2017-06-20T20:28
          [2018/06/13, 21:25:15]      | 2018-06-13T21:25:15
          13/06/18, 24:00 -           | 2018-06-13T00:00
          ١٣/٦/٢٠١٨، ٢١:٢٥ -          | 2018-06-13T21:25
          """)
  void readsRarerStamps(String stamp, String time) throws IOException {
    Files.writeString(folder.resolve("chat.txt"), stamp + " Bea: hi\n");

    assertThat(Chats.messages(Chats.scan(new WhatsAppImporter(), folder)))
        .first()
        .returns(
            LocalDateTime.parse(time),
            message -> message.time().atZone(Chats.BERLIN).toLocalDateTime());
  }

  @Test
  void doesNotLetOneLateMessageOverruleCustom() throws IOException {
    String late =
        """
        06/03/2017, 00:45 - Bea: a
        08/05/2017, 01:48 - Mara: b
        09/04/2017, 01:50 - Bea: came late
        """;
    String control = late.replaceAll("(?m)^0(\\d)/0", "$1/");

    assertThat(days(late, Chats.BERLIN)).containsExactly("2017-03-06", "2017-04-09", "2017-05-08");
    assertThat(days(control, Chats.BERLIN))
        .containsExactly("2017-06-03", "2017-08-05", "2017-09-04");
  }

  @Test
  void letsTheLanguageDecideWhereNumbersDoNot() throws IOException {
    String english = "3/4/26, 6:53 PM - Bea: hi\n3/6/26, 6:53 PM - Mara: hi\n";
    String portuguese = "3/4/26, 6:53 PM - Bea: <Mídia oculta>\n3/6/26, 6:53 PM - Mara: oi\n";

    assertThat(days(english, Chats.BERLIN)).containsExactly("2026-03-04", "2026-03-06");
    assertThat(days(portuguese, Chats.BERLIN)).containsExactly("2026-04-03", "2026-06-03");
  }

  @Test
  void asksThePlaceLastAndSaysSo() throws IOException {
    String chat = "3/4/26, 18:53 - Bea: hi\n3/6/26, 18:53 - Mara: hi\n";

    assertThat(days(chat, Chats.BERLIN)).containsExactly("2026-04-03", "2026-06-03");
    assertThat(days(chat, ZoneId.of("America/Chicago")))
        .containsExactly("2026-03-04", "2026-03-06");
    assertThat(Chats.scan(new WhatsAppImporter(), folder).problems().get("chat.txt"))
        .contains("the day first");
  }

  @Test
  void takesALineInAnotherStyleForPartOfAMessage() throws IOException {
    String chat =
        """
        15/03/2026, 18:53 - Bea: you wrote this:
        [14/03/2026, 19:02:11] Mara: never
        3/14/26, 7:02 PM - Mara: in my life
        2026-03-14 19:02 - Mara: ever
        14/03/2026, 25:02 - Mara: nor at this hour
        16/03/2026, 18:53 - Mara: I did not
        17/03/2026, 18:53 - Bea: ok
        18/03/2026, 18:53 - Bea: ok
        """;

    assertThat(days(chat, Chats.BERLIN))
        .containsExactly("2026-03-15", "2026-03-16", "2026-03-17", "2026-03-18");
  }

  @Test
  void knowsTheHourThatComesTwiceAndTheOneThatIsMissing() throws IOException {
    Files.writeString(
        folder.resolve("chat.txt"),
        """
        [29.03.26, 01:59:00] Bea: winter
        [29.03.26, 02:30:00] Bea: never was
        [29.03.26, 03:10:00] Bea: summer
        [25.10.26, 02:50:00] Bea: still summer
        [25.10.26, 02:10:00] Bea: winter again
        [25.10.26, 02:55:00] Bea: yes
        [25.10.26, 03:00:00] Bea: three
        """);

    assertThat(
            Chats.messages(Chats.scan(new WhatsAppImporter(), folder)).stream()
                .map(message -> message.time().toString()))
        .containsExactly(
            "2026-03-29T00:59:00Z",
            "2026-03-29T01:30:00Z",
            "2026-03-29T01:10:00Z",
            "2026-10-25T00:50:00Z",
            "2026-10-25T01:10:00Z",
            "2026-10-25T01:55:00Z",
            "2026-10-25T02:00:00Z");
  }

  private List<String> days(String chat, ZoneId zone) throws IOException {
    Files.writeString(folder.resolve("chat.txt"), chat);
    ImportContext context = new ImportContext(List.of("Mara"), List.of(), zone);
    return Chats.scan(new WhatsAppImporter(), folder, context).records().keySet().stream()
        .map(key -> key.substring("chat.txt/".length()))
        .toList();
  }
}
