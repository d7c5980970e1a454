package dev.sotto.importing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.importing.BrokenOffScanException;
import dev.sotto.importing.FolderSurvey;
import dev.sotto.importing.ImportCancelledException;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportSink;
import dev.sotto.importing.Importer;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.importing.UnreadFiles;
import dev.sotto.process.MessageChannel;
import dev.sotto.record.ChatDetails;
import dev.sotto.record.Confidentiality;
import dev.sotto.record.Fingerprint;
import dev.sotto.record.Integrity;
import dev.sotto.record.ItemKey;
import dev.sotto.record.Labels;
import dev.sotto.record.RecordContent;
import dev.sotto.record.RecordDetails;
import dev.sotto.record.RecordKind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parser was taken over: its process says what it likes, and the vault must stand it. */
@Timeout(60)
final class HostileImporterTest {
  private static final Path SOURCE = Path.of("source");
  private static final ImportContext CONTEXT =
      new ImportContext(List.of(), List.of(), ZoneOffset.UTC);
  private static final ImportLimits LIMITS =
      new ImportLimits(1_000, 100_000, 1_000_000, 100, 3, Duration.ofSeconds(2));
  private static final RecordContent GOOD =
      new RecordContent(
          RecordKind.NOTE, "Good", Instant.EPOCH, List.of(), "", "A text.", Labels.OWN, "good.md");

  private final RecordingImportSink sink = RecordingImportSink.empty();

  /** What a hostile process does once it was asked to scan. */
  @FunctionalInterface
  private interface Attack {
    void run(MessageChannel<FromImporter, ToImporter> channel, int start) throws IOException;
  }

  @Test
  void itemsWithoutEndAreEnded() {
    assertBrokenOff(
        (channel, start) -> {
          for (int i = 0; ; i++) {
            item(channel, "i" + i, GOOD);
          }
        },
        "1000 allowed");

    assertThat(sink.accepted()).hasSize(1_000);
  }

  @Test
  void textWithoutEndIsEnded() {
    RecordContent large = with(GOOD, "x".repeat(400_000));

    assertBrokenOff(
        (channel, start) -> {
          for (int i = 0; ; i++) {
            item(channel, "i" + i, large);
          }
        },
        "1000000 characters");

    assertThat(sink.accepted()).hasSize(2);
  }

  @Test
  void problemsWithoutEndAreEnded() {
    assertBrokenOff(
        (channel, start) -> {
          for (int i = 0; ; i++) {
            channel.send(new FromImporter.Problem(new ItemKey("p" + i), "No."));
          }
        },
        "100 allowed");

    assertThat(sink.problems()).hasSize(100);
  }

  @Test
  void namesWithoutEndAreEnded() {
    assertBrokenOff(
        (channel, start) -> {
          for (int i = 0; ; i++) {
            channel.send(
                new FromImporter.Offered(
                    new ItemKey("k".repeat(2_000) + i), Fingerprint.of(new byte[] {1})));
          }
        },
        "100000 characters");
  }

  @Test
  void kindsOfUnreadFilesWithoutEndAreEnded() {
    assertBrokenOff(
        (channel, start) -> {
          for (int i = 0; ; i++) {
            TreeMap<String, Long> counts = new TreeMap<>();
            for (int j = 0; j < 1_000; j++) {
              counts.put(i + "-" + j, Long.MAX_VALUE / 4);
            }
            channel.send(new FromImporter.LeftOut(new UnreadFiles(counts, 0)));
          }
        },
        "more kinds of files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../other/note.md",
        "a/../../b",
        "..",
        "a/..",
        "\\\\server\\a",
        "a\0b"
      })
  void whatLiesOutsideTheSourceIsNotTaken(String place) throws IOException {
    scan((channel, start) -> {
      item(channel, place, GOOD);
      item(channel, "inside.md", placed(GOOD, place));
      item(channel, "good.md", GOOD);
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys("good.md");
    assertThat(sink.problems()).containsOnlyKeys(place, "inside.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..a", "a..", "a/...", "a//b", "box.mbox/<x@y>", "a b/ä#2"})
  void namesThatOnlyLookLikeThatAreTaken(String place) throws IOException {
    scan((channel, start) -> {
      item(channel, place, placed(GOOD, place));
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys(place);
  }

  @Test
  void contentThatCannotBeIsAProblemOfItsItem() throws IOException {
    RecordContent outOfText =
        detailed(new ChatDetails(List.of(new ChatDetails.Message(99, Instant.EPOCH, "Eve"))));
    RecordContent beforeText =
        detailed(new ChatDetails(List.of(new ChatDetails.Message(-1, Instant.EPOCH, "Eve"))));

    scan((channel, start) -> {
      item(channel, "title", titled(GOOD, "Good\nrm -rf ~"));
      item(channel, "lines", with(GOOD, "a\rb"));
      item(channel, "early", timed(GOOD, Instant.MIN));
      item(channel, "late", timed(GOOD, Instant.MAX));
      item(channel, "outOfText", outOfText);
      item(channel, "beforeText", beforeText);
      item(channel, "good", GOOD);
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys("good");
    assertThat(sink.problems())
        .containsOnlyKeys("title", "lines", "early", "late", "outOfText", "beforeText");
  }

  @Test
  void noLabelIsBelievedThatClaimsMoreThanTheImporterMay() throws IOException {
    Labels bold = new Labels(Integrity.TYPED, Confidentiality.PUBLIC);
    Labels shy = new Labels(Integrity.EXTERNAL, Confidentiality.LOCAL_ONLY);
    Attack attack =
        (channel, start) -> {
          item(channel, "bold", GOOD.withLabels(bold));
          item(channel, "shy", GOOD.withLabels(shy));
          channel.send(new FromImporter.Done());
        };

    scan(attack, Map.of(), sink);
    RecordingImportSink own = RecordingImportSink.empty();
    scan(attack, Map.of("evil", Labels.OWN), own);

    assertThat(sink.records().get("bold").labels()).isEqualTo(Labels.UNLABELLED);
    assertThat(own.records().get("bold").labels()).isEqualTo(Labels.OWN);
    assertThat(own.records().get("shy").labels()).isEqualTo(shy);
  }

  @Test
  void nothingIsLookedAtAfterTheLastMessage() throws IOException {
    scan((channel, start) -> {
      item(channel, "before", GOOD);
      channel.send(new FromImporter.Done());
      item(channel, "after", GOOD);
      channel.send(new FromImporter.Importers(List.of("x")));
    });

    assertThat(sink.records()).containsOnlyKeys("before");
  }

  @Test
  void messagesOutOfTurnAreRefused() {
    List<FromImporter> outOfTurn =
        List.of(
            new FromImporter.Item(GOOD),
            new FromImporter.Importers(List.of()),
            new FromImporter.Matched(Map.of()),
            new FromImporter.Surveyed(List.of(), UnreadFiles.NONE),
            new FromImporter.Unchanged(List.of(0)),
            new FromImporter.Unchanged(List.of(-1)),
            new FromImporter.Failed(FromImporter.Failure.CANCELLED));

    for (FromImporter message : outOfTurn) {
      assertBrokenOff((channel, start) -> channel.send(message), "was ended");
    }
  }

  @Test
  void theContentOfAnItemThatIsStoredIsNotTaken() throws IOException {
    Fingerprint state = Fingerprint.of(new byte[] {7});
    scan((channel, start) -> {
      channel.send(new FromImporter.Offered(new ItemKey("k"), state));
      channel.send(new FromImporter.Item(GOOD));
      channel.send(new FromImporter.Done());
    });
    RecordingImportSink second = RecordingImportSink.after(sink);

    scan(
        (channel, start) -> {
          channel.send(new FromImporter.Offered(new ItemKey("k"), state));
          channel.send(new FromImporter.Item(with(GOOD, "Forged.")));
          channel.send(new FromImporter.Done());
        },
        Map.of(),
        second);

    assertThat(second.accepted()).isEmpty();
  }

  @Test
  void aProcessThatSaysNothingIsEndedAndTheSuspectedItemLeftOut() throws IOException {
    scan((channel, start) -> {
      if (start == 0) {
        item(channel, "first", GOOD);
        offer(channel, "hangs");
        sleep();
      }
      item(channel, "last", GOOD);
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys("first", "last");
    assertThat(sink.problems()).containsOnlyKeys("hangs");
    assertThat(sink.problems().get("hangs")).contains("2 s").endsWith("It was left out.");
  }

  @Test
  void aProcessThatSaysNothingFromTheStartIsEnded() {
    assertBrokenOff((channel, start) -> sleep(), "2 s");
  }

  @Test
  void aProcessThatDiesIsStartedAgainAndTheItemReadOnceMore() throws IOException {
    scan((channel, start) -> {
      if (start == 0) {
        item(channel, "first", GOOD);
        offer(channel, "second");
        return;
      }
      item(channel, "second", GOOD);
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys("first", "second");
    assertThat(sink.problems()).isEmpty();
  }

  @Test
  void theItemAtWhichTwoProcessesDiedIsLeftOut() throws IOException {
    scan((channel, start) -> {
      if (start < 2) {
        offer(channel, "deadly");
        return;
      }
      item(channel, "other", GOOD);
      channel.send(new FromImporter.Done());
    });

    assertThat(sink.records()).containsOnlyKeys("other");
    assertThat(sink.problems()).containsOnlyKeys("deadly");
  }

  @Test
  void aProcessThatGoesOnDyingIsNotStartedForEver() {
    assertBrokenOff(
        (channel, start) -> item(channel, "item " + start, GOOD), "started again 3 times");

    assertThat(sink.accepted()).hasSize(4);
  }

  @Test
  void aProcessThatCannotBeStartedAgainKeepsWhatWasRead() {
    ServedInThreads first = serving((channel, start) -> item(channel, "read", GOOD));
    ImporterProcesses once =
        readable -> {
          if (first.starts().isEmpty()) {
            return first.start(readable);
          }
          throw new IOException("No more processes");
        };

    assertThatThrownBy(() -> evil(once, Map.of()).scan(SOURCE, CONTEXT, sink))
        .isInstanceOf(BrokenOffScanException.class)
        .hasMessageContaining("could not be started again");
    assertThat(sink.records()).containsOnlyKeys("read");
  }

  @Test
  void aProcessThatDiesAtOnceIsNotStartedAgain() {
    ServedInThreads processes = serving((channel, start) -> {});

    assertThatThrownBy(() -> evil(processes, Map.of()).scan(SOURCE, CONTEXT, sink))
        .isInstanceOf(BrokenOffScanException.class)
        .hasMessageContaining("ended unexpectedly");
    assertThat(processes.starts()).hasSize(1).containsOnly(List.of(SOURCE));
  }

  @Test
  void thePersonCanStopAProcessThatSaysNothing() {
    ImportSink stopped =
        new ImportSink() {
          @Override
          public boolean wants(ItemKey key, Fingerprint fingerprint) {
            return true;
          }

          @Override
          public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content) {}

          @Override
          public void problem(ItemKey key, String reason) {}

          @Override
          public void progress(long done, long total) {
            throw new ImportCancelledException();
          }
        };

    assertThatThrownBy(() ->
            evil(serving((channel, start) -> sleep()), Map.of()).scan(SOURCE, CONTEXT, stopped))
        .isInstanceOf(ImportCancelledException.class);
  }

  @Test
  void aPathThatIsGoneIsReportedAsInOneProcess() {
    assertThatThrownBy(() ->
            scan((channel, start) ->
                channel.send(new FromImporter.Failed(FromImporter.Failure.NOTHING_THERE))))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("source");
  }

  @Test
  void namesOfImportersAreLettersOnlyAndCountOnce() throws IOException {
    ImportersInProcesses importers =
        importers(
            new ServedInThreads(channel ->
                channel.send(new FromImporter.Importers(List.of("zip", "mail", "mail")))));

    assertThat(importers.importers()).extracting(Importer::name).containsExactly("mail", "zip");
  }

  @Test
  void aSurveyIsAnAnswerOrAFailure() throws IOException {
    UnreadFiles unread = new UnreadFiles(Map.of("exe", 3L), 1);
    ImportersInProcesses honest =
        importers(
            new ServedInThreads(
                channel -> channel.send(new FromImporter.Surveyed(List.of("mail"), unread))));
    ImportersInProcesses evil =
        importers(new ServedInThreads(channel -> channel.send(new FromImporter.Done())));
    ImportersInProcesses dying = importers(new ServedInThreads(channel -> {}));

    assertThat(honest.survey(SOURCE, () -> false))
        .isEqualTo(new FolderSurvey(List.of("mail"), unread));
    assertThatThrownBy(() -> evil.survey(SOURCE, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer");
    assertThatThrownBy(() -> dying.survey(SOURCE, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("before it had answered");
  }

  private void assertBrokenOff(Attack attack, String found) {
    assertThatThrownBy(() -> scan(attack))
        .isInstanceOf(BrokenOffScanException.class)
        .hasMessageContaining(found);
  }

  private void scan(Attack attack) throws IOException {
    scan(attack, Map.of("evil", Labels.OWN), sink);
  }

  private static void scan(Attack attack, Map<String, Labels> most, ImportSink to)
      throws IOException {
    evil(serving(attack), most).scan(SOURCE, CONTEXT, to);
  }

  private static Importer evil(ImporterProcesses processes, Map<String, Labels> most) {
    return new ImportersInProcesses(processes, LIMITS, most, new SecureRandom()).importer("evil");
  }

  private static ImportersInProcesses importers(ImporterProcesses processes) {
    return new ImportersInProcesses(processes, LIMITS, Map.of(), new SecureRandom());
  }

  private static ServedInThreads serving(Attack attack) {
    int[] starts = {0};
    return new ServedInThreads(channel -> attack.run(channel, starts[0]++));
  }

  private static void offer(MessageChannel<FromImporter, ToImporter> channel, String key)
      throws IOException {
    channel.send(new FromImporter.Offered(new ItemKey(key), Fingerprint.of(new byte[] {1})));
  }

  private static void item(
      MessageChannel<FromImporter, ToImporter> channel, String key, RecordContent content)
      throws IOException {
    offer(channel, key);
    channel.send(new FromImporter.Item(content));
  }

  private static void sleep() {
    try {
      Thread.sleep(Duration.ofMinutes(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RecordContent with(RecordContent content, String text) {
    return changed(content, text, content.title(), content.time(), content.location());
  }

  private static RecordContent titled(RecordContent content, String title) {
    return changed(content, content.text(), title, content.time(), content.location());
  }

  private static RecordContent timed(RecordContent content, Instant time) {
    return changed(content, content.text(), content.title(), time, content.location());
  }

  private static RecordContent placed(RecordContent content, String location) {
    return changed(content, content.text(), content.title(), content.time(), location);
  }

  private static RecordContent changed(
      RecordContent content, String text, String title, Instant time, String location) {
    return new RecordContent(
        content.kind(),
        title,
        time,
        content.participants(),
        content.thread(),
        text,
        content.labels(),
        location);
  }

  private static RecordContent detailed(RecordDetails details) {
    return new RecordContent(
        RecordKind.CHAT,
        "Chat",
        Instant.EPOCH,
        List.of(),
        "",
        "A text.",
        Labels.OWN,
        "chat.txt",
        List.of(),
        details);
  }
}
