package dev.sotto.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sotto.record.Fingerprint;
import dev.sotto.record.ItemKey;
import dev.sotto.record.RecordContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every importer promises. */
public abstract class ImporterContract {
  protected static final ImportContext CONTEXT =
      new ImportContext(
          List.of("Mara"), List.of("mara@lindqvist.example"), ZoneId.of("Europe/Berlin"));

  /** What stands in the file outside the source, in a form that the importer would read. */
  protected static final String OUTSIDE_MARKER = "marzipan-outside-7714";

  @TempDir private Path temp;

  /**
   * A source on disk.
   *
   * @param importer what reads it
   * @param path where it is
   * @param records how many records it holds
   */
  public record Fixture(Importer importer, Path path, int records) {}

  /** Puts a source with at least two records into an empty folder. */
  protected abstract Fixture source(Path folder) throws IOException;

  /** Puts a source into an empty folder in which exactly one item can't be read, whoever asks. */
  protected abstract Fixture sourceWithABrokenItem(Path folder) throws IOException;

  /** Puts a source into an empty folder that links to a file outside; the file exists already. */
  protected abstract Fixture sourceWithALinkTo(Path folder, Path outside) throws IOException;

  /**
   * Returns what stands in the file outside the source; it must contain {@link #OUTSIDE_MARKER}.
   */
  protected String outsideText() {
    return OUTSIDE_MARKER;
  }

  @Test
  void hasANameForTheCommandLine() throws IOException {
    assertThat(source(folder()).importer().name()).matches("[a-z][a-z-]*");
  }

  @Test
  void recognisesItsOwnSource() throws IOException {
    Fixture fixture = source(folder());

    assertThat(fixture.importer().match(fixture.path())).isNotEqualTo(Importer.Match.NO);
  }

  @Test
  void handsOverEveryRecord() throws IOException {
    Fixture fixture = source(folder());

    RecordingImportSink sink = scan(fixture, RecordingImportSink.empty());

    assertThat(sink.accepted()).hasSize(fixture.records());
    assertThat(sink.problems()).isEmpty();
    for (RecordContent content : sink.accepted().values()) {
      assertThat(content.text()).doesNotContain("\r");
      assertThat(content.location()).isNotEmpty();
    }
  }

  @Test
  void wantsNothingParsedWhenNothingHasChanged() throws IOException {
    Fixture fixture = source(folder());
    RecordingImportSink first = scan(fixture, RecordingImportSink.empty());

    RecordingImportSink second = scan(fixture, RecordingImportSink.after(first));

    assertThat(second.offered()).isEqualTo(first.offered());
    assertThat(second.wanted()).isEmpty();
    assertThat(second.accepted()).isEmpty();
  }

  @Test
  void readsTheSameInEveryScan() throws IOException {
    Fixture fixture = source(folder());

    RecordingImportSink first = scan(fixture, RecordingImportSink.empty());
    RecordingImportSink second = scan(fixture, RecordingImportSink.empty());

    assertThat(second.accepted()).isEqualTo(first.accepted());
  }

  @Test
  void reportsABrokenItemAndReadsTheRest() throws IOException {
    Fixture fixture = sourceWithABrokenItem(folder());

    RecordingImportSink sink = scan(fixture, RecordingImportSink.empty());

    assertThat(sink.accepted()).hasSize(fixture.records());
    assertThat(sink.problems()).hasSize(1);
    assertThat(sink.problems().values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
  }

  @Test
  void readsNothingThroughALinkThatLeavesTheSource() throws IOException {
    Path outside =
        Files.writeString(temp.resolve("outside.txt"), outsideText(), StandardCharsets.UTF_8);
    Fixture fixture = sourceWithALinkTo(folder(), outside);

    RecordingImportSink sink = scan(fixture, RecordingImportSink.empty());

    assertThat(sink.accepted()).hasSize(fixture.records());
    assertThat(sink.accepted().values())
        .allSatisfy(content -> assertThat(content.text()).doesNotContain(OUTSIDE_MARKER));
  }

  @Test
  void leavesWhatItReadsUnchanged() throws IOException {
    Fixture fixture = source(folder());
    Map<String, String> before = state(fixture.path());

    scan(fixture, RecordingImportSink.empty());

    assertThat(state(fixture.path())).isEqualTo(before);
  }

  @Test
  void letsACancellationPass() throws IOException {
    Fixture fixture = source(folder());
    RecordingImportSink sink = RecordingImportSink.cancelledAfter(1);

    Throwable thrown = catchThrowable(() -> scan(fixture, sink));

    assertThat(thrown).isInstanceOf(ImportCancelledException.class);
    assertThat(sink.accepted()).hasSize(1);
  }

  @Test
  void letsAFailureOfTheSinkPass() throws IOException {
    Fixture fixture = source(folder());

    assertThatThrownBy(() -> fixture.importer().scan(fixture.path(), CONTEXT, new FailingSink()))
        .isInstanceOf(IOException.class)
        .hasMessage("The store is full");
  }

  private static RecordingImportSink scan(Fixture fixture, RecordingImportSink sink)
      throws IOException {
    fixture.importer().scan(fixture.path(), CONTEXT, sink);
    return sink;
  }

  private Path folder() throws IOException {
    return Files.createTempDirectory(temp, "source");
  }

  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        String content =
            Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Fingerprint.of(Files.readAllBytes(path)).value()
                : "";
        state.put(
            root.relativize(path).toString(),
            Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS) + " " + content);
      }
    }
    return state;
  }

  private static final class FailingSink implements ImportSink {
    @Override
    public boolean wants(ItemKey key, Fingerprint fingerprint) {
      return true;
    }

    @Override
    public void accept(ItemKey key, Fingerprint fingerprint, RecordContent content)
        throws IOException {
      throw new IOException("The store is full");
    }

    @Override
    public void problem(ItemKey key, String reason) {}

    @Override
    public void progress(long done, long total) {}
  }
}
