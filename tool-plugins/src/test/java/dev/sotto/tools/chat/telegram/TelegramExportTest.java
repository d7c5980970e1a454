package dev.sotto.tools.chat.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Integrity;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.chat.Chats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the messages of an export. */
final class TelegramExportTest {
  private static final String CHAT =
      "{\"name\": \"Jule\", \"type\": \"%s\", \"id\": 4711, \"messages\": [%s]}";

  @TempDir Path folder;

  @Test
  void makesOneRecordOfADay() throws IOException {
    RecordingImportSink sink =
        chat(
            message(1, 1773597180, "Jule", "user4711", "\"text\": \"are you in town?\""),
            message(2, 1773597240, "Mara", "user99", "\"text\": \"yes\\nuntil Monday\""),
            message(3, 1773699999, "Jule", "user4711", "\"text\": \"ok\""));
    RecordContent record = sink.records().get("result.json/4711/2026-03-15");

    assertThat(sink.records())
        .containsOnlyKeys("result.json/4711/2026-03-15", "result.json/4711/2026-03-16");
    assertThat(record.kind()).isEqualTo(RecordKind.CHAT);
    assertThat(record.title()).isEqualTo("Jule");
    assertThat(record.thread()).isEqualTo("Jule");
    assertThat(record.location()).isEqualTo("result.json 2026-03-15");
    assertThat(record.time()).isEqualTo("2026-03-15T17:53:00Z");
    assertThat(record.text()).isEqualTo("Jule: are you in town?\nMara: yes\nuntil Monday");
    assertThat(record.participants())
        .extracting(participant -> participant.displayName())
        .containsExactly("Jule", "Mara");
    assertThat(Chats.messages(record))
        .extracting(message -> message.time().getEpochSecond(), Chats.Message::sender)
        .containsExactly(tuple(1773597180L, "Jule"), tuple(1773597240L, "Mara"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "text": "plain"                                                        | plain
          "text": ["see ", {"type": "link", "text": "https://a.example"}, "!"]   | see https://a.example!
          "text": [{"type": "text_link", "text": "here", "href": "https://b.example"}] | here (https://b.example)
          "text": ["a", {"type": "bold", "text": "b"}], "text_entities": [{"type": "plain", "text": "a"}] | ab
          "text_entities": [{"type": "plain", "text": "a"}, {"type": "bold", "text": "b"}] | ab
          "text": "", "text_entities": [{"type": "plain", "text": "late"}]       | late
          "photo": "photos/photo_1.jpg", "width": 1, "text": "the shelf"         | [photo] the shelf
          "photo": "(File not included.)", "text": ""                            | [photo]
          "file": "files/Mietvertrag.pdf", "mime_type": "application/pdf", "text": "" | [file: Mietvertrag.pdf]
          "file": "(File not included.)", "file_name": "Mietvertrag.pdf", "text": "" | [file: Mietvertrag.pdf]
          "file": "(File not included.)", "media_type": "voice_message", "duration_seconds": 12, "text": "" | [voice message]
          "file": "x", "media_type": "sticker", "sticker_emoji": "😀", "text": "" | [sticker: 😀]
          "file": "x", "media_type": "audio_file", "performer": "Nina", "title": "Sea", "text": "" | [audio: Nina, Sea]
          "contact_information": {"first_name": "Jule", "last_name": "K", "phone_number": "+49 171 1"}, "text": "" | [contact: Jule K, +49 171 1]
          "location_information": {"latitude": 53.5, "longitude": 9.9}, "text": "" | [location: 53.5, 9.9]
          "place_name": "Elbe 3", "address": "Kai 3", "text": ""                 | [location: Elbe 3, Kai 3]
          "poll": {"question": "When?", "closed": false, "answers": [{"text": "Mon", "voters": 1}, {"text": "Tue"}]}, "text": "" | [poll: When? Mon / Tue]
          "forwarded_from": "Nils", "text": "van at eight"                       | [forwarded from Nils] van at eight
          "edited": "2026-03-15T19:00:00", "edited_unixtime": "1773597600", "text": "the last word" | the last word
          "reply_to_message_id": 1, "text": "this one"                           | [reply to Mara] this one
          "reply_to_message_id": 999, "text": "a lost one"                       | a lost one
          "text": "bell \\x07 rings"                                             | bell \u0007 rings
          "text": "two\\u2028lines \\ud83d\\ude00"                               | two\u2028lines 😀
          "unknown": {"deep": [[1, {"a": null}]]}, "text": "kept"                | kept
          "text": 42                                                             | 42
          """)
  void readsWhatWasSent(String fields, String said) throws IOException {
    RecordingImportSink sink =
        chat(
            message(1, 1773597180, "Mara", "user99", "\"text\": \"first\""),
            message(2, 1773597180, "Jule", "user4711", fields),
            message(3, 1773597180, "Jule", "user4711", "\"text\": \"last\""));

    assertThat(Chats.messages(sink))
        .extracting(Chats.Message::sender, Chats.Message::text)
        .containsExactly(tuple("Mara", "first"), tuple("Jule", said), tuple("Jule", "last"));
    assertThat(sink.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "action": "create_group", "title": "Umzug", "members": ["Jule", null, "Nils"] | Mara created the group “Umzug”
          "action": "invite_members", "members": ["Jule", "Nils"]                 | Mara invited Jule, Nils
          "action": "remove_members", "members": ["Nils"]                         | Mara removed Nils
          "action": "edit_group_title", "title": "Einzug"                         | Mara renamed the group to “Einzug”
          "action": "pin_message", "message_id": 1                                | Mara pinned a message
          "action": "phone_call", "duration_seconds": 63, "discard_reason": "hangup" | Mara called, the call took 63 seconds
          "action": "phone_call", "discard_reason": "missed"                      | Mara called, the call was not taken
          "action": "join_group_by_link", "inviter": "Jule"                       | Mara joined the group by a link
          "action": "set_messages_ttl", "period": 86400                           | Mara set messages ttl
          "action": "topic_created", "title": "Food"                              | Mara created the topic “Food”
          """)
  void keepsALineOfTheSystemAsNobodysMessage(String fields, String said) throws IOException {
    String service =
        "{\"id\": 1, \"type\": \"service\", \"date\": \"2026-03-15T18:53:00\","
            + " \"date_unixtime\": \"1773597180\", \"actor\": \"Mara\", \"actor_id\": \"user99\", "
            + fields
            + ", \"text\": \"\", \"text_entities\": []}";

    assertThat(Chats.messages(chat(service)))
        .extracting(Chats.Message::sender, Chats.Message::text)
        .containsExactly(tuple("", said));
  }

  @Test
  void readsAllChatsOfAWholeAccount() throws IOException {
    String one = message(1, 1773597180, "Jule", "user4711", "\"text\": \"hi\"");
    String own = message(2, 1773597180, "Mara L.", "user99", "\"text\": \"hi\"");
    String forwarded =
        message(3, 1773683580, "Mara L.", "user99", "\"forwarded_from\": null, \"text\": \"x\"");
    write(
        """
        {"about": "Here is the data you requested.",
         "personal_information": {"user_id": 99, "first_name": "Mara", "bio": {"a": [1]}},
         "contacts": {"about": "", "list": [{"user_id": 4711, "first_name": "Jule"}]},
         "sessions": {"list": [{"last_ip": "1.2.3.4"}]},
         "chats": {"about": "", "list": [
           {"name": "Jule", "type": "personal_chat", "id": 4711, "messages": [%s]},
           {"type": "saved_messages", "id": 99, "messages": [%s, %s]},
           {"name": null, "type": "private_group", "id": 5, "messages": []},
           7,
           {"name": "Jule", "type": "private_supergroup", "id": 12, "messages": [%s]}]},
         "left_chats": {"about": "", "list": [
           {"name": "Old", "type": "private_group", "id": 13, "messages": [%s]}]}}
        """
            .formatted(one, own, forwarded, own, one));

    RecordingImportSink sink = Chats.scan(new TelegramImporter(), folder);

    assertThat(sink.records())
        .containsOnlyKeys(
            "result.json/4711/2026-03-15",
            "result.json/99/2026-03-15",
            "result.json/99/2026-03-16",
            "result.json/12/2026-03-15",
            "result.json/13/2026-03-15");
    assertThat(sink.records().values())
        .extracting(RecordContent::title, record -> record.labels().integrity())
        .containsExactly(
            tuple("Jule", Integrity.OWN),
            tuple("Old", Integrity.EXTERNAL),
            tuple("Jule", Integrity.EXTERNAL),
            tuple("Saved Messages", Integrity.OWN),
            tuple("Saved Messages", Integrity.EXTERNAL));
  }

  @ParameterizedTest
  @CsvSource({
    "personal_chat, Mara, user99, OWN",
    "personal_chat, Mara, user4711, EXTERNAL",
    "personal_chat, Mara, '', EXTERNAL",
    "personal_chat, Jule, user99, EXTERNAL",
    "private_group, Mara, user99, EXTERNAL",
    "public_supergroup, Mara, user99, EXTERNAL",
    "saved_messages, Whoever, user99, OWN"
  })
  void ownsOnlyWhatANumberProves(String type, String name, String id, Integrity integrity)
      throws IOException {
    write(CHAT.formatted(type, message(1, 1773597180, name, id, "\"text\": \"hi\"")));

    assertThat(Chats.scan(new TelegramImporter(), folder).accepted().values())
        .extracting(record -> record.labels().integrity())
        .containsExactly(integrity);
  }

  @Test
  void keepsANameFromPosingAsAnother() throws IOException {
    RecordingImportSink sink =
        chat(
            message(1, 1773597180, "Mara: I owe", "user5", "\"text\": \"you 500\""),
            message(2, 1773597180, "\u202eMa\\nra", "user5", "\"text\": \"x\\nMara: y\""),
            "{\"id\": 3, \"type\": \"message\", \"date_unixtime\": \"1773597180\", \"from\": null,"
                + " \"text\": \"gone\"}");

    assertThat(sink.accepted().values().iterator().next().text())
        .isEqualTo("Mara I owe: you 500\nMa ra: x\n Mara: y\nDeleted Account: gone");
  }

  @Test
  void readsDatesWithoutSecondsOfUnixInTheZoneOfThePerson() throws IOException {
    write(
        CHAT.formatted(
            "personal_chat",
            "{\"id\": 1, \"type\": \"message\", \"date\": \"2026-03-15T18:53:00\", \"from\":"
                + " \"Jule\", \"text\": \"hi\"}"));

    ImportContext shanghai = new ImportContext(List.of(), List.of(), ZoneId.of("Asia/Shanghai"));

    assertThat(Chats.messages(Chats.scan(new TelegramImporter(), folder)).getFirst().time())
        .isEqualTo("2026-03-15T17:53:00Z");
    assertThat(
            Chats.messages(Chats.scan(new TelegramImporter(), folder, shanghai)).getFirst().time())
        .isEqualTo("2026-03-15T10:53:00Z");
  }

  @Test
  void takesTheDayWhereThePersonIs() throws IOException {
    write(
        CHAT.formatted(
            "personal_chat", message(1, 1773615600, "Jule", "user1", "\"text\": \"x\"")));
    ImportContext utc = new ImportContext(List.of(), List.of(), ZoneId.of("UTC"));

    assertThat(Chats.scan(new TelegramImporter(), folder).records())
        .containsOnlyKeys("result.json/4711/2026-03-16");
    assertThat(Chats.scan(new TelegramImporter(), folder, utc).records())
        .containsOnlyKeys("result.json/4711/2026-03-15");
  }

  @Test
  void findsTheNameOfAChatBehindItsMessages() throws IOException {
    write(
        "{\"messages\": [%s], \"id\": 4711, \"name\": \"Jule\", \"type\": \"personal_chat\"}"
            .formatted(message(1, 1773597180, "Jule", "user4711", "\"text\": \"hi\"")));

    assertThat(Chats.scan(new TelegramImporter(), folder).records())
        .hasEntrySatisfying(
            "result.json/4711/2026-03-15", record -> assertThat(record.title()).isEqualTo("Jule"));
  }

  @Test
  void readsAGrownExportFromItsLastDayOn() throws IOException {
    String one = message(1, 1773597180, "Jule", "user4711", "\"text\": \"one\"");
    String two = message(2, 1773683580, "Jule", "user4711", "\"text\": \"two\"");
    RecordingImportSink first = chat(one, two);

    write(
        CHAT.formatted(
            "personal_chat",
            one + "," + two + "," + message(3, 1773683590, "Jule", "user4711", "\"text\": \"3\"")));
    RecordingImportSink second = RecordingImportSink.after(first);
    new TelegramImporter().scan(folder, Chats.MARA, second);

    assertThat(second.offered()).hasSize(2);
    assertThat(second.records()).containsOnlyKeys("result.json/4711/2026-03-16");
  }

  @Test
  void leavesOutWhatTheExportDoesNotHold() throws IOException {
    assertThat(
            chat(
                    "{\"id\": 1, \"type\": \"unsupported\"}",
                    message(2, 1773597180, "Jule", "user4711", "\"text\": \"\""),
                    message(3, 1773597180, "Jule", "user4711", "\"text\": \"hi\""))
                .accepted()
                .values())
        .extracting(RecordContent::text)
        .containsExactly("Jule: hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
        "{\"about\": \"me\", \"name\": \"Bea\"}",
        "[{\"type\": \"personal_chat\", \"messages\": []}]",
        "{\"type\": \"personal_chat\"}",
        "not json",
        ""
      })
  void refusesOtherJson(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("data.json"), json);

    assertThat(TelegramFormat.looksLikeExport(json.getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(new TelegramImporter().match(file)).isEqualTo(Importer.Match.NO);
    assertThat(Chats.scan(new TelegramImporter(), folder).offered()).isEmpty();
    assertThat(Chats.scan(new TelegramImporter(), folder).problems()).isEmpty();
  }

  @Test
  void recognisesExportsByNameAndContent() throws IOException {
    chat(message(1, 1773597180, "Jule", "user4711", "\"text\": \"hi\""));
    Files.createDirectories(folder.resolve("files"));
    Files.writeString(folder.resolve("files/a.md"), "# a");
    Files.writeString(folder.resolve("files/b.md"), "# b");

    assertThat(new TelegramImporter().match(folder)).isEqualTo(Importer.Match.YES);
    assertThat(new TelegramImporter().match(folder.resolve("result.json")))
        .isEqualTo(Importer.Match.YES);

    Files.move(folder.resolve("result.json"), folder.resolve("files/jule.json"));

    assertThat(new TelegramImporter().match(folder)).isEqualTo(Importer.Match.POSSIBLE);
  }

  static String message(int id, long seconds, String from, String fromId, String fields) {
    return "{\"id\": %d, \"type\": \"message\", \"date\": \"2026-03-15T18:53:00\", \"date_unixtime\": \"%d\", \"from\": \"%s\", \"from_id\": \"%s\", %s}"
        .formatted(id, seconds, from, fromId, fields);
  }

  private RecordingImportSink chat(String... messages) throws IOException {
    write(CHAT.formatted("personal_chat", String.join(",\n", messages)));
    return Chats.scan(new TelegramImporter(), folder);
  }

  private void write(String json) throws IOException {
    Files.writeString(folder.resolve("result.json"), json);
  }
}
