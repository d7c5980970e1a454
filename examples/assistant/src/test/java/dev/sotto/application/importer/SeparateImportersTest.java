package dev.sotto.application.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.application.cdi.ImporterContainer;
import dev.sotto.application.demo.SampleLife;
import dev.sotto.application.process.PipeFolders;
import dev.sotto.application.process.RunningProcess;
import dev.sotto.importing.FolderSurvey;
import dev.sotto.importing.ImportContext;
import dev.sotto.importing.ImportListener;
import dev.sotto.importing.ImportReport;
import dev.sotto.importing.Importer;
import dev.sotto.importing.Ingestion;
import dev.sotto.importing.RecordingImportSink;
import dev.sotto.importing.process.ImportLimits;
import dev.sotto.importing.process.ImporterConnection;
import dev.sotto.importing.process.ImportersInProcesses;
import dev.sotto.process.ChannelLimits;
import dev.sotto.record.SourceId;
import dev.sotto.search.InMemorySearchIndex;
import dev.sotto.storage.InMemoryRecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Importers in real processes, some of which die. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
final class SeparateImportersTest {
  private static final ImportContext CONTEXT =
      new ImportContext(
          List.of("Mara Lindqvist", "Mara"),
          List.of("mara.lindqvist@nordlicht-post.example"),
          SampleLife.ZONE);
  private static final int NOTES = 300;
  private static final int DEATHS = Integer.getInteger("sotto.importer.deaths", 4);

  @TempDir private Path folder;
  private final List<RunningProcess> started = new CopyOnWriteArrayList<>();

  @AfterEach
  void noProcessIsLeft() throws InterruptedException {
    for (RunningProcess process : started) {
      Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
      for (int i = 0; i < 100 && handle.isPresent() && handle.get().isAlive(); i++) {
        Thread.sleep(100);
      }
      assertThat(handle.map(ProcessHandle::isAlive).orElse(false)).as("process left").isFalse();
    }
  }

  @Test
  void theyReadTheSampleLifeAsImportersInThisProcessDo() throws IOException {
    Path life = folder.resolve("life");
    SampleLife.copyTo(life);
    ImportersInProcesses separate = importers(plain());

    FolderSurvey survey = separate.survey(life, () -> false);

    try (ImporterContainer container = ImporterContainer.start()) {
      assertThat(survey).isEqualTo(FolderSurvey.of(life, container.importers(), () -> false));
      assertThat(separate.importers())
          .extracting(Importer::name)
          .isEqualTo(container.importers().stream().map(Importer::name).toList());
      for (Importer importer : container.importers()) {
        if (survey.claiming().contains(importer.name())) {
          RecordingImportSink here = RecordingImportSink.empty();
          RecordingImportSink there = RecordingImportSink.empty();

          importer.scan(life, CONTEXT, here);
          separate.importer(importer.name()).scan(life, CONTEXT, there);

          assertThat(there.accepted()).as(importer.name()).isEqualTo(here.accepted());
          assertThat(there.offered()).as(importer.name()).isEqualTo(here.offered());
          assertThat(there.problems()).as(importer.name()).isEqualTo(here.problems());
          assertThat(here.accepted()).as(importer.name()).isNotEmpty();
        }
      }
    }
    assertThat(pipesLeft()).isEmpty();
  }

  @Test
  void whereverAProcessIsKilledNothingStoredIsLostAndTheNextImportCompletes() throws IOException {
    Path notes = notes();
    SplittableRandom random = new SplittableRandom(5);
    for (int death = 0; death < DEATHS; death++) {
      InMemoryRecordStore records = new InMemoryRecordStore();
      ImportersInProcesses separate = importers(plain());
      Ingestion ingestion =
          new Ingestion(
              records,
              new InMemorySearchIndex(),
              List.of(separate.importer("markdown")),
              CONTEXT,
              SampleLife.clock());
      SourceId source = ingestion.add(notes, Optional.of("markdown")).id();
      long fatal = random.nextInt(NOTES);
      boolean early = random.nextInt(3) == 0;
      if (early) {
        killSoon(random.nextInt(800), started.size());
      }

      long added = 0;
      try {
        ImportReport first =
            ingestion.read(
                source,
                progress -> {
                  if (!early && progress.records() == fatal) {
                    started.getLast().end();
                  }
                },
                () -> false);
        added = first.added();
      } catch (IOException endedBeforeItGreeted) {
        assertThat(early).as("killed soon").isTrue();
      }
      int kept = records.recordIds(source).size();
      ImportReport second = ingestion.read(source, ImportListener.SILENT, () -> false);

      assertThat((long) kept).isEqualTo(added);
      assertThat(second.outcome()).isEqualTo(ImportReport.Outcome.COMPLETE);
      assertThat(second.problems()).isEmpty();
      assertThat(second.unchanged()).isEqualTo(kept);
      assertThat(records.recordIds(source)).hasSize(NOTES);
    }
    assertThat(pipesLeft()).isEmpty();
  }

  @Test
  void aProcessThatIsStoppedIsEndedAfterAWhileAndTheImportSaysSo() throws IOException {
    ImporterStart stopping =
        (readable, pipes, arguments, token) -> {
          RunningProcess process = plain().start(readable, pipes, arguments, token);
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  Thread.sleep(200);
                  new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                      .start()
                      .waitFor();
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
          return process;
        };
    ImportersInProcesses separate =
        new ImportersInProcesses(
            piped(stopping, new ChannelLimits(1 << 20, Duration.ofSeconds(3))),
            new ImportLimits(1_000, 100_000, 1 << 20, 10, 2, Duration.ofSeconds(2)),
            Map.of(),
            new SecureRandom());
    Path notes = notes();

    assertThatThrownBy(
            () -> separate.importer("markdown").scan(notes, CONTEXT, RecordingImportSink.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(has not greeted within 3000 ms|got no further for 2 s).*");
  }

  @Test
  void aProcessThatNeedsMoreMemoryThanItMayHaveIsReportedAndTheRestIsRead() throws IOException {
    Path texts = Files.createDirectories(folder.resolve("texts"));
    Files.writeString(texts.resolve("a.txt"), "Before.\n");
    Files.writeString(texts.resolve("b.txt"), "A line of words.\n".repeat(900_000));
    Files.writeString(texts.resolve("c.txt"), "After.\n");
    ImporterJvm small =
        new ImporterJvm(
            Path.of(System.getProperty("java.home")),
            System.getProperty("java.class.path"),
            List.of("-Xmx40m"),
            System.getenv());
    RecordingImportSink sink = RecordingImportSink.empty();

    importers(small).importer("text").scan(texts, CONTEXT, sink);

    assertThat(sink.records()).containsOnlyKeys("a.txt", "c.txt");
    assertThat(sink.problems()).containsOnlyKeys("b.txt");
    assertThat(sink.problems().get("b.txt")).contains("more memory");
  }

  @Test
  void aProcessEndsWithItsStandardInput() throws Exception {
    Path pipes = PipeFolders.in(runtime()).make();
    Path toIt = pipes.resolve(PipeFolders.TO_PROCESS);
    Path fromIt = pipes.resolve(PipeFolders.FROM_PROCESS);
    List<String> command = new ArrayList<>(plain().command());
    command.addAll(List.of(toIt.toString(), fromIt.toString()));
    Process process = new ProcessBuilder(command).start();
    process
        .getOutputStream()
        .write("0123456789abcdef0123456789abcdef\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();

    assertThat(process.waitFor(Duration.ofMillis(500))).isFalse();
    process.getOutputStream().close();

    assertThat(process.waitFor(Duration.ofSeconds(30))).isTrue();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void aProcessThatCannotBeStartedIsAFailureAtOnce() throws IOException {
    ImporterJvm broken =
        new ImporterJvm(
            Path.of(System.getProperty("java.home")), "nowhere", List.of(), System.getenv());

    assertThatThrownBy(() -> importers(broken).importers())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("before it had greeted");
    assertThat(pipesLeft()).isEmpty();
  }

  @Test
  void aProcessWithAnotherTokenIsNotTalkedTo() {
    ImporterStart mistaken =
        (readable, pipes, arguments, token) ->
            plain().start(readable, pipes, arguments, "0123456789abcdef".repeat(2));

    assertThatThrownBy(() -> importers(mistaken).importers())
        .as("whichever end notices first")
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(not the one that was started|before it had greeted).*");
  }

  @Test
  void closingAConnectionEndsItsProcessAtOnce() throws IOException {
    ImporterConnection connection = piped(plain(), ChannelLimits.DEFAULT).start(List.of());
    RunningProcess process = started.getLast();

    connection.close();

    assertThat(process.exitStatus()).isPresent();
    assertThat(connection.exitStatus()).isPresent();
  }

  private void killSoon(int millis, int index) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (started.size() <= index) {
              Thread.sleep(1);
            }
            Thread.sleep(millis);
            started.get(index).end();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private Path notes() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    for (int i = 0; i < NOTES; i++) {
      Files.writeString(
          notes.resolve("note-%03d.md".formatted(i)),
          "# Jar " + i + "\n\n" + "Shelf %d.\n".formatted(i).repeat(200));
    }
    return notes;
  }

  private static ImporterJvm plain() {
    return ImporterJvm.likeThisProcess(System.getenv());
  }

  private ImportersInProcesses importers(ImporterStart start) throws IOException {
    return SeparateImporters.startedBy(remembered(start), PipeFolders.in(runtime()));
  }

  private PipedImporters piped(ImporterStart start, ChannelLimits limits) throws IOException {
    return new PipedImporters(
        remembered(start),
        PipeFolders.in(runtime()),
        limits,
        new SecureRandom(),
        Thread.ofPlatform().daemon().factory());
  }

  private ImporterStart remembered(ImporterStart start) {
    return (readable, pipes, arguments, token) -> {
      RunningProcess process = start.start(readable, pipes, arguments, token);
      started.add(process);
      return process;
    };
  }

  private Path runtime() throws IOException {
    return Files.createDirectories(folder.resolve("runtime"));
  }

  private List<Path> pipesLeft() throws IOException {
    try (Stream<Path> files = Files.walk(runtime())) {
      return files.filter(file -> file.toString().contains("pipes-")).toList();
    }
  }
}
