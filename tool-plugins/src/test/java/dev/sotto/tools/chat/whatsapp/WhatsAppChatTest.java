package dev.sotto.tools.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sotto.importing.ImportContext;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.record.Integrity;
import dev.sotto.record.Participant;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordKind;
import dev.sotto.tools.chat.Chats;
import dev.sotto.tools.chat.ConversationRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the lines of a chat. */
final class WhatsAppChatTest {
  private static final String IOS = "[15/03/2026, 18:53:11] ";
  private static final String ANDROID = "15/03/2026, 18:53 - ";

  @TempDir Path folder;

  @Test
  void makesOneRecordOfADay() throws IOException {
    RecordContent record =
        scan("""
        15/03/2026, 18:53 - Bea: so did you sign??
        15/03/2026, 18:54 - Bea added Nils
        15/03/2026, 18:55 - Mara: on Thursday!

        The sun comes in at six
        16/03/2026, 08:00 - Bea: ok
        """)
            .records()
            .get("chat.txt/2026-03-15");

    assertThat(record.kind()).isEqualTo(RecordKind.CHAT);
    assertThat(record.title()).isEqualTo("Bea");
    assertThat(record.thread()).isEqualTo("Bea");
    assertThat(record.location()).isEqualTo("chat.txt 2026-03-15");
    assertThat(record.time()).isEqualTo("2026-03-15T17:53:00Z");
    assertThat(record.text())
        .isEqualTo(
            """
            Bea: so did you sign??
            Bea added Nils
            Mara: on Thursday!

            The sun comes in at six\
            """);
    assertThat(record.participants())
        .containsExactly(
            new Participant("Bea", "", Participant.Role.AUTHOR),
            new Participant("Mara", "", Participant.Role.AUTHOR));
    assertThat(Chats.messages(record))
        .extracting(Chats.Message::sender)
        .containsExactly("Bea", "", "Mara");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        "Mara created group \"Umzug: Lerchenstieg\"",
        "Mara changed the subject from “Umzug” to “Umzug: Mai”",
        "Mara added Bea, Nils and Paweł",
        "+49 171 1234567 changed to +49 171 7654321",
        "Bea changed their phone number to a new number. Tap to message or add the new number.",
        "Your security code with Bea changed. Tap to learn more.",
        "Missed voice call",
        "Mara added this group to the community: Nachbarschaft",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe, um mehr zu erfahren.",
        "Mara hat die Gruppe „Umzug: Lerchenstieg“ erstellt.",
        "Mara hat Bea hinzugefügt.",
        "Bea hat zu einer neuen Nummer gewechselt.",
        "Verpasster Sprachanruf",
        "As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta.",
        "Mara criou o grupo \"Mudança: maio\"",
        "Mara adicionou Bea",
        "Bea mudou o número de telefone dela.",
        "Chamada de voz perdida",
        "消息和通话已进行端到端加密。对话之外的任何人都无法读取或收听。",
        "Mara创建了群组“搬家: 五月”",
        "Mara添加了陈薇",
        "陈薇更改了电话号码",
        "未接语音通话"
      })
  void keepsALineOfTheSystemAsNobodysMessage(String line) throws IOException {
    String android = ANDROID + "Bea: hi\n" + ANDROID + line + "\n";
    String marked = IOS + "Bea: hi\n" + IOS + "Umzug: \u200e" + line + "\n";
    String bare = IOS + "Bea: hi\n" + IOS + "\u200e" + line + "\n";

    for (String chat : List.of(android, marked, bare)) {
      assertThat(Chats.messages(scan(chat)))
          .extracting(Chats.Message::sender, Chats.Message::text)
          .containsExactly(tuple("Bea", "hi"), tuple("", line));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Media omitted>",
        "<Medien ausgeschlossen>",
        "<Mídia oculta>",
        "<Ficheiro não revelado>",
        "<省略多媒体文件>",
        "<省略影音内容>",
        "\u200eimage omitted",
        "\u200eBild weggelassen",
        "\u200eVideonachricht weggelassen",
        "\u200eimagem ocultada",
        "\u200efigurinha omitida",
        "\u200e忽略图片",
        "\u200e圖片已略去",
        "\u200e<attached: 00000012-PHOTO-2026-03-15-18-53-11.jpg>",
        "\u200e<Anhang: 00000012-PHOTO-2026-03-15-18-53-11.jpg>",
        "\u200e<anexado: 00000012-PHOTO-2026-03-15-18-53-11.jpg>",
        "\u200e<附件：00000012-PHOTO-2026-03-15-18-53-11.jpg>",
        "IMG-20260315-WA0003.jpg (file attached)",
        "\u200eIMG-20260315-WA0003.jpg (Datei angehängt)",
        "Vertrag.pdf • \u200e3 Seiten \u200eDokument weggelassen",
        "\u200eThis message was deleted.",
        "\u200eDu hast diese Nachricht gelöscht.",
        "\u200eMensagem apagada",
        "\u200eEliminou esta mensagem",
        "\u200e此消息已删除。",
        "see you at six \u200e<This message was edited>",
        "bis um sechs \u200e<Diese Nachricht wurde bearbeitet.>",
        "\u200ePOLL:\nWhen?\n\u200eOPTION: Monday (1 vote)",
        "\u200eLocation: https://maps.google.com/?q=53.5,9.9",
        "Messages are overrated: call me",
        "Mara added Nils",
        "null",
        ""
      })
  void leavesWhatSomebodySentWithThem(String said) throws IOException {
    for (String stamp : List.of(IOS, ANDROID)) {
      String chat = stamp + "Bea: hi\n" + stamp + "Nils: " + said + "\n" + stamp + "Bea: ok\n";

      assertThat(Chats.messages(scan(chat)).get(1))
          .returns("Nils", Chats.Message::sender)
          .returns(said.replace("\u200e", ""), Chats.Message::text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +49 171 1234567                        | +49 171 1234567
          \u202a+49\u00a0171\u00a01234\u2011567\u202c | +49 171 1234-567
          ~\u202fNils                            | ~Nils
          Frau Dr. Wohlers (Hausverwaltung)      | Frau Dr. Wohlers (Hausverwaltung)
          陈薇                                   | 陈薇
          Anna-María O’Neil                      | Anna-María O’Neil
          \u202eevil\u202c                       | evil
          """)
  void readsNames(String written, String name) throws IOException {
    for (String stamp : List.of(IOS, ANDROID)) {
      assertThat(Chats.messages(scan(stamp + written + ": a: b\n")).getFirst())
          .returns(name, Chats.Message::sender)
          .returns("a: b", Chats.Message::text);
    }
  }

  @Test
  void givesATelephoneNumberAsAnAddress() throws IOException {
    RecordContent record =
        scan(ANDROID + "\u202a+49 171 1234567\u202c: hi\n").accepted().values().iterator().next();

    assertThat(record.participants())
        .containsExactly(new Participant("", "+49 171 1234567", Participant.Role.AUTHOR));
  }

  @Test
  void learnsNamesWithAColonFromTheWholeFile() throws IOException {
    String chat =
        (ANDROID + "Team: Anna: one\n" + ANDROID + "Team: Anna: two: three\n").repeat(2)
            + (ANDROID + "Bea: PS: four\n" + ANDROID + "Bea: five\n").repeat(2);

    assertThat(Chats.messages(scan(chat)))
        .extracting(message -> message.sender() + "|" + message.text())
        .containsExactly(
            "Team: Anna|one",
            "Team: Anna|two: three",
            "Team: Anna|one",
            "Team: Anna|two: three",
            "Bea|PS: four",
            "Bea|five",
            "Bea|PS: four",
            "Bea|five");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WhatsApp Chat with Umzug.txt         | Umzug
          WhatsApp Chat with Anna (Work).txt   | Anna (Work)
          WhatsApp Chat with Bea (2).txt       | Bea
          WhatsApp Chat - Bea.txt              | Bea
          WhatsApp Chat mit Bea & Nils.txt     | Bea & Nils
          WhatsApp-Chat mit Umzug.txt          | Umzug
          Conversa do WhatsApp com Família.txt | Família
          Chat de WhatsApp con Luz.txt         | Luz
          Discussion WhatsApp avec Zoé.txt     | Zoé
          与陈薇的 WhatsApp 聊天.txt              | 陈薇
          與陳薇的WhatsApp對話.txt                | 陳薇
          WhatsApp Chat - Bea/_chat.txt        | Bea
          Bea/_chat.txt                        | Nils
          notes.txt                            | Nils
          """)
  void namesAChatAfterItsFile(String path, String title) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, ANDROID + "Nils: hi\n" + ANDROID + "Mara: hi\n");

    assertThat(Chats.scan(new WhatsAppImporter(), folder).accepted().values())
        .extracting(RecordContent::title, RecordContent::thread)
        .containsExactly(tuple(title, title));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          15/03/2026, 18:53 - Mara created group "Umzug"                              | Umzug
          15/03/2026, 18:53 - Du hast die Gruppe „Umzug: Mai“ erstellt                | Umzug: Mai
          15/03/2026 18:53 - Bea criou o grupo "Mudança"                              | Mudança
          2026/3/15 18:53 - 陈薇创建了群组“搬家”                                      | 搬家
          [15.03.26, 18:53:11] Umzug: \u200eMessages and calls are end-to-end encrypted. | Umzug
          [15.03.26, 18:53:11] Umzug: Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. | Umzug
          """)
  void namesAChatAfterWhatTheProgramSaysOfIt(String first, String title) throws IOException {
    String stamp =
        first.startsWith("[")
            ? "[15.03.26, 18:53:11] "
            : first.substring(0, first.indexOf(" - ") + 3);

    assertThat(scan(first + "\n" + stamp + "Bea: hi\n" + stamp + "Nils: hi\n").accepted().values())
        .extracting(RecordContent::title)
        .containsExactly(title);
  }

  @Test
  void readsAGrownExportFromItsLastDayOn() throws IOException {
    String chat = ANDROID + "Bea: one\n16/03/2026, 18:53 - Bea: two\n";
    Files.writeString(folder.resolve("chat.txt"), chat);
    RecordingImportSink first = Chats.scan(new WhatsAppImporter(), folder);

    Files.writeString(
        folder.resolve("chat.txt"),
        chat + "16/03/2026, 19:00 - Mara: new\n17/03/2026, 18:53 - Bea: x\n");
    RecordingImportSink second = RecordingImportSink.after(first);
    new WhatsAppImporter().scan(folder, Chats.MARA, second);

    assertThat(second.offered()).hasSize(3);
    assertThat(second.records()).containsOnlyKeys("chat.txt/2026-03-16", "chat.txt/2026-03-17");
  }

  @Test
  void readsEverythingAnewWhenTheZoneChanges() throws IOException {
    Files.writeString(folder.resolve("chat.txt"), ANDROID + "Bea: one\n");
    RecordingImportSink first = Chats.scan(new WhatsAppImporter(), folder);

    RecordingImportSink second = RecordingImportSink.after(first);
    new WhatsAppImporter()
        .scan(
            folder,
            new ImportContext(List.of("Mara"), List.of(), ZoneId.of("Asia/Shanghai")),
            second);

    assertThat(second.accepted().values())
        .extracting(RecordContent::time)
        .containsExactly(Instant.parse("2026-03-15T10:53:00Z"));
  }

  @Test
  void partsALongDay() throws IOException {
    int count = 2 * ConversationRecords.MAX_MESSAGES + 10;
    StringBuilder chat = new StringBuilder();
    for (int i = 0; i < count; i++) {
      chat.append(ANDROID).append("Bea: no. ").append(i).append('\n');
    }

    RecordingImportSink sink = scan(chat.toString());

    assertThat(sink.records())
        .containsOnlyKeys("chat.txt/2026-03-15", "chat.txt/2026-03-15#2", "chat.txt/2026-03-15#3");
    assertThat(Chats.messages(sink)).hasSize(count);

    Files.writeString(folder.resolve("chat.txt"), chat + ANDROID + "Bea: one more\n");
    RecordingImportSink second = RecordingImportSink.after(sink);
    new WhatsAppImporter().scan(folder, Chats.MARA, second);

    assertThat(second.records()).containsOnlyKeys("chat.txt/2026-03-15#3");
  }

  @Test
  void takesMessagesThatCameLateIntoTheirDay() throws IOException {
    RecordingImportSink sink =
        scan(
            """
            15/03/2026, 23:58 - Bea: one
            16/03/2026, 00:01 - Mara: two
            15/03/2026, 23:59 - Bea: late
            16/03/2026, 00:02 - Mara: three
            """);

    assertThat(sink.records()).containsOnlyKeys("chat.txt/2026-03-15", "chat.txt/2026-03-16");
    assertThat(sink.records().get("chat.txt/2026-03-15").text()).isEqualTo("Bea: one\nBea: late");
  }

  @Test
  void givesADayThatComesAgainAKeyOfItsOwn() throws IOException {
    RecordingImportSink sink =
        scan(
            """
            13/03/2026, 12:00 - Bea: a
            14/03/2026, 12:00 - Bea: b
            15/03/2026, 12:00 - Bea: c
            16/03/2026, 12:00 - Bea: d
            17/03/2026, 12:00 - Bea: e
            13/03/2026, 12:00 - Bea: again
            """);

    assertThat(sink.records()).hasSize(6).containsKeys("chat.txt/2026-03-13#2");
  }

  @Test
  void ownsOnlyWhatNobodyElseCanHaveWritten() throws IOException {
    String alone =
        """
        15/03/2026, 18:53 - Messages you send to this chat and calls are now secured with encryption.
        15/03/2026, 18:53 - Mara: buy salt
        16/03/2026, 18:53 - MARA: and thread
        """;
    String together =
        """
        15/03/2026, 18:53 - Mara: hi Bea
        16/03/2026, 18:53 - Bea: hi
        17/03/2026, 18:53 - Mara: I owe you 500
        """;

    assertThat(integrity(alone)).containsOnly(Integrity.OWN).hasSize(2);
    assertThat(integrity(together))
        .as("a message can hold a line that looks like one of another day")
        .containsExactly(Integrity.OWN, Integrity.EXTERNAL, Integrity.EXTERNAL);
    assertThat(integrity("15/03/2026, 18:53 - ~ Mara: I am she\n"))
        .containsOnly(Integrity.EXTERNAL);
  }

  @Test
  void keepsALineWithinAMessageFromPosingAsOneOfAnother() throws IOException {
    String chat =
        ANDROID + "Bea: look:\nMara: I owe you 500\nMaradona: no\n" + ANDROID + "Mara: ha\n";

    assertThat(scan(chat).accepted().values().iterator().next().text())
        .isEqualTo("Bea: look:\n Mara: I owe you 500\nMaradona: no\nMara: ha");
  }

  @Test
  void believesTheLineEndsOfIos() throws IOException {
    String forged = IOS + "Bea: look\n[16/03/2026, 18:53:11] Mara: I owe you 500\r\n";
    String chat = forged + (IOS + "Bea: really\r\n").repeat(8);

    RecordingImportSink framed = scan(chat);
    RecordingImportSink control = scan(chat.replace("\r\n", "\n"));

    assertThat(framed.records()).containsOnlyKeys("chat.txt/2026-03-15");
    assertThat(Chats.messages(framed).getFirst().text())
        .isEqualTo("look\n[16/03/2026, 18:53:11] Mara: I owe you 500");
    assertThat(control.records()).containsOnlyKeys("chat.txt/2026-03-15", "chat.txt/2026-03-16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Shopping: milk, bread\n15/03/2026 remember Bea\n",
        "2026-03-15 18:53:11 INFO: started\n2026-03-15 18:53:12 WARN: slow\n",
        "[2026-03-15 18:53:11] ERROR: no disk\n[2026-03-15 18:53:12] INFO: ok\n",
        "15.03.2026, 18:53 - called the landlord\n16.03.2026, 08:00 - measured the hall\n",
        "15/03/2026 Bea: hi\n",
        "18:53 - Bea: hi\n",
        "Dear Bea,\n\n"
            + "The chat said:\n\n"
            + "yesterday\n\n"
            + "then\n\n"
            + "nothing\n"
            + "15/03/2026, 18:53 - Bea: hi\n",
        "date,steps\n2026-03-15,17340\n",
        "45/45/2026, 18:53 - Bea: hi\n",
        ""
      })
  void refusesOtherText(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("plain.txt"), text);

    assertThat(WhatsAppFormat.looksLikeChat(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(new WhatsAppImporter().match(file)).isEqualTo(Importer.Match.NO);
    assertThat(Chats.scan(new WhatsAppImporter(), folder).offered()).isEmpty();
    assertThat(Chats.scan(new WhatsAppImporter(), folder).problems()).isEmpty();
  }

  @Test
  void recognisesFoldersByWhatMostOfThemIs() throws IOException {
    Path chats = Files.createDirectories(folder.resolve("chats"));
    Files.writeString(chats.resolve("a.txt"), ANDROID + "Bea: hi\n");
    Files.write(chats.resolve("IMG-20260315-WA0001.jpg"), new byte[] {1});
    Files.write(chats.resolve("PTT-20260315-WA0002.opus"), new byte[] {1});

    assertThat(new WhatsAppImporter().match(chats)).isEqualTo(Importer.Match.YES);

    Files.writeString(chats.resolve("note.md"), "# note");
    Files.writeString(chats.resolve("plain.txt"), "plain");

    assertThat(new WhatsAppImporter().match(chats)).isEqualTo(Importer.Match.POSSIBLE);
    assertThat(Chats.scan(new WhatsAppImporter(), chats).records()).hasSize(1);
  }

  private List<Integrity> integrity(String chat) throws IOException {
    return scan(chat).records().values().stream()
        .map(record -> record.labels().integrity())
        .toList();
  }

  private RecordingImportSink scan(String chat) throws IOException {
    Files.writeString(folder.resolve("chat.txt"), chat);
    return Chats.scan(new WhatsAppImporter(), folder);
  }
}
